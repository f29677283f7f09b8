//! Dropping a sign-up that somebody else made with one's address, or that one thought better of.

use domain::{code::SixDigits, token::LinkRefusal};

use super::verify_sign_up::pending_behind;
use crate::{
    Backend, Origin, SecretToken, UseCaseError, code,
    commit::Technical,
    guard::{self, Account, Attempt, Browser},
    store::{self, retrying},
};

/// Why a sign-up was not discarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscardRefusal {
    /// The link does not work.
    Link(LinkRefusal),
    /// The code is not the one printed beside the link.
    WrongCode,
}

/// Forgets the sign-up behind a link, and the link: afterwards it is as if there had been neither.
///
/// The link alone is not enough, for there are programs that follow every link of a mail and send
/// every form they find; the digits printed beside it show that somebody has read the mail.
pub async fn discard_sign_up(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    given: &SixDigits,
) -> Result<(), UseCaseError<DiscardRefusal>> {
    let now = backend.now();
    let refused = |it| UseCaseError::Refused(DiscardRefusal::Link(it));
    let mut tx = backend.store.read().await?;
    let pending = pending_behind(&mut tx, token, now, refused).await?;
    drop(tx);

    let account = Account::of_sign_up(pending.id);
    let attempt = guard::attempt(backend, origin, account, Browser::Unknown, now).await?;
    if attempt == Attempt::PasswordOff || !code::is_beside(&backend.keys, token.hash(), given) {
        return Err(UseCaseError::Refused(DiscardRefusal::WrongCode));
    }
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        // As when confirming, the link decides who comes first.
        if !store::tokens::use_up(&mut tx, token.hash(), now).await? {
            return Err(refused(LinkRefusal::Used));
        }
        store::sign_ups::delete(&mut tx, pending.id).await?;
        store::tokens::delete_of_sign_up(&mut tx, pending.id).await?;
        account.clear(&mut tx).await?;
        Ok(backend.commit_technical(tx, Technical::PendingSignUp).await?)
    })
    .await
}
