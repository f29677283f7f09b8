//! The first page of a form of several pages.

use std::convert::Infallible;

use domain::{draft::DraftKind, id::PublicId};

use crate::{
    Backend, Identity, UseCaseError,
    commit::Technical,
    store::{self, retrying},
};

/// Keeps what was typed, as JSON, for the pages to come. See [`domain::draft`] for how long and how
/// many.
pub async fn begin(
    backend: &Backend,
    identity: &Identity,
    kind: DraftKind,
    body: &str,
) -> Result<PublicId, UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = tx.lock_user(identity.user).await?;
        let id = PublicId::mint(backend.draw());
        store::drafts::insert(&mut tx, &lock, id, kind, body, now).await?;
        backend.commit_technical(tx, Technical::Draft).await?;
        Ok(id)
    })
    .await
}
