//! One product.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
};

use domain::{
    catalogue::KindId,
    id::{ProductId, PublicId, TeamId},
    locale::Locale,
    rights::{self, Action, ProductRight, Reason},
    text::TeamName,
};

use super::authorize;
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, products::Product},
};

/// A product, and what the one who asks may do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductDetails {
    /// The product.
    pub product: Product,
    /// What its kind is called.
    pub kind: String,
    /// The rights that the one who asks has on it, with every reason for each.
    pub rights: BTreeMap<ProductRight, BTreeSet<Reason>>,
    /// What the teams among the reasons are called.
    pub teams: BTreeMap<TeamId, TeamName>,
}

/// Shows a product, its kind called as in `locale`.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and for products that are not there,
/// [`UseCaseError::Denied`].
pub async fn show_product(
    backend: &Backend,
    identity: &Identity,
    (organization, kind, product): (PublicId, KindId, ProductId),
    locale: Locale,
) -> Result<ProductDetails, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing_with_products(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::SeeProducts)?;
    let found = store::products::find(&mut tx, standing.org, product).await?;
    let product = found.filter(|it| it.about.kind == kind).ok_or(UseCaseError::NotFound)?;
    let reasons = |right: &ProductRight| {
        let reasons = rights::reasons(&standing, product.about, *right);
        (!reasons.is_empty()).then_some((*right, reasons))
    };
    let rights: BTreeMap<_, _> = ProductRight::ALL.iter().filter_map(reasons).collect();
    if rights.is_empty() {
        rights::decide(&standing, &Action::Product(product.about, ProductRight::Statistics))?;
    }
    let mut teams = BTreeMap::new();
    for reason in rights.values().flatten() {
        let Reason::Team(team) = reason else { continue };
        if let Some(found) = store::teams::find(&mut tx, standing.org, *team).await? {
            teams.insert(*team, found.name);
        }
    }
    let name = store::products::kind_name(&mut tx, kind, locale).await?;
    Ok(ProductDetails { kind: name.ok_or(UseCaseError::NotFound)?, product, rights, teams })
}
