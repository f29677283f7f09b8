//! Several organizations of one person.

use domain::{draft::DraftKind, id::PublicId, rights::Role, sign_up::OrgKind};

use super::drafts::read;
use crate::{
    Origin, UseCaseError,
    testing::{Guest, World, both, origin},
    usecase::{
        draft::begin,
        organization::{create, dashboard, list_mine},
        session::remember_organization,
    },
};

const OLIVIA: &str = "olivia@harbour.example";

async fn try_to_found(
    world: &World,
    guest: &Guest,
    name: &str,
) -> Result<PublicId, UseCaseError<String>> {
    let draft = begin(&world.backend, &guest.identity, DraftKind::Organization, name).await;
    create(&world.backend, &guest.identity, draft.expect("begun"), read).await
}

async fn found(world: &World, guest: &Guest, name: &str) -> PublicId {
    try_to_found(world, guest, name).await.expect("created")
}

#[test]
fn whoever_creates_an_organization_represents_it_and_its_history_begins() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let club = found(world, &olivia, "Rowing Club").await;
        assert_ne!(club, olivia.organization);

        let mine = list_mine(&world.backend, &olivia.identity).await.expect("a list");
        let roles: Vec<_> = mine.iter().map(|it| (it.public_id, it.role)).collect();
        assert_eq!(roles.len(), 2);
        assert!(roles.contains(&(club, Role::LegalRepresentative)));

        let page = dashboard(&world.backend, &olivia.identity, club).await.expect("a member");
        assert_eq!(page.organization.name.as_str(), "Rowing Club");
        assert_eq!(page.organization.kind, OrgKind::Association);
        let acts: Vec<_> =
            page.activity.expect("allowed").iter().map(|it| it.act.as_str()).collect();
        assert_eq!(acts, ["organization_created"]);
    });
}

#[test]
fn nobody_creates_organizations_without_end_and_a_refusal_leaves_nothing() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        for number in 0..10 {
            found(world, &olivia, &format!("Club {number}")).await;
        }
        let more = try_to_found(world, &olivia, "One more").await;
        assert!(matches!(more, Err(UseCaseError::Limited { .. })));
        assert_eq!(world.count("organizations").await, 11);

        let adam = world.sign_up("adam@harbour.example").await;
        found(world, &adam, "Of somebody else").await;
    });
}

#[test]
fn a_browser_remembers_the_organization_and_the_next_session_begins_there() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let club = found(world, &olivia, "Rowing Club").await;
        remember_organization(&world.backend, &olivia.identity, club);
        world.backend.settled().await;
        let elsewhere = world.sign_in_from(&origin(), OLIVIA).await;
        assert_eq!(elsewhere.identity.last_org, None);
        let device = Some(olivia.signed_in.device.clone());
        let here = world.sign_in_from(&Origin { device, ..origin() }, OLIVIA).await;
        assert_eq!(here.identity.last_org, Some(club));
    });
}
