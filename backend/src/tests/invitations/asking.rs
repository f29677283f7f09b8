//! Asking for another invitation, and sending one again.

use domain::{
    invitation::{InvitationRefusal, Screen, VALID_DAYS},
    limit::Limited,
};

use super::cast::{
    CARLA, Cast, Loss, Mailed, NORA, assert_sound, business, collaborator, details_of, person,
    refusal,
};
use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{Guest, World, both, origin, origin_at},
    usecase::invitation::{LinkRefused, Proof, ask_again, list, send_again},
};

const DORA: &str = "dora@home.example";

type Asked = Result<(), UseCaseError<LinkRefused>>;

async fn ask_by_digits(world: &World, mailed: &Mailed) -> Asked {
    ask_again(&world.backend, &origin(), &mailed.token, Proof::Digits(&mailed.code)).await
}

async fn ask_as(world: &World, mailed: &Mailed, who: &Guest) -> Asked {
    let proof = Proof::SignedIn(&who.identity);
    ask_again(&world.backend, &origin(), &mailed.token, proof).await
}

/// Sends an invitation again as soon as its person may get a mail.
async fn send(
    cast: &Cast<'_>,
    mailed: &Mailed,
    as_wanted: bool,
) -> Result<(), UseCaseError<InvitationRefusal>> {
    cast.later();
    let actor = &cast.olivia.identity;
    send_again(&cast.world.backend, actor, cast.org, mailed.id, as_wanted).await
}

/// Who was told that another invitation is asked for.
fn told(world: &World) -> Vec<String> {
    let mails = world.mails().into_iter().filter(|it| it.kind == MailKind::InvitationWanted);
    mails.map(|it| it.to).collect()
}

#[test]
fn whoever_comes_too_late_asks_the_inviter_and_gets_a_new_link() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let mailed = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        world.clock.advance_days(VALID_DAYS);
        ask_by_digits(world, &mailed).await.expect("asked");
        world.work().await;
        assert_eq!(told(world), [cast.adam.email.as_str()]);
        let text = world.last_mail(MailKind::InvitationWanted, &cast.adam.email).message.text;
        let path = format!("/o/{}/users/invitations/{}", cast.org, mailed.id);
        assert!(text.contains(NORA) && text.contains(&path), "{text}");
        assert_eq!(world.count("history WHERE act = 'invitation_wanted'").await, 1);

        assert_eq!(cast.show(mailed.id).await.wanted, Some(None));
        let page = list(&world.backend, &cast.adam.identity, cast.org, None).await;
        let lines = page.expect("allowed").invitations;
        let lines: Vec<_> = lines.iter().map(|it| (it.id, it.expired, it.wanted)).collect();
        assert_eq!(lines, [(mailed.id, true, true)]);

        send(&cast, &mailed, false).await.expect("sent");
        let new = cast.read(NORA).await;
        assert_eq!(new.id, mailed.id);
        assert_eq!(cast.screen(&mailed.token, None).await, Screen::Replaced);
        assert_eq!(cast.screen(&new.token, None).await, Screen::NewAccount);
        let details = cast.show(mailed.id).await;
        assert_eq!((details.wanted, details.expired), (None, false));
        assert_sound(world).await;
    });
}

#[test]
fn where_nobody_backs_it_any_more_the_representatives_are_asked() {
    both(async |world| {
        for (number, loss) in Loss::ALL.into_iter().enumerate() {
            let cast = Cast::at(world, &format!("org{number}.example")).await;
            let carla = person(world, &format!("carla{number}@home.example")).await;
            let mailed = cast.mailed(&cast.adam, &carla.email, &collaborator()).await;
            cast.lose(&cast.adam, loss).await;
            ask_as(world, &mailed, &carla).await.expect("asked");
            world.work().await;
            world.last_mail(MailKind::InvitationWanted, &cast.olivia.email);

            send(&cast, &mailed, false).await.expect("by her own right");
            let new = cast.read(&carla.email).await;
            assert_eq!(cast.screen(&new.token, Some(&carla)).await, Screen::Ready, "{loss:?}");
            cast.accept(&carla, &new.token).await.expect("accepted");
        }
    });
}

#[test]
fn whoever_may_not_invite_any_more_is_asked_for_nothing() {
    both(async |world| {
        for (number, loss) in Loss::ALL.into_iter().enumerate() {
            let cast = Cast::at(world, &format!("org{number}.example")).await;
            let email = format!("new{number}@home.example");
            let mailed = cast.mailed(&cast.adam, &email, &collaborator()).await;
            cast.lose(&cast.adam, loss).await;
            ask_by_digits(world, &mailed).await.expect("asked");
            world.work().await;
            assert!(!told(world).contains(&cast.adam.email), "{loss:?}");
        }
    });
}

#[test]
fn an_invitation_is_issued_anew_for_another_login_of_its_person() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let (carla, dora) = (person(world, CARLA).await, person(world, DORA).await);
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        ask_as(world, &mailed, &dora).await.expect("asked");
        world.work().await;
        let text = world.last_mail(MailKind::InvitationWanted, &cast.adam.email).message.text;
        assert!(text.contains(CARLA) && text.contains(DORA), "{text}");
        let details = cast.show(mailed.id).await;
        assert_eq!(details.wanted, Some(Some(DORA.to_owned())));
        assert_eq!(details.email, CARLA, "asking changes nothing by itself");
        assert_eq!(cast.screen(&mailed.token, Some(&carla)).await, Screen::Ready);
        assert_eq!(cast.screen(&mailed.token, Some(&dora)).await, Screen::WrongPerson);

        send(&cast, &mailed, true).await.expect("sent");
        let new = cast.read(DORA).await;
        assert_eq!(new.id, mailed.id);
        for reader in [None, Some(&carla), Some(&dora)] {
            assert_eq!(cast.screen(&mailed.token, reader).await, Screen::Replaced);
        }
        assert_eq!(cast.screen(&new.token, None).await, Screen::SignIn);
        assert_eq!(cast.accept(&carla, &new.token).await, Err(Screen::WrongPerson));
        cast.accept(&dora, &new.token).await.expect("accepted");
        assert_eq!((cast.memberships(CARLA).await, cast.memberships(DORA).await), (0, 1));
        let noted = details_of(world, "invitation_sent_again").await;
        assert!(noted.contains(CARLA) && noted.contains(DORA), "{noted}");
        assert_sound(world).await;
    });
}

#[test]
fn the_wish_for_another_login_can_be_passed_over() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let (carla, dora) = (person(world, CARLA).await, person(world, DORA).await);
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        ask_as(world, &mailed, &dora).await.expect("asked");
        send(&cast, &mailed, false).await.expect("sent");
        let new = cast.read(CARLA).await;
        assert_eq!(cast.screen(&new.token, Some(&carla)).await, Screen::Ready);
        assert_eq!(cast.show(mailed.id).await.wanted, None, "that is the answer");
        send(&cast, &mailed, true).await.expect("sent");
        assert_eq!(cast.show(mailed.id).await.email, CARLA, "nothing is wanted any more");
    });
}

#[test]
fn an_invitation_never_moves_to_somebody_who_belongs_there_or_is_invited() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let dora = person(world, DORA).await;
        cast.mailed(&cast.adam, DORA, &collaborator()).await;
        for (wanted, why) in [
            (&cast.bruno, InvitationRefusal::AlreadyMember),
            (&dora, InvitationRefusal::AlreadyInvited),
        ] {
            let email = format!("for.{}", wanted.email);
            let mailed = cast.mailed(&cast.adam, &email, &collaborator()).await;
            ask_as(world, &mailed, wanted).await.expect("asked");
            cast.later();
            let before = world.rows().await;
            let actor = &cast.olivia.identity;
            let sent = send_again(&world.backend, actor, cast.org, mailed.id, true).await;
            assert_eq!(refusal(sent), Some(why));
            assert_eq!(world.rows().await, before);
            assert_eq!(cast.screen(&mailed.token, None).await, Screen::NewAccount);
        }
    });
}

#[test]
fn nobody_asks_again_while_there_is_nothing_to_ask_for() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        let before = business(world).await;
        let refused = ask_as(world, &mailed, &carla).await;
        assert_eq!(refusal(refused), Some(LinkRefused::Screen(Screen::Ready)));
        let refused = ask_by_digits(world, &mailed).await;
        assert_eq!(refusal(refused), Some(LinkRefused::Screen(Screen::SignIn)));
        assert_eq!(business(world).await, before);

        world.clock.advance_days(VALID_DAYS);
        let other = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let before = business(world).await;
        let wrong = Mailed { code: other.code, ..mailed };
        // One in a million fits by chance.
        if wrong.code != mailed.code {
            let refused = ask_by_digits(world, &wrong).await;
            assert_eq!(refusal(refused), Some(LinkRefused::WrongCode));
        }
        assert_eq!(business(world).await, before);
    });
}

#[test]
fn one_network_asks_ten_times_an_hour() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let dora = person(world, DORA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        for _ in 0..Limited::MailPerAddress.rate().burst {
            ask_as(world, &mailed, &dora).await.expect("asked");
        }
        let before = business(world).await;
        let refused = ask_as(world, &mailed, &dora).await;
        assert!(matches!(refused, Err(UseCaseError::Limited { .. })), "{refused:?}");
        assert_eq!(business(world).await, before);
        let (elsewhere, proof) = (origin_at("198.51.100.9"), Proof::SignedIn(&dora.identity));
        ask_again(&world.backend, &elsewhere, &mailed.token, proof).await.expect("asked");
    });
}

#[test]
fn one_recipient_gets_one_invitation_a_minute_and_three_an_hour() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let mailed = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let again = async || {
            let actor = &cast.adam.identity;
            send_again(&world.backend, actor, cast.org, mailed.id, false).await
        };
        let before = world.rows().await;
        assert!(matches!(again().await, Err(UseCaseError::Limited { retry_after_seconds: 60 })));
        assert_eq!(world.rows().await, before, "the link of the last mail lives on");
        for _ in 0..2 {
            world.clock.advance_minutes(1);
            again().await.expect("sent");
        }
        let newest = cast.read(NORA).await;
        world.clock.advance_minutes(1);
        assert!(matches!(again().await, Err(UseCaseError::Limited { .. })));
        assert_eq!(cast.screen(&newest.token, None).await, Screen::NewAccount);
        assert_eq!(cast.screen(&mailed.token, None).await, Screen::Replaced);
        world.clock.advance_minutes(20);
        again().await.expect("sent");
        assert_eq!(cast.screen(&newest.token, None).await, Screen::Replaced);
    });
}
