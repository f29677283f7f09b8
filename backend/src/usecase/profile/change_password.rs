//! Choosing another password while signed in.

use domain::{
    history::Act,
    limit::Limited,
    password::{Password, PasswordProblem},
    rights,
    time::Timestamp,
    token::Purpose,
};

use crate::{
    Backend, Identity, Origin, PasswordHash, SecretToken, StoreError, UseCaseError,
    guard::{self, Account},
    history::Event,
    store::{self, retrying, users::User},
    usecase::door::{
        new_password::{Words, hash_new, tell},
        password_attempt::{Outcome, attempt},
    },
};

/// Why the password was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// The present password is another one.
    WrongPassword,
    /// Too many wrong passwords in a row: only a reset by mail helps.
    PasswordOff,
    /// The new password will not do.
    Password(PasswordProblem),
}

type Error = UseCaseError<PasswordRefusal>;

/// Replaces the password of somebody who knows the present one (ASVS 6.2.3). The person's other
/// sessions end; this one gets a new secret and counts as freshly proved.
///
/// # Errors
/// [`PasswordRefusal`]; [`UseCaseError::Limited`]; `NotFound` if the session has ended meanwhile.
pub async fn change_password(
    backend: &Backend,
    origin: &Origin,
    identity: &Identity,
    present: Password,
    new: Password,
) -> Result<SecretToken, Error> {
    let now = backend.now();
    let user = match attempt(backend, origin, &identity.email, &present, now).await? {
        Outcome::Right(right) if right.user.id == identity.user => right.user,
        Outcome::Right(_) | Outcome::Wrong => {
            return Err(UseCaseError::Refused(PasswordRefusal::WrongPassword));
        }
        Outcome::Off => return Err(UseCaseError::Refused(PasswordRefusal::PasswordOff)),
    };
    guard::limit(backend, origin, Limited::NewPasswordPerAddress, now).await?;
    let mut tx = backend.store.read().await?;
    let organizations = store::organizations::list_of_member(&mut tx, user.id).await?;
    drop(tx);
    let words = Words {
        email: &user.email,
        first_name: &user.profile.first_name,
        last_name: &user.profile.last_name,
        organizations: organizations.iter().map(|(it, _)| &it.name).collect(),
    };
    let refuse = |problem| UseCaseError::Refused(PasswordRefusal::Password(problem));
    let hash = hash_new(backend, &words, new, refuse).await?;
    retrying(&*backend.entropy, || write(backend, origin, identity, &user, &hash, now)).await
}

async fn write(
    backend: &Backend,
    origin: &Origin,
    identity: &Identity,
    before: &User,
    password: &PasswordHash,
    now: Timestamp,
) -> Result<SecretToken, Error> {
    let mut tx = backend.store.begin().await?;
    let lock = tx.lock_user(identity.user).await?;
    let user = store::users::find(&mut tx, identity.user).await?.ok_or(StoreError::Gone)?;
    if user.password != before.password || user.disabled_at.is_some() {
        return Err(UseCaseError::Refused(PasswordRefusal::WrongPassword));
    }
    let token = SecretToken::mint(&*backend.entropy);
    let (session, old, new) = (identity.session, identity.token, token.hash());
    if !store::sessions::rotate(&mut tx, &lock, session, old, new, now).await? {
        return Err(UseCaseError::NotFound);
    }
    let permit = rights::own_account(identity.user);
    store::users::update_password(&mut tx, &lock, &permit, password).await?;
    store::tokens::replace_of_user(&mut tx, &lock, Purpose::ResetPassword, now).await?;
    let ended = store::sessions::delete_others(&mut tx, &lock, session).await?;
    Account::of_email(user.email.canonical()).clear(&mut tx).await?;
    tell(backend, &mut tx, origin, &user, now).await?;
    let event = Event::new(&lock, &permit, Act::PasswordChanged)
        .about("session", session.as_uuid())
        .detail("sessions_ended", ended.to_string())
        .detail("network", origin.coarse_address())
        .detail("browser", origin.browser());
    backend.commit(tx, now, event).await?;
    tracing::info!(event = "password_changed", user.id = %user.id);
    Ok(token)
}
