//! Requests that wait for an answer.

use std::convert::Infallible;

use domain::{
    id::{PublicId, RequestId, UserId},
    locale::Locale,
    rights::{self, Action, Standing, Wish},
    time::Timestamp,
};

use super::{about, authorize};
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, names::Names, requests::Request},
};

/// How many requests a page shows: the oldest, which were left waiting longest.
const PER_PAGE: i64 = 50;

/// Requests that wait for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestsView {
    /// Those of the one who looks.
    pub own: Vec<RequestLine>,
    /// Those of others, the oldest first, for who may answer; `None` for who may not.
    pub others: Option<Vec<RequestLine>>,
    /// What the products in question are called.
    pub names: Names,
}

/// A request, as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// Which.
    pub id: RequestId,
    /// Who asks.
    pub user: UserId,
    /// Their first and last name.
    pub name: String,
    /// For what.
    pub wish: Wish,
    /// When.
    pub created_at: Timestamp,
}

impl From<Request> for RequestLine {
    fn from(it: Request) -> Self {
        let Request { id, user, name, wish, created_at, .. } = it;
        Self { id, user, name, wish, created_at }
    }
}

/// Lists own requests, and those of others for who may answer them, kinds of products called as in
/// `locale`.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn list(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    locale: Locale,
) -> Result<RequestsView, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing_with_products(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::AskForRight)?;
    let org = standing.org;
    let own = store::requests::of_user(&mut tx, org, identity.user).await?;
    let own: Vec<_> = own.into_iter().filter(|it| !it.wish.is_granted(&standing)).collect();
    let mut others = None;
    if rights::decide(&standing, &Action::AnswerRequests).is_ok() {
        let mut found = store::requests::list(&mut tx, org, PER_PAGE).await?;
        found.retain(|it| it.user != identity.user);
        others = Some(found);
    }
    let seen = |it: &Request| may_be_named(&standing, it.wish).then(|| about(it.wish));
    let places: Vec<_> = own.iter().chain(others.iter().flatten()).filter_map(seen).collect();
    let names = Names::find(&mut tx, org, locale, &places).await?;
    let lines = |it: Vec<Request>| it.into_iter().map(RequestLine::from).collect();
    Ok(RequestsView { own: lines(own), others: others.map(lines), names })
}

/// Whether somebody may know what the product of a wish is called: who may not see it does not.
fn may_be_named(standing: &Standing, wish: Wish) -> bool {
    let Wish::Product(product, _) = wish else { return true };
    rights::ProductRight::ALL.iter().any(|it| standing.reach(*it).covers(product))
}
