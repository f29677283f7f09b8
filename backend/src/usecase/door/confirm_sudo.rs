//! Proving again to be oneself, before something sensitive.

use domain::{history::Act, password::Password, rights, time::Timestamp};

use super::password_attempt::{Outcome, Right, attempt};
use crate::{
    Backend, Identity, Origin, SecretToken, StoreError, UseCaseError,
    guard::Account,
    history::Event,
    store::{self, retrying},
};

/// Why the proof was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SudoRefusal {
    /// It is not the person's password.
    WrongPassword,
    /// Too many wrong passwords in a row: only a reset by mail helps.
    PasswordOff,
}

type Error = UseCaseError<SudoRefusal>;

/// Accepts the password as a fresh proof and gives the session a new secret; the old one is dead at
/// the same moment. `NotFound` if the session has ended meanwhile.
pub async fn confirm_sudo(
    backend: &Backend,
    origin: &Origin,
    identity: &Identity,
    password: Password,
) -> Result<SecretToken, Error> {
    let now = backend.now();
    let right = match attempt(backend, origin, &identity.email, &password, now).await? {
        Outcome::Right(right) if right.user.id == identity.user => right,
        Outcome::Right(_) | Outcome::Wrong => {
            return Err(UseCaseError::Refused(SudoRefusal::WrongPassword));
        }
        Outcome::Off => return Err(UseCaseError::Refused(SudoRefusal::PasswordOff)),
    };
    retrying(&*backend.entropy, || write(backend, origin, identity, &right, now)).await
}

async fn write(
    backend: &Backend,
    origin: &Origin,
    identity: &Identity,
    right: &Right,
    now: Timestamp,
) -> Result<SecretToken, Error> {
    let mut tx = backend.store.begin().await?;
    let lock = tx.lock_user(identity.user).await?;
    let user = store::users::find(&mut tx, identity.user).await?.ok_or(StoreError::Gone)?;
    if user.password != right.user.password || user.disabled_at.is_some() {
        return Err(UseCaseError::Refused(SudoRefusal::WrongPassword));
    }
    let token = SecretToken::mint(&*backend.entropy);
    let (session, old, new) = (identity.session, identity.token, token.hash());
    if !store::sessions::rotate(&mut tx, &lock, session, old, new, now).await? {
        return Err(UseCaseError::NotFound);
    }
    Account::of_email(user.email.canonical()).clear(&mut tx).await?;
    let permit = rights::own_account(identity.user);
    let event = Event::new(&lock, &permit, Act::IdentityConfirmed)
        .about("session", session.as_uuid())
        .detail("network", origin.coarse_address())
        .detail("browser", origin.browser());
    backend.commit(tx, now, event).await?;
    tracing::info!(event = "identity_confirmed", user.id = %user.id);
    Ok(token)
}
