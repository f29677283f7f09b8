//! Too many wrong passwords: whoever has the address finds it in their history.

use domain::{history::Act, rights};

use crate::{
    Backend, StoreError,
    commit::Technical,
    history::Event,
    store::{self, jobs::Claimed},
};

pub(super) async fn run(
    backend: &Backend,
    claimed: &Claimed,
    email_canonical: &str,
) -> Result<(), StoreError> {
    let mut tx = backend.store.begin().await?;
    if !store::jobs::finish(&mut tx, claimed.id, claimed.attempt).await? {
        return Ok(());
    }
    let Some(owner) = store::users::find_by_email(&mut tx, email_canonical).await? else {
        return backend.commit_technical(tx, Technical::Requested).await;
    };
    let lock = tx.lock_user(owner.id).await?;
    let permit = rights::system("sign_in", None);
    let event = Event::new(&lock, &permit, Act::SignInBlocked);
    backend.commit(tx, backend.now(), event).await
}
