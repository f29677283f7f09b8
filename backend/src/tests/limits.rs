//! Limits hold, also under many attempts at once.

use domain::{limit::PASSWORD_OFF_AFTER, session::Stay};

use super::at_once;
use crate::{
    Origin, UseCaseError,
    testing::{PASSWORD, World, address, both, origin, origin_at, secret, sign_up},
    usecase::door::{SignInRefusal, confirm_sudo, request_reset, request_sign_up, sign_in},
};

const OLIVIA: &str = "olivia@harbour.example";

type Outcome = Result<(), UseCaseError<SignInRefusal>>;

async fn try_password(world: &World, at: &Origin, email: &str, password: &str) -> Outcome {
    let (email, password) = (address(email), secret(password));
    sign_in(&world.backend, at, email, password, Stay::Browser).await.map(drop)
}

fn wait(outcome: &Outcome) -> Option<u64> {
    match outcome {
        Err(UseCaseError::Limited { retry_after_seconds }) => Some(*retry_after_seconds),
        _ => None,
    }
}

fn is_wrong(outcome: &Outcome) -> bool {
    matches!(outcome, Err(UseCaseError::Refused(SignInRefusal::WrongCredentials)))
}

#[test]
fn of_two_hundred_guesses_at_once_ten_are_looked_at() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        for email in [OLIVIA, "nobody@harbour.example"] {
            let outcomes = at_once((0..200).map(|number| {
                let backend = world.backend.clone();
                let at = origin_at(&format!("10.1.{number}.1"));
                let email = address(email);
                async move {
                    let guess = secret("not the password at all");
                    sign_in(&backend, &at, email, guess, Stay::Browser).await.map(drop)
                }
            }))
            .await;
            assert_eq!(outcomes.iter().filter(|it| is_wrong(it)).count(), 10, "{email}");
            assert_eq!(outcomes.iter().filter(|it| wait(it).is_some()).count(), 190, "{email}");
            world.clock.advance_days(1);
        }
        assert_eq!(world.count("sign_in_failures WHERE failures = 10").await, 2);
    });
}

#[test]
fn one_network_tries_ten_passwords_at_once_and_then_one_every_two_seconds() {
    both(async |world| {
        let outcomes = at_once((0..60).map(|number| {
            let backend = world.backend.clone();
            // One IPv6 customer has many addresses.
            let at = origin_at(&format!("2001:db8:1:2::{number}"));
            let email = address(&format!("nobody{number}@harbour.example"));
            async move {
                sign_in(&backend, &at, email, secret("a guess"), Stay::Browser).await.map(drop)
            }
        }))
        .await;
        assert_eq!(outcomes.iter().filter(|it| is_wrong(it)).count(), 10);
        let here = origin_at("2001:db8:1:2:ffff::1");
        assert_eq!(wait(&try_password(world, &here, OLIVIA, "a guess").await), Some(2));
        world.clock.advance_ms(2_000);
        assert!(is_wrong(&try_password(world, &here, OLIVIA, "a guess").await));
        let neighbour = origin_at("2001:db8:1:3::1");
        assert!(is_wrong(&try_password(world, &neighbour, OLIVIA, "a guess").await));
    });
}

#[test]
fn from_the_tenth_wrong_password_on_there_is_a_growing_delay() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        let strange = |number| origin_at(&format!("10.2.{number}.1"));
        for number in 0..10 {
            let outcome = try_password(world, &strange(number), OLIVIA, "a guess").await;
            assert!(is_wrong(&outcome), "{outcome:?}");
        }
        let right = try_password(world, &strange(10), OLIVIA, PASSWORD).await;
        assert_eq!(wait(&right), Some(1), "also for the right password");
        world.clock.advance_ms(1_000);
        assert!(is_wrong(&try_password(world, &strange(11), OLIVIA, "a guess").await));
        assert_eq!(wait(&try_password(world, &strange(12), OLIVIA, PASSWORD).await), Some(2));

        let known = Origin { device: Some(guest.signed_in.device.clone()), ..strange(13) };
        let known = try_password(world, &known, OLIVIA, PASSWORD).await;
        assert!(known.is_ok(), "the owner's own browser need not wait: {known:?}");
        let after = try_password(world, &strange(14), OLIVIA, PASSWORD).await;
        assert!(after.is_ok(), "and clears the counter: {after:?}");
    });
}

#[test]
fn after_a_hundred_wrong_passwords_only_a_reset_helps() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        for number in 0..PASSWORD_OFF_AFTER {
            for email in [OLIVIA, "nobody@harbour.example"] {
                let at = origin_at(&format!("10.3.{number}.1"));
                let outcome = try_password(world, &at, email, "a guess").await;
                assert!(is_wrong(&outcome), "{number}: {outcome:?}");
            }
            world.clock.advance_minutes(15);
        }
        let known = Origin { device: Some(guest.signed_in.device), ..origin() };
        for (at, email) in [
            (known.clone(), OLIVIA),
            (origin_at("10.4.0.1"), OLIVIA),
            (origin_at("10.4.0.2"), "nobody@harbour.example"),
        ] {
            let outcome = try_password(world, &at, email, PASSWORD).await;
            let off = matches!(outcome, Err(UseCaseError::Refused(SignInRefusal::PasswordOff)));
            assert!(off, "{email}: {outcome:?}");
        }
        assert_eq!(world.count("history WHERE act = 'sign_in_blocked'").await, 0, "not at once");
        world.work().await;
        assert_eq!(world.count("history WHERE act = 'sign_in_blocked'").await, 1);

        let token = world.request_reset(OLIVIA).await;
        let password = secret("another meadow demo 43");
        crate::usecase::door::reset_password(&world.backend, &origin(), &token, password)
            .await
            .expect("reset");
        let outcome = try_password(world, &known, OLIVIA, "another meadow demo 43").await;
        assert!(outcome.is_ok(), "{outcome:?}");
    });
}

#[test]
fn a_proof_of_identity_is_counted_like_a_sign_in() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        for number in 0..10 {
            let at = origin_at(&format!("10.5.{number}.1"));
            let wrong = confirm_sudo(&world.backend, &at, &guest.identity, secret("a guess")).await;
            assert!(matches!(wrong, Err(UseCaseError::Refused(_))), "{wrong:?}");
        }
        let at = origin_at("10.5.99.1");
        let outcome = try_password(world, &at, OLIVIA, PASSWORD).await;
        assert_eq!(wait(&outcome), Some(1));
    });
}

#[test]
fn one_network_signs_up_five_times_an_hour() {
    both(async |world| {
        let request = async |number: u32| {
            let form = sign_up(&format!("person{number}@harbour.example"));
            request_sign_up(&world.backend, &origin(), form, secret(PASSWORD), None).await
        };
        for number in 0..5 {
            request(number).await.expect("accepted");
        }
        let sixth = request(5).await;
        assert!(matches!(sixth, Err(UseCaseError::Limited { retry_after_seconds: 720 })));
        world.clock.advance_minutes(12);
        request(6).await.expect("accepted");
    });
}

#[test]
fn one_network_causes_ten_mails_an_hour() {
    both(async |world| {
        for number in 0..10 {
            let email = address(&format!("person{number}@harbour.example"));
            request_reset(&world.backend, &origin(), email).await.expect("accepted");
        }
        let next = request_reset(&world.backend, &origin(), address(OLIVIA)).await;
        assert!(matches!(next, Err(UseCaseError::Limited { .. })));
    });
}
