//! The kinds of products of an organization.

use std::convert::Infallible;

use domain::{
    id::PublicId,
    locale::Locale,
    rights::{self, Action},
};

use super::{authorize, seen};
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, products::Kind},
};

/// Lists the kinds of which the one who asks sees products, called as in `locale`.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn list_kinds(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    locale: Locale,
) -> Result<Vec<Kind>, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing_with_products(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::SeeProducts)?;
    let seen = seen(&standing);
    let mut kinds = store::products::kinds(&mut tx, locale).await?;
    kinds.retain(|kind| {
        let single = || seen.products.iter().any(|it| it.kind == kind.id);
        seen.everything || seen.kinds.contains(&kind.id) || single()
    });
    Ok(kinds)
}
