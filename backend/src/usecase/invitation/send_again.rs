//! Sending an invitation anew: as it was, to another address, or with other rights.

use domain::{
    email::Email,
    history::Act,
    id::{InvitationId, PublicId},
    invitation::InvitationRefusal,
    locale::Locale,
    membership::Contact,
    rights::{self, Action, Place},
    time::Timestamp,
};

use super::{Error, invite::draw, mails};
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    store::{
        self, OrgLock, Tx,
        invitations::{Invitation, Offer},
        retrying,
    },
    usecase::{organization::authorize, people::existing},
};

/// What an invitation is to say from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeAsked {
    /// Which.
    pub invitation: InvitationId,
    /// What it offers.
    pub place: Place,
    /// Which messages would reach the person.
    pub contact: Contact,
    /// The language of its mail.
    pub locale: Locale,
    /// The draft that it was typed into, which ends with it.
    pub draft: PublicId,
}

/// Sends an invitation again, with a new link; to the address that its person asked for, if
/// `as_wanted`. From now on it rests on the rights of who sends it.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`], [`UseCaseError::Limited`],
/// [`InvitationRefusal`].
pub async fn send_again(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    id: InvitationId,
    as_wanted: bool,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = authorize::hold(&mut tx, identity, organization).await?;
        let invitation = open(&mut tx, &lock, id).await?;
        let wanted = invitation.wanted.as_ref().and_then(|(_, email)| email.as_ref());
        let offer = Offer {
            email: wanted.filter(|_| as_wanted).unwrap_or(&invitation.email),
            locale: invitation.locale,
            place: &invitation.place,
            contact: invitation.contact,
            invited_by: identity.user,
        };
        let whom = (identity, organization);
        let event = anew(backend, &mut tx, whom, &lock, (&invitation, &offer), now).await?;
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}

/// Has an invitation say something else, and sends it again.
///
/// # Errors
/// As [`send_again`].
pub async fn change(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &ChangeAsked,
) -> Result<(), Error> {
    let now = backend.now();
    let wanted = asked.place.clone().tidy();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        // Persons are locked before organizations.
        let own_lock = tx.lock_user(identity.user).await?;
        let lock = authorize::hold(&mut tx, identity, organization).await?;
        let invitation = open(&mut tx, &lock, asked.invitation).await?;
        let nothing = Place::of(wanted.role);
        let place = existing(&mut tx, lock.org(), &nothing, wanted.clone()).await?;
        let offer = Offer {
            email: &invitation.email,
            locale: asked.locale,
            place: &place,
            contact: asked.contact,
            invited_by: identity.user,
        };
        let whom = (identity, organization);
        let event = anew(backend, &mut tx, whom, &lock, (&invitation, &offer), now).await?;
        store::drafts::finish(&mut tx, &own_lock, asked.draft, organization).await?;
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}

async fn open(tx: &mut Tx, lock: &OrgLock, id: InvitationId) -> Result<Invitation, Error> {
    let found = store::invitations::find(tx, lock.org(), id).await?;
    found.ok_or(UseCaseError::NotFound)
}

/// Decides by what the invitation says and is to say; then sends it.
async fn anew(
    backend: &Backend,
    tx: &mut Tx,
    (identity, organization): (&Identity, PublicId),
    lock: &OrgLock,
    (before, offer): (&Invitation, &Offer<'_>),
    now: Timestamp,
) -> Result<Event, Error> {
    let refused = UseCaseError::Refused;
    let actor = authorize::standing(tx, identity, organization).await?;
    rights::decide(&actor, &Action::Invite(before.place.role))?;
    let permit = rights::decide(&actor, &Action::Invite(offer.place.role))?;
    if before.ending.is_some() {
        return Err(refused(InvitationRefusal::Ended));
    }
    can_be_invited(tx, lock, before, offer.email).await?;
    draw(tx, lock.org(), offer, now).await?;
    store::invitations::send_again(tx, lock, &permit, before.id, offer, now).await?;
    let who = identity.profile.name();
    mails::invitation(backend, tx, lock, (before.id, offer), &who, now).await?;
    let mut event = Event::new(lock, &permit, Act::InvitationSentAgain)
        .about("invitation", before.id.as_uuid())
        .detail("person", offer.email.typed());
    if before.email != *offer.email {
        let (was, is) = (before.email.typed(), offer.email.typed());
        event = event.change("email", was.to_owned(), is.to_owned());
    }
    if before.place.role != offer.place.role {
        let (was, is) = (before.place.role, offer.place.role);
        event = event.change("role", was.as_str().to_owned(), is.as_str().to_owned());
    }
    Ok(event)
}

/// Whether the address is still that of somebody to be invited.
async fn can_be_invited(
    tx: &mut Tx,
    lock: &OrgLock,
    before: &Invitation,
    email: &Email,
) -> Result<(), Error> {
    let refused = UseCaseError::Refused;
    if let Some(user) = store::users::find_by_email(tx, email.canonical()).await?
        && store::membership::find(tx, lock.org(), user.id).await?.is_some()
    {
        return Err(refused(InvitationRefusal::AlreadyMember));
    }
    let open = store::invitations::find_open(tx, lock.org(), email).await?;
    if open.is_some_and(|it| it.id != before.id) {
        return Err(refused(InvitationRefusal::AlreadyInvited));
    }
    Ok(())
}
