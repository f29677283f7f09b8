//! Where one is signed in.

use domain::{
    id::SessionId,
    session::{Stay, alive},
    time::Timestamp,
};

use crate::{Backend, Identity, StoreError, store};

/// A session as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// To end it by.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// What the browser says it is; see [`crate::mail::browser::parts`].
    pub agent: String,
    /// The network address it began from.
    pub address: String,
    /// What was chosen at sign-in.
    pub stay: Stay,
}

/// The sessions of the person who asks that still count: the present one first, then those used
/// last.
pub async fn list(backend: &Backend, identity: &Identity) -> Result<Vec<SessionView>, StoreError> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    let sessions = store::sessions::list(&mut tx, identity.user).await?;
    let mut views: Vec<_> = sessions
        .into_iter()
        .filter(|it| alive(&it.facts, now))
        .map(|it| SessionView {
            id: it.id,
            current: it.id == identity.session,
            created_at: it.facts.created_at,
            last_seen_at: it.facts.last_seen_at,
            agent: it.agent,
            address: it.address,
            stay: it.facts.stay,
        })
        .collect();
    // Stable: those used last stay first.
    views.sort_by_key(|it| !it.current);
    Ok(views)
}
