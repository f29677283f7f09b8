//! Logos and pictures.

use domain::{
    picture::{Cut, PictureProblem},
    rights::{Denial, Role},
};

use crate::{
    UseCaseError,
    testing::{Guest, World, both},
    usecase::{
        organization::{
            admit_logo, change_logo, dashboard, list_mine, logo_file, member_picture, remove_logo,
            show_logo,
        },
        profile::{admit_picture, change_picture, picture_file, remove_picture},
    },
};

/// One red pixel.
const PIXEL: &[u8] = include_bytes!("pixel.png");

async fn send_logo(
    world: &World,
    guest: &Guest,
    file: &[u8],
) -> Result<(), UseCaseError<PictureProblem>> {
    let (backend, identity) = (&world.backend, &guest.identity);
    let seat = admit_logo(backend, identity, guest.organization).await.expect("may send");
    let picture = (seat, file.to_vec(), Cut::default());
    change_logo(backend, identity, guest.organization, picture).await
}

async fn send_picture(world: &World, guest: &Guest) {
    let seat = admit_picture(&world.backend).expect("a free seat");
    let picture = (seat, PIXEL.to_vec(), Cut::default());
    change_picture(&world.backend, &guest.identity, picture).await.expect("a picture");
}

#[test]
fn a_logo_is_kept_shown_and_taken_away() {
    both(async |world| {
        let olivia = world.sign_up("olivia@harbour.example").await;
        let (backend, identity, org) = (&world.backend, &olivia.identity, olivia.organization);
        assert!(matches!(logo_file(backend, identity, org).await, Err(UseCaseError::NotFound)));
        send_logo(world, &olivia, PIXEL).await.expect("a picture");

        let note = list_mine(backend, identity).await.expect("a list")[0].logo.expect("a logo");
        assert_eq!((note.size.width, note.size.height), (1, 1));
        assert_eq!(show_logo(backend, identity, org).await.expect("allowed"), Some(note));
        let file = logo_file(backend, identity, org).await.expect("a file");
        assert!(file.starts_with(b"\x89PNG"));

        world.clock.advance_minutes(1);
        send_logo(world, &olivia, PIXEL).await.expect("a picture");
        let newer = show_logo(backend, identity, org).await.expect("allowed").expect("a logo");
        assert!(newer.at > note.at, "one logo is told from the next");

        remove_logo(backend, identity, org).await.expect("allowed");
        assert_eq!(show_logo(backend, identity, org).await.expect("allowed"), None);
        assert!(matches!(logo_file(backend, identity, org).await, Err(UseCaseError::NotFound)));
        let page = dashboard(backend, identity, org).await.expect("a member");
        let activity = page.activity.expect("allowed");
        let acts: Vec<_> = activity.iter().take(3).map(|it| it.act.as_str()).collect();
        let (changed, removed) = ("organization_logo_changed", "organization_logo_removed");
        assert_eq!(acts, [removed, changed, changed]);
    });
}

#[test]
fn what_is_no_picture_changes_nothing() {
    both(async |world| {
        let olivia = world.sign_up("olivia@harbour.example").await;
        send_logo(world, &olivia, PIXEL).await.expect("a picture");
        let refused = send_logo(world, &olivia, b"<svg/>").await;
        assert!(matches!(refused, Err(UseCaseError::Refused(PictureProblem::NotAPicture))));
        let kept = show_logo(&world.backend, &olivia.identity, olivia.organization).await;
        assert!(kept.expect("allowed").is_some());
    });
}

#[test]
fn only_who_may_change_the_details_sends_a_logo_and_members_see_it() {
    both(async |world| {
        let olivia = world.sign_up("olivia@harbour.example").await;
        send_logo(world, &olivia, PIXEL).await.expect("a picture");
        let org = olivia.organization;
        let carla = world.sign_up("carla@harbour.example").await;
        let stranger = admit_logo(&world.backend, &carla.identity, org).await;
        assert!(matches!(stranger, Err(UseCaseError::NotFound)));
        let stranger = logo_file(&world.backend, &carla.identity, org).await;
        assert!(matches!(stranger, Err(UseCaseError::NotFound)));

        world.enrol(&carla, org, Role::Collaborator).await;
        let needs = Role::Administrator;
        let refused = admit_logo(&world.backend, &carla.identity, org).await;
        let denial = Denial::MissingRole { needs, given_by: needs };
        assert!(matches!(refused, Err(UseCaseError::Denied(it)) if it == denial));
        assert!(logo_file(&world.backend, &carla.identity, org).await.is_ok());
    });
}

#[test]
fn a_picture_of_a_person_is_seen_by_those_they_work_with() {
    both(async |world| {
        let olivia = world.sign_up("olivia@harbour.example").await;
        let carla = world.sign_up("carla@harbour.example").await;
        let (backend, org) = (&world.backend, olivia.organization);
        assert!(picture_file(backend, &carla.identity).await.expect("read").is_none());
        send_picture(world, &carla).await;
        assert!(picture_file(backend, &carla.identity).await.expect("read").is_some());

        let user = carla.identity.user;
        let seen = async || member_picture(backend, &olivia.identity, org, user).await.is_ok();
        assert!(!seen().await, "they do not work together yet");
        world.enrol(&carla, org, Role::External).await;
        assert!(seen().await);
        let external = member_picture(backend, &carla.identity, org, olivia.identity.user).await;
        assert!(matches!(external, Err(UseCaseError::Denied(_))), "who does not see members");

        remove_picture(backend, &carla.identity).await.expect("own");
        assert!(!seen().await);
    });
}
