//! Dropping a sign-up that somebody else made with one's address, or that one thought better of.

use domain::token::{LinkRefusal, Purpose};

use crate::{
    Backend, SecretToken, UseCaseError,
    commit::Technical,
    store::{self, retrying},
};

/// Forgets the sign-up behind a link. Its links are used up.
pub async fn discard_sign_up(
    backend: &Backend,
    token: &SecretToken,
) -> Result<(), UseCaseError<LinkRefusal>> {
    let now = backend.now();
    let refused = UseCaseError::Refused;
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let stored = store::tokens::find(&mut tx, token.hash()).await?;
        let stored = stored.ok_or(refused(LinkRefusal::Unknown))?;
        stored.state(Purpose::VerifySignUp, now).map_err(refused)?;
        let id = stored.sign_up().map_err(refused)?;
        // As when confirming, the link decides who comes first.
        if !store::tokens::use_up(&mut tx, token.hash(), now).await? {
            return Err(refused(LinkRefusal::Used));
        }
        if !store::sign_ups::delete(&mut tx, id).await? {
            return Err(refused(LinkRefusal::Replaced));
        }
        store::tokens::use_up_of_sign_up(&mut tx, id, now).await?;
        Ok(backend.commit_technical(tx, Technical::PendingSignUp).await?)
    })
    .await
}
