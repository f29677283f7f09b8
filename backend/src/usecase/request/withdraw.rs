//! Not asking any more.

use domain::{
    history::Act,
    id::{PublicId, RequestId},
    rights::{Action, RequestEnding, RequestRefusal},
};

use super::{Error, authorize, code};
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    store::{self, retrying},
};

/// Withdraws an own request.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`]; [`RequestRefusal::Ended`] for
/// whatever is no open request of the one who asks.
pub async fn withdraw(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    id: RequestId,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let (lock, permit) =
            authorize::lock(&mut tx, identity, organization, &Action::AskForRight).await?;
        let found = store::requests::find(&mut tx, lock.org(), id).await?;
        // Nobody learns which requests others have.
        let own = found.filter(|it| it.user == identity.user);
        let found = own.ok_or(UseCaseError::Refused(RequestRefusal::Ended))?;
        let ending = (RequestEnding::Withdrawn, identity.user);
        if !store::requests::end(&mut tx, &lock, &permit, id, ending, now).await? {
            return Err(UseCaseError::Refused(RequestRefusal::Ended));
        }
        let event = Event::new(&lock, &permit, Act::RequestWithdrawn)
            .about("user", identity.user.as_uuid())
            .detail("person", identity.profile.name())
            .detail("right", code(found.wish));
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
