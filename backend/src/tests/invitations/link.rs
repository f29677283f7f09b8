//! The link of an invitation: each state has its page, and looking at it changes nothing.

use domain::{
    invitation::{Screen, VALID_DAYS},
    rights::Role,
};

use super::cast::{CARLA, Cast, Loss, Mailed, NORA, collaborator, person};
use crate::{
    SecretToken,
    mail::MailKind,
    testing::{Guest, both, link_token, origin},
    usecase::invitation::{Proof, cancel, decline, open, send_again},
};

/// What has become of an invitation, and of what it rests on.
#[derive(Debug, Clone, Copy)]
enum State {
    Waits,
    SentAgain,
    InvitedAnew,
    Expired,
    Cancelled,
    Declined,
    Accepted,
    AcceptedThenRemoved,
    MemberOtherwise,
    OnHold,
    Closing,
    Closed,
    NotBacked(Loss),
}

/// What whoever is not signed in sees, whoever was invited, and somebody else.
const TABLE: [(State, [Screen; 3]); 16] = [
    (State::Waits, [Screen::SignIn, Screen::Ready, Screen::WrongPerson]),
    (State::SentAgain, [Screen::Replaced; 3]),
    (State::InvitedAnew, [Screen::Replaced; 3]),
    (State::Expired, [Screen::Expired; 3]),
    (State::Cancelled, [Screen::Cancelled; 3]),
    (State::Declined, [Screen::Declined; 3]),
    (State::Accepted, [Screen::Accepted, Screen::AlreadyMember, Screen::Accepted]),
    (State::AcceptedThenRemoved, [Screen::Accepted; 3]),
    (State::MemberOtherwise, [Screen::Accepted, Screen::AlreadyMember, Screen::Accepted]),
    (State::OnHold, [Screen::Accepted, Screen::OnHold, Screen::Accepted]),
    (State::Closing, [Screen::Closing; 3]),
    (State::Closed, [Screen::Gone; 3]),
    (State::NotBacked(Loss::Demoted), [Screen::NotBacked; 3]),
    (State::NotBacked(Loss::Suspended), [Screen::NotBacked; 3]),
    (State::NotBacked(Loss::Removed), [Screen::NotBacked; 3]),
    (State::NotBacked(Loss::Left), [Screen::NotBacked; 3]),
];

/// An invitation of this person, by an administrator, that has come to this.
async fn prepare(cast: &Cast<'_>, who: &Guest, state: State) -> SecretToken {
    let (world, adam) = (cast.world, &cast.adam.identity);
    let mailed = cast.mailed(&cast.adam, &who.email, &collaborator()).await;
    let Mailed { id, token, code } = mailed;
    match state {
        State::Waits => {}
        State::SentAgain => {
            cast.later();
            send_again(&world.backend, adam, cast.org, id, false).await.expect("sent");
        }
        State::InvitedAnew => {
            world.clock.advance_days(VALID_DAYS);
            cast.mailed(&cast.olivia, &who.email, &collaborator()).await;
        }
        State::Expired => world.clock.advance_days(VALID_DAYS),
        State::Cancelled => {
            cancel(&world.backend, adam, cast.org, id).await.expect("cancelled");
        }
        State::Declined => {
            let proof = Proof::Digits(&code);
            decline(&world.backend, &origin(), &token, proof).await.expect("declined");
        }
        State::Accepted | State::AcceptedThenRemoved | State::OnHold => {
            cast.accept(who, &token).await.expect("accepted");
        }
        State::MemberOtherwise => world.enrol(who, cast.org, Role::External).await,
        State::Closing => set_status(cast, "closing").await,
        State::Closed => set_status(cast, "closed").await,
        State::NotBacked(loss) => cast.lose(&cast.adam, loss).await,
    }
    match state {
        State::AcceptedThenRemoved => cast.remove(who).await,
        State::OnHold => cast.suspend(who).await,
        _ => {}
    }
    token
}

async fn set_status(cast: &Cast<'_>, status: &str) {
    let which = format!("public_id = '{}'", cast.org);
    let sql = format!("UPDATE organizations SET status = '{status}' WHERE {which}");
    assert_eq!(cast.world.tamper(&sql).await, 1);
}

#[test]
fn each_state_has_its_page_for_each_reader_and_looking_changes_nothing() {
    both(async |world| {
        let stranger = person(world, "stranger@other.example").await;
        for (number, (state, expected)) in TABLE.into_iter().enumerate() {
            let cast = Cast::at(world, &format!("org{number}.example")).await;
            let invited = person(world, &format!("carla{number}@home.example")).await;
            let token = prepare(&cast, &invited, state).await;
            let before = world.rows().await;
            let mut seen = Vec::new();
            for reader in [None, Some(&invited), Some(&stranger)] {
                seen.push(cast.screen(&token, reader).await);
            }
            assert_eq!(seen, expected, "{state:?}");
            assert_eq!(world.rows().await, before, "{state:?}");
            if expected[1] != Screen::Ready {
                assert_eq!(cast.accept(&invited, &token).await, Err(expected[1]), "{state:?}");
                assert_eq!(world.rows().await, before, "{state:?}: nothing came of it");
            }
        }
    });
}

#[test]
fn whoever_has_no_account_is_asked_to_create_one() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let stranger = person(world, "stranger@other.example").await;
        let mailed = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let before = world.rows().await;
        assert_eq!(cast.screen(&mailed.token, None).await, Screen::NewAccount);
        assert_eq!(cast.screen(&mailed.token, Some(&stranger)).await, Screen::WrongPerson);
        assert_eq!(world.rows().await, before);
        cast.later();
        let nora = person(world, NORA).await;
        assert_eq!(cast.screen(&mailed.token, None).await, Screen::SignIn, "by now there is one");
        assert_eq!(cast.screen(&mailed.token, Some(&nora)).await, Screen::Ready);
    });
}

#[test]
fn a_link_that_was_never_made_or_is_for_something_else_is_unknown() {
    both(async |world| {
        let cast = Cast::new(world).await;
        cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        cast.later();
        let reset = world.request_reset(&cast.adam.email).await;
        let sign_up = link_token(&world.last_mail(MailKind::ConfirmSignUp, &cast.adam.email));
        let session = cast.adam.signed_in.session.clone();
        let never = SecretToken::mint(&*world.backend.entropy);
        for token in [never, reset, sign_up, session] {
            for reader in [None, Some(&cast.adam)] {
                let reader = reader.map(|it| &it.identity);
                let view = open(&world.backend, &token, reader).await.expect("opened");
                assert_eq!(view.screen, Screen::Unknown);
                assert!(view.about.is_none(), "there is nothing to tell");
            }
            assert_eq!(cast.accept(&cast.adam, &token).await, Err(Screen::Unknown));
        }
    });
}

#[test]
fn an_invitation_is_good_for_fourteen_days_to_the_very_instant() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        world.clock.advance_days(14);
        assert_eq!(cast.screen(&mailed.token, Some(&carla)).await, Screen::Expired);
        assert_eq!(cast.accept(&carla, &mailed.token).await, Err(Screen::Expired));
        world.clock.advance_ms(-1);
        assert_eq!(cast.screen(&mailed.token, Some(&carla)).await, Screen::Ready);
        cast.accept(&carla, &mailed.token).await.expect("just in time");
    });
}

#[test]
fn the_page_says_who_invites_to_what_and_who_took_it_back() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let named = "UPDATE users SET first_name = 'Adam', last_name = 'Berg' WHERE email LIKE";
        assert_eq!(world.tamper(&format!("{named} 'adam@%'")).await, 1);
        let mailed = cast.mailed(&cast.olivia, CARLA, &collaborator()).await;
        let look = async || {
            let view = open(&world.backend, &mailed.token, None).await.expect("opened");
            view.about.expect("something to tell")
        };
        let about = look().await;
        assert_eq!(about.email.typed(), CARLA);
        assert_eq!(about.organization.as_str(), "Harbour Press Ltd");
        assert_eq!(about.public_id, cast.org);
        assert_eq!(about.inviter, "Olivia Hart");
        assert_eq!(about.role, Role::Collaborator);
        assert_eq!(about.expires_at, world.backend.now().plus_days(VALID_DAYS));
        assert_eq!((about.cancelled_by, about.wanted), (None, false));

        let adam = &cast.adam.identity;
        cancel(&world.backend, adam, cast.org, mailed.id).await.expect("cancelled");
        let about = look().await;
        assert_eq!(about.cancelled_by.as_deref(), Some("Adam Berg"));
        assert_eq!(about.inviter, "Olivia Hart");
    });
}
