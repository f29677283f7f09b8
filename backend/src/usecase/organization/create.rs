//! A further organization of a person.

use std::convert::Infallible;

use domain::{
    history::Act, id::PublicId, limit::Limited, locale::Locale, rights, sign_up::OrgKind,
    text::OrgName,
};

use super::found::{Founding, found};
use crate::{Backend, Identity, UseCaseError, guard, history::Event, store::retrying};

/// Creates an organization whose legal representative is the person who asks. Every person with an
/// account may, but not without end: see [`Limited::OrganizationPerUser`].
pub async fn create(
    backend: &Backend,
    identity: &Identity,
    name: OrgName,
    kind: OrgKind,
    locale: Locale,
) -> Result<PublicId, UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let user = tx.lock_user(identity.user).await?.user();
        guard::draw(&mut tx, Limited::OrganizationPerUser, &user.to_string(), now).await?;
        let permit = rights::own_account(user);
        let founding = Founding { name: &name, kind, locale, founder: user };
        let (lock, public_id) = found(backend, &mut tx, &permit, founding, now).await?;
        let event = Event::new(&lock, &permit, Act::OrganizationCreated)
            .about("organization", lock.org().as_uuid())
            .detail("organization", name.as_str());
        backend.commit(tx, now, event).await?;
        Ok(public_id)
    })
    .await
}
