//! Who is invited in the demo and has not answered yet.

use domain::{
    email::Email,
    history::Act,
    id::InvitationId,
    membership::Contact,
    rights::{Permit, Place, Role},
    time::Timestamp,
};

use super::{Error, broken, cast::GUEST};
use crate::{
    Backend,
    history::Event,
    store::{self, OrgLock, Tx, invitations::Offer, users::User},
    usecase::invitation::mails,
};

/// Invites a collaborator, as the legal representative.
pub(super) async fn invite(
    backend: &Backend,
    tx: &mut Tx,
    (lock, permit): (&OrgLock, &Permit),
    by: &User,
    now: Timestamp,
) -> Result<Event, Error> {
    let email = Email::parse(GUEST).map_err(|_| broken(GUEST))?;
    let offer = Offer {
        email: &email,
        locale: by.profile.locale,
        place: &Place::of(Role::Collaborator),
        contact: Contact::ALL,
        invited_by: by.id,
    };
    let id = InvitationId::mint(now, backend.draw());
    store::invitations::insert(tx, lock, permit, id, &offer, now).await?;
    mails::invitation(backend, tx, lock, (id, &offer), &by.profile.name(), now).await?;
    Ok(Event::new(lock, permit, Act::MemberInvited)
        .by(by.id)
        .about("invitation", id.as_uuid())
        .detail("person", email.typed())
        .detail("role", Role::Collaborator.as_str()))
}
