//! The invitations that wait for an answer: listed, shown, sent again, changed, taken back.

use std::fmt::Debug;

use domain::{
    draft::DraftKind,
    id::{InvitationId, PublicId},
    invitation::{Ending, InvitationRefusal, Screen},
    locale::Locale,
    membership::Contact,
    rights::{MoneyRight, Place, Role},
};

use super::cast::{
    CARLA, Cast, Loss, NORA, assert_sound, collaborator, denial, details_of, missing, person,
    refusal,
};
use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{Guest, World, both},
    usecase::{
        draft::{begin, made},
        invitation::{ChangeAsked, InvitationLine, cancel, change, list, send_again, show},
    },
};

/// What whoever changes an invitation asks for, with a draft of their own.
async fn asked(world: &World, by: &Guest, id: InvitationId, place: Place) -> ChangeAsked {
    let kind = DraftKind::Invitations;
    let draft = begin(&world.backend, &by.identity, kind, "{}").await.expect("begun");
    ChangeAsked { invitation: id, place, contact: Contact::ALL, locale: Locale::Fr, draft }
}

fn told<T, R: Debug>(outcome: Result<T, UseCaseError<R>>) -> String {
    outcome.map_or_else(|error| format!("{error:?}"), |_| "done".to_owned())
}

/// What sending an invitation again, changing it and taking it back come to, one after the other.
async fn acts(world: &World, by: &Guest, org: PublicId, id: InvitationId) -> [String; 3] {
    let (backend, actor) = (&world.backend, &by.identity);
    let wanted = asked(world, by, id, Place::of(Role::External)).await;
    [
        told(send_again(backend, actor, org, id, false).await),
        told(change(backend, actor, org, &wanted).await),
        told(cancel(backend, actor, org, id).await),
    ]
}

async fn look(world: &World, by: &Guest, org: PublicId, id: InvitationId) -> String {
    told(show(&world.backend, &by.identity, (org, id), Locale::En).await)
}

/// All parts of the list, and how many there are.
async fn all(cast: &Cast<'_>, by: &Guest) -> (Vec<InvitationLine>, usize) {
    let (mut lines, mut parts, mut behind) = (Vec::new(), 0, None);
    loop {
        let part = list(&cast.world.backend, &by.identity, cast.org, behind).await;
        let part = part.expect("allowed");
        parts += 1;
        lines.extend(part.invitations);
        behind = part.next;
        if behind.is_none() {
            return (lines, parts);
        }
    }
}

#[test]
fn a_long_list_has_parts_in_which_each_stands_once_the_latest_first() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let backend = &world.backend;
        for round in 0..3 {
            let emails = (0..20).map(|it| format!("person{round}.{it}@new.example"));
            let emails = emails.collect::<Vec<_>>().join("\n");
            cast.invite(&cast.adam, &emails, &collaborator()).await.expect("sent");
        }
        let (lines, parts) = all(&cast, &cast.adam).await;
        assert_eq!((lines.len(), parts), (60, 2));
        let keys: Vec<_> = lines.iter().map(|it| (it.sent_at, it.id)).collect();
        assert!(keys.is_sorted_by(|before, after| before > after), "{keys:?}");
        assert!(lines[0].email.starts_with("person2.") && !lines[0].expired);

        let adam = &cast.adam.identity;
        let first = list(backend, adam, cast.org, None).await.expect("allowed");
        let behind = first.next.expect("there is more");
        cancel(backend, adam, cast.org, behind).await.expect("cancelled");
        let rest = list(backend, adam, cast.org, Some(behind)).await.expect("allowed");
        assert_eq!(rest.invitations, lines[50..], "what ended is still a place to go on from");
        let nowhere = InvitationId::mint(backend.now(), backend.draw());
        let again = list(backend, adam, cast.org, Some(nowhere)).await.expect("allowed");
        assert_eq!(again.invitations[..49], lines[..49], "the list begins again");
        assert_eq!(all(&cast, &cast.adam).await.0.len(), 59, "what has ended is not listed");
    });
}

#[test]
fn only_whoever_may_invite_sees_invitations() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let stranger = person(world, "stranger@other.example").await;
        let mailed = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let backend = &world.backend;
        for guest in [&cast.bruno, &cast.eddie] {
            let needs = missing(Role::Administrator);
            let listed = list(backend, &guest.identity, cast.org, None).await;
            assert_eq!(denial(listed), Some(needs));
            let denied = format!("Denied({needs:?})");
            assert_eq!(look(world, guest, cast.org, mailed.id).await, denied);
            assert_eq!(acts(world, guest, cast.org, mailed.id).await, [denied.as_str(); 3]);
        }
        let listed = list(backend, &stranger.identity, cast.org, None).await;
        assert!(matches!(listed, Err(UseCaseError::NotFound)));
        assert_eq!(look(world, &stranger, cast.org, mailed.id).await, "NotFound");
        assert_eq!(acts(world, &stranger, cast.org, mailed.id).await, ["NotFound"; 3]);
        assert_eq!(cast.screen(&mailed.token, None).await, Screen::NewAccount);
    });
}

#[test]
fn an_invitation_of_others_is_as_unknown_as_one_that_never_was() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let others = Cast::at(world, "other.example").await;
        let theirs = others.mailed(&others.adam, NORA, &collaborator()).await;
        let never = InvitationId::mint(world.backend.now(), world.backend.draw());
        for reader in [&cast.olivia, &cast.adam] {
            for id in [theirs.id, never] {
                assert_eq!(look(world, reader, cast.org, id).await, "NotFound");
                assert_eq!(acts(world, reader, cast.org, id).await, ["NotFound"; 3]);
            }
            assert_eq!(look(world, reader, others.org, theirs.id).await, "NotFound");
            assert_eq!(acts(world, reader, others.org, theirs.id).await, ["NotFound"; 3]);
        }
        assert_eq!(others.screen(&theirs.token, None).await, Screen::NewAccount);
    });
}

#[test]
fn whoever_may_not_invite_learns_nothing_about_which_invitations_there_are() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let mailed = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let never = InvitationId::mint(world.backend.now(), world.backend.draw());
        for guest in [&cast.bruno, &cast.eddie] {
            let there = look(world, guest, cast.org, mailed.id).await;
            assert_eq!(look(world, guest, cast.org, never).await, there);
            let there = acts(world, guest, cast.org, mailed.id).await;
            assert_eq!(acts(world, guest, cast.org, never).await, there);
        }
    });
}

#[test]
fn an_administrator_leaves_the_invitation_of_a_legal_representative_alone() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let top = Place::of(Role::LegalRepresentative);
        let mailed = cast.mailed(&cast.olivia, CARLA, &top).await;
        let needs = missing(Role::LegalRepresentative);
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        let whom = (cast.org, mailed.id);
        let details = show(backend, adam, whom, Locale::En).await.expect("they may look");
        assert_eq!(details.manage, Err(needs));
        assert_eq!(details.roles, [Role::External, Role::Collaborator, Role::Administrator]);
        assert_eq!(cast.show(mailed.id).await.manage, Ok(()));

        cast.later();
        let before = world.rows().await["invitations"].clone();
        let denied = format!("Denied({needs:?})");
        let acts = acts(world, &cast.adam, cast.org, mailed.id).await;
        assert_eq!(acts, [denied.as_str(); 3]);
        let low = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let raised = asked(world, &cast.adam, low.id, top).await;
        cast.later();
        assert_eq!(denial(change(backend, adam, cast.org, &raised).await), Some(needs));
        assert!(world.rows().await["invitations"].contains(&before[0]));
        assert_eq!(cast.show(low.id).await.place, collaborator());
        cast.accept(&carla, &mailed.token).await.expect("accepted");
        assert_eq!(cast.see(&carla).await.role, Role::LegalRepresentative);
    });
}

#[test]
fn an_invitation_that_is_sent_again_rests_on_whoever_did_that() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        cast.lose(&cast.adam, Loss::Removed).await;
        assert!(!cast.show(mailed.id).await.backed);
        world.clock.advance_days(20);
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        send_again(backend, olivia, cast.org, mailed.id, false).await.expect("sent");
        let new = cast.read(CARLA).await;
        let details = cast.show(new.id).await;
        assert_eq!((details.id, details.backed, details.expired), (mailed.id, true, false));
        assert_eq!(details.sent_at, backend.now());
        assert_eq!(details.expires_at, backend.now().plus_days(14));
        assert_eq!(cast.accept(&carla, &mailed.token).await, Err(Screen::Replaced));
        cast.accept(&carla, &new.token).await.expect("accepted");
        assert_eq!(cast.memberships(CARLA).await, 1);
        assert_eq!(world.count("history WHERE act = 'invitation_sent_again'").await, 1);
        world.work().await;
        world.last_mail(MailKind::InvitationAccepted, &cast.olivia.email);
        assert_sound(world).await;
    });
}

#[test]
fn a_changed_invitation_offers_what_it_says_now_by_a_new_link() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let rich = Place { money: MoneyRight::ALL.iter().copied().collect(), ..collaborator() };
        let mailed = cast.mailed(&cast.adam, CARLA, &rich).await;
        cast.later();
        // What an external cannot have is not offered along.
        let wanted = Place { role: Role::External, ..rich };
        let wanted = asked(world, &cast.adam, mailed.id, wanted).await;
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        change(backend, adam, cast.org, &wanted).await.expect("changed");
        let done = made(backend, adam, DraftKind::Invitations, wanted.draft).await;
        assert_eq!(done.expect("one's own draft"), Some(cast.org), "it is finished");

        let new = cast.read(CARLA).await;
        let mail = world.last_mail(MailKind::Invitation, CARLA).message;
        assert!(mail.subject.contains("vous invite"), "{}", mail.subject);
        let details = cast.show(new.id).await;
        assert_eq!((details.id, details.locale), (mailed.id, Locale::Fr));
        assert_eq!(details.place, Place::of(Role::External));
        assert_eq!(cast.accept(&carla, &mailed.token).await, Err(Screen::Replaced));
        cast.accept(&carla, &new.token).await.expect("accepted");
        let member = cast.see(&carla).await;
        assert_eq!(member.place, Some(Place::of(Role::External)));
        assert_eq!(member.contact, Some(Contact::ALL));
        let noted = details_of(world, "invitation_sent_again").await;
        assert!(noted.contains(r#""role.after":"external""#), "{noted}");
        assert!(noted.contains(r#""role.before":"collaborator""#), "{noted}");
        assert_sound(world).await;
    });
}

#[test]
fn an_invitation_that_has_ended_stays_as_it_ended() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let accepted = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        cast.accept(&carla, &accepted.token).await.expect("accepted");
        let cancelled = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        cancel(backend, adam, cast.org, cancelled.id).await.expect("cancelled");
        assert_eq!(all(&cast, &cast.adam).await, (Vec::new(), 1));

        for (id, ending) in [(accepted.id, Ending::Accepted), (cancelled.id, Ending::Cancelled)] {
            cast.later();
            let before = cast.show(id).await;
            assert_eq!(before.ending, Some(ending));
            let acts = acts(world, &cast.olivia, cast.org, id).await;
            assert_eq!(acts, ["Refused(Ended)"; 3]);
            let after = cast.show(id).await;
            assert_eq!((after.ending, after.place), (before.ending, before.place));
            assert_eq!(after.sent_at, before.sent_at);
        }
        let again = cancel(backend, adam, cast.org, cancelled.id).await;
        assert_eq!(refusal(again), Some(InvitationRefusal::Ended));
        assert_eq!(world.count("history WHERE act = 'invitation_cancelled'").await, 1);
        assert_eq!(world.count("history WHERE act = 'invitation_sent_again'").await, 0);
        assert_eq!(cast.memberships(CARLA).await, 1);
    });
}

#[test]
fn whoever_became_a_member_meanwhile_is_not_invited_again() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        world.enrol(&carla, cast.org, Role::External).await;
        cast.later();
        let adam = &cast.adam.identity;
        let sent = send_again(&world.backend, adam, cast.org, mailed.id, false).await;
        assert_eq!(refusal(sent), Some(InvitationRefusal::AlreadyMember));
        assert_eq!(cast.see(&carla).await.role, Role::External);
    });
}
