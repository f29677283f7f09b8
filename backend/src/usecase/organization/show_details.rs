//! The details of an organization, for whoever may see them.

use std::convert::Infallible;

use domain::{
    details::Details,
    id::PublicId,
    rights::{self, Action, Denial},
};

use super::authorize;
use crate::{Backend, Identity, LogoNote, UseCaseError, store};

/// The details, and whether the person who asks may change them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailsView {
    /// What the organization says about itself.
    pub details: Details,
    /// The logo, if there is one.
    pub logo: Option<LogoNote>,
    /// Why the person may not change them, if so.
    pub may_change: Result<(), Denial>,
}

/// Shows the details to a member who may see them. For outsiders there is no organization.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`].
pub async fn show_details(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<DetailsView, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing(&mut tx, identity, organization).await?;
    let permit = rights::decide(&standing, &Action::SeeDetails)?;
    let details = store::details::find(&mut tx, &permit, standing.org).await?;
    let logo = store::pictures::logo_note(&mut tx, &permit).await?;
    let may_change = rights::decide(&standing, &Action::ChangeDetails).map(drop);
    Ok(DetailsView { details, logo, may_change })
}
