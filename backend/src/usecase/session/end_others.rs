//! Ending all sessions but the present one.

use std::convert::Infallible;

use domain::{history::Act, rights};

use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    store::{self, retrying},
};

/// Ends all other sessions of the person who asks; says how many there were.
pub async fn end_others(
    backend: &Backend,
    identity: &Identity,
) -> Result<u64, UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = tx.lock_user(identity.user).await?;
        let permit = rights::own_account(identity.user);
        let ended = store::sessions::delete_others(&mut tx, &lock, identity.session).await?;
        if ended > 0 {
            let event = Event::new(&lock, &permit, Act::OtherSessionsEnded)
                .detail("ended", ended.to_string());
            backend.commit(tx, now, event).await?;
        }
        Ok(ended)
    })
    .await
}
