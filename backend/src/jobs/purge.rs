//! Forgetting what has expired, a few rows at a time.

use domain::{id::JobId, time::Timestamp};
use uuid::Uuid;

use super::Job;
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

/// There is one purge, so that several nodes share it.
const THE_PURGE: JobId = JobId::from_uuid(Uuid::from_u128(1));

/// Makes sure that the purge is on the list.
pub(crate) async fn schedule(backend: &Backend) -> Result<(), StoreError> {
    let now = backend.now();
    let mut tx = backend.store.begin().await?;
    store::jobs::insert(&mut tx, THE_PURGE, &Job::Purge, now, now).await?;
    backend.commit_technical(tx, Technical::Lease).await
}

/// Forgets everything that has expired, and comes back later.
pub(super) async fn run(backend: &Backend, claimed: &Claimed) -> Result<(), StoreError> {
    let now = backend.now();
    loop {
        let mut tx = backend.store.begin().await?;
        let full = purge_batch(&mut tx, now).await?;
        backend.commit_technical(tx, Technical::Purge).await?;
        if !full {
            break;
        }
    }
    let mut tx = backend.store.begin().await?;
    let again = now.plus_minutes(EVERY_MINUTES);
    store::jobs::mark_later(&mut tx, claimed.id, claimed.attempt, again, None).await?;
    backend.commit_technical(tx, Technical::Lease).await
}

/// Deletes one batch of everything; says whether there may be more.
async fn purge_batch(tx: &mut Tx, now: Timestamp) -> Result<bool, StoreError> {
    let deleted = [
        store::sessions::delete_over(tx, now, BATCH).await?,
        store::devices::delete_expired(tx, now, BATCH).await?,
        store::sign_ups::delete_expired(tx, now, BATCH).await?,
        store::tokens::delete_expired(tx, now.plus_days(-TOKEN_DAYS), BATCH).await?,
        store::limits::delete_full(tx, now, BATCH).await?,
        store::failures::delete_old(tx, now.plus_days(-FAILURE_DAYS), BATCH).await?,
        store::outbox::delete_old(tx, now.plus_days(-MAIL_DAYS), BATCH).await?,
        store::jobs::delete_dead(tx, now.plus_days(-DEAD_JOB_DAYS), BATCH).await?,
    ];
    Ok(deleted.iter().any(|it| *it >= BATCH.unsigned_abs()))
}
