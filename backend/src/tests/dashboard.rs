//! The first page of an organization: for its members, each as far as their role goes.

use domain::{
    id::PublicId,
    rights::{Denial, Role},
};

use crate::{
    UseCaseError,
    testing::{Guest, World, both, origin_at},
    usecase::organization::{Dashboard, dashboard, list_mine},
};

const OLIVIA: &str = "olivia@harbour.example";

async fn page(
    world: &World,
    guest: &Guest,
    organization: PublicId,
) -> Result<Dashboard, UseCaseError<std::convert::Infallible>> {
    dashboard(&world.backend, &guest.identity, organization).await
}

#[test]
fn a_legal_representative_sees_everything() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let page = page(world, &olivia, olivia.organization).await.expect("a member");
        assert_eq!(page.organization.name.as_str(), "Harbour Press Ltd");
        assert_eq!(page.created_at, world.backend.now());
        let members = page.members.expect("allowed");
        assert_eq!(members.len(), 1);
        assert!(members[0].you);
        assert_eq!(members[0].role, Role::LegalRepresentative);
        assert_eq!(page.activity.expect("allowed").len(), 1);
    });
}

#[test]
fn an_outsider_cannot_tell_a_foreign_organization_from_none() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let adam = world.sign_up_from(&origin_at("198.51.100.2"), "adam@office.example").await;
        let foreign = page(world, &adam, olivia.organization).await;
        let none = page(world, &adam, PublicId::mint([7; 7])).await;
        assert!(matches!(foreign, Err(UseCaseError::NotFound)));
        assert!(matches!(none, Err(UseCaseError::NotFound)));
        let mine = list_mine(&world.backend, &adam.identity).await.expect("listed");
        assert!(mine.iter().all(|it| it.public_id != olivia.organization));
    });
}

#[test]
fn smaller_roles_see_less() {
    for (role, sees_members, sees_activity) in [
        (Role::External, false, false),
        (Role::Collaborator, true, false),
        (Role::Administrator, true, true),
    ] {
        both(async |world| {
            let guest = world.sign_up(OLIVIA).await;
            world.tamper(&format!("UPDATE role_spans SET role = '{}'", role.as_str())).await;
            let page = page(world, &guest, guest.organization).await.expect("a member");
            assert_eq!(page.members.is_ok(), sees_members, "{role:?}");
            assert_eq!(page.activity.is_ok(), sees_activity, "{role:?}");
        });
    }
}

#[test]
fn a_right_that_was_taken_away_is_gone_with_the_next_request() {
    both(async |world| {
        let guest = world.sign_up(OLIVIA).await;
        world
            .tamper(
                "INSERT INTO suspension_spans (org_id, user_id, suspended_by, reason, valid_from)
                 SELECT org_id, user_id, user_id, 'test', 1 FROM members",
            )
            .await;
        let suspended = page(world, &guest, guest.organization).await;
        assert!(matches!(suspended, Err(UseCaseError::Denied(Denial::Suspended { .. }))));
        let later = world.backend.now().plus_days(1).as_millis();
        world.tamper(&format!("UPDATE member_spans SET valid_to = {later}")).await;
        let removed = page(world, &guest, guest.organization).await;
        assert!(matches!(removed, Err(UseCaseError::NotFound)));
    });
}
