//! What becomes of a sign-up: a mail to confirm it, or a mail that there is an account already.
//!
//! The screen says the same in both cases, and at the same speed, because this happens later.

use domain::{id::SignUpId, time::Timestamp, token::Purpose};

use crate::{
    Backend, SecretToken, StoreError, Zone, code,
    commit::Technical,
    guard,
    mail::{Letter, Mail, date, queue, salutation},
    store::{self, Tx, jobs::Claimed, sign_ups::Pending, tokens::Subject, users::User},
};

pub(super) async fn run(
    backend: &Backend,
    claimed: &Claimed,
    sign_up: SignUpId,
) -> Result<(), StoreError> {
    let now = backend.now();
    let mut tx = backend.store.begin().await?;
    if let Some(pending) = store::sign_ups::find(&mut tx, sign_up, now).await? {
        let email = pending.sign_up.email.canonical();
        let owner = store::users::find_by_email(&mut tx, email).await?;
        let limit = guard::mail_to(&mut tx, email, now).await?;
        match (owner, limit) {
            (None, Ok(())) => ask_to_confirm(backend, &mut tx, &pending, now).await?,
            // An earlier mail may be about a sign-up that this one has replaced: better late than
            // never.
            (None, Err(wait_ms)) => {
                let due_at = now.plus_millis(wait_ms);
                let (id, attempt) = (claimed.id, claimed.attempt);
                store::jobs::mark_later(&mut tx, id, attempt, due_at, None).await?;
                return backend.commit_technical(tx, Technical::Lease).await;
            }
            (Some(owner), limit) => {
                store::sign_ups::delete(&mut tx, pending.id).await?;
                if limit.is_ok() {
                    tell_owner(backend, &mut tx, &owner, now).await?;
                }
            }
        }
    }
    if store::jobs::finish(&mut tx, claimed.id, claimed.attempt).await? {
        backend.commit_technical(tx, Technical::PendingSignUp).await?;
    }
    Ok(())
}

async fn ask_to_confirm(
    backend: &Backend,
    tx: &mut Tx,
    pending: &Pending,
    now: Timestamp,
) -> Result<(), StoreError> {
    let purpose = Purpose::VerifySignUp;
    let token = SecretToken::mint(&*backend.entropy);
    let expires_at = now.plus_millis(purpose.lifetime_ms());
    store::tokens::replace_of(tx, Subject::SignUp(pending.id), now).await?;
    store::tokens::insert(tx, token.hash(), purpose, Subject::SignUp(pending.id), now).await?;
    let sign_up = &pending.sign_up;
    let mail = Mail::ConfirmSignUp {
        name: salutation(sign_up.first_name.as_str(), &sign_up.email),
        link: backend.site.link(&format!("/verify?t={}", token.expose())),
        code: code::beside(&backend.keys, token.hash()).grouped(),
        expires_on: date::moment(sign_up.locale, expires_at, &Zone::default()),
    };
    let letter = Letter {
        user: None,
        to: &sign_up.email,
        locale: sign_up.locale,
        mail,
        expires_at: Some(expires_at),
    };
    queue(backend, tx, letter, now).await
}

async fn tell_owner(
    backend: &Backend,
    tx: &mut Tx,
    owner: &User,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mail = Mail::HasLogin {
        name: salutation(owner.profile.first_name.as_str(), &owner.email),
        sign_in_url: backend.site.link("/login"),
        reset_url: backend.site.link("/forgot"),
    };
    queue(backend, tx, Letter::to_user(owner, mail), now).await
}
