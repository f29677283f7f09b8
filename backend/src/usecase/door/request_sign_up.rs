//! Asking for an account.

use domain::{
    id::{JobId, SignUpId},
    limit::Limited,
    password::{Password, PasswordProblem},
    sign_up::{SignUp, VALID_DAYS},
};

use super::new_password::{Words, hash_new};
use crate::{
    Backend, Origin, SecretToken, UseCaseError,
    commit::Technical,
    guard,
    jobs::Job,
    store::{self, retrying, sign_ups::Pending},
    usecase::setup::staff_link_works,
};

/// Keeps a sign-up until its address is confirmed, in place of an earlier one of that address.
///
/// Does the same whether the address has an account or not: a worker finds that out afterwards.
/// `staff` is the secret of [`crate::usecase::setup::first_staff_link`], if the person came by it.
pub async fn request_sign_up(
    backend: &Backend,
    origin: &Origin,
    sign_up: SignUp,
    password: Password,
    staff: Option<SecretToken>,
) -> Result<(), UseCaseError<PasswordProblem>> {
    let now = backend.now();
    guard::limit(backend, origin, Limited::NewPasswordPerAddress, now).await?;
    let words = Words {
        email: &sign_up.email,
        first_name: &sign_up.first_name,
        last_name: &sign_up.last_name,
        organizations: vec![&sign_up.org_name],
    };
    let password = hash_new(backend, &words, password, UseCaseError::Refused).await?;
    // A password that will not do costs none of the few sign-ups of an hour.
    guard::limit(backend, origin, Limited::RegistrationPerAddress, now).await?;
    let id = SignUpId::mint(now, backend.draw());
    let job = Job::ResolveSignUp { sign_up: id };
    let job_id = JobId::mint(now, backend.draw());
    let mut pending = Pending { id, sign_up, password, staff: false, created_at: now };

    if let Some(link) = staff {
        pending.staff = staff_link_works(backend, &link).await?;
    }
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        store::sign_ups::put(&mut tx, &pending, now.plus_days(VALID_DAYS)).await?;
        store::jobs::insert(&mut tx, job_id, &job, now, now).await?;
        Ok(backend.commit_technical(tx, Technical::Requested).await?)
    })
    .await
}
