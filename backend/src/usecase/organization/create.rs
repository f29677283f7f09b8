//! A further organization of a person.

use domain::{
    details::Details, draft::DraftKind, history::Act, id::PublicId, limit::Limited, rights,
};

use super::found::{Founding, found};
use crate::{
    Backend, Identity, UseCaseError, guard,
    history::Event,
    store::{self, retrying},
};

/// Creates an organization, out of a draft that `read` can read, whose legal representative is the
/// person who asks. Every person with an account may, but not without end: see
/// [`Limited::OrganizationPerUser`]. A draft becomes one organization, however often it is sent.
///
/// # Errors
/// [`UseCaseError::NotFound`] if the person has no such draft, [`UseCaseError::Limited`], and what
/// `read` refuses.
pub async fn create<R>(
    backend: &Backend,
    identity: &Identity,
    draft: PublicId,
    read: impl Fn(&str) -> Result<Details, R> + Sync,
) -> Result<PublicId, UseCaseError<R>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let user_lock = tx.lock_user(identity.user).await?;
        let user = user_lock.user();
        let kind = DraftKind::Organization;
        let found_draft = store::drafts::find(&mut tx, user, draft, kind, now).await?;
        let found_draft = found_draft.ok_or(UseCaseError::NotFound)?;
        if let Some(made) = found_draft.made {
            return Ok(made);
        }
        let details = &read(&found_draft.body).map_err(UseCaseError::Refused)?;
        guard::draw(&mut tx, Limited::OrganizationPerUser, &user.to_string(), now).await?;
        let permit = rights::own_account(user);
        let Details { name, kind, locale, .. } = details;
        let profile = &identity.profile;
        let founding = Founding { name, kind: *kind, locale: *locale, founder: user, profile };
        let (lock, public_id) = found(backend, &mut tx, &permit, founding, now).await?;
        store::details::update(&mut tx, &lock, &permit, details).await?;
        store::drafts::finish(&mut tx, &user_lock, draft, public_id).await?;
        let event = Event::new(&lock, &permit, Act::OrganizationCreated)
            .about("organization", lock.org().as_uuid())
            .detail("organization", name.as_str());
        backend.commit(tx, now, event).await?;
        Ok(public_id)
    })
    .await
}
