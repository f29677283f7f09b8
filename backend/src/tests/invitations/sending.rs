//! Inviting people: what is predicted happens, once, and to nobody who may not be invited.

use std::ops::Range;

use domain::{
    draft::DraftKind,
    invitation::{InvitationRefusal, Outcome, typed_addresses},
    locale::Locale,
    rights::{MoneyRight, Place, Role},
};

use super::cast::{
    CARLA, Cast, NORA, assert_sound, business, collaborator, denial, missing, person, refusal,
    technical,
};
use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{PASSWORD, both, link_token},
    tests::at_once,
    usecase::{
        draft::{made, open},
        invitation::{Predicted, invite, look_up, preview, roles},
    },
};

fn outcomes(rows: &[Predicted]) -> Vec<Outcome> {
    rows.iter().map(|it| it.outcome).collect()
}

/// So many addresses, one on each line.
fn addresses(numbers: Range<u32>) -> String {
    numbers.map(|it| format!("person{it}@new.example")).collect::<Vec<_>>().join("\n")
}

#[test]
fn people_are_invited_with_and_without_an_account_one_by_one_and_together() {
    both(async |world| {
        let cast = Cast::new(world).await;
        person(world, CARLA).await;
        let place = collaborator();
        let new = cast.invite(&cast.adam, NORA, &place).await.expect("sent");
        assert_eq!((outcomes(&new.rows), new.sent()), (vec![Outcome::NewPerson], 1));
        let known = cast.invite(&cast.olivia, CARLA, &place).await.expect("sent");
        assert_eq!((outcomes(&known.rows), known.sent()), (vec![Outcome::HasLogin], 1));
        let text = "Ben Ott <ben@new.example>, cyd@new.example\ndan@new.example";
        let three = cast.invite(&cast.adam, text, &place).await.expect("sent");
        assert_eq!((outcomes(&three.rows), three.sent()), (vec![Outcome::NewPerson; 3], 3));

        world.work().await;
        for email in [NORA, CARLA, "ben@new.example", "cyd@new.example", "dan@new.example"] {
            let mail = world.last_mail(MailKind::Invitation, email);
            assert!(mail.message.text.contains("Harbour Press Ltd"), "{}", mail.message.text);
            link_token(&mail);
        }
        assert_eq!(world.count("history WHERE act = 'member_invited'").await, 5);
        assert_eq!(world.count("outbox WHERE kind = 'invitation'").await, 5);
        assert_eq!(cast.memberships(CARLA).await, 0, "an offer is no membership");
        assert_sound(world).await;
    });
}

#[test]
fn what_is_predicted_happens() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        cast.invite(&cast.adam, "waiting@new.example", &collaborator()).await.expect("sent");
        cast.remove(&cast.bruno).await;
        cast.later();
        world.request_sign_up("busy@new.example", PASSWORD).await;

        let text = [
            NORA,
            CARLA,
            cast.adam.email.as_str(),
            "waiting@new.example",
            "NORA@home.example",
            "no address",
            cast.bruno.email.as_str(),
            "busy@new.example",
        ];
        let asked = cast.asked(&cast.adam, &text.join("\n"), &collaborator()).await;
        let before = business(world).await;
        let what = (&*asked.typed, &asked.place);
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        let seen = preview(backend, adam, cast.org, what, Locale::En).await.expect("allowed");
        assert_eq!(
            outcomes(&seen.rows),
            [
                Outcome::NewPerson,
                Outcome::HasLogin,
                Outcome::AlreadyMember,
                Outcome::AlreadyInvited,
                Outcome::Repeated,
                Outcome::Malformed,
                Outcome::RemovedLately,
                Outcome::OverLimit,
            ]
        );
        let users: Vec<_> = seen.rows.iter().filter_map(|it| it.user).collect();
        assert_eq!(users, [cast.adam.identity.user, cast.bruno.identity.user]);
        assert!(!users.contains(&carla.identity.user), "who is no member stays a stranger");
        assert_eq!(business(world).await, before, "looking sends nothing");

        let sent = invite(backend, adam, cast.org, &asked).await.expect("sent");
        assert_eq!(sent.rows, seen.rows);
        assert_eq!(sent.sent(), 3);
        assert_eq!(world.count("history WHERE act = 'member_invited'").await, 4);
        let again = preview(backend, adam, cast.org, what, Locale::En).await.expect("allowed");
        assert_eq!(outcomes(&again.rows)[..2], [Outcome::AlreadyInvited; 2]);
    });
}

#[test]
fn where_nobody_is_left_to_invite_nothing_happens() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let text = format!("{}\nno address", cast.bruno.email);
        let asked = cast.asked(&cast.adam, &text, &collaborator()).await;
        let before = business(world).await;
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        let outcome = invite(backend, adam, cast.org, &asked).await;
        assert_eq!(refusal(outcome), Some(InvitationRefusal::Nobody));
        assert_eq!(business(world).await, before);
        let body = open(backend, adam, DraftKind::Invitations, asked.draft).await;
        assert_eq!(body.expect("it can be gone on with"), "{}");
    });
}

#[test]
fn what_is_sent_twice_is_sent_once() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let text = "ben@new.example\ncyd@new.example";
        let asked = cast.asked(&cast.adam, text, &collaborator()).await;
        let sends = (0..8).map(|_| {
            let (backend, org, asked) = (world.backend.clone(), cast.org, asked.clone());
            let adam = cast.adam.identity.clone();
            async move { invite(&backend, &adam, org, &asked).await.is_ok() }
        });
        let sent = at_once(sends).await;
        assert!(sent.iter().all(|it| *it), "everybody is told that it worked: {sent:?}");
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        let made = made(backend, adam, DraftKind::Invitations, asked.draft).await;
        assert_eq!(made.expect("one's own draft"), Some(cast.org), "it is finished");

        cast.later();
        let late = invite(backend, adam, cast.org, &asked).await.expect("it was sent before");
        assert_eq!(late.sent(), 0);
        assert_eq!(world.count("invitations").await, 2);
        assert_eq!(world.count("outbox WHERE kind = 'invitation'").await, 2);
        assert_eq!(world.count("history WHERE act = 'member_invited'").await, 2);
    });
}

#[test]
fn nobody_invites_who_may_not_and_nobody_higher_than_they_may() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let stranger = person(world, "stranger@other.example").await;
        let backend = &world.backend;
        let typed = typed_addresses(NORA);
        for (guest, role, needs) in [
            (&cast.bruno, Role::External, Role::Administrator),
            (&cast.eddie, Role::External, Role::Administrator),
            (&cast.adam, Role::LegalRepresentative, Role::LegalRepresentative),
        ] {
            let place = Place::of(role);
            let outcome = cast.invite(guest, NORA, &place).await;
            assert_eq!(denial(outcome), Some(missing(needs)), "{role:?}");
            let what = (&*typed, &place);
            let outcome = preview(backend, &guest.identity, cast.org, what, Locale::En).await;
            assert_eq!(denial(outcome), Some(missing(needs)), "{role:?}");
        }
        for guest in [&cast.bruno, &cast.eddie] {
            let outcome = look_up(backend, &guest.identity, cast.org, 1).await;
            assert_eq!(denial(outcome), Some(missing(Role::Administrator)));
        }
        let outcome = cast.invite(&stranger, NORA, &collaborator()).await;
        assert!(matches!(outcome, Err(UseCaseError::NotFound)));
        let outcome = look_up(backend, &stranger.identity, cast.org, 1).await;
        assert!(matches!(outcome, Err(UseCaseError::NotFound)));
        assert_eq!(world.count("invitations").await, 0);

        let given = roles(backend, &cast.adam.identity, cast.org).await.expect("some");
        assert_eq!(given, [Role::External, Role::Collaborator, Role::Administrator]);
        let given = roles(backend, &cast.olivia.identity, cast.org).await.expect("all");
        assert_eq!(given, Role::ALL);
        let top = Place::of(Role::LegalRepresentative);
        assert_eq!(cast.invite(&cast.olivia, NORA, &top).await.expect("sent").sent(), 1);
    });
}

#[test]
fn products_and_teams_of_others_are_not_offered() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let stranger = person(world, "stranger@other.example").await;
        let own = world.add_product(&cast.olivia, "web-hosting", "harbour.example").await;
        let theirs = world.add_product(&stranger, "mail", "other.example").await;
        let our_team = cast.add_team(&cast.olivia, "Crew").await;
        let their_team = cast.add_team(&stranger, "Others").await;
        let kept =
            Place { grants: [technical(own)].into(), teams: [our_team].into(), ..collaborator() };
        let mut place = kept.clone();
        place.grants.insert(technical(theirs));
        place.teams.insert(their_team);

        cast.later();
        let asked = cast.asked(&cast.adam, NORA, &place).await;
        let what = (&*asked.typed, &asked.place);
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        let seen = preview(backend, adam, cast.org, what, Locale::En).await.expect("allowed");
        assert!(seen.left_out);
        assert_eq!(seen.place, kept);
        let names: Vec<_> = seen.names.products.values().chain(seen.names.teams.values()).collect();
        assert_eq!(names, ["harbour.example", "Crew"], "nothing is told about what is theirs");
        invite(backend, adam, cast.org, &asked).await.expect("sent");
        let mailed = cast.read(NORA).await;
        assert_eq!(cast.show(mailed.id).await.place, kept);
    });
}

#[test]
fn an_administrator_is_offered_nothing_beside_the_role() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let own = world.add_product(&cast.olivia, "web-hosting", "harbour.example").await;
        let place = Place {
            role: Role::Administrator,
            money: MoneyRight::ALL.iter().copied().collect(),
            grants: [technical(own)].into(),
            ..collaborator()
        };
        let mailed = cast.mailed(&cast.adam, NORA, &place).await;
        assert_eq!(cast.show(mailed.id).await.place, Place::of(Role::Administrator));
    });
}

#[test]
fn an_organization_sends_two_hundred_invitations_and_then_one_every_ten_seconds() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        let sent = cast.invite(&cast.adam, &addresses(0..150), &collaborator()).await;
        assert_eq!(sent.expect("sent").sent(), 150);

        let asked = cast.asked(&cast.adam, &addresses(150..210), &collaborator()).await;
        let what = (&*asked.typed, &asked.place);
        let seen = preview(backend, adam, cast.org, what, Locale::En).await.expect("allowed");
        let sent = invite(backend, adam, cast.org, &asked).await.expect("sent");
        assert_eq!(sent.rows, seen.rows);
        assert_eq!(sent.sent(), 50);
        assert_eq!(outcomes(&sent.rows)[50..], [Outcome::OverLimit; 10]);
        assert_eq!(world.count("invitations").await, 200);

        world.clock.advance_ms(10_000);
        let asked = cast.asked(&cast.olivia, &addresses(200..202), &collaborator()).await;
        let sent = invite(backend, &cast.olivia.identity, cast.org, &asked).await.expect("sent");
        assert_eq!(outcomes(&sent.rows), [Outcome::NewPerson, Outcome::OverLimit]);
    });
}

#[test]
fn one_person_looks_up_two_hundred_addresses_and_then_one_every_ten_seconds() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let backend = &world.backend;
        let look = async |addresses: usize| {
            look_up(backend, &cast.adam.identity, cast.org, addresses).await
        };
        look(120).await.expect("few enough");
        let refused = look(81).await;
        assert!(matches!(refused, Err(UseCaseError::Limited { .. })), "{refused:?}");
        look(80).await.expect("what was refused costs nothing");
        let refused = look(1).await;
        assert!(matches!(refused, Err(UseCaseError::Limited { retry_after_seconds: 10 })));
        look_up(backend, &cast.olivia.identity, cast.org, 1).await.expect("somebody else");
        world.clock.advance_ms(10_000);
        look(1).await.expect("one more");
    });
}
