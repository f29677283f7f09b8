//! Taking an invitation back.

use domain::{
    history::Act,
    id::{InvitationId, PublicId},
    invitation::{Ending, InvitationRefusal},
    rights::{self, Action, Role},
};

use super::Error;
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    store::{self, retrying},
    usecase::organization::authorize,
};

/// Takes an invitation back: its link says so from now on.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`], [`InvitationRefusal::Ended`].
pub async fn cancel(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    id: InvitationId,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = authorize::hold(&mut tx, identity, organization).await?;
        let actor = authorize::standing(&mut tx, identity, organization).await?;
        // Who may not invite learns nothing about which invitations there are.
        rights::decide(&actor, &Action::Invite(Role::Collaborator))?;
        let found = store::invitations::find(&mut tx, lock.org(), id).await?;
        let found = found.ok_or(UseCaseError::NotFound)?;
        let permit = rights::decide(&actor, &Action::Invite(found.place.role))?;
        let ending = (Ending::Cancelled, Some(identity.user));
        if !store::invitations::end(&mut tx, &lock, &permit, id, ending, now).await? {
            return Err(UseCaseError::Refused(InvitationRefusal::Ended));
        }
        let event = Event::new(&lock, &permit, Act::InvitationCancelled)
            .about("invitation", id.as_uuid())
            .detail("person", found.email.typed());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
