//! What the demo's provider sells, and what its customers have bought.

use domain::{
    catalogue::ProductRef,
    history::Act,
    id::{OrgId, ProductId},
    locale::Locale,
    rights::{self, Permit},
    text::ProductName,
};

use super::{
    Error, broken,
    cast::{KINDS, PRODUCTS},
};
use crate::{
    Backend,
    history::{Event, Events},
    store::{self, Tx, products::Product},
};

/// Fills the catalogue.
pub(super) async fn sell(tx: &mut Tx, permit: &Permit) -> Result<(), Error> {
    for (sold, position) in KINDS.iter().zip(1..) {
        let kind = sold.kind.parse().map_err(|_| broken(sold.kind))?;
        let names: Vec<_> = Locale::ALL.iter().copied().zip(sold.names).collect();
        store::products::insert_kind(tx, permit, kind, position, &names).await?;
    }
    Ok(())
}

/// Adds what this organization has bought.
pub(super) async fn buy(backend: &Backend, name: &str, org: OrgId) -> Result<(), Error> {
    let now = backend.now();
    let permit = rights::system("demo", Some(org));
    let mut tx = backend.store.begin().await?;
    let lock = tx.lock_organization(org).await?;
    let mut events = Vec::new();
    for [_, kind, name] in PRODUCTS.iter().filter(|[owner, ..]| *owner == name) {
        let id = ProductId::mint(now, backend.draw());
        let product = Product {
            about: ProductRef { id, kind: kind.parse().map_err(|_| broken(kind))? },
            name: ProductName::parse(name).map_err(|_| broken(name))?,
            created_at: now,
        };
        store::products::insert(&mut tx, &permit, org, &product).await?;
        let event = Event::new(&lock, &permit, Act::ProductAdded);
        events.push(event.about("product", id.as_uuid()).detail("product", *name));
    }
    let mut events = events.into_iter();
    if let Some(first) = events.next() {
        backend.commit(tx, now, Events { first, more: events.collect() }).await?;
    }
    Ok(())
}
