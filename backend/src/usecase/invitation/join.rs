//! Accepting an invitation as somebody who has no account yet: the link has confirmed the address.

use domain::{
    id::UserId,
    invitation::Screen,
    limit::Limited,
    locale::Locale,
    password::{Password, PasswordProblem},
    rights,
    session::Stay,
    text::PersonName,
    theme::Theme,
    time::Timestamp,
};

use super::{become_member::become_member, open::Opened};
use crate::{
    Backend, Origin, PasswordHash, Profile, SecretToken, SignedIn, StoreError, UseCaseError, Zone,
    guard,
    store::{self, retrying, users::User},
    usecase::door::{
        begin_session::begin_session,
        new_password::{Words, hash_new},
    },
};

/// Who joins.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// The language of pages and mails.
    pub locale: Locale,
}

/// Why nobody joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinRefusal {
    /// The page says something else by now.
    Screen(Screen),
    /// The password will not do.
    Password(PasswordProblem),
}

type Error = UseCaseError<JoinRefusal>;

const fn shows(screen: Screen) -> Error {
    UseCaseError::Refused(JoinRefusal::Screen(screen))
}

/// Creates the account of somebody who was invited, makes them a member, and signs them in.
///
/// # Errors
/// [`JoinRefusal`], [`UseCaseError::Limited`].
pub async fn join(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    person: NewPerson,
    password: Password,
) -> Result<SignedIn, Error> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    let opened = Opened::find(&mut tx, token, now).await?.ok_or(shows(Screen::Unknown))?;
    drop(tx);
    match opened.screen(None) {
        Screen::NewAccount => {}
        screen => return Err(shows(screen)),
    }
    guard::limit(backend, origin, Limited::NewPasswordPerAddress, now).await?;
    let words = Words {
        email: &opened.invitation.email,
        first_name: &person.first_name,
        last_name: &person.last_name,
        organizations: vec![&opened.host.name],
    };
    let refuse = |it| UseCaseError::Refused(JoinRefusal::Password(it));
    let password = hash_new(backend, &words, password, refuse).await?;
    let profile = Profile {
        first_name: person.first_name,
        last_name: person.last_name,
        locale: person.locale,
        zone: Zone::default(),
        theme: Theme::default(),
    };
    retrying(&*backend.entropy, || once(backend, origin, token, (&profile, &password), now)).await
}

/// Everything that begins with it, in one transaction.
async fn once(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    (profile, password): (&Profile, &PasswordHash),
    now: Timestamp,
) -> Result<SignedIn, Error> {
    let mut tx = backend.store.begin().await?;
    let found = Opened::find(&mut tx, token, now).await?.ok_or(shows(Screen::Unknown))?;
    let user = User {
        id: UserId::mint(now, backend.draw()),
        email: found.invitation.email.clone(),
        profile: profile.clone(),
        password: password.clone(),
        staff: false,
        disabled_at: None,
    };
    let permit = rights::system("join", None);
    let user_lock = match store::users::insert(&mut tx, &permit, &user, now).await {
        // Somebody was faster: the same person, in another window.
        Err(StoreError::Duplicate) => return Err(shows(Screen::SignIn)),
        outcome => outcome?,
    };
    let lock = Opened::hold(&mut tx, found.org).await?.ok_or(shows(Screen::Gone))?;
    let opened = Opened::find(&mut tx, token, now).await?.ok_or(shows(Screen::Unknown))?;
    // By now the address has an account: the one that this transaction makes.
    match opened.screen(None) {
        Screen::SignIn => {}
        screen => return Err(shows(screen)),
    }
    let who = (user.id, &user.profile);
    let event = become_member(backend, &mut tx, &lock, &opened, who, now).await?;
    store::sign_ups::delete_of(&mut tx, &user.email).await?;
    let email = &user.email;
    let begun =
        begin_session(backend, &mut tx, &user_lock, origin, email, Stay::Browser, now).await?;
    let event = event
        .about("session", begun.id.as_uuid())
        .detail("network", origin.coarse_address())
        .detail("browser", origin.browser());
    backend.commit(tx, now, event).await?;
    tracing::info!(event = "member_joined", user.id = %user.id);
    Ok(begun.signed_in(user.id, Stay::Browser, Some(opened.host.public_id)))
}
