//! An invitation that is accepted: the one way in which somebody becomes a member later on.

use domain::{
    history::Act, id::UserId, invitation::Ending, membership::representatives_change,
    rights::MemberState, time::Timestamp,
};

use super::{mails, open::Opened};
use crate::{
    Backend, Profile, StoreError,
    history::Event,
    store::{self, OrgLock, Tx, members::NewMember, places::When, tokens::Subject},
    usecase::people::existing,
};

/// Makes a person a member as was offered to them; `opened` was found under the lock.
pub(super) async fn become_member(
    backend: &Backend,
    tx: &mut Tx,
    lock: &OrgLock,
    opened: &Opened,
    (user, profile): (UserId, &Profile),
    now: Timestamp,
) -> Result<Event, StoreError> {
    // Whoever is let in is let in by the right of whoever sent the invitation, as it is now.
    let permit = opened.permit.as_ref().ok_or(StoreError::Gone)?;
    let invitation = &opened.invitation;
    let offered = invitation.place.clone().tidy();
    let nothing = domain::rights::Place::of(offered.role);
    let place = existing(tx, lock.org(), &nothing, offered).await?;
    let at = store::members::instant(tx, lock, now).await?;
    let when = When { at, entropy: &*backend.entropy };
    let keys = profile.name_keys();
    let member = NewMember { user, keys: &keys, place: &place, contact: invitation.contact };
    store::members::insert(tx, lock, permit, &member, when).await?;
    let active = store::membership::representatives(tx, lock.org()).await?;
    let joins = Some((place.role, MemberState::Active));
    // Somebody who comes takes nobody's place.
    let change = representatives_change(active, None, joins).unwrap_or_default();
    store::membership::count_representatives(tx, lock, permit, change).await?;
    let ending = (Ending::Accepted, Some(user));
    store::invitations::end(tx, lock, permit, invitation.id, ending, now).await?;
    store::tokens::use_up_of(tx, Subject::Invitation(lock.org(), invitation.id), now).await?;
    mails::accepted(backend, tx, opened, &profile.name(), now).await?;
    Ok(Event::new(lock, permit, Act::MemberJoined)
        .by(user)
        .about("user", user.as_uuid())
        .about("invitation", invitation.id.as_uuid())
        .detail("person", profile.name())
        .detail("email", invitation.email.typed())
        .detail("role", place.role.as_str())
        .detail("invited_by", invitation.invited_by.1.clone()))
}
