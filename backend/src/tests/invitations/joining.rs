//! Accepting an invitation without an account: the link has confirmed the address.

use domain::{
    invitation::{Screen, VALID_DAYS},
    locale::Locale,
    password::PasswordProblem,
    rights::{MoneyRight, Place, Role},
    session::Stay,
    token::LinkRefusal,
};

use super::cast::{
    CARLA, CONTACT, Cast, Loss, NORA, assert_sound, business, collaborator, nora, person, refusal,
};
use crate::{
    SecretToken, SignedIn, UseCaseError,
    mail::MailKind,
    testing::{PASSWORD, World, address, both, link_token, origin, origin_at, secret},
    tests::at_once,
    usecase::{
        door::{SignInRefusal, VerifyRefusal, sign_in, verify_sign_up},
        invitation::{JoinRefusal, cancel, join},
        organization::list_mine,
        people::show_member,
    },
};

async fn join_with(
    world: &World,
    token: &SecretToken,
    password: &str,
) -> Result<SignedIn, UseCaseError<JoinRefusal>> {
    join(&world.backend, &origin(), token, nora(), secret(password)).await
}

async fn signs_in(world: &World, email: &str, password: &str) -> bool {
    let (at, email, password) = (origin_at("198.51.100.9"), address(email), secret(password));
    match sign_in(&world.backend, &at, email, password, Stay::Browser).await {
        Ok(_) => true,
        Err(UseCaseError::Refused(SignInRefusal::WrongCredentials)) => false,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_new_person_gets_an_account_a_session_and_exactly_what_was_offered() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let place = Place { money: [MoneyRight::Pay].into(), ..collaborator() };
        let mailed = cast.mailed(&cast.adam, NORA, &place).await;
        let signed_in = join_with(world, &mailed.token, PASSWORD).await.expect("joined");
        assert_eq!(signed_in.organization, Some(cast.org));

        let identity = world.identify(&signed_in.session).await.expect("a session");
        assert_eq!((identity.user, &identity.email), (signed_in.user, &address(NORA)));
        assert_eq!(identity.profile.name(), "Nora Quist");
        assert_eq!(identity.profile.locale, Locale::De);
        let mine = list_mine(&world.backend, &identity).await.expect("listed");
        let mine: Vec<_> = mine.iter().map(|it| (it.public_id, it.role)).collect();
        assert_eq!(mine, [(cast.org, Role::Collaborator)], "no organization of their own");
        let whom = (cast.org, identity.user);
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let member = show_member(backend, olivia, whom, Locale::En).await.expect("a member");
        assert_eq!((member.place, member.contact), (Some(place), Some(CONTACT)));

        assert!(signs_in(world, NORA, PASSWORD).await);
        world.work().await;
        let told = world.last_mail(MailKind::InvitationAccepted, &cast.adam.email).message.text;
        assert!(told.contains("Nora Quist") && told.contains(NORA), "{told}");
        assert_eq!(world.count("history WHERE act = 'member_joined'").await, 1);
        assert_sound(world).await;
    });
}

#[test]
fn a_weak_password_creates_nothing_and_costs_nothing() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let mailed = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let before = business(world).await;
        for (password, problem) in [
            ("short", PasswordProblem::TooShort { min: 15 }),
            ("passwordpassword", PasswordProblem::Guessable),
        ] {
            let outcome = join_with(world, &mailed.token, password).await;
            assert_eq!(refusal(outcome), Some(JoinRefusal::Password(problem)));
        }
        assert_eq!(business(world).await, before);
        assert_eq!(cast.screen(&mailed.token, None).await, Screen::NewAccount);
        join_with(world, &mailed.token, PASSWORD).await.expect("a better one");
    });
}

#[test]
fn a_link_makes_one_account_and_one_membership_however_often_it_is_used() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let mailed = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let users = world.count("users").await;
        let outcomes = at_once((0..9).map(|number| {
            let (backend, token) = (world.backend.clone(), mailed.token.clone());
            let at = origin_at(&format!("10.30.{number}.1"));
            async move { join(&backend, &at, &token, nora(), secret(PASSWORD)).await }
        }))
        .await;
        let (joined, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!(joined.len(), 1);
        for outcome in refused {
            // Whoever comes while the other one still writes finds the account, and not yet more.
            let found = refusal(outcome);
            let expected =
                [Screen::Accepted, Screen::SignIn].map(|it| Some(JoinRefusal::Screen(it)));
            assert!(expected.contains(&found), "{found:?}");
        }
        let late = refusal(join_with(world, &mailed.token, PASSWORD).await);
        assert_eq!(late, Some(JoinRefusal::Screen(Screen::Accepted)));
        assert_eq!(world.count("users").await, users + 1);
        assert_eq!(cast.memberships(NORA).await, 1);
        assert_eq!(world.count("history WHERE act = 'member_joined'").await, 1);
        assert_sound(world).await;
    });
}

#[test]
fn nobody_joins_by_a_link_that_leads_elsewhere() {
    both(async |world| {
        let cast = Cast::new(world).await;
        person(world, CARLA).await;
        let known = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        let taken_back = cast.mailed(&cast.adam, "back@home.example", &collaborator()).await;
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        cancel(backend, adam, cast.org, taken_back.id).await.expect("cancelled");
        let expired = cast.mailed(&cast.olivia, "late@home.example", &collaborator()).await;
        world.clock.advance_days(VALID_DAYS);
        let void = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        cast.lose(&cast.adam, Loss::Removed).await;
        let never = SecretToken::mint(&*world.backend.entropy);

        let before = business(world).await;
        for (token, screen) in [
            (&known.token, Screen::Expired),
            (&taken_back.token, Screen::Cancelled),
            (&expired.token, Screen::Expired),
            (&void.token, Screen::NotBacked),
            (&never, Screen::Unknown),
        ] {
            let outcome = join_with(world, token, PASSWORD).await;
            assert_eq!(refusal(outcome), Some(JoinRefusal::Screen(screen)));
        }
        assert_eq!(business(world).await, before);
    });
}

#[test]
fn whoever_has_an_account_signs_in_to_accept() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        let before = business(world).await;
        let outcome = join_with(world, &mailed.token, "another meadow demo 43").await;
        assert_eq!(refusal(outcome), Some(JoinRefusal::Screen(Screen::SignIn)));
        assert_eq!(business(world).await, before);
        assert!(signs_in(world, CARLA, PASSWORD).await, "the password is still theirs");
        cast.accept(&carla, &mailed.token).await.expect("accepted");
    });
}

/// Somebody signs up with an address that is not theirs, and waits for its owner to confirm it.
#[test]
fn a_sign_up_by_somebody_else_with_the_invited_address_comes_to_nothing() {
    const ATTACK: &str = "seven quiet lanterns drift";
    both(async |world| {
        let cast = Cast::new(world).await;
        for (email, early) in [("early@home.example", true), ("late@home.example", false)] {
            if early {
                world.request_sign_up(email, ATTACK).await;
            }
            let mailed = cast.mailed(&cast.adam, email, &collaborator()).await;
            if !early {
                cast.later();
                world.request_sign_up(email, ATTACK).await;
            }
            let confirm = link_token(&world.last_mail(MailKind::ConfirmSignUp, email));
            assert_eq!(world.count("pending_sign_ups").await, 1);
            assert_eq!(cast.screen(&mailed.token, None).await, Screen::NewAccount);
            join_with(world, &mailed.token, PASSWORD).await.expect("joined");
            assert_eq!(world.count("pending_sign_ups").await, 0);

            let before = world.count("users").await;
            let (at, password) = (origin(), secret(ATTACK));
            let verified = verify_sign_up(&world.backend, &at, &confirm, password).await;
            let gone = VerifyRefusal::Link(LinkRefusal::Replaced);
            assert_eq!(refusal(verified), Some(gone));
            assert_eq!(world.count("users").await, before);
            assert!(!signs_in(world, email, ATTACK).await);
            assert!(signs_in(world, email, PASSWORD).await);
            assert_eq!(cast.memberships(email).await, 1);
        }
        assert_sound(world).await;
    });
}
