//! Leaving an organization.

use domain::{history::Act, id::PublicId, rights::Action};

use super::{Error, Held, tell};
use crate::{
    Backend, Identity,
    history::Event,
    mail::{Letter, Mail, queue, salutation},
    store::{self, membership::Membership, retrying},
};

/// Ends the membership of the person who asks, and tells the legal representatives.
///
/// # Errors
/// [`crate::UseCaseError::NotFound`] for outsiders,
/// [`domain::membership::MemberRefusal::LastRepresentative`].
pub async fn leave(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let action = |_: &Membership| Action::Leave;
        let whom = (organization, identity.user);
        let held = Held::begin(backend, &mut tx, identity, whom, None, action).await?;
        held.count(&mut tx, None).await?;
        let user = identity.user;
        store::membership::end(&mut tx, &held.lock, &held.permit, user, user, held.at).await?;
        let name = tell::name(&mut tx, held.lock.org()).await?;
        for reader in store::members::informed(&mut tx, held.lock.org(), user).await? {
            let mail = Mail::MemberLeft {
                name: salutation(reader.first_name.as_str(), &reader.email),
                who: identity.profile.name(),
                organization: name.clone(),
                users_url: backend.site.link(&format!("/o/{organization}/users")),
            };
            let (to, locale) = (&reader.email, reader.locale);
            let letter = Letter { user: Some(reader.user), to, locale, mail, expires_at: None };
            queue(backend, &mut tx, letter, now).await?;
        }
        let event = Event::new(&held.lock, &held.permit, Act::MemberLeft)
            .about("user", user.as_uuid())
            .detail("person", held.member.name());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
