//! Trying a password that exists: reserved first, compared second, and the same for everybody.

use domain::{
    email::Email, id::JobId, limit::PASSWORD_OFF_AFTER, password::Password, time::Timestamp,
};

use crate::{
    Backend, Origin, UseCaseError,
    commit::Technical,
    guard::{self, Account, Attempt, Browser},
    jobs::Job,
    password::Verdict,
    store::{self, retrying, users::User},
};

/// What came of it.
pub(in crate::usecase) enum Outcome {
    /// It is the person's password.
    Right(Box<Right>),
    /// It is not, or there is no such person, or they may not sign in.
    Wrong,
    /// Nothing was compared: too many were wrong, and only a reset by mail helps.
    Off,
}

/// The person, and whether their password is due for a stronger hash.
pub(in crate::usecase) struct Right {
    pub(in crate::usecase) user: User,
    pub(in crate::usecase) weak: bool,
}

/// Tries the password of whoever has this address.
pub(in crate::usecase) async fn attempt<R>(
    backend: &Backend,
    origin: &Origin,
    email: &Email,
    password: &Password,
    now: Timestamp,
) -> Result<Outcome, UseCaseError<R>> {
    let account = Account::of_email(email.canonical());
    let browser = browser(backend, origin, email, now).await?;
    let failures = match guard::attempt(backend, origin, account, browser, now).await? {
        Attempt::PasswordOff => return Ok(Outcome::Off),
        Attempt::Go { failures } => failures,
    };
    let mut tx = backend.store.read().await?;
    let user = store::users::find_by_email(&mut tx, email.canonical()).await?;
    // Hashing takes long; nobody waits for a connection meanwhile.
    drop(tx);
    let hash = user.as_ref().map(|it| &it.password);
    let verdict = guard::compare(backend, account, password, hash).await?;
    let user = user.filter(|it| it.disabled_at.is_none());
    if let (Some(user), Verdict::Right | Verdict::RightButWeak) = (user, verdict) {
        let weak = verdict == Verdict::RightButWeak;
        return Ok(Outcome::Right(Box::new(Right { user, weak })));
    }
    let network = origin.network();
    tracing::info!(event = "wrong_password", email = email.masked(), failures, network);
    if failures == PASSWORD_OFF_AFTER {
        note_block(backend, email, now).await?;
    }
    Ok(Outcome::Wrong)
}

async fn browser<R>(
    backend: &Backend,
    origin: &Origin,
    email: &Email,
    now: Timestamp,
) -> Result<Browser, UseCaseError<R>> {
    let Some(mark) = &origin.device else { return Ok(Browser::Unknown) };
    let mut tx = backend.store.read().await?;
    let device = store::devices::find(&mut tx, mark.hash(), email.canonical(), now).await?;
    Ok(if device.is_some() { Browser::Known } else { Browser::Unknown })
}

/// Has it written down that this address's password is off from now on. Whether somebody has the
/// address is found out later, so that this answer takes no longer than others.
async fn note_block<R>(
    backend: &Backend,
    email: &Email,
    now: Timestamp,
) -> Result<(), UseCaseError<R>> {
    let id = JobId::mint(now, backend.draw());
    let job = Job::NotePasswordOff { email: email.canonical().to_owned() };
    tracing::warn!(event = "password_off", email = email.masked());
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        store::jobs::insert(&mut tx, id, &job, now, now).await?;
        Ok(backend.commit_technical(tx, Technical::Requested).await?)
    })
    .await
}
