//! A page of a form of several pages was filled in.

use std::convert::Infallible;

use domain::{draft::DraftKind, id::PublicId};

use crate::{
    Backend, Identity, UseCaseError,
    commit::Technical,
    store::{self, retrying},
};

/// Replaces what was typed; `change` makes the new JSON out of the old.
///
/// # Errors
/// [`UseCaseError::NotFound`] as for [`open`](super::open).
pub async fn change(
    backend: &Backend,
    identity: &Identity,
    kind: DraftKind,
    id: PublicId,
    change: impl Fn(&str) -> String + Sync,
) -> Result<(), UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = tx.lock_user(identity.user).await?;
        let draft = store::drafts::find(&mut tx, identity.user, id, kind, now).await?;
        let draft = draft.ok_or(UseCaseError::NotFound)?;
        if !store::drafts::replace(&mut tx, &lock, id, &change(&draft.body)).await? {
            return Err(UseCaseError::NotFound);
        }
        backend.commit_technical(tx, Technical::Draft).await?;
        Ok(())
    })
    .await
}
