//! Signing out.

use std::convert::Infallible;

use domain::{history::Act, rights};

use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    store::{self, retrying},
};

/// Ends the session of the person who asks. One that has ended already is fine too.
pub async fn sign_out(
    backend: &Backend,
    identity: &Identity,
) -> Result<(), UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = tx.lock_user(identity.user).await?;
        let permit = rights::own_account(identity.user);
        if !store::sessions::delete(&mut tx, &lock, identity.session).await? {
            return Ok(());
        }
        let event =
            Event::new(&lock, &permit, Act::SignedOut).about("session", identity.session.as_uuid());
        backend.commit(tx, now, event).await?;
        tracing::info!(event = "signed_out", user.id = %identity.user);
        Ok(())
    })
    .await
}
