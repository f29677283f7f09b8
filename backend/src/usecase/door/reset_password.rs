//! Choosing a new password by a mailed link.

use domain::{
    history::Act,
    limit::Limited,
    password::{Password, PasswordProblem},
    rights,
    time::Timestamp,
    token::{LinkRefusal, Purpose},
};

use super::new_password::{Words, hash_new, tell};
use crate::{
    Backend, Origin, PasswordHash, SecretToken, UseCaseError,
    guard::{self, Account},
    history::Event,
    store::{self, Tx, retrying, users::User},
};

/// Why the password was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetRefusal {
    /// The link does not work.
    Link(LinkRefusal),
    /// The new password will not do; the link still works.
    Password(PasswordProblem),
}

type Error = UseCaseError<ResetRefusal>;

fn refused(link: LinkRefusal) -> Error {
    UseCaseError::Refused(ResetRefusal::Link(link))
}

/// Replaces a forgotten password. All sessions and known browsers of the person end, and nobody is
/// signed in by it.
pub async fn reset_password(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    password: Password,
) -> Result<(), Error> {
    let now = backend.now();
    guard::limit(backend, origin, Limited::NewPasswordPerAddress, now).await?;
    let mut tx = backend.store.read().await?;
    let user = load(&mut tx, token, now).await?;
    let organizations = store::organizations::list_of_member(&mut tx, user.id).await?;
    drop(tx);

    let words = Words {
        email: &user.email,
        first_name: &user.profile.first_name,
        last_name: &user.profile.last_name,
        organizations: organizations.iter().map(|(it, _)| &it.name).collect(),
    };
    let refuse = |problem| UseCaseError::Refused(ResetRefusal::Password(problem));
    let password = hash_new(backend, &words, password, refuse).await?;
    retrying(&*backend.entropy, || write(backend, origin, token, &user, &password, now)).await
}

/// The person behind a link that works.
async fn load(tx: &mut Tx, token: &SecretToken, now: Timestamp) -> Result<User, Error> {
    let stored = store::tokens::find(tx, token.hash()).await?;
    let stored = stored.ok_or(refused(LinkRefusal::Unknown))?;
    stored.state(Purpose::ResetPassword, now).map_err(refused)?;
    let user = store::users::find(tx, stored.user().map_err(refused)?).await?;
    user.filter(|it| it.disabled_at.is_none()).ok_or(refused(LinkRefusal::Unknown))
}

async fn write(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    user: &User,
    password: &PasswordHash,
    now: Timestamp,
) -> Result<(), Error> {
    let mut tx = backend.store.begin().await?;
    let lock = tx.lock_user(user.id).await?;
    // Whoever was first has used the link up, or asked for a newer one.
    load(&mut tx, token, now).await?;
    if !store::tokens::use_up(&mut tx, token.hash(), now).await? {
        return Err(refused(LinkRefusal::Used));
    }
    let permit = rights::own_account(user.id);
    store::users::update_password(&mut tx, &lock, &permit, password).await?;
    store::tokens::replace_of_user(&mut tx, &lock, Purpose::ResetPassword, now).await?;
    let ended = store::sessions::delete_all(&mut tx, &lock).await?;
    store::devices::delete_all(&mut tx, &lock).await?;
    Account::of_email(user.email.canonical()).clear(&mut tx).await?;
    tell(backend, &mut tx, origin, user, now).await?;
    let event = Event::new(&lock, &permit, Act::PasswordReset)
        .detail("sessions_ended", ended.to_string())
        .detail("network", origin.coarse_address())
        .detail("browser", origin.browser());
    backend.commit(tx, now, event).await?;
    tracing::info!(event = "password_reset", user.id = %user.id);
    Ok(())
}
