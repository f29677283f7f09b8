//! How every organization begins.

use domain::{
    id::{OrgId, PublicId, UserId},
    locale::Locale,
    rights::Permit,
    sign_up::OrgKind,
    text::OrgName,
    time::Timestamp,
};

use crate::{
    Backend, StoreError,
    store::{self, OrgLock, Tx, organizations::NewOrganization},
};

/// What an organization begins with.
pub(crate) struct Founding<'a> {
    pub(crate) name: &'a OrgName,
    pub(crate) kind: OrgKind,
    pub(crate) locale: Locale,
    /// Its legal representative.
    pub(crate) founder: UserId,
}

/// Creates an organization with its legal representative.
pub(crate) async fn found(
    backend: &Backend,
    tx: &mut Tx,
    permit: &Permit,
    founding: Founding<'_>,
    now: Timestamp,
) -> Result<(OrgLock, PublicId), StoreError> {
    let organization = NewOrganization {
        id: OrgId::mint(now, backend.draw()),
        public_id: PublicId::mint(backend.draw()),
        name: founding.name,
        kind: founding.kind,
        locale: founding.locale,
    };
    let lock = store::organizations::insert(tx, permit, &organization, now).await?;
    store::members::insert_founder(tx, &lock, permit, founding.founder, now).await?;
    Ok((lock, organization.public_id))
}
