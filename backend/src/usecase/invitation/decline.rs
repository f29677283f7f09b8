//! Declining an invitation.

use domain::{
    history::Act,
    invitation::{Ending, Screen},
    rights,
};

use super::{LinkRefused, Proof, mails, open::Opened};
use crate::{
    Backend, Identity, Origin, SecretToken, UseCaseError, code,
    guard::{self, Account, Attempt, Browser},
    history::Event,
    store::{self, Tx, retrying},
};

type Error = UseCaseError<LinkRefused>;

pub(super) const fn shows(screen: Screen) -> Error {
    UseCaseError::Refused(LinkRefused::Screen(screen))
}

/// Declines the invitation behind a link, and tells whoever sent it.
///
/// # Errors
/// [`LinkRefused`].
pub async fn decline(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    proof: Proof<'_>,
) -> Result<(), Error> {
    let now = backend.now();
    let reader = proved(backend, origin, token, proof).await?;
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let found = Opened::find(&mut tx, token, now).await?.ok_or(shows(Screen::Unknown))?;
        let lock = Opened::hold(&mut tx, found.org).await?.ok_or(shows(Screen::Gone))?;
        let opened = Opened::find(&mut tx, token, now).await?.ok_or(shows(Screen::Unknown))?;
        let screen = opened.screen(reader);
        if !screen.can_be_declined() {
            return Err(shows(screen));
        }
        let permit = rights::system("decline_invitation", Some(lock.org()));
        let id = opened.invitation.id;
        let ending = (Ending::Declined, reader.map(|it| it.user));
        store::invitations::end(&mut tx, &lock, &permit, id, ending, now).await?;
        mails::declined(backend, &mut tx, &opened, now).await?;
        Account::of_link(token.hash()).clear(&mut tx).await?;
        let mut event = Event::new(&lock, &permit, Act::InvitationDeclined)
            .about("invitation", id.as_uuid())
            .detail("person", opened.invitation.email.typed());
        if let Some(reader) = reader {
            event = event.by(reader.user);
        }
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}

/// Makes sure of somebody who is not a program that follows links: whoever is signed in, or knows the
/// digits beside the link. Of these a few wrong ones are free.
pub(super) async fn proved<'a>(
    backend: &Backend,
    origin: &Origin,
    token: &SecretToken,
    proof: Proof<'a>,
) -> Result<Option<&'a Identity>, Error> {
    let given = match proof {
        Proof::SignedIn(identity) => return Ok(Some(identity)),
        Proof::Digits(given) => given,
    };
    let now = backend.now();
    let mut tx: Tx = backend.store.read().await?;
    Opened::find(&mut tx, token, now).await?.ok_or(shows(Screen::Unknown))?;
    drop(tx);
    let account = Account::of_link(token.hash());
    let attempt = guard::attempt(backend, origin, account, Browser::Unknown, now).await?;
    if attempt == Attempt::PasswordOff || !code::is_beside(&backend.keys, token.hash(), given) {
        return Err(UseCaseError::Refused(LinkRefused::WrongCode));
    }
    Ok(None)
}
