//! Legal responsibility passes over by acceptance, and somebody always has it.

use domain::{
    handover::{Afterwards, HandoverEnding, HandoverRefusal, VALID_DAYS},
    id::{HandoverId, PublicId},
    locale::Locale,
    rights::{Place, Role},
    text::Reason,
};

use super::at_once;
use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{Guest, World, both},
    usecase::{
        handover::{Part, Shown, accept, cancel, decline, offer, preview_offer, show},
        people::{ChangeAsked, change_member, leave, show_member, suspend_member},
    },
};

/// How often two try at the same moment.
const ROUNDS: usize = 50;

struct Cast {
    org: PublicId,
    olivia: Guest,
    adam: Guest,
    carla: Guest,
}

/// A legal representative, an administrator and a collaborator, with addresses of this kind.
async fn cast(world: &World, kind: &str) -> Cast {
    let mut guests = Vec::new();
    for who in ["olivia", "adam", "carla"] {
        guests.push(world.sign_up(&format!("{who}.{kind}@harbour.example")).await);
    }
    let [olivia, adam, carla] = <[Guest; 3]>::try_from(guests).ok().expect("three");
    let org = olivia.organization;
    world.enrol(&adam, org, Role::Administrator).await;
    world.enrol(&carla, org, Role::Collaborator).await;
    Cast { org, olivia, adam, carla }
}

type Outcome = Result<(), UseCaseError<HandoverRefusal>>;

async fn offers(world: &World, cast: &Cast, to: &Guest, then: Afterwards) -> Outcome {
    let what = (to.identity.user, then);
    offer(&world.backend, &cast.olivia.identity, cast.org, what).await
}

/// The offer that waits, as whoever is to answer it reads it.
async fn offered(world: &World, cast: &Cast, to: &Guest) -> (PublicId, HandoverId) {
    let seen = show(&world.backend, &to.identity, cast.org).await.expect("allowed");
    let Shown::Open(open) = seen else { panic!("an offer") };
    (cast.org, open.id)
}

async fn role(world: &World, cast: &Cast, whom: &Guest) -> Option<Role> {
    let which = (cast.org, whom.identity.user);
    let found = show_member(&world.backend, &cast.adam.identity, which, Locale::En).await;
    found.ok().map(|it| it.role)
}

fn refused(outcome: &Outcome, why: HandoverRefusal) -> bool {
    matches!(outcome, Err(UseCaseError::Refused(it)) if *it == why)
}

/// The organizations of several people have as many active legal representatives as is counted, and
/// at least one.
async fn somebody_is_responsible(world: &World) {
    let wrong = "organizations o
         WHERE (SELECT COUNT(*) FROM members k WHERE k.org_id = o.org_id) > 1
           AND (o.active_representatives < 1 OR o.active_representatives <> (
             SELECT COUNT(*) FROM role_spans r
             JOIN member_spans m ON m.org_id = r.org_id AND m.user_id = r.user_id
                 AND m.valid_to IS NULL
             WHERE r.org_id = o.org_id AND r.valid_to IS NULL
               AND r.role = 'legal_representative'
               AND NOT EXISTS (SELECT 1 FROM suspension_spans s WHERE s.org_id = r.org_id
                   AND s.user_id = r.user_id AND s.valid_to IS NULL)))";
    assert_eq!(world.count(wrong).await, 0);
}

#[test]
fn whoever_accepts_takes_the_place_of_whoever_offered_it() {
    for then in Afterwards::ALL {
        both(async |world| {
            let cast = cast(world, then.as_str()).await;
            offers(world, &cast, &cast.carla, *then).await.expect("offered");
            assert_eq!(role(world, &cast, &cast.carla).await, Some(Role::Collaborator), "not yet");
            let seen = show(&world.backend, &cast.carla.identity, cast.org).await;
            let Ok(Shown::Open(seen)) = seen else { panic!("an offer") };
            let which = (cast.org, seen.id);
            let Part::Answers { preview, acceptable } = seen.part else { panic!("to answer") };
            assert!(acceptable.is_ok() && !preview.gains.is_empty() && preview.losses.is_empty());

            accept(&world.backend, &cast.carla.identity, which).await.expect("accepted");
            let became = role(world, &cast, &cast.carla).await;
            assert_eq!(became, Some(Role::LegalRepresentative));
            let place = then.place().map(|it| it.role);
            assert_eq!(role(world, &cast, &cast.olivia).await, place);
            let again = accept(&world.backend, &cast.carla.identity, which).await;
            assert!(refused(&again, HandoverRefusal::NotOpen));
            somebody_is_responsible(world).await;
        });
    }
}

#[test]
fn both_sides_are_told_and_it_stands_in_the_history() {
    both(async |world| {
        let cast = cast(world, "a").await;
        offers(world, &cast, &cast.carla, Afterwards::Leaves).await.expect("offered");
        world.work().await;
        let mail = world.last_mail(MailKind::HandoverOffered, "carla.a@harbour.example");
        assert!(mail.message.text.contains("/handover"), "{}", mail.message.text);
        let which = offered(world, &cast, &cast.carla).await;
        accept(&world.backend, &cast.carla.identity, which).await.expect("accepted");
        world.work().await;
        world.last_mail(MailKind::HandoverAccepted, "olivia.a@harbour.example");
        for act in ["handover_offered", "handed_over"] {
            assert_eq!(world.count(&format!("history WHERE act = '{act}'")).await, 1, "{act}");
        }
    });
}

#[test]
fn an_offer_is_declined_taken_back_or_runs_out_and_another_one_can_be_made() {
    both(async |world| {
        let cast = cast(world, "a").await;
        let (backend, carla) = (&world.backend, &cast.carla.identity);
        let then = Afterwards::Administrator;
        let over = async || match show(backend, carla, cast.org).await {
            Ok(Shown::Over(ending)) => ending,
            other => panic!("{other:?}"),
        };
        offers(world, &cast, &cast.carla, then).await.expect("offered");
        let second = offers(world, &cast, &cast.adam, then).await;
        assert!(refused(&second, HandoverRefusal::AlreadyOpen));
        let first = offered(world, &cast, &cast.carla).await;
        let reason = Reason::parse("Not this year").expect("a sentence");
        decline(backend, carla, first, Some(&reason)).await.expect("declined");
        assert_eq!(over().await, HandoverEnding::Declined);
        world.work().await;
        let told = world.last_mail(MailKind::HandoverDeclined, "olivia.a@harbour.example");
        assert!(told.message.text.contains("Not this year"), "{}", told.message.text);

        world.clock.advance_minutes(1);
        offers(world, &cast, &cast.carla, Afterwards::Leaves).await.expect("offered");
        // What was read is what is answered.
        for stale in [
            accept(backend, carla, first).await,
            decline(backend, carla, first, None).await,
            cancel(backend, &cast.olivia.identity, first).await,
        ] {
            assert!(refused(&stale, HandoverRefusal::NotOpen));
        }
        let second = offered(world, &cast, &cast.carla).await;
        cancel(backend, &cast.olivia.identity, second).await.expect("taken back");
        assert_eq!(over().await, HandoverEnding::Cancelled);
        let late = accept(backend, carla, second).await;
        assert!(refused(&late, HandoverRefusal::NotOpen));

        world.clock.advance_minutes(1);
        offers(world, &cast, &cast.carla, then).await.expect("offered");
        let third = offered(world, &cast, &cast.carla).await;
        world.clock.advance_minutes(VALID_DAYS * 24 * 60);
        assert_eq!(over().await, HandoverEnding::Expired);
        for late in [
            accept(backend, carla, third).await,
            cancel(backend, &cast.olivia.identity, third).await,
        ] {
            assert!(refused(&late, HandoverRefusal::NotOpen));
        }
        let seen = show(backend, &cast.olivia.identity, cast.org).await;
        assert!(matches!(seen, Ok(Shown::Nothing)));
        offers(world, &cast, &cast.adam, then).await.expect("offered to another");
        assert_eq!(world.count("handovers WHERE ending = 'expired'").await, 1);
    });
}

#[test]
fn nothing_passes_over_once_whoever_offered_it_has_gone() {
    both(async |world| {
        let cast = cast(world, "a").await;
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        offers(world, &cast, &cast.carla, Afterwards::Administrator).await.expect("offered");
        let which = (cast.org, cast.adam.identity.user);
        let seen = show_member(backend, olivia, which, Locale::En).await.expect("seen").changed_at;
        let place = Place::of(Role::LegalRepresentative);
        let asked = ChangeAsked { user: which.1, place, seen, draft: None };
        change_member(backend, olivia, cast.org, &asked).await.expect("raised");
        let which = offered(world, &cast, &cast.carla).await;
        leave(backend, olivia, cast.org).await.expect("gone");
        let late = accept(backend, &cast.carla.identity, which).await;
        assert!(refused(&late, HandoverRefusal::NoLongerTheirs));
        cancel(backend, &cast.adam.identity, which).await.expect("any of them can");
    });
}

#[test]
fn nobody_takes_it_on_while_their_membership_is_on_hold() {
    both(async |world| {
        let cast = cast(world, "a").await;
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        offers(world, &cast, &cast.carla, Afterwards::Administrator).await.expect("offered");
        let open = offered(world, &cast, &cast.carla).await;
        let which = (cast.org, cast.carla.identity.user);
        let seen = show_member(backend, adam, which, Locale::En).await.expect("seen").changed_at;
        let reason = Reason::parse("On leave").expect("a sentence");
        let held = suspend_member(backend, adam, cast.org, (which.1, seen), &reason).await;
        assert!(held.expect("on hold"));
        let held = accept(backend, &cast.carla.identity, open).await;
        assert!(matches!(held, Err(UseCaseError::Denied(_))));
    });
}

#[test]
fn only_representatives_offer_and_only_to_members_who_are_none() {
    both(async |world| {
        let cast = cast(world, "a").await;
        let backend = &world.backend;
        let then = Afterwards::Collaborator;
        let what = (cast.carla.identity.user, then);
        for who in [&cast.adam, &cast.carla] {
            let denied = offer(backend, &who.identity, cast.org, what).await;
            assert!(matches!(denied, Err(UseCaseError::Denied(_))));
            let denied = show(backend, &who.identity, cast.org).await;
            assert!(matches!(denied, Err(UseCaseError::Denied(_))), "nothing is theirs to answer");
        }
        let oneself = offers(world, &cast, &cast.olivia, then).await;
        assert!(refused(&oneself, HandoverRefusal::NotEligible));
        let stranger = world.sign_up("stranger@other.example").await;
        let outside = offers(world, &cast, &stranger, then).await;
        assert!(matches!(outside, Err(UseCaseError::NotFound)));
        let found = preview_offer(backend, &stranger.identity, (cast.org, what.0)).await;
        assert!(matches!(found, Err(UseCaseError::NotFound)));
        let found = preview_offer(backend, &cast.olivia.identity, (cast.org, what.0)).await;
        let found = found.expect("allowed");
        assert!(found.eligible.is_ok());
        assert!(found.losses.iter().all(|(_, it)| !it.losses.is_empty()));
    });
}

/// What somebody does about an offer.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Accept,
    Cancel,
}

#[test]
fn whatever_comes_at_the_same_moment_somebody_is_responsible() {
    both(async |world| {
        let mut cast = cast(world, "a").await;
        for round in 0..ROUNDS {
            offers(world, &cast, &cast.carla, Afterwards::Administrator).await.expect("offered");
            let which = offered(world, &cast, &cast.carla).await;
            let deeds = [
                (&cast.carla, Deed::Accept),
                (&cast.carla, Deed::Accept),
                (&cast.olivia, Deed::Cancel),
            ];
            let attempts = deeds.map(|(who, deed)| {
                let (backend, who) = (world.backend.clone(), who.identity.clone());
                async move {
                    match deed {
                        Deed::Accept => accept(&backend, &who, which).await.is_ok(),
                        Deed::Cancel => cancel(&backend, &who, which).await.is_ok(),
                    }
                }
            });
            let done = at_once(attempts).await.into_iter().filter(|it| *it).count();
            assert_eq!(done, 1, "round {round}: accepted once, or taken back");
            somebody_is_responsible(world).await;
            if role(world, &cast, &cast.carla).await == Some(Role::LegalRepresentative) {
                let Cast { olivia, carla, .. } = &mut cast;
                std::mem::swap(olivia, carla);
            }
        }
    });
}
