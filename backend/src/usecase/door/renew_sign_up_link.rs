//! A new link for a sign-up that still waits, in place of one that has expired.

use domain::{
    id::JobId,
    limit::Limited,
    token::{LinkRefusal, Purpose},
};

use crate::{
    Backend, Origin, SecretToken, UseCaseError,
    commit::Technical,
    guard,
    jobs::Job,
    store::{self, retrying},
};

/// Has a new link mailed, soon, if the sign-up behind an old one still waits.
pub async fn renew_sign_up_link(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
) -> Result<(), UseCaseError<LinkRefusal>> {
    let now = backend.now();
    let refused = UseCaseError::Refused;
    guard::limit(backend, origin, Limited::MailPerAddress, now).await?;
    let job_id = JobId::mint(now, backend.draw());
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let stored = store::tokens::find(&mut tx, token.hash()).await?;
        let stored = stored.ok_or(refused(LinkRefusal::Unknown))?;
        match stored.state(Purpose::VerifySignUp, now) {
            Ok(()) | Err(LinkRefusal::Expired | LinkRefusal::Replaced) => {}
            Err(refusal) => return Err(refused(refusal)),
        }
        let id = stored.sign_up().map_err(refused)?;
        let pending = store::sign_ups::find(&mut tx, id, now).await?;
        let sign_up = pending.ok_or(refused(LinkRefusal::Replaced))?.id;
        store::jobs::insert(&mut tx, job_id, &Job::ResolveSignUp { sign_up }, now, now).await?;
        Ok(backend.commit_technical(tx, Technical::Requested).await?)
    })
    .await
}
