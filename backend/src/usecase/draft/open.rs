//! A further page of a form of several pages.

use std::convert::Infallible;

use domain::{draft::DraftKind, id::PublicId};

use crate::{Backend, Identity, UseCaseError, store};

/// What was typed on the pages before.
///
/// # Errors
/// [`UseCaseError::NotFound`] if it is somebody else's, expired, or finished.
pub async fn open(
    backend: &Backend,
    identity: &Identity,
    kind: DraftKind,
    id: PublicId,
) -> Result<String, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let draft = store::drafts::find(&mut tx, identity.user, id, kind, backend.now()).await?;
    let open = draft.filter(|it| it.made.is_none());
    open.map(|it| it.body).ok_or(UseCaseError::NotFound)
}

/// What a draft has become, if its last page was sent: sent again, it leads to the same place.
///
/// # Errors
/// [`UseCaseError::NotFound`] if it is somebody else's, or expired.
pub async fn made(
    backend: &Backend,
    identity: &Identity,
    kind: DraftKind,
    id: PublicId,
) -> Result<Option<PublicId>, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let draft = store::drafts::find(&mut tx, identity.user, id, kind, backend.now()).await?;
    draft.map(|it| it.made).ok_or(UseCaseError::NotFound)
}
