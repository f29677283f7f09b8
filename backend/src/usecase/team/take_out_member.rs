//! A member is taken out of a team.

use std::collections::BTreeSet;

use domain::{
    history::Act,
    id::{PublicId, TeamId, UserId},
    team::TeamRefusal,
};

use super::{Error, Held, tell_all, touch};
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, retrying},
};

/// Takes a member out of a team, and tells them. Whoever led it leads it no longer.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`]; [`TeamRefusal::NotAMember`] for whoever does
/// not belong to it.
pub async fn take_out_member(
    backend: &Backend,
    identity: &Identity,
    which: (PublicId, TeamId),
    user: UserId,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let held = Held::begin(backend, &mut tx, identity, which, None).await?;
        let (org, team) = (held.lock.org(), held.team.id);
        let inside = store::teams::places(&mut tx, org, team).await?.contains(&user);
        let member = store::membership::find(&mut tx, org, user).await?.filter(|_| inside);
        let member = member.ok_or(UseCaseError::Refused(TeamRefusal::NotAMember))?;
        let (this, none) = (BTreeSet::from([team]), BTreeSet::new());
        let change = (&this, &none);
        store::places::change_teams(&mut tx, &held.lock, &held.permit, user, change, held.at)
            .await?;
        touch(&mut tx, &held, &[user]).await?;
        tell_all(backend, &mut tx, identity, which.0, &held, &[user]).await?;
        let event = held.event(Act::TeamLeft).about("user", user.as_uuid());
        let event = event.detail("person", member.name());
        let event = event.detail("team", held.team.name.as_str());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
