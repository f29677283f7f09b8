//! The products of one kind.

use std::convert::Infallible;

use domain::{
    catalogue::KindId,
    id::{ProductId, PublicId},
    locale::Locale,
    rights::{self, Action},
};

use super::{authorize, seen};
use crate::{
    Backend, Identity, UseCaseError,
    store::{
        self,
        products::{Product, Range},
    },
};

/// How many products a page shows.
const PER_PAGE: usize = 50;

/// Some products of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductsView {
    /// What the kind is called.
    pub kind: String,
    /// Products by name.
    pub products: Vec<Product>,
    /// The product behind which the next part begins, if there is more.
    pub next: Option<ProductId>,
}

/// Lists the products of a kind, called as in `locale`, that the one who asks sees: those behind that
/// one, by name.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, and for a kind that is not sold; [`UseCaseError::Denied`].
pub async fn list_products(
    backend: &Backend,
    identity: &Identity,
    (organization, kind): (PublicId, KindId),
    behind: Option<ProductId>,
    locale: Locale,
) -> Result<ProductsView, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing_with_products(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::SeeProducts)?;
    let name = store::products::kind_name(&mut tx, kind, locale).await?;
    let name = name.ok_or(UseCaseError::NotFound)?;
    let seen = seen(&standing);
    let mut products = if seen.everything || seen.kinds.contains(&kind) {
        let mut range = Range::of("");
        if let Some(product) = behind {
            let further =
                store::products::behind(&mut tx, standing.org, range.clone(), product).await?;
            range = further.unwrap_or(range);
        }
        let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
        store::products::list_of_kind(&mut tx, standing.org, kind, &range, limit).await?
    } else {
        // They were granted one by one, so there are few: all stand on one page.
        let mut single = Vec::new();
        for product in seen.products.iter().filter(|it| it.kind == kind) {
            single.extend(store::products::find(&mut tx, standing.org, product.id).await?);
        }
        single.sort_by_cached_key(|it| (domain::search::folded(it.name.as_str()), it.about.id));
        return Ok(ProductsView { kind: name, products: single, next: None });
    };
    let more = products.len() > PER_PAGE;
    products.truncate(PER_PAGE);
    let next = products.last().filter(|_| more).map(|it| it.about.id);
    Ok(ProductsView { kind: name, products, next })
}
