//! People and products are found by what they are called, as far as one may open them.

use std::collections::BTreeSet;

use domain::{
    catalogue::ProductRef,
    id::PublicId,
    locale::Locale,
    rights::{Grant, Place, ProductRight, Role, Scope},
};

use crate::{
    UseCaseError,
    testing::{Guest, World, both},
    usecase::{
        organization::find_things,
        people::{ChangeAsked, change_member, show_member},
    },
};

struct Cast {
    org: PublicId,
    olivia: Guest,
    carla: Guest,
    eddie: Guest,
    hosting: ProductRef,
}

async fn cast(world: &World) -> Cast {
    let olivia = world.sign_up("olivia@harbour.example").await;
    let org = olivia.organization;
    let carla = world.sign_up("carla@harbour.example").await;
    world.enrol(&carla, org, Role::Collaborator).await;
    let eddie = world.sign_up("eddie@partner.example").await;
    world.enrol(&eddie, org, Role::External).await;
    let hosting = world.add_product(&olivia, "web-hosting", "harbour.example").await;
    world.add_product(&olivia, "mail", "harbour mail").await;
    Cast { org, olivia, carla, eddie, hosting }
}

/// Addresses of people and names of products.
async fn found(world: &World, who: &Guest, org: PublicId, question: &str) -> [Vec<String>; 2] {
    let things = find_things(&world.backend, &who.identity, org, question, Locale::En).await;
    let things = things.expect("a member");
    [
        things.people.into_iter().map(|it| it.email).collect(),
        things.products.into_iter().map(|it| it.name.to_string()).collect(),
    ]
}

async fn give(world: &World, cast: &Cast, whom: &Guest, scope: Scope) {
    let user = whom.identity.user;
    let (backend, olivia) = (&world.backend, &cast.olivia.identity);
    let member = show_member(backend, olivia, (cast.org, user), Locale::En).await.expect("seen");
    let grants = BTreeSet::from([Grant { scope, right: ProductRight::Statistics }]);
    let place = Place { grants, ..Place::of(member.role) };
    let asked = ChangeAsked { user, place, seen: member.changed_at, draft: None };
    assert!(change_member(backend, olivia, cast.org, &asked).await.expect("done"));
}

#[test]
fn members_are_found_by_either_name_and_by_their_address() {
    both(async |world| {
        let cast = cast(world).await;
        let profile = &cast.carla.identity.profile;
        let (first, last) = (profile.first_name.to_string(), profile.last_name.to_string());
        let carla = "carla@harbour.example".to_owned();
        for question in [
            first.to_uppercase(),
            last.chars().take(3).collect(),
            format!("{first} {last}"),
            format!("{last} {first}"),
            " CARLA@harbour.example ".to_owned(),
        ] {
            let [people, _] = found(world, &cast.carla, cast.org, &question).await;
            assert!(people.contains(&carla), "{question}: {people:?}");
            assert_eq!(people.iter().filter(|it| **it == carla).count(), 1, "{question}");
        }
        for nothing in ["", " ", "x", "%", "zzzz", "carla@"] {
            assert_eq!(found(world, &cast.carla, cast.org, nothing).await[0], [""; 0]);
        }
        let outside = world.sign_up("carla@other.example").await;
        let [people, _] = found(world, &outside, outside.organization, &first).await;
        assert_eq!(people, ["carla@other.example"], "each organization for itself");
        let refused = find_things(&world.backend, &outside.identity, cast.org, "carla", Locale::En);
        assert!(matches!(refused.await, Err(UseCaseError::NotFound)));
    });
}

#[test]
fn only_what_one_may_open_is_found() {
    both(async |world| {
        let cast = cast(world).await;
        let all = ["harbour mail".to_owned(), "harbour.example".to_owned()];
        assert_eq!(found(world, &cast.olivia, cast.org, "HARB").await[1], all);
        assert_eq!(found(world, &cast.carla, cast.org, "harb").await[1], [""; 0]);
        give(world, &cast, &cast.carla, Scope::Product(cast.hosting)).await;
        assert_eq!(found(world, &cast.carla, cast.org, "harb").await[1], all[1..]);
        give(world, &cast, &cast.eddie, Scope::Kind(cast.hosting.kind)).await;
        let [people, products] = found(world, &cast.eddie, cast.org, "harb").await;
        assert_eq!(products, all[1..]);
        assert_eq!(people, [""; 0]);
        let name = cast.carla.identity.profile.first_name.to_string();
        assert_eq!(found(world, &cast.eddie, cast.org, &name).await[0], [""; 0], "externals");
    });
}
