//! How every organization begins.

use domain::{
    id::{OrgId, PublicId, UserId},
    locale::Locale,
    membership::Contact,
    rights::{Permit, Place, Role},
    sign_up::OrgKind,
    text::OrgName,
    time::Timestamp,
};

use crate::{
    Backend, Profile, StoreError,
    store::{self, OrgLock, Tx, members::NewMember, organizations::NewOrganization, places::When},
};

/// What an organization begins with.
pub(crate) struct Founding<'a> {
    pub(crate) name: &'a OrgName,
    pub(crate) kind: OrgKind,
    pub(crate) locale: Locale,
    /// Its legal representative.
    pub(crate) founder: UserId,
    /// What that person is called.
    pub(crate) profile: &'a Profile,
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
    let founder = NewMember {
        user: founding.founder,
        keys: &founding.profile.name_keys(),
        place: &Place::of(Role::LegalRepresentative),
        contact: Contact::ALL,
    };
    let at = store::members::instant(tx, &lock, now).await?;
    let when = When { at, entropy: &*backend.entropy };
    store::members::insert(tx, &lock, permit, &founder, when).await?;
    Ok((lock, organization.public_id))
}
