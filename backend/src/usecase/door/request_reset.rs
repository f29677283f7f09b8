//! Asking for a new password.

use std::convert::Infallible;

use domain::{email::Email, id::JobId, limit::Limited};

use crate::{
    Backend, Origin, UseCaseError,
    commit::Technical,
    guard,
    jobs::Job,
    store::{self, retrying},
};

/// Has a link mailed, soon, if the address has an account. The answer is the same if not, and takes
/// as long: a worker finds that out afterwards.
pub async fn request_reset(
    backend: &Backend,
    origin: &Origin,
    email: Email,
) -> Result<(), UseCaseError<Infallible>> {
    let now = backend.now();
    guard::limit(backend, origin, Limited::MailPerAddress, now).await?;
    let job_id = JobId::mint(now, backend.draw());
    let job = Job::SendReset { email: email.canonical().to_owned() };
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        store::jobs::insert(&mut tx, job_id, &job, now, now).await?;
        Ok(backend.commit_technical(tx, Technical::Requested).await?)
    })
    .await
}
