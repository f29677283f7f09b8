//! The files of an organization's logo and of its members' pictures.

use std::convert::Infallible;

use domain::{
    id::{PublicId, UserId},
    rights::Action,
};

use super::authorize;
use crate::{Backend, Identity, UseCaseError, store};

/// The logo as a PNG file, for members.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and if there is none, [`UseCaseError::Denied`].
pub async fn logo_file(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<Vec<u8>, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let permit =
        authorize::permit(&mut tx, identity, organization, &Action::SeeOrganization).await?;
    store::pictures::logo(&mut tx, &permit).await?.ok_or(UseCaseError::NotFound)
}

/// The picture of a member as a PNG file, for those who see who the members are.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and if there is none, [`UseCaseError::Denied`].
pub async fn member_picture(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    member: UserId,
) -> Result<Vec<u8>, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let permit = authorize::permit(&mut tx, identity, organization, &Action::SeeMembers).await?;
    let found = store::pictures::picture_of_member(&mut tx, &permit, member).await?;
    found.ok_or(UseCaseError::NotFound)
}
