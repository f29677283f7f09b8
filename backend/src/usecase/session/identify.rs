//! Who asks.

use domain::{
    id::SessionId,
    session::{alive, should_touch},
    time::Timestamp,
};

use crate::{Backend, Identity, SecretToken, StoreError, commit::Technical, store};

/// The person behind a session's secret, if the session still counts. Everything is read anew at
/// each request. At most once a minute a visit is noted, in the background.
pub async fn identify(
    backend: &Backend,
    token: &SecretToken,
) -> Result<Option<Identity>, StoreError> {
    let now = backend.now();
    let hash = token.hash();
    let mut tx = backend.store.read().await?;
    let found = store::sessions::identify(&mut tx, hash).await?;
    drop(tx);
    let Some(found) = found.filter(|it| alive(&it.facts, now)) else { return Ok(None) };
    if should_touch(found.facts.last_seen_at, now) {
        // Nobody waits for this, and if it fails nothing is lost.
        let (backend, session) = (backend.clone(), found.session);
        backend.tasks.clone().spawn(async move {
            if let Err(error) = touch(&backend, session, now).await {
                tracing::debug!(%error, "a visit was not noted");
            }
        });
    }
    Ok(Some(Identity {
        session: found.session,
        user: found.user,
        email: found.email,
        profile: found.profile,
        picture_at: found.picture_at,
        staff: found.staff,
        facts: found.facts,
        last_org: found.last_org,
        device: found.device,
        token: hash,
    }))
}

async fn touch(backend: &Backend, session: SessionId, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = backend.store.begin().await?;
    store::sessions::touch(&mut tx, session, now).await?;
    backend.commit_technical(tx, Technical::LastSeen).await
}
