//! Invitations that are answered, taken back and sent at the same moment.

use std::fmt::Debug;

use domain::{
    invitation::{Ending, Screen},
    rights::{Place, Role},
};

use super::cast::{CARLA, Cast, NORA, assert_sound, collaborator, person};
use crate::{
    UseCaseError,
    testing::both,
    tests::at_once,
    usecase::{
        invitation::{accept, cancel, invite, send_again},
        people::{ChangeAsked, change_member},
    },
};

/// How many try at the same moment, and how often.
const TASKS: usize = 20;
const ROUNDS: usize = 6;

/// What became of an attempt, comparable whatever was attempted.
fn told<T, R: Debug>(outcome: Result<T, UseCaseError<R>>) -> Result<(), String> {
    outcome.map(drop).map_err(|error| format!("{error:?}"))
}

#[test]
fn an_invitation_accepted_many_times_at_once_makes_one_member() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        for round in 1..=ROUNDS {
            let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
            let attempts = (0..TASKS).map(|_| {
                let (backend, carla) = (world.backend.clone(), carla.identity.clone());
                let token = mailed.token.clone();
                async move { told(accept(&backend, &carla, &token).await) }
            });
            let done = at_once(attempts).await;
            assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1, "round {round}: {done:?}");
            let late = Err(format!("Refused({:?})", Screen::AlreadyMember));
            assert!(done.iter().all(|it| it.is_ok() || *it == late), "round {round}: {done:?}");
            assert_eq!(cast.memberships(CARLA).await, 1, "round {round}");
            let joined = world.count("history WHERE act = 'member_joined'").await;
            assert_eq!(usize::try_from(joined), Ok(round));
            cast.remove(&carla).await;
        }
        assert_sound(world).await;
    });
}

#[test]
fn of_accepting_and_taking_back_exactly_one_happens() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        for round in 0..ROUNDS {
            let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
            let attempts = (0..TASKS).map(|number| {
                let (backend, org, id) = (world.backend.clone(), cast.org, mailed.id);
                let (carla, adam) = (carla.identity.clone(), cast.adam.identity.clone());
                let token = mailed.token.clone();
                // Who begins is different each time.
                let accepts = (number + round).is_multiple_of(2);
                async move {
                    let outcome = if accepts {
                        told(accept(&backend, &carla, &token).await)
                    } else {
                        told(cancel(&backend, &adam, org, id).await)
                    };
                    (accepts, outcome)
                }
            });
            let done = at_once(attempts).await;
            let happened: Vec<_> = done.iter().filter(|(_, it)| it.is_ok()).collect();
            assert_eq!(happened.len(), 1, "round {round}: {done:?}");
            let accepted = happened[0].0;
            assert_eq!(cast.memberships(CARLA).await, i64::from(accepted), "round {round}");
            let ending = if accepted { Ending::Accepted } else { Ending::Cancelled };
            assert_eq!(cast.show(mailed.id).await.ending, Some(ending), "round {round}");
            if accepted {
                cast.remove(&carla).await;
            }
        }
        assert_sound(world).await;
    });
}

#[test]
fn of_accepting_and_sending_again_exactly_one_happens() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        for round in 0..ROUNDS {
            let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
            cast.later();
            let attempts = (0..TASKS).map(|number| {
                let (backend, org, id) = (world.backend.clone(), cast.org, mailed.id);
                let (carla, adam) = (carla.identity.clone(), cast.adam.identity.clone());
                let token = mailed.token.clone();
                let accepts = (number + round).is_multiple_of(2);
                async move {
                    let outcome = if accepts {
                        told(accept(&backend, &carla, &token).await)
                    } else {
                        told(send_again(&backend, &adam, org, id, false).await)
                    };
                    (accepts, outcome)
                }
            });
            let done = at_once(attempts).await;
            let happened: Vec<_> = done.iter().filter(|(_, it)| it.is_ok()).collect();
            assert_eq!(happened.len(), 1, "round {round}: {done:?}");
            let accepted = happened[0].0;
            assert_eq!(cast.memberships(CARLA).await, i64::from(accepted), "round {round}");
            if !accepted {
                let newest = cast.read(CARLA).await;
                assert_eq!(cast.screen(&mailed.token, None).await, Screen::Replaced);
                cast.accept(&carla, &newest.token).await.expect("by the new link");
            }
            cast.remove(&carla).await;
        }
        assert_sound(world).await;
    });
}

/// Whether somebody came last or something was taken from somebody.
const NEWEST: &str = "
    SELECT act FROM history WHERE act IN ('member_joined', 'member_changed')
    ORDER BY seq DESC LIMIT 1";

#[test]
fn nobody_is_let_in_after_the_inviter_lost_the_right() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        for round in 0..ROUNDS {
            let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
            let seen = cast.see(&cast.adam).await.changed_at;
            let (user, place) = (cast.adam.identity.user, collaborator());
            let demotion = ChangeAsked { user, place, seen, draft: None };
            let attempts = (0..TASKS).map(|number| {
                let (backend, org) = (world.backend.clone(), cast.org);
                let (carla, olivia) = (carla.identity.clone(), cast.olivia.identity.clone());
                let (token, demotion) = (mailed.token.clone(), demotion.clone());
                // Each time at another place in the queue.
                let demotes = number == round * 3 % TASKS;
                async move {
                    let outcome = if demotes {
                        told(change_member(&backend, &olivia, org, &demotion).await)
                    } else {
                        told(accept(&backend, &carla, &token).await)
                    };
                    (demotes, outcome)
                }
            });
            let done = at_once(attempts).await;
            let demoted = done.iter().find(|(demotes, _)| *demotes).map(|(_, it)| it);
            assert_eq!(demoted, Some(&Ok(())), "round {round}");
            let accepted = done.iter().filter(|(demotes, it)| !demotes && it.is_ok()).count();
            let members = cast.memberships(CARLA).await;
            assert_eq!(usize::try_from(members), Ok(accepted), "round {round}: {done:?}");
            let newest = world.texts(NEWEST).await;
            assert_eq!(newest, ["member_changed"], "round {round}: whoever came, came before");
            if accepted == 0 {
                let refused = cast.accept(&carla, &mailed.token).await;
                assert_eq!(refused, Err(Screen::NotBacked), "round {round}");
            } else {
                cast.remove(&carla).await;
            }
            cast.give(&cast.adam, Place::of(Role::Administrator)).await;
            if accepted == 0 {
                cast.accept(&carla, &mailed.token).await.expect("backed again");
                cast.remove(&carla).await;
            }
        }
        assert_sound(world).await;
    });
}

#[test]
fn of_many_who_invite_one_address_at_once_one_does() {
    both(async |world| {
        let cast = Cast::new(world).await;
        for round in 0..ROUNDS {
            let email = format!("{round}.{NORA}");
            cast.later();
            let mut asked = Vec::new();
            for number in 0..TASKS {
                let by = if number.is_multiple_of(2) { &cast.adam } else { &cast.olivia };
                asked.push((by, cast.asked(by, &email, &collaborator()).await));
            }
            let attempts = asked.into_iter().map(|(by, asked)| {
                let (backend, org) = (world.backend.clone(), cast.org);
                let by = by.identity.clone();
                async move { told(invite(&backend, &by, org, &asked).await) }
            });
            let done = at_once(attempts).await;
            assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1, "round {round}: {done:?}");
            let nobody = Err("Refused(Nobody)".to_owned());
            assert!(done.iter().all(|it| it.is_ok() || *it == nobody), "round {round}: {done:?}");
            let sent = format!("invitations WHERE email = '{email}'");
            assert_eq!(world.count(&sent).await, 1, "round {round}");
        }
        let rounds = i64::try_from(ROUNDS).expect("few");
        assert_eq!(world.count("outbox WHERE kind = 'invitation'").await, rounds);
        assert_eq!(world.count("history WHERE act = 'member_invited'").await, rounds);
        assert_sound(world).await;
    });
}
