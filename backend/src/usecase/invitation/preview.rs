//! What inviting would come to, line by line. Sends nothing.

use std::convert::Infallible;

use domain::{
    id::PublicId,
    invitation::Typed,
    limit::Limited,
    locale::Locale,
    rights::{self, Action, Place},
};

use super::judge::{Predicted, budget, judge};
use crate::{
    Backend, Identity, UseCaseError,
    commit::Technical,
    guard,
    store::{Tx, names::Names, retrying},
    usecase::{organization::authorize, people::existing},
};

/// What inviting would come to.
#[derive(Debug, Clone)]
pub struct InvitePreview {
    /// For each line that was typed.
    pub rows: Vec<Predicted>,
    /// What would be offered.
    pub place: Place,
    /// Whether something that was chosen is no longer there to be given.
    pub left_out: bool,
    /// What the products, kinds and teams in question are called.
    pub names: Names,
}

/// Says what inviting these addresses to that would come to.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn preview(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    (typed, place): (&[Typed], &Place),
    locale: Locale,
) -> Result<InvitePreview, UseCaseError<Infallible>> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing(&mut tx, identity, organization).await?;
    let asked = place.clone().tidy();
    rights::decide(&actor, &Action::Invite(asked.role))?;
    let place = existing(&mut tx, actor.org, &Place::of(asked.role), asked.clone()).await?;
    let mut budget = budget(&mut tx, actor.org, now).await?;
    let mut rows = Vec::with_capacity(typed.len());
    for it in typed {
        rows.push(judge(&mut tx, actor.org, it, &mut budget, now).await?);
    }
    let names = Names::find(&mut tx, actor.org, locale, [&place]).await?;
    Ok(InvitePreview { rows, left_out: place != asked, place, names })
}

/// Lets a person look up so many addresses, as the preview tells which of them have an account.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`], [`UseCaseError::Limited`].
pub async fn look_up(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    addresses: usize,
) -> Result<(), UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx: Tx = backend.store.begin().await?;
        let least = Action::Invite(rights::Role::Collaborator);
        authorize::permit(&mut tx, identity, organization, &least).await?;
        let whose = identity.user.to_string();
        for _ in 0..addresses {
            guard::draw(&mut tx, Limited::InvitationPreviewPerUser, &whose, now).await?;
        }
        Ok(backend.commit_technical(tx, Technical::Attempt).await?)
    })
    .await
}
