//! Signing, once a day, every chain of history that has grown.

use domain::{
    history::Chain,
    id::{OrgId, UserId},
};
use uuid::Uuid;

use crate::{
    Backend, StoreError,
    commit::Technical,
    history::Signature,
    store::{self, jobs::Claimed},
};

/// Chains per transaction.
const BATCH: i64 = 200;
const EVERY_DAYS: i64 = 1;

/// Signs, and comes back tomorrow.
pub(super) async fn run(backend: &Backend, claimed: &Claimed) -> Result<(), StoreError> {
    let beginnings =
        [Chain::User(UserId::from_uuid(Uuid::nil())), Chain::Org(OrgId::from_uuid(Uuid::nil()))];
    for mut after in beginnings {
        while let Some(last) = sign_batch(backend, after).await? {
            after = last;
        }
    }
    let mut tx = backend.store.begin().await?;
    let again = backend.now().plus_days(EVERY_DAYS);
    store::jobs::mark_later(&mut tx, claimed.id, claimed.attempt, again, None).await?;
    backend.commit_technical(tx, Technical::Lease).await
}

/// Signs one batch; gives the last chain in it, if there was any.
async fn sign_batch(backend: &Backend, after: Chain) -> Result<Option<Chain>, StoreError> {
    let now = backend.now();
    let mut tx = backend.store.begin().await?;
    let chains = store::history::unsigned_after(&mut tx, after, BATCH).await?;
    for (chain, head) in &chains {
        let signature = Signature::make(&backend.keys, *chain, head.seq, &head.hash, now);
        store::history::sign(&mut tx, *chain, &signature).await?;
    }
    backend.commit_technical(tx, Technical::Signing).await?;
    Ok(chains.last().map(|(chain, _)| *chain))
}
