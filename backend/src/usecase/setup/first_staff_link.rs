//! The way in for the first member of staff: there is no default account.

use domain::{time::Timestamp, token::Purpose};

use crate::{
    Backend, SecretToken, StoreError,
    commit::Technical,
    store::{self, retrying, tokens::Subject},
};

/// Makes the secret of `/signup?t=…` for the first member of staff, good for one hour and one
/// sign-up, in place of any earlier one; `None` once there has been a member of staff.
pub async fn first_staff_link(backend: &Backend) -> Result<Option<SecretToken>, StoreError> {
    let now = backend.now();
    retrying(&*backend.entropy, || write(backend, now)).await
}

async fn write(backend: &Backend, now: Timestamp) -> Result<Option<SecretToken>, StoreError> {
    let purpose = Purpose::FirstStaff;
    let mut tx = backend.store.begin().await?;
    if store::installation::has_staff(&mut tx).await? {
        return Ok(None);
    }
    let token = SecretToken::mint(&*backend.entropy);
    store::tokens::replace_of_purpose(&mut tx, purpose, now).await?;
    store::tokens::insert(&mut tx, token.hash(), purpose, Subject::Installation, now).await?;
    backend.commit_technical(tx, Technical::FirstStaffLink).await?;
    Ok(Some(token))
}
