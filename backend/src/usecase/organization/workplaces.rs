//! What surrounds every page: the organizations of a person, and what they may do in the one that
//! they look at.

use domain::{
    id::PublicId,
    rights::{self, Action},
};

use super::{OrganizationView, list_mine::list};
use crate::{Backend, Identity, StoreError, store};

/// See [`workplaces`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workplaces {
    /// The organizations of the person who asks, by name.
    pub mine: Vec<OrganizationView>,
    /// The one that is looked at.
    pub present: Option<PublicId>,
    /// Which of the actions the person may do there, in the same order.
    pub may: Vec<bool>,
}

/// The organizations of the person who asks. The one that they look at is the one `asked` for if they
/// belong to it, or else the one that they looked at last.
pub async fn workplaces(
    backend: &Backend,
    identity: &Identity,
    asked: Option<PublicId>,
    actions: &[Action],
) -> Result<Workplaces, StoreError> {
    let mut tx = backend.store.read().await?;
    let mine = list(&mut tx, identity).await?;
    let known = |org: &PublicId| mine.iter().any(|it| it.public_id == *org);
    let present = asked
        .filter(known)
        .or_else(|| identity.last_org.filter(known))
        .or_else(|| mine.first().map(|it| it.public_id));
    let standing = match present {
        Some(org) => store::members::standing(&mut tx, org, identity.user).await?,
        None => None,
    };
    let may = |action| standing.as_ref().is_some_and(|it| rights::decide(it, action).is_ok());
    let may = actions.iter().map(may).collect();
    Ok(Workplaces { mine, present, may })
}
