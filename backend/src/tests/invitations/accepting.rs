//! Accepting an invitation: the right person becomes exactly what was offered, and nobody else
//! anything.

use domain::{
    invitation::Screen,
    rights::{Grant, MemberState, MoneyRight, Place, ProductRight, Role, Scope},
};

use super::cast::{CARLA, CONTACT, Cast, Loss, assert_sound, collaborator, person, technical};
use crate::{
    mail::MailKind,
    testing::{both, origin, secret, sign_up},
    usecase::{
        door::request_sign_up,
        invitation::cancel,
        organization::{dashboard, list_mine},
        people::{leave, lift_suspension, undo_removal},
    },
};

#[test]
fn whoever_accepts_gets_exactly_what_was_offered_and_the_inviter_is_told() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let site = world.add_product(&cast.olivia, "web-hosting", "harbour.example").await;
        let mail = world.add_product(&cast.olivia, "mail", "Harbour").await;
        let statistics = Grant { scope: Scope::Kind(mail.kind), right: ProductRight::Statistics };
        let place = Place {
            money: [MoneyRight::SeeInvoices, MoneyRight::Pay].into(),
            grants: [technical(site), statistics].into(),
            teams: [cast.add_team(&cast.olivia, "Crew").await].into(),
            ..collaborator()
        };
        let mailed = cast.mailed(&cast.adam, CARLA, &place).await;
        assert_eq!(cast.accept(&carla, &mailed.token).await, Ok(cast.org));

        let member = cast.see(&carla).await;
        assert_eq!((member.role, member.state), (Role::Collaborator, MemberState::Active));
        assert_eq!((member.place, member.contact), (Some(place), Some(CONTACT)));
        assert_eq!(list_mine(&world.backend, &carla.identity).await.expect("listed").len(), 2);
        let joined = "history h JOIN users u ON u.user_id = h.actor_id
            WHERE h.act = 'member_joined' AND u.email_canonical";
        assert_eq!(world.count(&format!("{joined} = '{CARLA}'")).await, 1, "their own act");
        assert_eq!(world.count("history WHERE act = 'member_joined'").await, 1);

        world.work().await;
        let told = world.last_mail(MailKind::InvitationAccepted, &cast.adam.email);
        assert!(told.message.text.contains(CARLA), "{}", told.message.text);
        assert_eq!(world.count("outbox WHERE kind = 'invitation_accepted'").await, 1);
        let seen = cast.screen(&mailed.token, Some(&carla)).await;
        assert_eq!(seen, Screen::AlreadyMember);
        assert_sound(world).await;
    });
}

#[test]
fn nobody_else_accepts_whatever_they_are() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let stranger = person(world, "stranger@other.example").await;
        // Whether the address has an account or not.
        person(world, CARLA).await;
        for email in [CARLA, "new@home.example"] {
            let mailed = cast.mailed(&cast.adam, email, &collaborator()).await;
            let before = world.rows().await;
            for reader in [&stranger, &cast.bruno, &cast.adam, &cast.olivia] {
                let refused = cast.accept(reader, &mailed.token).await;
                assert_eq!(refused, Err(Screen::WrongPerson), "{}", reader.email);
            }
            assert_eq!(world.rows().await, before);
        }
    });
}

#[test]
fn whoever_accepts_twice_is_a_member_once() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        cast.accept(&carla, &mailed.token).await.expect("accepted");
        let before = world.rows().await;
        assert_eq!(cast.accept(&carla, &mailed.token).await, Err(Screen::AlreadyMember));
        assert_eq!(world.rows().await, before);
        assert_eq!(cast.memberships(CARLA).await, 1);

        cast.remove(&carla).await;
        assert_eq!(cast.accept(&carla, &mailed.token).await, Err(Screen::Accepted));
        assert_eq!(cast.memberships(CARLA).await, 0, "a link is used up for good");
    });
}

#[test]
fn an_invitation_rests_on_the_right_of_whoever_sent_it() {
    both(async |world| {
        for (number, loss) in Loss::ALL.into_iter().enumerate() {
            let cast = Cast::at(world, &format!("org{number}.example")).await;
            let email = format!("carla{number}@home.example");
            let carla = person(world, &email).await;
            let mailed = cast.mailed(&cast.adam, &email, &collaborator()).await;
            cast.lose(&cast.adam, loss).await;
            let before = world.rows().await;
            let refused = cast.accept(&carla, &mailed.token).await;
            assert_eq!(refused, Err(Screen::NotBacked), "{loss:?}");
            assert_eq!(world.rows().await, before, "{loss:?}");
            assert_eq!(cast.memberships(&email).await, 0, "{loss:?}");
        }
        assert_sound(world).await;
    });
}

#[test]
fn a_right_that_comes_back_counts_again() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let adam = cast.adam.identity.user;
        cast.suspend(&cast.adam).await;
        assert_eq!(cast.accept(&carla, &mailed.token).await, Err(Screen::NotBacked));
        lift_suspension(backend, olivia, cast.org, adam).await.expect("lifted");
        assert_eq!(cast.screen(&mailed.token, Some(&carla)).await, Screen::Ready);
        cast.remove(&cast.adam).await;
        assert_eq!(cast.accept(&carla, &mailed.token).await, Err(Screen::NotBacked));
        undo_removal(backend, olivia, cast.org, adam).await.expect("undone");
        cast.accept(&carla, &mailed.token).await.expect("accepted");
    });
}

#[test]
fn whoever_is_demoted_in_part_backs_what_they_still_may_give() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let dora = person(world, "dora@home.example").await;
        let second = person(world, "second@harbour.example").await;
        world.enrol(&second, cast.org, Role::LegalRepresentative).await;
        let top = Place::of(Role::LegalRepresentative);
        let to_carla = cast.mailed(&second, CARLA, &top).await;
        let to_dora = cast.mailed(&second, &dora.email, &Place::of(Role::Administrator)).await;
        cast.give(&second, Place::of(Role::Administrator)).await;
        assert_eq!(cast.accept(&carla, &to_carla.token).await, Err(Screen::NotBacked));
        cast.accept(&dora, &to_dora.token).await.expect("that they still may");
        assert_sound(world).await;
    });
}

#[test]
fn an_invitation_that_was_taken_back_is_worth_nothing() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        let olivia = &cast.olivia.identity;
        cancel(&world.backend, olivia, cast.org, mailed.id).await.expect("cancelled");
        assert_eq!(cast.accept(&carla, &mailed.token).await, Err(Screen::Cancelled));
        assert_eq!(cast.memberships(CARLA).await, 0);
    });
}

#[test]
fn what_has_gone_since_is_left_out() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let site = world.add_product(&cast.olivia, "web-hosting", "harbour.example").await;
        let mail = world.add_product(&cast.olivia, "mail", "Harbour").await;
        let crew = cast.add_team(&cast.olivia, "Crew").await;
        let office = cast.add_team(&cast.olivia, "Office").await;
        let place = Place {
            money: [MoneyRight::Order].into(),
            grants: [technical(site), technical(mail)].into(),
            teams: [crew, office].into(),
            ..collaborator()
        };
        let mailed = cast.mailed(&cast.adam, CARLA, &place).await;
        for sql in [
            "UPDATE products SET ended_at = created_at WHERE name = 'Harbour'",
            "UPDATE teams SET dissolved_at = created_at WHERE name = 'Crew'",
        ] {
            assert_eq!(world.tamper(sql).await, 1, "{sql}");
        }
        cast.accept(&carla, &mailed.token).await.expect("the rest is there");
        let rest = Place { grants: [technical(site)].into(), teams: [office].into(), ..place };
        assert_eq!(cast.see(&carla).await.place, Some(rest));
        assert_sound(world).await;
    });
}

#[test]
fn an_invited_legal_representative_counts_and_the_first_may_go() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let top = Place::of(Role::LegalRepresentative);
        let mailed = cast.mailed(&cast.olivia, CARLA, &top).await;
        assert!(leave(backend, olivia, cast.org).await.is_err(), "an offer counts for nothing");
        cast.accept(&carla, &mailed.token).await.expect("accepted");
        assert_sound(world).await;
        leave(backend, olivia, cast.org).await.expect("somebody is left");
        assert!(leave(backend, &carla.identity, cast.org).await.is_err(), "now they are the last");
        assert_sound(world).await;
    });
}

#[test]
fn whoever_was_put_on_hold_and_removed_begins_anew() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let bruno = &cast.bruno;
        let old = Place { money: [MoneyRight::Pay].into(), ..collaborator() };
        cast.give(bruno, old).await;
        cast.suspend(bruno).await;
        cast.remove(bruno).await;
        let new = Place { money: [MoneyRight::Order].into(), ..collaborator() };
        let mailed = cast.mailed(&cast.adam, &bruno.email, &new).await;
        assert_eq!(cast.screen(&mailed.token, Some(bruno)).await, Screen::Ready);
        cast.accept(bruno, &mailed.token).await.expect("accepted");

        let member = cast.see(bruno).await;
        assert_eq!((member.state, member.place), (MemberState::Active, Some(new)));
        assert_eq!((member.since, member.reason), (world.backend.now(), None));
        assert!(dashboard(&world.backend, &bruno.identity, cast.org).await.is_ok());
        assert_eq!(cast.memberships(&bruno.email).await, 1);
        assert_sound(world).await;
    });
}

#[test]
fn a_sign_up_that_waits_for_the_address_is_forgotten() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        let password = secret("another meadow demo 43");
        request_sign_up(&world.backend, &origin(), sign_up(CARLA), password, None)
            .await
            .expect("the same answer as ever");
        assert_eq!(world.count("pending_sign_ups").await, 1);
        cast.accept(&carla, &mailed.token).await.expect("accepted");
        assert_eq!(world.count("pending_sign_ups").await, 0);
        world.work().await;
        assert_sound(world).await;
    });
}

#[test]
fn two_organizations_invite_one_person_and_neither_knows_of_the_other() {
    both(async |world| {
        let ours = Cast::new(world).await;
        let theirs = Cast::at(world, "other.example").await;
        let carla = person(world, CARLA).await;
        let first = ours.mailed(&ours.adam, CARLA, &collaborator()).await;
        let second = theirs.mailed(&theirs.adam, CARLA, &Place::of(Role::External)).await;
        assert_eq!(ours.accept(&carla, &first.token).await, Ok(ours.org));
        assert_eq!(theirs.screen(&second.token, Some(&carla)).await, Screen::Ready);
        assert_eq!(theirs.memberships(CARLA).await, 0);
        assert_eq!(theirs.accept(&carla, &second.token).await, Ok(theirs.org));
        assert_eq!(theirs.see(&carla).await.role, Role::External);
        assert_eq!(ours.see(&carla).await.role, Role::Collaborator);
    });
}
