//! Sessions: how long they last, and what ends them.

use domain::session::Stay;

use super::at_once;
use crate::{
    OsEntropy, SecretToken, UseCaseError,
    testing::{PASSWORD, World, address, both, origin, origin_at, secret},
    usecase::{
        door::{SudoRefusal, confirm_sudo, reset_password, sign_in, sign_out},
        session::{end, end_others, list},
    },
};

const OLIVIA: &str = "olivia@harbour.example";

async fn remembered(world: &World) -> SecretToken {
    let (email, password) = (address(OLIVIA), secret(PASSWORD));
    let signed_in = sign_in(&world.backend, &origin(), email, password, Stay::Remember).await;
    signed_in.expect("signed in").session
}

#[test]
fn a_new_session_takes_the_place_of_the_one_that_the_browser_held() {
    both(async |world| {
        let first = world.sign_up("olivia@harbour.example").await;
        let other = world.sign_up_from(&origin_at("198.51.100.9"), "otto@harbour.example").await;
        for held in [first.signed_in.session, other.signed_in.session] {
            let browser = crate::Origin { session: Some(held.clone()), ..origin() };
            world.sign_in_from(&browser, "olivia@harbour.example").await;
            assert!(world.identify(&held).await.is_none(), "whoever's it was");
        }
        assert_eq!(world.count("sessions").await, 2);
    });
}

#[test]
fn an_idle_session_ends_and_a_busy_one_too_in_the_end() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        let token = &guest.signed_in.session;
        world.clock.advance_minutes(59);
        assert!(world.identify(token).await.is_some());
        world.backend.settled().await;
        world.clock.advance_minutes(59);
        assert!(world.identify(token).await.is_some(), "the visit before counted");
        world.backend.settled().await;
        world.clock.advance_minutes(60);
        assert!(world.identify(token).await.is_none(), "idle for an hour");

        let busy = world.sign_in_from(&origin(), OLIVIA).await;
        for _ in 0..28 {
            world.clock.advance_minutes(50);
            world.identify(&busy.signed_in.session).await.expect("still signed in");
            world.backend.settled().await;
        }
        world.clock.advance_minutes(40);
        assert!(world.identify(&busy.signed_in.session).await.is_none(), "a day at most");
    });
}

#[test]
fn a_remembered_session_lasts_two_idle_weeks_and_thirty_days_at_most() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        let idle = remembered(world).await;
        world.clock.advance_days(13);
        assert!(world.identify(&idle).await.is_some());
        world.backend.settled().await;
        world.clock.advance_days(14);
        assert!(world.identify(&idle).await.is_none());

        let busy = remembered(world).await;
        for _ in 0..2 {
            world.clock.advance_days(13);
            assert!(world.identify(&busy).await.is_some());
            world.backend.settled().await;
        }
        world.clock.advance_days(4);
        assert!(world.identify(&busy).await.is_none());
    });
}

#[test]
fn a_visit_is_written_down_once_a_minute() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        let now = world.backend.now();
        let seen = format!("sessions WHERE last_seen_at > {}", now.as_millis());
        for _ in 0..5 {
            world.clock.advance_ms(11_000);
            world.identify(&guest.signed_in.session).await.expect("signed in");
        }
        world.backend.settled().await;
        assert_eq!(world.count(&seen).await, 0);
        world.clock.advance_ms(5_000);
        world.identify(&guest.signed_in.session).await.expect("signed in");
        world.backend.settled().await;
        assert_eq!(world.count(&seen).await, 1);
    });
}

#[test]
fn only_the_very_secret_opens_the_session() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        let text = guest.signed_in.session.expose();
        for position in 0..SecretToken::LENGTH {
            let mut changed = text.as_bytes().to_vec();
            changed[position] = if changed[position] == b'A' { b'E' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            if let Some(token) = SecretToken::parse(&changed) {
                assert!(world.identify(&token).await.is_none(), "character {position}");
            }
        }
        let planted = SecretToken::mint(&OsEntropy);
        assert!(world.identify(&planted).await.is_none());
        assert!(world.identify(&guest.signed_in.device).await.is_none(), "a mark is no session");
    });
}

#[test]
fn nothing_that_is_stored_opens_anything() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    crate::testing::on_sqlite(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        world.clock.advance_minutes(1);
        let link = world.request_reset(OLIVIA).await;
        for secret in [&guest.signed_in.session, &guest.signed_in.device, &link] {
            let stored = URL_SAFE_NO_PAD.encode(secret.hash().as_bytes());
            let stored = SecretToken::parse(&stored).expect("43 characters");
            assert!(world.identify(&stored).await.is_none());
            let outcome =
                reset_password(&world.backend, &origin(), &stored, secret_password()).await;
            assert!(outcome.is_err());
            let dump = crate::testing::dump(world);
            let clear = secret.expose().as_bytes();
            assert!(!dump.windows(clear.len()).any(|it| it == clear), "a secret lies around");
        }
    });
}

fn secret_password() -> domain::password::Password {
    secret("another meadow demo 43")
}

#[test]
fn a_proof_of_identity_gives_a_new_secret_and_kills_the_old_one() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        let wrong = confirm_sudo(&world.backend, &origin(), &guest.identity, secret("x")).await;
        assert!(matches!(wrong, Err(UseCaseError::Refused(SudoRefusal::WrongPassword))));
        assert_eq!(
            guest.identity.facts.sudo_at,
            Some(world.backend.now()),
            "signing in is a proof"
        );

        world.clock.advance_minutes(11);
        let fresh = confirm_sudo(&world.backend, &origin(), &guest.identity, secret(PASSWORD))
            .await
            .expect("confirmed");
        assert!(world.identify(&guest.signed_in.session).await.is_none());
        let identity = world.identify(&fresh).await.expect("the same session");
        assert_eq!(identity.session, guest.identity.session);
        assert_eq!(identity.facts.sudo_at, Some(world.backend.now()));
        assert_eq!(world.count("sessions").await, 1);
    });
}

#[test]
fn of_two_proofs_at_once_one_rotates_the_session() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        let outcomes = at_once((0..6).map(|_| {
            let (backend, identity) = (world.backend.clone(), guest.identity.clone());
            async move { confirm_sudo(&backend, &origin(), &identity, secret(PASSWORD)).await }
        }))
        .await;
        let winners: Vec<_> = outcomes.into_iter().filter_map(Result::ok).collect();
        assert_eq!(winners.len(), 1);
        assert!(world.identify(&winners[0]).await.is_some());
    });
}

#[test]
fn a_session_that_has_ended_never_comes_back() {
    both(async |world| {
        let first = world.sign_up(OLIVIA).await;
        let second = world.sign_in_from(&origin(), OLIVIA).await;
        let third = world.sign_in_from(&origin(), OLIVIA).await;
        assert_eq!(list(&world.backend, &third.identity).await.expect("listed").len(), 3);

        sign_out(&world.backend, &first.identity).await.expect("signed out");
        sign_out(&world.backend, &first.identity).await.expect("again is fine");
        end(&world.backend, &third.identity, second.identity.session).await.expect("ended");
        for gone in [&first, &second] {
            assert!(world.identify(&gone.signed_in.session).await.is_none());
            let proof =
                confirm_sudo(&world.backend, &origin(), &gone.identity, secret(PASSWORD)).await;
            assert!(matches!(proof, Err(UseCaseError::NotFound)));
        }
        let again = end(&world.backend, &third.identity, second.identity.session).await;
        assert!(matches!(again, Err(UseCaseError::NotFound)));
        assert!(world.identify(&third.signed_in.session).await.is_some());
    });
}

#[test]
fn all_others_end_at_once_and_the_present_one_stays() {
    both(async |world| {
        let first = world.sign_up(OLIVIA).await;
        let second = world.sign_in_from(&origin(), OLIVIA).await;
        assert_eq!(end_others(&world.backend, &second.identity).await.expect("ended"), 1);
        assert_eq!(end_others(&world.backend, &second.identity).await.expect("none left"), 0);
        assert!(world.identify(&first.signed_in.session).await.is_none());
        assert!(world.identify(&second.signed_in.session).await.is_some());
        assert_eq!(world.count("history WHERE act = 'other_sessions_ended'").await, 1);
    });
}

#[test]
fn nobody_ends_or_sees_a_session_of_somebody_else() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let adam = world.sign_up_from(&origin_at("198.51.100.2"), "adam@harbour.example").await;
        let outcome = end(&world.backend, &adam.identity, olivia.identity.session).await;
        assert!(matches!(outcome, Err(UseCaseError::NotFound)));
        let seen = list(&world.backend, &adam.identity).await.expect("listed");
        assert!(seen.iter().all(|it| it.id != olivia.identity.session));
        assert!(world.identify(&olivia.signed_in.session).await.is_some());
    });
}
