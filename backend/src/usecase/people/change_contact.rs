//! Which messages reach a member.

use domain::{
    history::Act,
    id::{PublicId, UserId},
    membership::Contact,
    rights::{Action, MemberState, Role},
};

use super::{Error, Held};
use crate::{
    Backend, Identity,
    history::Event,
    store::{self, membership::Membership, retrying},
};

/// Decides which messages reach a member: oneself, or somebody else as an administrator. The only
/// active legal representative gets billing reminders whatever is asked for. Returns whether anything
/// differed.
///
/// # Errors
/// [`crate::UseCaseError::NotFound`], [`crate::UseCaseError::Denied`].
pub async fn change_contact(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    user: UserId,
    contact: Contact,
) -> Result<bool, Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let own = user == identity.user;
        let action = |it: &Membership| {
            if own { Action::ChangeOwnContact } else { Action::ChangeContact(it.target()) }
        };
        let whom = (organization, user);
        let held = Held::begin(backend, &mut tx, identity, whom, None, action).await?;
        let member = &held.member;
        let active = store::membership::representatives(&mut tx, held.lock.org()).await?;
        let only = active == 1
            && (member.role, member.state) == (Role::LegalRepresentative, MemberState::Active);
        let after = contact.held(only);
        if after == member.contact {
            return Ok(false);
        }
        store::membership::update_contact(&mut tx, &held.lock, &held.permit, user, after).await?;
        let word = |it: bool| if it { "on" } else { "off" }.to_owned();
        let before = member.contact;
        let mut event = Event::new(&held.lock, &held.permit, Act::ContactChanged)
            .about("user", user.as_uuid())
            .detail("person", member.name());
        for (field, before, after) in [
            ("billing_reminders", before.billing_reminders, after.billing_reminders),
            ("product_events", before.product_events, after.product_events),
        ] {
            if before != after {
                event = event.change(field, word(before), word(after));
            }
        }
        backend.commit(tx, now, event).await?;
        Ok(true)
    })
    .await
}
