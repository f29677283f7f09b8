//! Limits, drawn on before anything is tried.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    limit::{Limited, PASSWORD_OFF_AFTER, failure_delay_ms},
    password::Password,
    time::Timestamp,
};
use sha2::{Digest, Sha256};

use crate::{
    Backend, Origin, PasswordHash, StoreError, UseCaseError,
    commit::Technical,
    password::Verdict,
    store::{self, Tx, retrying},
};

/// What wrong passwords are counted by. Needs no account: an address without one is counted like
/// any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account([u8; 32]);

impl Account {
    /// The account behind an address, if any.
    pub(crate) fn of_email(canonical: &str) -> Self {
        Self(Sha256::new().chain_update(b"account ").chain_update(canonical).finalize().into())
    }

    /// The account that a sign-up may become. Counted apart, so that nobody can delay it by trying
    /// to sign in beforehand.
    pub(crate) fn of_sign_up(id: domain::id::SignUpId) -> Self {
        let id = id.as_uuid();
        Self(Sha256::new().chain_update(b"sign-up ").chain_update(id).finalize().into())
    }

    /// Whoever has opened a link, who may guess the digits beside it. A newer link is counted anew.
    pub(crate) fn of_link(link: crate::TokenHash) -> Self {
        Self(Sha256::new().chain_update(b"link ").chain_update(link.as_bytes()).finalize().into())
    }

    /// Forgets all wrong passwords.
    pub(crate) async fn clear(self, tx: &mut Tx) -> Result<(), StoreError> {
        store::failures::clear(tx, &self.0).await
    }
}

/// Whether the browser that tries is one the account's owner has signed in from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Browser {
    Known,
    Unknown,
}

/// A password may be tried. It counts as wrong until the account is cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attempt {
    Go {
        /// Wrong passwords in a row, this attempt included.
        failures: u32,
    },
    /// Too many were wrong: only a reset by mail helps.
    PasswordOff,
}

/// Draws on one limit of the client's network.
pub(crate) async fn limit<R>(
    backend: &Backend,
    origin: &Origin,
    limited: Limited,
    now: Timestamp,
) -> Result<(), UseCaseError<R>> {
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        draw(&mut tx, limited, &origin.network(), now).await?;
        Ok(backend.commit_technical(tx, Technical::Attempt).await?)
    })
    .await
}

/// Reserves one try of a password, before it is looked at: parallel tries cannot overtake the
/// counter.
pub(crate) async fn attempt<R>(
    backend: &Backend,
    origin: &Origin,
    account: Account,
    browser: Browser,
    now: Timestamp,
) -> Result<Attempt, UseCaseError<R>> {
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        draw(&mut tx, Limited::PasswordPerAddress, &origin.network(), now).await?;
        let failures = store::failures::hold(&mut tx, &account.0, now).await?;
        let attempt = if failures.count >= PASSWORD_OFF_AFTER {
            Ok(Attempt::PasswordOff)
        } else {
            match wait_ms(&failures, browser, now) {
                0 => {
                    store::failures::count_up(&mut tx, &account.0, now).await?;
                    Ok(Attempt::Go { failures: failures.count + 1 })
                }
                wait => {
                    tracing::info!(event = "sign_in_delayed", failures = failures.count, wait);
                    Err(limited(wait))
                }
            }
        };
        // Also after a refusal: the client's network has had its try.
        backend.commit_technical(tx, Technical::Attempt).await?;
        attempt
    })
    .await
}

/// Compares a password for which a try was reserved. If nobody had time to compare it, it was no try.
pub(crate) async fn compare<R>(
    backend: &Backend,
    account: Account,
    password: &Password,
    hash: Option<&PasswordHash>,
) -> Result<Verdict, UseCaseError<R>> {
    let verdict = backend.hasher.verify(password, hash).await;
    if verdict.is_err() {
        let outcome = retrying(&*backend.entropy, || async {
            let mut tx = backend.store.begin().await?;
            store::failures::count_down(&mut tx, &account.0).await?;
            backend.commit_technical(tx, Technical::Attempt).await
        });
        if let Err(error) = outcome.await {
            tracing::warn!(%error, "a try that was none stays counted");
        }
    }
    Ok(verdict?)
}

fn wait_ms(failures: &store::failures::Failures, browser: Browser, now: Timestamp) -> i64 {
    match browser {
        Browser::Known => 0,
        Browser::Unknown => {
            let passed = now.since(failures.last_at);
            failure_delay_ms(failures.count).saturating_sub(passed).max(0)
        }
    }
}

/// Draws on the limit of one network or person.
pub(crate) async fn draw<R>(
    tx: &mut Tx,
    action: Limited,
    whose: &str,
    now: Timestamp,
) -> Result<(), UseCaseError<R>> {
    let bucket = format!("{} {whose}", action.as_str());
    store::limits::draw(tx, &bucket, action.rate(), now).await?.map_err(|wait| {
        tracing::info!(event = "limit_reached", limit = action.as_str(), whose, "limit reached");
        limited(wait.0)
    })
}

/// What a use case says when a limit has to be waited for.
pub(crate) fn limited<R>(wait_ms: i64) -> UseCaseError<R> {
    UseCaseError::Limited { retry_after_seconds: domain::limit::RetryAfterMs(wait_ms).seconds() }
}

/// How often the limit of this network, person or organization could be drawn on now.
pub(crate) async fn left(
    tx: &mut Tx,
    action: Limited,
    whose: &str,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let bucket = format!("{} {whose}", action.as_str());
    store::limits::look(tx, &bucket, action.rate(), now).await
}

/// Whether [`mail_to`] would say yes.
pub(crate) async fn may_mail(
    tx: &mut Tx,
    email_canonical: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    for (action, bucket) in of_recipient(email_canonical) {
        if store::limits::look(tx, &bucket, action.rate(), now).await? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The limits of mails to one recipient with their buckets. The short one first: if the long one says
/// no, what was taken in vain is soon back.
fn of_recipient(email_canonical: &str) -> [(Limited, String); 2] {
    // The address itself need not lie around here.
    let recipient = URL_SAFE_NO_PAD.encode(Sha256::digest(email_canonical));
    [Limited::MailPerRecipientMinute, Limited::MailPerRecipientHour]
        .map(|action| (action, format!("{} {recipient}", action.as_str())))
}

/// Draws on the limits of mails that a stranger can cause to one recipient; gives the milliseconds
/// to wait if one of them says no.
pub(crate) async fn mail_to(
    tx: &mut Tx,
    email_canonical: &str,
    now: Timestamp,
) -> Result<Result<(), i64>, StoreError> {
    for (action, bucket) in of_recipient(email_canonical) {
        if let Err(wait) = store::limits::draw(tx, &bucket, action.rate(), now).await? {
            tracing::info!(event = "limit_reached", limit = action.as_str(), "no further mail");
            return Ok(Err(wait.0));
        }
    }
    Ok(Ok(()))
}
