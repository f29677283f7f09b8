//! Putting a membership on hold, and lifting that.

use domain::{
    history::Act,
    id::{PublicId, UserId},
    rights::{Action, MemberState},
    text::Reason,
    time::Timestamp,
};

use super::{Error, Held, tell};
use crate::{
    Backend, Identity,
    history::Event,
    mail::{Mail, salutation},
    store::{self, membership::Membership, retrying},
};

/// Puts somebody's membership on hold: from their next request on they may do nothing there. Returns
/// whether it was not so already.
///
/// # Errors
/// As [`super::change_member`].
pub async fn suspend_member(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    (user, seen): (UserId, Timestamp),
    reason: &Reason,
) -> Result<bool, Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let action = |it: &Membership| Action::Suspend(it.target());
        let whom = (organization, user);
        let held = Held::begin(backend, &mut tx, identity, whom, Some(seen), action).await?;
        if held.member.state == MemberState::Suspended {
            return Ok(false);
        }
        held.count(&mut tx, Some((held.member.role, MemberState::Suspended))).await?;
        let why = (user, identity.user, reason);
        store::membership::suspend(&mut tx, &held.lock, &held.permit, why, held.at).await?;
        let mail = Mail::MemberSuspended {
            name: salutation(held.member.first_name.as_str(), &held.member.email),
            who: identity.profile.name(),
            organization: tell::name(&mut tx, held.lock.org()).await?,
            reason: reason.to_string(),
        };
        tell::send(backend, &mut tx, identity, &held.member, mail).await?;
        let event = Event::new(&held.lock, &held.permit, Act::MemberSuspended)
            .about("user", user.as_uuid())
            .detail("person", held.member.name())
            .detail("reason", reason.as_str());
        backend.commit(tx, now, event).await?;
        Ok(true)
    })
    .await
}

/// Lets a membership count again. Returns whether it did not already.
///
/// # Errors
/// As [`super::change_member`].
pub async fn lift_suspension(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    user: UserId,
) -> Result<bool, Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let action = |it: &Membership| Action::Suspend(it.target());
        let whom = (organization, user);
        let held = Held::begin(backend, &mut tx, identity, whom, None, action).await?;
        if held.member.state == MemberState::Active {
            return Ok(false);
        }
        held.count(&mut tx, Some((held.member.role, MemberState::Active))).await?;
        store::membership::lift(&mut tx, &held.lock, &held.permit, user, held.at).await?;
        let mail = Mail::MemberRestored {
            name: salutation(held.member.first_name.as_str(), &held.member.email),
            who: identity.profile.name(),
            organization: tell::name(&mut tx, held.lock.org()).await?,
            organization_url: backend.site.link(&format!("/o/{organization}")),
        };
        tell::send(backend, &mut tx, identity, &held.member, mail).await?;
        let event = Event::new(&held.lock, &held.permit, Act::MemberRestored)
            .about("user", user.as_uuid())
            .detail("person", held.member.name());
        backend.commit(tx, now, event).await?;
        Ok(true)
    })
    .await
}
