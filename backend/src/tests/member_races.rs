//! Members who change each other at the same moment.

use domain::{
    id::UserId,
    locale::Locale,
    rights::{Place, Role},
};

use super::at_once;
use crate::{
    Identity,
    testing::{Guest, World, both},
    usecase::people::{ChangeAsked, change_member, show_member},
};

/// How often the two try.
const ROUNDS: usize = 40;

async fn change(world: &World, actor: &Guest, org: &Guest, user: UserId, role: Role) -> bool {
    let identity: Identity = actor.identity.clone();
    let whom = (org.organization, user);
    let seen = show_member(&world.backend, &identity, whom, Locale::En).await;
    let Ok(seen) = seen.map(|it| it.changed_at) else { return false };
    let asked = ChangeAsked { user, place: Place::of(role), seen, draft: None };
    change_member(&world.backend, &identity, org.organization, &asked).await.is_ok()
}

#[test]
fn two_representatives_who_demote_each_other_leave_one() {
    both(async |world| {
        let ada = world.sign_up("ada@harbour.example").await;
        let ben = world.sign_up("ben@harbour.example").await;
        world.enrol(&ben, ada.organization, Role::LegalRepresentative).await;
        for round in 0..ROUNDS {
            let attempts = [(&ada, &ben), (&ben, &ada)].map(|(actor, other)| {
                let (backend, identity) = (world.backend.clone(), actor.identity.clone());
                let (org, user) = (ada.organization, other.identity.user);
                async move {
                    let seen = show_member(&backend, &identity, (org, user), Locale::En).await;
                    let Ok(seen) = seen.map(|it| it.changed_at) else { return false };
                    let place = Place::of(Role::Administrator);
                    let asked = ChangeAsked { user, place, seen, draft: None };
                    change_member(&backend, &identity, org, &asked).await.is_ok()
                }
            });
            let done = at_once(attempts).await;
            let represent = world.count(ACTIVE).await;
            assert!(represent >= 1, "round {round}: {done:?}");
            assert_eq!(represent, world.count(COUNTED).await, "round {round}: as it is counted");
            // Whoever is left makes the other one again.
            for (actor, other) in [(&ada, &ben), (&ben, &ada)] {
                change(world, actor, &ada, other.identity.user, Role::LegalRepresentative).await;
            }
            assert_eq!(world.count(ACTIVE).await, 2, "round {round}");
        }
    });
}

/// Legal representatives of organizations of two, as their intervals have it…
const ACTIVE: &str = "role_spans r WHERE r.valid_to IS NULL AND r.role = 'legal_representative'
    AND r.org_id IN (SELECT org_id FROM members GROUP BY org_id HAVING COUNT(*) = 2)";

/// …and as the organization counts them.
const COUNTED: &str = "role_spans r JOIN organizations o ON o.org_id = r.org_id
    WHERE r.valid_to IS NULL AND r.role = 'legal_representative'
    AND o.org_id IN (SELECT org_id FROM members GROUP BY org_id HAVING COUNT(*) = 2)
    AND o.active_representatives = (SELECT COUNT(*) FROM role_spans s
        WHERE s.org_id = o.org_id AND s.valid_to IS NULL AND s.role = 'legal_representative')";

#[test]
fn of_two_who_saw_the_same_one_is_told_that_it_has_changed() {
    both(async |world| {
        let ada = world.sign_up("ada@harbour.example").await;
        let ben = world.sign_up("ben@harbour.example").await;
        let cyd = world.sign_up("cyd@harbour.example").await;
        world.enrol(&ben, ada.organization, Role::Administrator).await;
        world.enrol(&cyd, ada.organization, Role::Collaborator).await;
        let (org, user) = (ada.organization, cyd.identity.user);
        for round in 0..ROUNDS {
            let seen = show_member(&world.backend, &ada.identity, (org, user), Locale::En).await;
            let seen = seen.expect("a member").changed_at;
            let role = if round % 2 == 0 { Role::External } else { Role::Collaborator };
            let attempts = [&ada, &ben].map(|actor| {
                let (backend, identity) = (world.backend.clone(), actor.identity.clone());
                let asked = ChangeAsked { user, place: Place::of(role), seen, draft: None };
                async move { change_member(&backend, &identity, org, &asked).await.is_ok() }
            });
            let done = at_once(attempts).await;
            assert_eq!(done.iter().filter(|it| **it).count(), 1, "round {round}");
        }
    });
}
