//! The first member of staff.

use domain::history::Act;

use super::at_once;
use crate::{
    SecretToken, SignedIn,
    mail::MailKind,
    testing::{PASSWORD, World, both, link_token, origin_at, secret, sign_up},
    usecase::{
        door::{request_sign_up, verify_sign_up},
        operate::check_invariants,
        setup::{first_staff_link, staff_link_works},
    },
};

async fn fresh_link(world: &World) -> SecretToken {
    first_staff_link(&world.backend).await.expect("asked").expect("no staff yet")
}

async fn request(world: &World, address: &str, email: &str, link: &SecretToken) -> SecretToken {
    let form = sign_up(email);
    request_sign_up(
        &world.backend,
        &origin_at(address),
        form,
        secret(PASSWORD),
        Some(link.clone()),
    )
    .await
    .expect("accepted");
    world.work().await;
    link_token(&world.last_mail(MailKind::ConfirmSignUp, email))
}

async fn verify(world: &World, address: &str, token: &SecretToken) -> SignedIn {
    verify_sign_up(&world.backend, &origin_at(address), token, secret(PASSWORD))
        .await
        .expect("confirmed")
}

async fn is_staff(world: &World, signed_in: &SignedIn) -> bool {
    world.identify(&signed_in.session).await.expect("a session").staff
}

#[test]
fn a_sign_up_with_the_staff_link_is_good_for_as_long_as_the_link() {
    for (minutes, in_time) in [(59, true), (61, false)] {
        both(async |world| {
            let link = fresh_link(world).await;
            let token = request(world, "198.51.100.7", "olivia@harbour.example", &link).await;
            world.clock.advance_minutes(minutes);
            let signed_in = verify(world, "198.51.100.7", &token).await;
            assert_eq!(is_staff(world, &signed_in).await, in_time, "after {minutes} minutes");
        });
    }
}

#[test]
fn the_link_makes_one_person_staff_and_then_never_again() {
    both(async |world| {
        let link = fresh_link(world).await;
        assert!(staff_link_works(&world.backend, &link).await.expect("asked"));
        let token = request(world, "198.51.100.1", "staff@alpenhost.example", &link).await;
        let signed_in = verify(world, "198.51.100.1", &token).await;
        assert!(is_staff(world, &signed_in).await);
        let appointed = format!("history WHERE act = '{}'", Act::StaffAppointed.as_str());
        assert_eq!(world.count(&appointed).await, 1);

        assert!(first_staff_link(&world.backend).await.expect("asked").is_none());
        assert!(!staff_link_works(&world.backend, &link).await.expect("asked"));
        let token = request(world, "198.51.100.2", "late@alpenhost.example", &link).await;
        let signed_in = verify(world, "198.51.100.2", &token).await;
        assert!(!is_staff(world, &signed_in).await);
        assert_eq!(check_invariants(&world.backend.store).await.expect("checked"), []);
    });
}

#[test]
fn the_link_works_for_an_hour_and_until_the_next_start() {
    both(async |world| {
        let older = fresh_link(world).await;
        let newer = fresh_link(world).await;
        assert!(!staff_link_works(&world.backend, &older).await.expect("asked"));
        assert!(staff_link_works(&world.backend, &newer).await.expect("asked"));
        world.clock.advance_minutes(60);
        assert!(!staff_link_works(&world.backend, &newer).await.expect("asked"));
        let token = request(world, "198.51.100.1", "staff@alpenhost.example", &newer).await;
        let signed_in = verify(world, "198.51.100.1", &token).await;
        assert!(!is_staff(world, &signed_in).await);
    });
}

#[test]
fn of_several_who_came_by_the_link_only_one_becomes_staff() {
    both(async |world| {
        let link = fresh_link(world).await;
        let mut tokens = Vec::new();
        for number in 1..=4 {
            let address = format!("198.51.100.{number}");
            let email = format!("staff{number}@alpenhost.example");
            tokens.push((address.clone(), request(world, &address, &email, &link).await));
        }
        let all =
            at_once(tokens.into_iter().map(|(address, token)| {
                let backend = world.backend.clone();
                async move {
                    verify_sign_up(&backend, &origin_at(&address), &token, secret(PASSWORD)).await
                }
            }))
            .await;
        let mut staff = 0;
        for signed_in in all {
            staff += usize::from(is_staff(world, &signed_in.expect("confirmed")).await);
        }
        assert_eq!(staff, 1);
        assert_eq!(world.count("users WHERE staff").await, 1);
    });
}
