//! Asking for another invitation: because its time is over, or for another login.

use domain::{history::Act, invitation::Screen, limit::Limited, rights};

use super::{
    LinkRefused, Proof,
    decline::{proved, shows},
    mails,
    open::Opened,
};
use crate::{
    Backend, Origin, SecretToken, UseCaseError,
    guard::{self, Account},
    history::Event,
    store::{self, retrying},
};

/// Asks whoever sent the invitation for another one; for the address of who is signed in, if that is
/// not the one that was invited.
///
/// # Errors
/// [`LinkRefused`], [`UseCaseError::Limited`].
pub async fn ask_again(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    proof: Proof<'_>,
) -> Result<(), UseCaseError<LinkRefused>> {
    let now = backend.now();
    let reader = proved(backend, origin, token, proof).await?;
    guard::limit(backend, origin, Limited::MailPerAddress, now).await?;
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let found = Opened::find(&mut tx, token, now).await?.ok_or(shows(Screen::Unknown))?;
        let lock = Opened::hold(&mut tx, found.org).await?.ok_or(shows(Screen::Gone))?;
        let opened = Opened::find(&mut tx, token, now).await?.ok_or(shows(Screen::Unknown))?;
        let screen = opened.screen(reader);
        if !screen.can_be_asked_again() {
            return Err(shows(screen));
        }
        let permit = rights::system("ask_for_invitation", Some(lock.org()));
        let id = opened.invitation.id;
        let elsewhere = reader.map(|it| &it.email).filter(|it| **it != opened.invitation.email);
        // Asked twice, it is told once.
        let wanted = opened.invitation.wanted.as_ref();
        if wanted.is_some_and(|(_, before)| before.as_ref() == elsewhere) {
            return Ok(());
        }
        store::invitations::want(&mut tx, &lock, &permit, id, elsewhere, now).await?;
        mails::wanted(backend, &mut tx, &opened, elsewhere, now).await?;
        Account::of_link(token.hash()).clear(&mut tx).await?;
        let mut event = Event::new(&lock, &permit, Act::InvitationWanted)
            .about("invitation", id.as_uuid())
            .detail("person", opened.invitation.email.typed());
        if let Some(elsewhere) = elsewhere {
            event = event.detail("wanted", elsewhere.typed());
        }
        if let Some(reader) = reader {
            event = event.by(reader.user);
        }
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
