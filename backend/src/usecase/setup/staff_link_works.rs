//! Looking at the link for the first member of staff. Changes nothing.

use domain::token::Purpose;

use crate::{Backend, SecretToken, StoreError, store};

/// Whether a sign-up by this link would make its person a member of staff, as of now.
pub async fn staff_link_works(backend: &Backend, token: &SecretToken) -> Result<bool, StoreError> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    let stored = store::tokens::find(&mut tx, token.hash()).await?;
    let works = stored.is_some_and(|it| it.state(Purpose::FirstStaff, now).is_ok());
    Ok(works && !store::installation::has_staff(&mut tx).await?)
}
