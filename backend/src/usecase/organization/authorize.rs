//! What every use case of an organization begins with.

use domain::{
    id::PublicId,
    rights::{self, Action, Permit, Standing},
};

use crate::{
    Identity, StoreError, UseCaseError,
    store::{self, OrgLock, Tx},
};

/// What is true of the person in the organization. For outsiders there is none.
pub(in crate::usecase) async fn standing<R>(
    tx: &mut Tx,
    identity: &Identity,
    organization: PublicId,
) -> Result<Standing, UseCaseError<R>> {
    let found = store::members::standing(tx, organization, identity.user).await?;
    found.ok_or(UseCaseError::NotFound)
}

/// The same with all rights on products, where those are in question.
pub(in crate::usecase) async fn standing_with_products<R>(
    tx: &mut Tx,
    identity: &Identity,
    organization: PublicId,
) -> Result<Standing, UseCaseError<R>> {
    let plain = standing(tx, identity, organization).await?;
    let grants = store::places::held(tx, plain.org, identity.user).await?;
    Ok(Standing { grants, ..plain })
}

/// Whether the person may do this, as far as can be seen without a lock.
pub(in crate::usecase) async fn permit<R>(
    tx: &mut Tx,
    identity: &Identity,
    organization: PublicId,
    action: &Action,
) -> Result<Permit, UseCaseError<R>> {
    Ok(rights::decide(&standing(tx, identity, organization).await?, action)?)
}

/// Holds an organization of the person: what is read from now on nobody else can change.
pub(in crate::usecase) async fn hold<R>(
    tx: &mut Tx,
    identity: &Identity,
    organization: PublicId,
) -> Result<OrgLock, UseCaseError<R>> {
    let org = standing(tx, identity, organization).await?.org;
    tx.lock_organization(org).await.map_err(|error| match error {
        // Closed in the meantime.
        StoreError::Gone => UseCaseError::NotFound,
        other => other.into(),
    })
}

/// Holds the organization and decides by what is true now that nobody can change it any more.
pub(in crate::usecase) async fn lock<R>(
    tx: &mut Tx,
    identity: &Identity,
    organization: PublicId,
    action: &Action,
) -> Result<(OrgLock, Permit), UseCaseError<R>> {
    let lock = hold(tx, identity, organization).await?;
    let permit = permit(tx, identity, organization, action).await?;
    Ok((lock, permit))
}
