//! Signing in.

use domain::session::{MAX_PER_USER, Stay};

use crate::{
    Hasher, Origin, OsEntropy, Parts, SecretToken, UseCaseError,
    mail::MailKind,
    testing::{PASSWORD, World, address, both, origin, origin_at, secret},
    usecase::{
        door::{SignInRefusal, sign_in},
        session::list,
    },
};

const OLIVIA: &str = "olivia@harbour.example";

fn browser_with(mark: &SecretToken) -> Origin {
    Origin { device: Some(mark.clone()), ..origin() }
}

fn new_sign_in_mails(world: &World) -> usize {
    world.mails().iter().filter(|it| it.kind == MailKind::NewSignIn).count()
}

#[test]
fn unknown_wrong_and_disabled_get_one_answer() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.sign_up_from(&origin_at("198.51.100.2"), "gone@harbour.example").await;
        world.tamper("UPDATE users SET disabled_at = 1 WHERE email LIKE 'gone%'").await;
        world.request_sign_up("pending@harbour.example", PASSWORD).await;
        for (email, password) in [
            (OLIVIA, "not the password at all"),
            ("gone@harbour.example", PASSWORD),
            ("pending@harbour.example", PASSWORD),
            ("nobody@harbour.example", PASSWORD),
        ] {
            let outcome = sign_in(
                &world.backend,
                &origin_at("198.51.100.3"),
                address(email),
                secret(password),
                Stay::Browser,
            )
            .await;
            let one = SignInRefusal::WrongCredentials;
            assert!(matches!(outcome, Err(UseCaseError::Refused(it)) if it == one), "{email}");
        }
    });
}

#[test]
fn a_session_of_a_disabled_person_is_worth_nothing() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        world.tamper("UPDATE users SET disabled_at = 1").await;
        assert!(world.identify(&guest.signed_in.session).await.is_none());
    });
}

#[test]
fn a_browser_not_seen_before_is_told_by_mail() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        let known = browser_with(&guest.signed_in.device);
        world.sign_in_from(&known, OLIVIA).await;
        world.work().await;
        assert_eq!(new_sign_in_mails(world), 0, "the browser of the sign-up is known");

        let again = world.sign_in_from(&origin_at("198.51.100.9"), OLIVIA).await;
        world.work().await;
        let mail = world.last_mail(MailKind::NewSignIn, OLIVIA);
        assert!(mail.message.text.contains("198.51.100.9"), "{}", mail.message.text);
        assert!(mail.message.text.contains("Firefox, Linux"));
        assert!(mail.message.text.contains("22 November 2026, 11:29 (UTC+1)"));

        world.sign_in_from(&browser_with(&again.signed_in.device), OLIVIA).await;
        world.work().await;
        assert_eq!(new_sign_in_mails(world), 1, "from now on it is known");
    });
}

#[test]
fn two_people_at_one_browser_do_not_make_it_unknown_to_each_other() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let shared = browser_with(&olivia.signed_in.device);
        let adam = world.sign_up_from(&shared, "adam@harbour.example").await;
        assert_eq!(adam.signed_in.device.hash(), olivia.signed_in.device.hash());
        world.sign_in_from(&shared, OLIVIA).await;
        world.sign_in_from(&shared, "adam@harbour.example").await;
        world.work().await;
        assert_eq!(new_sign_in_mails(world), 0);
    });
}

#[test]
fn a_mark_that_we_never_gave_is_not_taken_over() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        let planted = SecretToken::mint(&OsEntropy);
        let guest = world.sign_in_from(&browser_with(&planted), OLIVIA).await;
        assert_ne!(guest.signed_in.device.hash(), planted.hash());
        world.work().await;
        assert_eq!(new_sign_in_mails(world), 1);
    });
}

#[test]
fn a_browser_is_forgotten_after_four_hundred_days() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        world.clock.advance_days(400);
        world.sign_in_from(&browser_with(&guest.signed_in.device), OLIVIA).await;
        world.work().await;
        assert_eq!(new_sign_in_mails(world), 1);
    });
}

#[test]
fn a_weak_hash_is_renewed_by_the_next_sign_in() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        let strong = world.with_backend(|parts| Parts { hasher: Hasher::new(&OsEntropy), ..parts });
        let standard = "users WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'";
        assert_eq!(world.count(standard).await, 0);
        strong.sign_in_from(&origin(), OLIVIA).await;
        assert_eq!(world.count(standard).await, 1);
        strong.sign_in_from(&origin(), OLIVIA).await;
    });
}

#[test]
fn beyond_fifty_sessions_the_one_idle_for_longest_makes_room() {
    both(async |world| {
        let first = world.sign_up(OLIVIA).await;
        let mark = browser_with(&first.signed_in.device);
        let max = i64::from(MAX_PER_USER);
        let mut newest = None;
        for _ in 0..max {
            world.clock.advance_ms(10_000);
            newest = Some(world.sign_in_from(&mark, OLIVIA).await);
        }
        let newest = newest.expect("fifty sign-ins");
        assert_eq!(world.count("sessions").await, max);
        assert!(world.identify(&first.signed_in.session).await.is_none());
        let sessions = list(&world.backend, &newest.identity).await.expect("listed");
        assert!(sessions[0].current);
        assert_eq!(world.count("history WHERE act = 'session_ended'").await, 1);
    });
}

#[test]
fn the_password_is_taken_as_sent() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        let padded = secret(&format!("{PASSWORD} "));
        let outcome =
            sign_in(&world.backend, &origin(), address(OLIVIA), padded, Stay::Browser).await;
        assert!(outcome.is_err());
        let other_case = sign_in(
            &world.backend,
            &origin(),
            address("OLIVIA@HARBOUR.EXAMPLE"),
            secret(PASSWORD),
            Stay::Remember,
        )
        .await;
        assert!(other_case.is_ok(), "the address is compared in its canonical form");
    });
}
