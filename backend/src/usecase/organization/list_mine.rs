//! The organizations of a person.

use super::OrganizationView;
use crate::{
    Backend, Identity, StoreError,
    store::{self, Tx},
};

/// The organizations that the person who asks belongs to, by name.
pub async fn list_mine(
    backend: &Backend,
    identity: &Identity,
) -> Result<Vec<OrganizationView>, StoreError> {
    let mut tx = backend.store.read().await?;
    list(&mut tx, identity).await
}

pub(super) async fn list(
    tx: &mut Tx,
    identity: &Identity,
) -> Result<Vec<OrganizationView>, StoreError> {
    let all = store::organizations::list_of_member(tx, identity.user).await?;
    Ok(all
        .into_iter()
        .map(|(it, role)| OrganizationView {
            public_id: it.public_id,
            name: it.name,
            kind: it.kind,
            logo: it.logo,
            role,
        })
        .collect())
}
