//! Signing in with address and password.

use domain::{
    email::Email, history::Act, password::Password, rights, session::Stay, time::Timestamp,
};

use super::{
    begin_session::{Begun, begin_session},
    password_attempt::{Outcome, Right, attempt},
};
use crate::{
    Backend, Origin, PasswordHash, SignedIn, StoreError, UseCaseError,
    guard::Account,
    history::{Event, Events},
    mail::{Letter, Mail, date, queue, salutation},
    store::{self, Tx, retrying, users::User},
};

/// Why nobody was signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Address or password, or both; nobody learns which (ASVS 6.3.8).
    WrongCredentials,
    /// Too many wrong passwords in a row. Said of addresses with and without an account alike.
    PasswordOff,
}

type Error = UseCaseError<SignInRefusal>;

/// Begins a session. A browser not seen before is told to the person by mail, in the same
/// transaction.
pub async fn sign_in(
    backend: &Backend,
    origin: &Origin,
    email: Email,
    password: Password,
    stay: Stay,
) -> Result<SignedIn, Error> {
    let now = backend.now();
    let right = match attempt(backend, origin, &email, &password, now).await? {
        Outcome::Right(right) => right,
        Outcome::Wrong => return Err(UseCaseError::Refused(SignInRefusal::WrongCredentials)),
        Outcome::Off => return Err(UseCaseError::Refused(SignInRefusal::PasswordOff)),
    };
    let stronger = if right.weak {
        Some(backend.hasher.hash(&*backend.entropy, password).await?)
    } else {
        None
    };
    retrying(&*backend.entropy, || write(backend, origin, &right, stronger.as_ref(), stay, now))
        .await
}

async fn write(
    backend: &Backend,
    origin: &Origin,
    right: &Right,
    stronger: Option<&PasswordHash>,
    stay: Stay,
    now: Timestamp,
) -> Result<SignedIn, Error> {
    let id = right.user.id;
    let mut tx = backend.store.begin().await?;
    let lock = tx.lock_user(id).await?;
    let user = store::users::find(&mut tx, id).await?.ok_or(StoreError::Gone)?;
    // Between looking and locking the password may have been reset, or the account disabled.
    if user.password != right.user.password || user.disabled_at.is_some() {
        return Err(UseCaseError::Refused(SignInRefusal::WrongCredentials));
    }
    let permit = rights::own_account(id);
    if let Some(password) = stronger {
        store::users::update_password(&mut tx, &lock, &permit, password).await?;
    }
    Account::of_email(user.email.canonical()).clear(&mut tx).await?;
    let begun = begin_session(backend, &mut tx, &lock, origin, &user.email, stay, now).await?;
    if !begun.known_browser {
        tell(backend, &mut tx, origin, &user, now).await?;
    }
    let organizations = store::organizations::list_of_member(&mut tx, id).await?;

    let signed_in = Event::new(&lock, &permit, Act::SignedIn)
        .about("session", begun.id.as_uuid())
        .detail("network", origin.coarse_address())
        .detail("browser", origin.browser());
    let made_room = (begun.ended > 0).then(|| {
        Event::new(&lock, &permit, Act::SessionEnded).detail("ended", begun.ended.to_string())
    });
    backend.commit(tx, now, Events::from(signed_in).and(made_room)).await?;
    tracing::info!(event = "signed_in", user.id = %id);
    let Begun { token, expires_at, mark, .. } = begun;
    Ok(SignedIn {
        session: token,
        stay,
        expires_at,
        device: mark,
        user: id,
        organization: organizations.first().map(|(it, _)| it.public_id),
    })
}

/// Tells the person of a sign-in from a browser they have not used before.
async fn tell(
    backend: &Backend,
    tx: &mut Tx,
    origin: &Origin,
    user: &User,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mail = Mail::NewSignIn {
        name: salutation(user.profile.first_name.as_str(), &user.email),
        when: date::moment(user.profile.locale, now, &user.profile.zone),
        browser: origin.browser(),
        place: origin.address.to_canonical().to_string(),
        sessions_url: backend.site.link("/profile/sessions"),
    };
    queue(backend, tx, Letter::to_user(user, mail), now).await
}
