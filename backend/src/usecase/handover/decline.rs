//! Not taking legal responsibility on.

use domain::{
    handover::HandoverEnding,
    history::Act,
    id::{HandoverId, PublicId},
    rights::Action,
    text::Reason,
};

use super::{Error, authorize, offered_to, tell, tell_each};
use crate::{
    Backend, Identity,
    history::Event,
    mail::{Mail, NOTHING, salutation},
    store::{self, retrying},
};

/// Declines an offer, and tells the representatives.
///
/// # Errors
/// [`crate::UseCaseError::NotFound`], [`crate::UseCaseError::Denied`],
/// [`domain::handover::HandoverRefusal::NotOpen`].
pub async fn decline(
    backend: &Backend,
    identity: &Identity,
    (organization, id): (PublicId, HandoverId),
    reason: Option<&Reason>,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let (lock, permit) =
            authorize::lock(&mut tx, identity, organization, &Action::SeeOrganization).await?;
        let org = lock.org();
        let open = offered_to(backend, &mut tx, (org, id), identity.user).await?;
        let ending = (HandoverEnding::Declined, identity.user);
        store::handovers::end(&mut tx, &lock, &permit, open.id, ending, now).await?;
        let name = tell::name(&mut tx, org).await?;
        let informed = store::members::informed(&mut tx, org, open.giver.0).await?;
        let users: Vec<_> = informed.iter().map(|it| it.user).collect();
        tell_each(backend, &mut tx, identity, (org, &users), |reader| Mail::HandoverDeclined {
            name: salutation(reader.first_name.as_str(), &reader.email),
            who: identity.profile.name(),
            organization: name.clone(),
            reason: reason.map_or(NOTHING, Reason::as_str).to_owned(),
        })
        .await?;
        let mut event = Event::new(&lock, &permit, Act::HandoverDeclined)
            .about("user", identity.user.as_uuid())
            .detail("person", identity.profile.name());
        if let Some(reason) = reason {
            event = event.detail("reason", reason.as_str());
        }
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
