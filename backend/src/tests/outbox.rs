//! Mails: once, or at least not lost.

use domain::session::Stay;

use super::at_once;
use crate::{
    jobs::run_due,
    mail::{MailKind, SendFailure},
    store,
    testing::{PASSWORD, World, address, both, origin, origin_at, secret},
    usecase::{
        door::{check_reference, request_reset, sign_in},
        operate::check_invariants,
    },
};

const OLIVIA: &str = "olivia@harbour.example";
const WAITING: &str = "outbox WHERE sent_at IS NULL AND dead_at IS NULL";

#[test]
fn what_a_mail_says_is_wiped_when_it_has_left() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        assert_eq!(world.count("outbox WHERE sent_at IS NOT NULL").await, 1);
        assert_eq!(world.count("outbox WHERE payload_sealed IS NOT NULL").await, 0);
    });
}

#[test]
fn a_reference_is_known_whatever_became_of_the_mail() {
    both(async |world| {
        world.request_sign_up("Olivia@harbour.example", PASSWORD).await;
        let mail = world.last_mail(MailKind::ConfirmSignUp, "Olivia@harbour.example");
        assert!(mail.message.text.contains(&mail.reference));
        let typed = mail.reference.to_lowercase().replace('-', " ");
        let found = check_reference(&world.backend, &typed).await.expect("asked").expect("ours");
        assert_eq!(found.kind, MailKind::ConfirmSignUp);
        assert_eq!(found.written_at, world.backend.now());
        assert!(!found.recipient_masked.contains("livia"), "{}", found.recipient_masked);
        for other in ["", "0000-0000", "AAAA-AAAA-AAAA", "'; --"] {
            assert_eq!(check_reference(&world.backend, other).await.expect("asked"), None);
        }
    });
}

#[test]
fn a_mail_server_that_is_down_is_tried_again_ever_more_seldom() {
    both(async |world| {
        world.pigeonhole.refuse(Some(SendFailure("connection")));
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let attempts = async |number: i64| {
            world.work().await;
            world.count(&format!("outbox WHERE attempts = {number}")).await == 1
        };
        assert!(attempts(1).await);
        world.clock.advance_ms(29_000);
        assert!(attempts(1).await, "not before half a minute");
        world.clock.advance_ms(1_000);
        assert!(attempts(2).await);
        world.clock.advance_ms(59_000);
        assert!(attempts(2).await, "then a minute");
        world.pigeonhole.refuse(None);
        world.clock.advance_ms(1_000);
        assert!(attempts(3).await);
        assert_eq!(world.mails().len(), 1);
    });
}

#[test]
fn a_mail_that_cannot_be_delivered_for_a_day_is_given_up_and_wiped() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        world.pigeonhole.refuse(Some(SendFailure("connection")));
        let _ = guest;
        world.sign_in_from(&origin_at("198.51.100.1"), OLIVIA).await;
        for _ in 0..48 {
            world.work().await;
            world.clock.advance_minutes(30);
        }
        world.work().await;
        assert_eq!(world.count("outbox WHERE dead_at IS NOT NULL").await, 1);
        assert_eq!(world.count("outbox WHERE payload_sealed IS NOT NULL").await, 0);
        assert_eq!(world.count(WAITING).await, 0);
        assert_eq!(check_invariants(&world.backend.store).await.expect("checked"), []);
    });
}

#[test]
fn a_link_that_has_expired_is_not_mailed_any_more() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.clock.advance_minutes(1);
        world.pigeonhole.refuse(Some(SendFailure("connection")));
        request_reset(&world.backend, &origin(), address(OLIVIA)).await.expect("accepted");
        world.work().await;
        world.clock.advance_minutes(30);
        world.pigeonhole.refuse(None);
        world.work().await;
        assert_eq!(world.mails().len(), 1, "only the mail of the sign-up");
        assert_eq!(world.count("outbox WHERE dead_at IS NOT NULL").await, 1);
    });
}

#[test]
fn several_workers_send_each_mail_once() {
    both(async |world| {
        for number in 0..12 {
            let email = format!("person{number}@harbour.example");
            let form = crate::testing::sign_up(&email);
            let at = origin_at(&format!("10.8.{number}.1"));
            crate::usecase::door::request_sign_up(
                &world.backend,
                &at,
                form,
                secret(PASSWORD),
                None,
            )
            .await
            .expect("accepted");
        }
        let outcomes = at_once((0..5).map(|_| {
            let (backend, post) = (world.backend.clone(), world.post());
            async move { run_due(&backend, &post).await }
        }))
        .await;
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        world.work().await;
        let mut recipients: Vec<_> = world.mails().into_iter().map(|it| it.to).collect();
        recipients.sort();
        recipients.dedup();
        assert_eq!((recipients.len(), world.mails().len()), (12, 12));
        assert_eq!(world.count(WAITING).await, 0);
        assert_eq!(world.count("jobs").await, 0);
    });
}

#[test]
fn what_a_dead_worker_had_in_hand_is_sent_by_another_under_the_same_id() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        let email = address(OLIVIA);
        let at = origin_at("198.51.100.1");
        sign_in(&world.backend, &at, email, secret(PASSWORD), Stay::Browser).await.expect("in");
        let now = world.backend.now();
        let claimed = claim(world).await.expect("a mail is due");
        assert!(claim(world).await.is_none(), "it is leased");
        world.work().await;
        assert_eq!(world.mails().len(), 1);

        world.clock.advance_ms(60_000);
        world.work().await;
        let mail = world.last_mail(MailKind::NewSignIn, OLIVIA);
        assert_eq!(mail.message_id, claimed.message_id);

        // The first worker was only slow, and now reports that it could not send.
        let mut tx = world.backend.store.begin().await.expect("begin");
        store::outbox::mark_later(&mut tx, claimed.id, claimed.attempt, now, "timeout")
            .await
            .expect("marked");
        tx.commit().await.expect("committed");
        assert_eq!(world.count(WAITING).await, 0, "it has lost its say");
    });
}

async fn claim(world: &World) -> Option<store::outbox::Claimed> {
    let now = world.backend.now();
    let mut tx = world.backend.store.begin().await.expect("begin");
    let claimed = store::outbox::claim(&mut tx, now, now.plus_seconds(60)).await.expect("claim");
    tx.commit().await.expect("committed");
    claimed
}

#[test]
fn a_mail_sealed_with_a_lost_key_waits_for_it() {
    both(async |world| {
        let other = world.with_backend(|parts| parts);
        world.sign_up(OLIVIA).await;
        world.sign_in_from(&origin_at("198.51.100.1"), OLIVIA).await;
        other.work().await;
        assert_eq!(world.mails().len(), 1);
        assert_eq!(world.count("outbox WHERE last_error = 'sealed by another key'").await, 1);
        world.clock.advance_minutes(1);
        world.work().await;
        assert_eq!(world.mails().len(), 2);
    });
}

#[test]
fn a_job_of_another_version_stops_nobody() {
    both(async |world| {
        let id = match &world.backend.store {
            crate::Store::Sqlite(_) => "x'00000000000000000000000000000007'",
            crate::Store::Postgres(_) => "'00000000-0000-0000-0000-000000000007'",
        };
        world
            .tamper(&format!(
                "INSERT INTO jobs (job_id, kind, payload, created_at, due_at, attempts)
                 VALUES ({id}, 'later', '{{\"kind\":\"later\"}}', 0, 0, 0)"
            ))
            .await;
        world.request_sign_up(OLIVIA, PASSWORD).await;
        assert_eq!(world.mails().len(), 1);
        assert_eq!(world.count("jobs WHERE dead_at IS NOT NULL").await, 1);
    });
}
