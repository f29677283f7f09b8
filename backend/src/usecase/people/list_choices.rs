//! What can be given to a member: kinds, products, teams.

use std::convert::Infallible;

use domain::{
    id::{OrgId, ProductId, PublicId, TeamId},
    locale::Locale,
    rights::{self, Action, Place, Scope},
    text::TeamName,
};

use super::authorize;
use crate::{
    Backend, Identity, UseCaseError,
    store::{
        self, Tx,
        products::{Kind, Product, Range},
    },
};

/// How many products a page offers, beside those that are chosen already.
const PER_PAGE: usize = 10;

/// The most products that are shown as chosen: the others are found by their names.
const MOST_CHOSEN: usize = 10;

/// What can be given to a member, in parts where it may be much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// All kinds that the provider sells.
    pub kinds: Vec<Kind>,
    /// Products that are chosen one by one.
    pub chosen: Vec<Product>,
    /// How many more are chosen and not shown.
    pub more_chosen: usize,
    /// Other products, by name.
    pub products: Vec<Product>,
    /// The product behind which the next part begins, if there is more.
    pub next: Option<ProductId>,
    /// All teams.
    pub teams: Vec<(TeamId, TeamName)>,
}

/// What of it is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Products whose names begin like this…
    pub beginning: String,
    /// …behind this one.
    pub behind: Option<ProductId>,
    /// The language that kinds are called in.
    pub locale: Locale,
}

/// Lists what can be given beside what `place` has.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn list_choices(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    place: &Place,
    wanted: &Wanted,
) -> Result<Choices, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&actor, &Action::SeeAccess)?;
    let (chosen, more_chosen) = chosen(&mut tx, actor.org, place).await?;
    let mut range = Range::of(&wanted.beginning);
    if let Some(product) = wanted.behind {
        let further = store::products::behind(&mut tx, actor.org, range.clone(), product).await?;
        range = further.unwrap_or(range);
    }
    // Some of them may be chosen already.
    let limit = i64::try_from(PER_PAGE + MOST_CHOSEN + 1).unwrap_or(i64::MAX);
    let mut products = store::products::list(&mut tx, actor.org, &range, limit).await?;
    products.retain(|it| !chosen.contains(it));
    let next = products.get(PER_PAGE).and(products.get(PER_PAGE - 1)).map(|it| it.about.id);
    products.truncate(PER_PAGE);
    Ok(Choices {
        kinds: store::products::kinds(&mut tx, wanted.locale).await?,
        chosen,
        more_chosen,
        products,
        next,
        teams: store::teams::list(&mut tx, actor.org).await?,
    })
}

/// The first products that this gives a right on one by one, and how many more there are.
async fn chosen(
    tx: &mut Tx,
    org: OrgId,
    place: &Place,
) -> Result<(Vec<Product>, usize), UseCaseError<Infallible>> {
    let mut ids: Vec<_> = place
        .grants
        .iter()
        .filter_map(|it| match it.scope {
            Scope::Product(product) => Some(product.id),
            Scope::Kind(_) => None,
        })
        .collect();
    ids.dedup();
    let mut chosen = Vec::new();
    for id in ids.iter().take(MOST_CHOSEN) {
        chosen.extend(store::products::find(tx, org, *id).await?);
    }
    Ok((chosen, ids.len().saturating_sub(MOST_CHOSEN)))
}
