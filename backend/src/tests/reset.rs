//! Forgotten passwords.

use domain::{
    password::PasswordProblem,
    session::Stay,
    token::{LinkRefusal, Purpose},
};

use super::at_once;
use crate::{
    SecretToken, UseCaseError,
    mail::MailKind,
    testing::{PASSWORD, World, address, both, link_token, origin, origin_at, secret},
    usecase::{
        door::{ResetRefusal, open_link, request_reset, reset_password, sign_in, verify_sign_up},
        operate::check_invariants,
    },
};

const OLIVIA: &str = "olivia@harbour.example";
const NEW_PASSWORD: &str = "another meadow demo 43";

async fn reset(world: &World, token: &SecretToken) -> Result<(), ResetRefusal> {
    match reset_password(&world.backend, &origin(), token, secret(NEW_PASSWORD)).await {
        Ok(()) => Ok(()),
        Err(UseCaseError::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other}"),
    }
}

async fn signs_in(world: &World, password: &str) -> bool {
    let (email, password) = (address(OLIVIA), secret(password));
    let at = origin_at("198.51.100.77");
    sign_in(&world.backend, &at, email, password, Stay::Browser).await.is_ok()
}

fn reset_mails(world: &World) -> usize {
    world.mails().iter().filter(|it| it.kind == MailKind::ResetPassword).count()
}

#[test]
fn a_reset_changes_the_password_and_ends_all_sessions() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        world.clock.advance_minutes(1);
        let token = world.request_reset(OLIVIA).await;
        assert_eq!(reset(world, &token).await, Ok(()));

        assert!(world.identify(&guest.signed_in.session).await.is_none());
        assert_eq!(world.count("sessions").await, 0, "a reset does not sign in");
        assert_eq!(world.count("devices").await, 0, "whoever was here is a stranger again");
        assert!(!signs_in(world, PASSWORD).await);
        assert!(signs_in(world, NEW_PASSWORD).await);
        world.work().await;
        let mail = world.last_mail(MailKind::PasswordChanged, OLIVIA);
        assert!(mail.message.text.contains("203.0.113.7"));
        assert_eq!(check_invariants(&world.backend.store).await.expect("checked"), []);
    });
}

#[test]
fn a_used_link_never_works_again() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.clock.advance_minutes(1);
        let token = world.request_reset(OLIVIA).await;
        assert_eq!(reset(world, &token).await, Ok(()));
        assert_eq!(reset(world, &token).await, Err(ResetRefusal::Link(LinkRefusal::Used)));
        world.clock.advance_days(-1);
        assert_eq!(reset(world, &token).await, Err(ResetRefusal::Link(LinkRefusal::Used)));
    });
}

#[test]
fn of_fifty_uses_at_once_exactly_one_succeeds() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.clock.advance_minutes(1);
        let token = world.request_reset(OLIVIA).await;
        let outcomes = at_once((0..50).map(|number| {
            let (backend, token) = (world.backend.clone(), token.clone());
            let at = origin_at(&format!("10.0.{number}.1"));
            async move { reset_password(&backend, &at, &token, secret(NEW_PASSWORD)).await }
        }))
        .await;
        assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 1);
        for outcome in outcomes.iter().filter(|it| it.is_err()) {
            let used = ResetRefusal::Link(LinkRefusal::Used);
            assert!(
                matches!(outcome, Err(UseCaseError::Refused(it)) if *it == used),
                "{outcome:?}"
            );
        }
        assert_eq!(world.count("history WHERE act = 'password_reset'").await, 1);
        assert_eq!(world.count("outbox WHERE kind = 'password_changed'").await, 1);
    });
}

#[test]
fn a_newer_link_kills_the_older_one_also_at_the_same_moment() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.clock.advance_minutes(1);
        let older = world.request_reset(OLIVIA).await;
        world.clock.advance_minutes(1);
        request_reset(&world.backend, &origin(), address(OLIVIA)).await.expect("accepted");
        let (backend, token) = (world.backend.clone(), older.clone());
        let using = async move {
            reset_password(&backend, &origin(), &token, secret(NEW_PASSWORD)).await.is_ok()
        };
        let (used, ()) = tokio::join!(using, world.work());
        assert_eq!(signs_in(world, NEW_PASSWORD).await, used);

        let refusal = if used { LinkRefusal::Used } else { LinkRefusal::Replaced };
        assert_eq!(reset(world, &older).await, Err(ResetRefusal::Link(refusal)));
    });
}

#[test]
fn a_link_works_for_half_an_hour() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.clock.advance_minutes(1);
        let token = world.request_reset(OLIVIA).await;
        world.clock.advance_minutes(30);
        assert_eq!(reset(world, &token).await, Err(ResetRefusal::Link(LinkRefusal::Expired)));
        assert!(signs_in(world, PASSWORD).await);
    });
}

#[test]
fn a_poor_password_does_not_use_up_the_link() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.clock.advance_minutes(1);
        let token = world.request_reset(OLIVIA).await;
        let poor =
            reset_password(&world.backend, &origin(), &token, secret("passwordpassword")).await;
        let guessable = ResetRefusal::Password(PasswordProblem::Guessable);
        assert!(matches!(poor, Err(UseCaseError::Refused(it)) if it == guessable));
        assert_eq!(reset(world, &token).await, Ok(()));
    });
}

#[test]
fn a_link_for_one_purpose_never_serves_another() {
    both(async |world| {
        world.request_sign_up("new@harbour.example", PASSWORD).await;
        let verify = link_token(&world.last_mail(MailKind::ConfirmSignUp, "new@harbour.example"));
        assert_eq!(reset(world, &verify).await, Err(ResetRefusal::Link(LinkRefusal::Unknown)));

        world.sign_up_from(&origin_at("198.51.100.2"), OLIVIA).await;
        world.clock.advance_minutes(1);
        let reset = world.request_reset(OLIVIA).await;
        let outcome = verify_sign_up(&world.backend, &origin(), &reset, secret(PASSWORD)).await;
        assert!(outcome.is_err());
        assert!(world.identify(&reset).await.is_none());
    });
}

#[test]
fn the_mail_goes_to_the_address_as_its_owner_wrote_it() {
    both(async |world| {
        world.sign_up("Olivia@harbour.example").await;
        world.clock.advance_minutes(1);
        request_reset(&world.backend, &origin(), address("OLIVIA@HARBOUR.EXAMPLE"))
            .await
            .expect("accepted");
        world.work().await;
        world.last_mail(MailKind::ResetPassword, "Olivia@harbour.example");
        assert_eq!(reset_mails(world), 1);
    });
}

#[test]
fn an_address_without_an_account_gets_nothing() {
    both(async |world| {
        request_reset(&world.backend, &origin(), address(OLIVIA)).await.expect("accepted");
        world.work().await;
        assert_eq!(world.mails(), []);
        assert_eq!(world.count("jobs WHERE kind = 'send_reset'").await, 0);
    });
}

#[test]
fn one_recipient_gets_one_mail_a_minute_and_three_an_hour() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        world.clock.advance_days(1);
        for minute in 0..10 {
            for _ in 0..2 {
                let at = origin_at(&format!("10.0.{minute}.1"));
                request_reset(&world.backend, &at, address(OLIVIA)).await.expect("accepted");
                world.work().await;
            }
            assert_eq!(reset_mails(world), (minute + 1).min(3));
            world.clock.advance_minutes(1);
        }
        let token = link_token(&world.last_mail(MailKind::ResetPassword, OLIVIA));
        let open = open_link(&world.backend, Purpose::ResetPassword, &token).await;
        assert!(open.is_ok(), "a mail that was not sent does not kill the link of the last one");
    });
}
