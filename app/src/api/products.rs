//! What an organization has bought, as far as the reader has a right on it.

#[cfg(feature = "ssr")]
mod sheets;

use domain::{
    catalogue::KindId,
    id::{ProductId, PublicId},
};
use leptos::prelude::*;

use super::{PageFailure, strict_form::Form};
use crate::sheet::Sheet;

/// Lists the kinds of products.
#[server(endpoint = "list_kinds", input = Form)]
pub async fn list_kinds(org: PublicId) -> Result<Sheet, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let locale = visitor.look.locale;
    let kinds = backend::usecase::products::list_kinds(&backend, &identity, org, locale)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::kinds(org, kinds, visitor.words()))
}

/// Lists the products of a kind. `query` is what stands behind the question mark in the address of the
/// page: where to begin.
#[server(endpoint = "list_products", input = Form)]
pub async fn list_products(
    org: PublicId,
    kind: KindId,
    query: String,
) -> Result<Sheet, PageFailure> {
    use super::{paging, request};

    let (backend, visitor, identity) = request::signed_in()?;
    let behind = paging::behind(&query);
    let locale = visitor.look.locale;
    let found =
        backend::usecase::products::list_products(&backend, &identity, (org, kind), behind, locale)
            .await
            .map_err(request::plain_failure)?;
    Ok(sheets::products((org, kind), found, behind.is_some(), visitor.words()))
}

/// Shows a product.
#[server(endpoint = "show_product", input = Form)]
pub async fn show_product(
    org: PublicId,
    kind: KindId,
    product: ProductId,
) -> Result<Sheet, PageFailure> {
    use super::{people::present::Reader, request};

    let (backend, visitor, identity) = request::signed_in()?;
    let locale = visitor.look.locale;
    let which = (org, kind, product);
    let found = backend::usecase::products::show_product(&backend, &identity, which, locale)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::product(&found, &Reader::new(&visitor, &identity)))
}
