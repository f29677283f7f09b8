//! Sending an invitation anew: as it was, to another address, or with other rights.

use domain::{
    history::Act,
    id::{InvitationId, PublicId},
    invitation::{Ending, InvitationRefusal},
    locale::Locale,
    membership::Contact,
    rights::{self, Action, Permit, Place, Role, Standing},
    time::Timestamp,
};

use super::{
    Error,
    invite::{draw, is_made},
    mails,
};
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    store::{
        self, OrgLock, Tx,
        invitations::{Invitation, Offer},
        names::Names,
        retrying,
    },
    usecase::{
        organization::authorize,
        people::{existing, given},
    },
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
        let actor = authorize::standing(&mut tx, identity, organization).await?;
        let invitation = open(&mut tx, &actor, id).await?;
        let wanted = invitation.wanted.as_ref().and_then(|(_, email)| email.as_ref());
        let offer = Offer {
            email: wanted.filter(|_| as_wanted).unwrap_or(&invitation.email),
            locale: invitation.locale,
            place: &invitation.place,
            contact: invitation.contact,
            invited_by: identity.user,
        };
        let by = (identity, &actor);
        let event = anew(backend, &mut tx, by, &lock, (&invitation, &offer), now).await?;
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
        if is_made(&mut tx, identity, asked.draft, now).await? {
            return Ok(());
        }
        let lock = authorize::hold(&mut tx, identity, organization).await?;
        let actor = authorize::standing(&mut tx, identity, organization).await?;
        let invitation = open(&mut tx, &actor, asked.invitation).await?;
        let nothing = Place::of(wanted.role);
        let place = existing(&mut tx, lock.org(), &nothing, wanted.clone()).await?;
        let offer = Offer {
            email: &invitation.email,
            locale: asked.locale,
            place: &place,
            contact: asked.contact,
            invited_by: identity.user,
        };
        let by = (identity, &actor);
        let event = anew(backend, &mut tx, by, &lock, (&invitation, &offer), now).await?;
        store::drafts::finish(&mut tx, &own_lock, asked.draft, organization).await?;
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}

/// Who may not invite learns nothing about which invitations there are.
async fn open(tx: &mut Tx, actor: &Standing, id: InvitationId) -> Result<Invitation, Error> {
    rights::decide(actor, &Action::Invite(Role::Collaborator))?;
    let found = store::invitations::find(tx, actor.org, id).await?;
    found.ok_or(UseCaseError::NotFound)
}

/// Decides by what the invitation says and is to say; then sends it.
async fn anew(
    backend: &Backend,
    tx: &mut Tx,
    (identity, actor): (&Identity, &Standing),
    lock: &OrgLock,
    (before, offer): (&Invitation, &Offer<'_>),
    now: Timestamp,
) -> Result<Event, Error> {
    let refused = UseCaseError::Refused;
    rights::decide(actor, &Action::Invite(before.place.role))?;
    let permit = rights::decide(actor, &Action::Invite(offer.place.role))?;
    if before.ending.is_some() {
        return Err(refused(InvitationRefusal::Ended));
    }
    make_room(tx, (lock, &permit), before, offer, now).await?;
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
    let names = Names::find(tx, lock.org(), Locale::En, [&before.place, offer.place]).await?;
    let (was, is) = (given(&before.place, &names), given(offer.place, &names));
    for ((field, was), (_, is)) in was.into_iter().zip(is).filter(|((_, was), (_, is))| was != is) {
        event = event.change(field, was, is);
    }
    Ok(event)
}

/// Makes sure that the address is that of somebody to be invited: another invitation of it that has
/// expired gives way.
async fn make_room(
    tx: &mut Tx,
    (lock, permit): (&OrgLock, &Permit),
    before: &Invitation,
    offer: &Offer<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let refused = UseCaseError::Refused;
    if let Some(user) = store::users::find_by_email(tx, offer.email.canonical()).await?
        && store::membership::find(tx, lock.org(), user.id).await?.is_some()
    {
        return Err(refused(InvitationRefusal::AlreadyMember));
    }
    let open = store::invitations::find_open(tx, lock.org(), offer.email).await?;
    match open.filter(|it| it.id != before.id) {
        None => Ok(()),
        Some(other) if other.has_expired(now) => {
            let ending = (Ending::Replaced, Some(offer.invited_by));
            store::invitations::end(tx, lock, permit, other.id, ending, now).await?;
            Ok(())
        }
        Some(_) => Err(refused(InvitationRefusal::AlreadyInvited)),
    }
}
