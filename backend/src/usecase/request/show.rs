//! One request, for those who answer.

use std::convert::Infallible;

use domain::{
    id::{PublicId, RequestId, UserId},
    locale::Locale,
    rights::{self, Action, Denial, Role, Wish},
    time::Timestamp,
};

use super::{about, authorize};
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, names::Names},
};

/// A request that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestDetails {
    /// Which.
    pub id: RequestId,
    /// Who asks.
    pub user: UserId,
    /// Their first and last name.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// For what.
    pub wish: Wish,
    /// What they say about it; empty for nothing.
    pub message: String,
    /// When.
    pub created_at: Timestamp,
    /// Whether the one who looks can give it; or why not.
    pub answer: Result<(), Denial>,
    /// What the product in question is called.
    pub names: Names,
}

/// Shows a request, kinds of products called as in `locale`.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and where no such request waits, [`UseCaseError::Denied`].
pub async fn show(
    backend: &Backend,
    identity: &Identity,
    (organization, id): (PublicId, RequestId),
    locale: Locale,
) -> Result<RequestDetails, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&actor, &Action::AnswerRequests)?;
    let found = store::requests::find(&mut tx, actor.org, id).await?;
    let it = found.ok_or(UseCaseError::NotFound)?;
    let names = Names::find(&mut tx, actor.org, locale, [&about(it.wish)]).await?;
    Ok(RequestDetails {
        id,
        user: it.user,
        answer: rights::decide(&actor, &it.wish.answer(it.user, it.role)).map(drop),
        name: it.name,
        role: it.role,
        wish: it.wish,
        message: it.message,
        created_at: it.created_at,
        names,
    })
}
