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

/// Signs some of what is not signed yet; comes back for the rest, or tomorrow.
pub(super) async fn run(backend: &Backend, claimed: &Claimed) -> Result<(), StoreError> {
    let now = backend.now();
    let mut tx = backend.store.begin().await?;
    let mut signed = 0;
    for all in
        [Chain::User(UserId::from_uuid(Uuid::nil())), Chain::Org(OrgId::from_uuid(Uuid::nil()))]
    {
        for (chain, head) in store::history::unsigned(&mut tx, all, BATCH).await? {
            let signature = Signature::make(&backend.keys, chain, head.seq, &head.hash, now);
            store::history::sign(&mut tx, chain, &signature).await?;
            signed += 1;
        }
    }
    let again = if signed == 0 { now.plus_days(EVERY_DAYS) } else { now };
    store::jobs::mark_later(&mut tx, claimed.id, claimed.attempt, again, None).await?;
    backend.commit_technical(tx, Technical::Signing).await
}
