//! What a person may do in an organization, for menus and search.

use std::convert::Infallible;

use domain::{
    id::PublicId,
    rights::{self, Action},
};

use super::authorize;
use crate::{Backend, Identity, UseCaseError};

/// Which of these the person may do, in the same order.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`] for those who see nothing there.
pub async fn may(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    actions: &[Action],
) -> Result<Vec<bool>, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::SeeOrganization)?;
    Ok(actions.iter().map(|it| rights::decide(&standing, it).is_ok()).collect())
}
