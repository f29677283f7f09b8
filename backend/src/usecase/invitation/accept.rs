//! Accepting an invitation with the account that has its address.

use domain::{id::PublicId, invitation::Screen};

use super::{become_member::become_member, open::Opened};
use crate::{
    Backend, Identity, SecretToken, UseCaseError,
    store::{self, retrying},
};

/// Makes the person a member. Returns the organization.
///
/// # Errors
/// The [`Screen`] that the link leads to, if that is not [`Screen::Ready`] any more.
pub async fn accept(
    backend: &Backend,
    identity: &Identity,
    token: &SecretToken,
) -> Result<PublicId, UseCaseError<Screen>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        // Found without a lock only to know what to lock.
        let found = Opened::find(&mut tx, token, now).await?;
        let found = found.ok_or(UseCaseError::Refused(Screen::Unknown))?;
        // Persons are locked before organizations: an account that changes or goes waits for this.
        tx.lock_user(identity.user).await?;
        let lock = Opened::hold(&mut tx, found.org).await?.ok_or_else(gone)?;
        let opened = Opened::find(&mut tx, token, now).await?.ok_or_else(gone)?;
        let screen = opened.screen(Some(identity));
        if screen != Screen::Ready {
            return Err(UseCaseError::Refused(screen));
        }
        let who = (identity.user, &identity.profile);
        let event = become_member(backend, &mut tx, &lock, &opened, who, now).await?;
        store::sign_ups::delete_of(&mut tx, &opened.invitation.email).await?;
        backend.commit(tx, now, event).await?;
        tracing::info!(event = "member_joined", user.id = %identity.user);
        Ok(opened.host.public_id)
    })
    .await
}

const fn gone() -> UseCaseError<Screen> {
    UseCaseError::Refused(Screen::Gone)
}
