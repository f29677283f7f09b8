//! Products: everybody sees exactly those that they have a right on.

use std::collections::BTreeSet;

use domain::{
    catalogue::ProductRef,
    locale::Locale,
    rights::{Denial, Grant, Place, ProductRight, Reason, Role, Scope},
};

use crate::{
    UseCaseError,
    testing::{Guest, World, both},
    usecase::{
        people::{ChangeAsked, change_member, show_member},
        products::{list_kinds, list_products, show_product},
    },
};

const OLIVIA: &str = "olivia@harbour.example";

/// The names of all products that a person sees, kind by kind.
async fn seen(world: &World, reader: &Guest, owner: &Guest) -> Vec<String> {
    let (backend, org) = (&world.backend, owner.organization);
    let mut names = Vec::new();
    for kind in list_kinds(backend, &reader.identity, org, Locale::En).await.expect("a member") {
        let mut behind = None;
        loop {
            let which = (org, kind.id);
            let part = list_products(backend, &reader.identity, which, behind, Locale::En).await;
            let part = part.expect("a member");
            names.extend(part.products.iter().map(|it| format!("{}/{}", kind.id, it.name)));
            behind = part.next;
            if behind.is_none() {
                break;
            }
        }
    }
    names
}

async fn grant(world: &World, owner: &Guest, who: &Guest, role: Role, scopes: &[Scope]) {
    let whom = (owner.organization, who.identity.user);
    let member = show_member(&world.backend, &owner.identity, whom, Locale::En).await;
    let seen = member.expect("a member").changed_at;
    let right = ProductRight::Technical;
    let grants = scopes.iter().map(|scope| Grant { scope: *scope, right }).collect();
    let place = Place { grants, ..Place::of(role) };
    let asked = ChangeAsked { user: who.identity.user, place, seen, draft: None };
    change_member(&world.backend, &owner.identity, owner.organization, &asked).await.expect("done");
}

async fn show(
    world: &World,
    reader: &Guest,
    owner: &Guest,
    product: ProductRef,
) -> Result<BTreeSet<Reason>, UseCaseError<std::convert::Infallible>> {
    let which = (owner.organization, product.kind, product.id);
    let found = show_product(&world.backend, &reader.identity, which, Locale::En).await?;
    Ok(found.rights.get(&ProductRight::Technical).cloned().unwrap_or_default())
}

#[test]
fn everybody_sees_exactly_what_they_have_a_right_on_and_why() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let bruno = world.sign_up("bruno@harbour.example").await;
        let eddie = world.sign_up("eddie@partner.example").await;
        world.enrol(&bruno, olivia.organization, Role::Collaborator).await;
        world.enrol(&eddie, olivia.organization, Role::External).await;
        let site = world.add_product(&olivia, "web-hosting", "harbour.example").await;
        let mail = world.add_product(&olivia, "mail", "Harbour").await;
        world.add_product(&olivia, "mail", "Émile").await;

        let all = ["mail/Émile", "mail/Harbour", "web-hosting/harbour.example"];
        assert_eq!(seen(world, &olivia, &olivia).await, all);
        assert_eq!(show(world, &olivia, &olivia, mail).await.expect("seen"), [Reason::Role].into());
        for reader in [&bruno, &eddie] {
            assert_eq!(seen(world, reader, &olivia).await, [""; 0]);
        }
        for reader in [&bruno, &eddie] {
            let denied = show(world, reader, &olivia, site).await;
            assert!(matches!(denied, Err(UseCaseError::Denied(Denial::MissingGrant { .. }))));
        }

        grant(world, &olivia, &bruno, Role::Collaborator, &[Scope::Product(site)]).await;
        grant(world, &olivia, &eddie, Role::External, &[Scope::Kind(mail.kind)]).await;
        assert_eq!(seen(world, &bruno, &olivia).await, ["web-hosting/harbour.example"]);
        assert_eq!(show(world, &bruno, &olivia, site).await.expect("seen"), [Reason::Own].into());
        assert_eq!(seen(world, &eddie, &olivia).await, ["mail/Émile", "mail/Harbour"]);
        let later = world.add_product(&olivia, "mail", "Zoe").await;
        assert_eq!(show(world, &eddie, &olivia, later).await.expect("seen"), [Reason::Own].into());
    });
}

#[test]
fn a_product_of_somebody_else_or_under_another_kind_is_not_there() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let stranger = world.sign_up("stranger@other.example").await;
        let site = world.add_product(&olivia, "web-hosting", "harbour.example").await;
        let mail = world.add_product(&stranger, "mail", "other.example").await;
        for (reader, product) in
            [(&olivia, mail), (&stranger, site), (&olivia, ProductRef { kind: mail.kind, ..site })]
        {
            assert!(matches!(
                show(world, reader, &olivia, product).await,
                Err(UseCaseError::NotFound)
            ));
        }
        let which = (olivia.organization, "unsold".parse().expect("a kind"));
        let unsold = list_products(&world.backend, &olivia.identity, which, None, Locale::En).await;
        assert!(matches!(unsold, Err(UseCaseError::NotFound)));
    });
}

#[test]
fn a_long_list_of_products_has_parts_in_which_each_stands_once() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        for number in 0..60 {
            world.add_product(&olivia, "mail", &format!("Box {number:02}")).await;
        }
        let names = seen(world, &olivia, &olivia).await;
        assert_eq!(names.len(), 60);
        assert!(names.is_sorted(), "{names:?}");
    });
}
