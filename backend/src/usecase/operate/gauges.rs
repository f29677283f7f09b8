//! What an operator's monitoring watches.

use crate::{
    Backend,
    store::{self, StoreError},
};

/// How busy the background is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gauges {
    /// Passwords that wait to be hashed on this node.
    pub passwords_waiting: u64,
    /// Mails of all nodes that have not left yet.
    pub mails_waiting: u64,
    /// How long the oldest of them has waited, in seconds.
    pub oldest_mail_seconds: u64,
}

/// Reads the gauges.
pub async fn gauges(backend: &Backend) -> Result<Gauges, StoreError> {
    let mut tx = backend.store.read().await?;
    let (mails_waiting, oldest) = store::outbox::waiting(&mut tx).await?;
    let waited_ms = oldest.map_or(0, |it| backend.now().since(it).max(0));
    Ok(Gauges {
        passwords_waiting: u64::try_from(backend.hasher.waiting()).unwrap_or(u64::MAX),
        mails_waiting,
        oldest_mail_seconds: waited_ms.unsigned_abs() / 1_000,
    })
}
