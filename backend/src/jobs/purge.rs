//! Forgetting what has expired, a few rows at a time.

use domain::time::Timestamp;

use crate::{
    Backend, StoreError,
    commit::Technical,
    store::{self, Tx, jobs::Claimed},
};

/// Rows per transaction: few enough that nobody notices.
const BATCH: i64 = 500;
const EVERY_MINUTES: i64 = 10;
/// A used or expired link can say so for this long.
const TOKEN_DAYS: i64 = 30;
const FAILURE_DAYS: i64 = 30;
const MAIL_DAYS: i64 = 400;
const DEAD_JOB_DAYS: i64 = 30;

/// Forgets some of what has expired, and comes back for the rest.
pub(super) async fn run(backend: &Backend, claimed: &Claimed) -> Result<(), StoreError> {
    let now = backend.now();
    let mut tx = backend.store.begin().await?;
    let deleted = batch(&mut tx, now).await?;
    // One batch at a time, so that stopping never has to wait for long.
    let again = if is_last(&deleted) { now.plus_minutes(EVERY_MINUTES) } else { now };
    store::jobs::mark_later(&mut tx, claimed.id, claimed.attempt, again, None).await?;
    backend.commit_technical(tx, Technical::Purge).await
}

/// Forgets everything that has expired; says how many rows that were.
pub async fn purge(backend: &Backend) -> Result<u64, StoreError> {
    let now = backend.now();
    let mut total: u64 = 0;
    loop {
        let mut tx = backend.store.begin().await?;
        let deleted = batch(&mut tx, now).await?;
        backend.commit_technical(tx, Technical::Purge).await?;
        total = deleted.iter().fold(total, |sum, it| sum.saturating_add(*it));
        if is_last(&deleted) {
            return Ok(total);
        }
    }
}

fn is_last(deleted: &[u64]) -> bool {
    deleted.iter().all(|it| *it < BATCH.unsigned_abs())
}

/// Deletes one batch of everything; says how many rows of each kind.
async fn batch(tx: &mut Tx, now: Timestamp) -> Result<[u64; 9], StoreError> {
    Ok([
        store::sessions::delete_over(tx, now, BATCH).await?,
        store::devices::delete_expired(tx, now, BATCH).await?,
        store::sign_ups::delete_expired(tx, now, BATCH).await?,
        store::tokens::delete_expired(tx, now.plus_days(-TOKEN_DAYS), BATCH).await?,
        store::drafts::delete_expired(tx, now, BATCH).await?,
        store::limits::delete_full(tx, now, BATCH).await?,
        store::failures::delete_old(tx, now.plus_days(-FAILURE_DAYS), BATCH).await?,
        store::outbox::delete_old(tx, now.plus_days(-MAIL_DAYS), BATCH).await?,
        store::jobs::delete_dead(tx, now.plus_days(-DEAD_JOB_DAYS), BATCH).await?,
    ])
}
