//! Confirming a sign-up: only now are there a person, an organization and a session.

use domain::{
    history::Act,
    id::UserId,
    password::Password,
    rights,
    session::Stay,
    theme::Theme,
    time::Timestamp,
    token::{LinkRefusal, Purpose},
};

use super::begin_session::begin_session;
use crate::{
    Backend, Origin, Profile, SecretToken, SignedIn, StoreError, UseCaseError, Zone,
    guard::{self, Account, Attempt, Browser},
    history::{Event, Events},
    password::Verdict,
    store::{self, Tx, retrying, sign_ups::Pending, tokens::Subject, users::User},
    usecase::organization::found::{Founding, found},
};

/// Why a sign-up was not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyRefusal {
    /// The link does not work.
    Link(LinkRefusal),
    /// The password is not the one chosen at the sign-up.
    WrongPassword,
}

type Error = UseCaseError<VerifyRefusal>;

fn refused(link: LinkRefusal) -> Error {
    UseCaseError::Refused(VerifyRefusal::Link(link))
}

/// Confirms a sign-up by its mailed link and the password chosen then, and signs the person in.
///
/// The link alone is not enough: whoever signs up with a foreign address knows the password but
/// never sees the link, and the owner of the address sees the link but does not know the password.
pub async fn verify_sign_up(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    password: Password,
) -> Result<SignedIn, Error> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    let pending = pending_behind(&mut tx, token, now, refused).await?;
    drop(tx);

    let account = Account::of_sign_up(pending.id);
    match guard::attempt(backend, origin, account, Browser::Unknown, now).await? {
        Attempt::Go { .. } => {}
        Attempt::PasswordOff => return Err(UseCaseError::Refused(VerifyRefusal::WrongPassword)),
    }
    let verdict = guard::compare(backend, account, &password, Some(&pending.password)).await?;
    if verdict == Verdict::Wrong {
        tracing::info!(event = "wrong_password", email = pending.sign_up.email.masked());
        return Err(UseCaseError::Refused(VerifyRefusal::WrongPassword));
    }
    retrying(&*backend.entropy, || open_account(backend, origin, token, account, now)).await
}

/// The sign-up behind a link that works.
pub(super) async fn pending_behind<R>(
    tx: &mut Tx,
    token: &SecretToken,
    now: Timestamp,
    refused: impl Fn(LinkRefusal) -> UseCaseError<R> + Copy,
) -> Result<Pending, UseCaseError<R>> {
    let stored = store::tokens::find(tx, token.hash()).await?;
    let stored = stored.ok_or(refused(LinkRefusal::Unknown))?;
    stored.state(Purpose::VerifySignUp, now).map_err(refused)?;
    let id = stored.sign_up().map_err(refused)?;
    store::sign_ups::find(tx, id, now).await?.ok_or(refused(LinkRefusal::Replaced))
}

/// Everything that begins with a confirmed sign-up, in one transaction.
async fn open_account(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    account: Account,
    now: Timestamp,
) -> Result<SignedIn, Error> {
    let mut tx = backend.store.begin().await?;
    // Of two at the same moment, one uses up the link; the other waits here and then finds it used.
    let first = store::tokens::use_up(&mut tx, token.hash(), now).await?;
    let pending = if first { find(&mut tx, token, now).await? } else { None };
    let Some(pending) = pending else {
        drop(tx);
        let mut tx = backend.store.read().await?;
        let now_wrong = pending_behind(&mut tx, token, now, refused).await.err();
        return Err(now_wrong.unwrap_or(refused(LinkRefusal::Used)));
    };

    let permit = rights::system("verify_sign_up", None);
    // The link that makes staff is good for an hour, and so is the sign-up that was made with it.
    let in_time = now.since(pending.created_at) < Purpose::FirstStaff.lifetime_ms();
    let staff = pending.staff
        && in_time
        && store::installation::appoint_first_staff(&mut tx, &permit, now).await?;
    let user = new_user(backend, &pending, staff, now);
    let user_lock = match store::users::insert(&mut tx, &permit, &user, now).await {
        // The address got an account in another way; there this link has nothing left to do.
        Err(StoreError::Duplicate) => return Err(refused(LinkRefusal::Used)),
        outcome => outcome?,
    };
    let founding = Founding {
        name: &pending.sign_up.org_name,
        kind: pending.sign_up.kind,
        locale: pending.sign_up.locale,
        founder: user.id,
        profile: &user.profile,
    };
    let (org_lock, public_id) = found(backend, &mut tx, &permit, founding, now).await?;
    store::sign_ups::delete(&mut tx, pending.id).await?;
    store::tokens::use_up_of(&mut tx, Subject::SignUp(pending.id), now).await?;
    account.clear(&mut tx).await?;
    let email = &user.email;
    let begun =
        begin_session(backend, &mut tx, &user_lock, origin, email, Stay::Browser, now).await?;

    let signed_up = Event::new(&org_lock, &permit, Act::SignedUp)
        .by(user.id)
        .about("user", user.id.as_uuid())
        .about("organization", org_lock.org().as_uuid())
        .about("session", begun.id.as_uuid())
        .detail("email", email.typed())
        .detail("organization", pending.sign_up.org_name.as_str())
        .detail("network", origin.coarse_address())
        .detail("browser", origin.browser());
    let appointed = staff.then(|| {
        Event::new(&user_lock, &permit, Act::StaffAppointed).about("user", user.id.as_uuid())
    });
    backend.commit(tx, now, Events::from(signed_up).and(appointed)).await?;
    tracing::info!(event = "signed_up", user.id = %user.id, staff);
    Ok(begun.signed_in(user.id, Stay::Browser, Some(public_id)))
}

/// The sign-up behind a link that this transaction has just used up.
async fn find(
    tx: &mut Tx,
    token: &SecretToken,
    now: Timestamp,
) -> Result<Option<Pending>, StoreError> {
    let Some(stored) = store::tokens::find(tx, token.hash()).await? else { return Ok(None) };
    match stored.sign_up() {
        Ok(id) => store::sign_ups::find(tx, id, now).await,
        Err(_) => Ok(None),
    }
}

fn new_user(backend: &Backend, pending: &Pending, staff: bool, now: Timestamp) -> User {
    let sign_up = &pending.sign_up;
    User {
        id: UserId::mint(now, backend.draw()),
        email: sign_up.email.clone(),
        profile: Profile {
            first_name: sign_up.first_name.clone(),
            last_name: sign_up.last_name.clone(),
            locale: sign_up.locale,
            zone: Zone::default(),
            theme: Theme::default(),
        },
        password: pending.password.clone(),
        staff,
        disabled_at: None,
    }
}
