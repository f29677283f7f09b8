//! Taking an offer back.

use domain::{
    handover::HandoverEnding,
    history::Act,
    id::{HandoverId, PublicId},
    rights::Action,
};

use super::{Error, authorize, open, tell, tell_each};
use crate::{
    Backend, Identity,
    history::Event,
    mail::{Mail, salutation},
    store::{self, retrying},
};

/// Takes an offer back, one's own or another representative's, and tells both sides.
///
/// # Errors
/// [`crate::UseCaseError::NotFound`], [`crate::UseCaseError::Denied`],
/// [`domain::handover::HandoverRefusal::NotOpen`].
pub async fn cancel(
    backend: &Backend,
    identity: &Identity,
    (organization, id): (PublicId, HandoverId),
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let (lock, permit) =
            authorize::lock(&mut tx, identity, organization, &Action::HandOver).await?;
        let open = open(backend, &mut tx, (lock.org(), id)).await?;
        let ending = (HandoverEnding::Cancelled, identity.user);
        store::handovers::end(&mut tx, &lock, &permit, open.id, ending, now).await?;
        let name = tell::name(&mut tx, lock.org()).await?;
        let users = [open.giver.0, open.receiver.0];
        tell_each(backend, &mut tx, identity, (lock.org(), &users), |reader| {
            Mail::HandoverCancelled {
                name: salutation(reader.first_name.as_str(), &reader.email),
                who: identity.profile.name(),
                person: open.receiver.1.clone(),
                organization: name.clone(),
            }
        })
        .await?;
        let event = Event::new(&lock, &permit, Act::HandoverCancelled)
            .about("user", open.receiver.0.as_uuid())
            .detail("person", open.receiver.1.as_str());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
