//! Ending one session.

use std::convert::Infallible;

use domain::{history::Act, id::SessionId, rights};

use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    store::{self, retrying},
};

/// Ends one session of the person who asks; `NotFound` for any other.
pub async fn end(
    backend: &Backend,
    identity: &Identity,
    session: SessionId,
) -> Result<(), UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = tx.lock_user(identity.user).await?;
        let permit = rights::own_account(identity.user);
        if !store::sessions::delete(&mut tx, &lock, session).await? {
            return Err(UseCaseError::NotFound);
        }
        let event =
            Event::new(&lock, &permit, Act::SessionEnded).about("session", session.as_uuid());
        Ok(backend.commit(tx, now, event).await?)
    })
    .await
}
