//! The link to choose a new password: mailed to the address that the account has, or not at all.

use domain::{history::Act, rights, token::Purpose};

use crate::{
    Backend, SecretToken, StoreError,
    commit::Technical,
    guard,
    history::Event,
    mail::{Letter, Mail, date, queue, salutation},
    store::{self, jobs::Claimed, tokens::Subject},
};

pub(super) async fn run(
    backend: &Backend,
    claimed: &Claimed,
    email_canonical: &str,
) -> Result<(), StoreError> {
    let now = backend.now();
    let mut tx = backend.store.begin().await?;
    if !store::jobs::finish(&mut tx, claimed.id, claimed.attempt).await? {
        return Ok(());
    }
    let owner = store::users::find_by_email(&mut tx, email_canonical).await?;
    let Some(owner) = owner.filter(|it| it.disabled_at.is_none()) else {
        return backend.commit_technical(tx, Technical::Requested).await;
    };
    if guard::mail_to(&mut tx, email_canonical, now).await?.is_err() {
        // The mail before this one is recent enough, and its link still works.
        return backend.commit_technical(tx, Technical::Requested).await;
    }
    let lock = tx.lock_user(owner.id).await?;
    let purpose = Purpose::ResetPassword;
    let token = SecretToken::mint(&*backend.entropy);
    let expires_at = now.plus_millis(purpose.lifetime_ms());
    store::tokens::replace_of_user(&mut tx, &lock, purpose, now).await?;
    store::tokens::insert(&mut tx, token.hash(), purpose, Subject::User(owner.id), now).await?;
    let mail = Mail::ResetPassword {
        name: salutation(owner.profile.first_name.as_str(), &owner.email),
        link: backend.site.link(&format!("/reset?t={}", token.expose())),
        expires_on: date::moment(owner.profile.locale, expires_at, &owner.profile.zone),
    };
    let letter = Letter { expires_at: Some(expires_at), ..Letter::to_user(&owner, mail) };
    queue(backend, &mut tx, letter, now).await?;
    let permit = rights::system("send_reset", None);
    backend.commit(tx, now, Event::new(&lock, &permit, Act::PasswordResetRequested)).await
}
