//! Signing up.

use domain::{
    code::SixDigits,
    history::Act,
    password::PasswordProblem,
    rights::Role,
    text::OrgName,
    token::{LinkRefusal, Purpose},
};

use super::at_once;
use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{
        PASSWORD, World, address, both, code, link_token, origin, origin_at, secret, sign_up,
    },
    usecase::{
        door::{
            DiscardRefusal, VerifyRefusal, discard_sign_up, open_link, renew_sign_up_link,
            request_sign_up, verify_sign_up,
        },
        operate::check_invariants,
        organization::{dashboard, list_mine},
    },
};

const OLIVIA: &str = "olivia@harbour.example";

async fn link_state(world: &World, token: &crate::SecretToken) -> Result<(), LinkRefusal> {
    match open_link(&world.backend, Purpose::VerifySignUp, token).await {
        Ok(_) => Ok(()),
        Err(UseCaseError::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_confirmed_sign_up_opens_an_account_an_organization_and_a_session() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;

        let mine = list_mine(&world.backend, &guest.identity).await.expect("listed");
        assert_eq!(mine.len(), 1);
        assert_eq!(mine[0].public_id, guest.organization);
        assert_eq!(mine[0].name.as_str(), "Harbour Press Ltd");
        assert_eq!(mine[0].role, Role::LegalRepresentative);
        let page = dashboard(&world.backend, &guest.identity, guest.organization).await;
        let activity = page.expect("own organization").activity.expect("own activity");
        assert_eq!(activity.iter().map(|it| it.act).collect::<Vec<_>>(), [Act::SignedUp]);
        assert_eq!(activity[0].actor.as_deref(), Some("Olivia Hart"));
        assert_eq!(world.mails().len(), 1, "no mail about a new browser at the first session");
        assert_eq!(world.count("pending_sign_ups").await, 0);
        assert_eq!(check_invariants(&world.backend.store).await.expect("checked"), []);
    });
}

#[test]
fn nobody_has_an_account_before_the_address_is_confirmed() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        assert_eq!(world.count("users").await, 0);
        assert_eq!(world.count("organizations").await, 0);
        assert_eq!(world.count("sessions").await, 0);
    });
}

#[test]
fn the_link_is_not_enough_without_the_password() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let token = link_token(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        let wrong = secret("somebody else's guess");
        let outcome = verify_sign_up(&world.backend, &origin(), &token, wrong).await;
        assert!(matches!(outcome, Err(UseCaseError::Refused(VerifyRefusal::WrongPassword))));
        assert_eq!(world.count("users").await, 0);
        verify_sign_up(&world.backend, &origin(), &token, secret(PASSWORD)).await.expect("right");
    });
}

#[test]
fn a_used_link_never_works_again() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        let token = link_token(&world.last_mail(MailKind::ConfirmSignUp, &guest.email));
        for days in [0, 2, 400] {
            world.clock.advance_days(days);
            let outcome = verify_sign_up(&world.backend, &origin(), &token, secret(PASSWORD)).await;
            let used = VerifyRefusal::Link(LinkRefusal::Used);
            assert!(matches!(outcome, Err(UseCaseError::Refused(it)) if it == used));
        }
        world.clock.advance_days(-500);
        assert_eq!(link_state(world, &token).await, Err(LinkRefusal::Used), "clock set back");
    });
}

#[test]
fn of_many_confirmations_at_once_exactly_one_happens() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let token = link_token(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        let outcomes = at_once((0..9).map(|_| {
            let (backend, token) = (world.backend.clone(), token.clone());
            async move { verify_sign_up(&backend, &origin(), &token, secret(PASSWORD)).await }
        }))
        .await;
        let used = VerifyRefusal::Link(LinkRefusal::Used);
        let (happened, refused): (Vec<_>, Vec<_>) = outcomes.iter().partition(|it| it.is_ok());
        assert_eq!(happened.len(), 1);
        for outcome in refused {
            assert!(
                matches!(outcome, Err(UseCaseError::Refused(it)) if *it == used),
                "{outcome:?}"
            );
        }
        assert_eq!(world.count("users").await, 1);
        assert_eq!(world.count("organizations").await, 1);
        assert_eq!(world.count("sessions").await, 1);
        assert_eq!(check_invariants(&world.backend.store).await.expect("checked"), []);
    });
}

#[test]
fn confirming_and_discarding_at_once_has_one_outcome() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let token = link_token(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        let (backend, link) = (world.backend.clone(), token.clone());
        let confirming = async move {
            verify_sign_up(&backend, &origin(), &link, secret(PASSWORD)).await.is_ok()
        };
        let code = code(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        let (backend, link) = (world.backend.clone(), token.clone());
        let discarding =
            async move { discard_sign_up(&backend, &origin(), &link, &code).await.is_ok() };
        let (confirmed, discarded) = tokio::join!(confirming, discarding);
        assert!(confirmed != discarded, "confirmed {confirmed}, discarded {discarded}");
        assert_eq!(world.count("users").await, i64::from(confirmed));
        assert_eq!(world.count("pending_sign_ups").await, 0);
    });
}

#[test]
fn a_newer_sign_up_takes_the_place_of_an_older_one() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let older = link_token(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        world.request_sign_up(OLIVIA, "another meadow demo 43").await;
        assert_eq!(link_state(world, &older).await, Err(LinkRefusal::Replaced));
        assert_eq!(world.mails().len(), 1, "one mail a minute to one recipient");

        world.clock.advance_minutes(1);
        world.work().await;
        let newer = link_token(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        let old_password =
            verify_sign_up(&world.backend, &origin(), &newer, secret(PASSWORD)).await;
        assert!(old_password.is_err());
        let password = secret("another meadow demo 43");
        verify_sign_up(&world.backend, &origin(), &newer, password).await.expect("newer one");
    });
}

#[test]
fn an_expired_link_can_be_renewed_while_the_sign_up_waits() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let expired = link_token(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        world.clock.advance_days(1);
        assert_eq!(link_state(world, &expired).await, Err(LinkRefusal::Expired));
        let outcome = verify_sign_up(&world.backend, &origin(), &expired, secret(PASSWORD)).await;
        assert!(outcome.is_err());

        renew_sign_up_link(&world.backend, &origin(), &expired).await.expect("renewed");
        world.work().await;
        let fresh = link_token(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        assert_eq!(link_state(world, &expired).await, Err(LinkRefusal::Replaced));
        verify_sign_up(&world.backend, &origin(), &fresh, secret(PASSWORD)).await.expect("fresh");
    });
}

#[test]
fn a_sign_up_waits_for_seven_days_and_no_longer() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let token = link_token(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        world.clock.advance_days(7);
        let outcome = renew_sign_up_link(&world.backend, &origin(), &token).await;
        assert!(matches!(outcome, Err(UseCaseError::Refused(LinkRefusal::Replaced))));
    });
}

#[test]
fn a_discarded_sign_up_is_gone() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let mail = world.last_mail(MailKind::ConfirmSignUp, OLIVIA);
        let (token, code) = (link_token(&mail), code(&mail));
        let discard = async || discard_sign_up(&world.backend, &origin(), &token, &code).await;
        discard().await.expect("discarded");
        assert_eq!(world.count("pending_sign_ups").await, 0);
        assert_eq!(world.count("tokens").await, 0);
        assert_eq!(link_state(world, &token).await, Err(LinkRefusal::Unknown));
        let unknown = DiscardRefusal::Link(LinkRefusal::Unknown);
        assert!(matches!(discard().await, Err(UseCaseError::Refused(it)) if it == unknown));
    });
}

#[test]
fn nobody_discards_a_sign_up_without_the_digits_beside_its_link() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let mail = world.last_mail(MailKind::ConfirmSignUp, OLIVIA);
        let (token, code) = (link_token(&mail), code(&mail));
        let discard = async |given: &SixDigits| {
            discard_sign_up(&world.backend, &origin(), &token, given).await
        };
        let wrong = SixDigits::from_number(code.as_str().parse::<u64>().expect("digits") + 1);
        for _ in 0..3 {
            let refused = discard(&wrong).await;
            assert!(matches!(refused, Err(UseCaseError::Refused(DiscardRefusal::WrongCode))));
        }
        assert_eq!(world.count("pending_sign_ups").await, 1);

        // Guessing is counted like wrong passwords, and slowed down like them.
        let mut guesses = 3;
        while !matches!(discard(&wrong).await, Err(UseCaseError::Limited { .. })) {
            guesses += 1;
            assert!(guesses < 20, "guessing goes on");
        }
        world.clock.advance_minutes(15);
        discard(&code).await.expect("discarded");
    });
}

#[test]
fn an_address_with_an_account_gets_a_mail_that_says_so() {
    both(async |world| {
        world.sign_up("Olivia@Harbour.example").await;
        world.clock.advance_minutes(1);
        request_sign_up(
            &world.backend,
            &origin_at("198.51.100.1"),
            sign_up("olivia@harbour.example"),
            secret("another meadow demo 43"),
            None,
        )
        .await
        .expect("the same answer as ever");
        world.work().await;
        let mail = world.last_mail(MailKind::HasLogin, "Olivia@harbour.example");
        assert!(!mail.message.text.contains("?t="), "{}", mail.message.text);
        assert_eq!(world.mails().len(), 2);
        assert_eq!(world.count("pending_sign_ups").await, 0);
        assert_eq!(check_invariants(&world.backend.store).await.expect("checked"), []);
    });
}

#[test]
fn a_new_password_has_to_be_hard_to_guess() {
    both(async |world| {
        for (password, problem) in [
            ("short", PasswordProblem::TooShort { min: 15 }),
            ("passwordpassword", PasswordProblem::Guessable),
            ("Quintrellbury-2026", PasswordProblem::ContainsOwnWords),
        ] {
            let mut form = sign_up(OLIVIA);
            form.org_name = OrgName::parse("Quintrellbury").expect("a name");
            let outcome =
                request_sign_up(&world.backend, &origin(), form, secret(password), None).await;
            assert!(
                matches!(outcome, Err(UseCaseError::Refused(it)) if it == problem),
                "{password}: {outcome:?}"
            );
        }
        assert_eq!(world.count("pending_sign_ups").await, 0);
    });
}

#[test]
fn looking_at_a_link_changes_nothing() {
    both(async |world| {
        world.request_sign_up(OLIVIA, PASSWORD).await;
        let token = link_token(&world.last_mail(MailKind::ConfirmSignUp, OLIVIA));
        for _ in 0..3 {
            let view = open_link(&world.backend, Purpose::VerifySignUp, &token).await;
            let view = view.expect("a link that works");
            assert_eq!(view.email, address(OLIVIA));
            assert_eq!(view.organization.as_ref().map(OrgName::as_str), Some("Harbour Press Ltd"));
        }
        let other = open_link(&world.backend, Purpose::ResetPassword, &token).await;
        assert!(matches!(other, Err(UseCaseError::Refused(LinkRefusal::Unknown))));
    });
}
