//! Members join a team.

use std::collections::BTreeSet;

use domain::{
    history::Act,
    id::{PublicId, TeamId, UserId},
};

use super::{Error, Held, present, tell_all, touch};
use crate::{
    Backend, Identity,
    history::Events,
    store::{self, retrying},
};

/// Who is to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinAsked {
    /// Which team.
    pub team: TeamId,
    /// Whom.
    pub users: BTreeSet<UserId>,
    /// The draft that they were chosen in, which ends with it.
    pub draft: Option<PublicId>,
}

/// Takes members into a team, and tells them. Whoever is in it already, or is no member any more, is
/// left out. Returns whether anybody joined.
///
/// # Errors
/// [`crate::UseCaseError::NotFound`], [`crate::UseCaseError::Denied`].
pub async fn add_members(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &JoinAsked,
) -> Result<bool, Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        // Persons are locked before organizations.
        let own_lock = tx.lock_user(identity.user).await?;
        let which = (organization, asked.team);
        let held = Held::begin(backend, &mut tx, identity, which, None).await?;
        let org = held.lock.org();
        let inside = store::teams::places(&mut tx, org, asked.team).await?;
        let wanted = asked.users.iter().copied().filter(|it| !inside.contains(it));
        let members = present(&mut tx, org, wanted).await?;
        let (none, this) = (BTreeSet::new(), BTreeSet::from([asked.team]));
        let mut events = Vec::new();
        for member in &members {
            let (user, change) = (member.user, (&none, &this));
            store::places::change_teams(&mut tx, &held.lock, &held.permit, user, change, held.at)
                .await?;
            let event = held.event(Act::TeamJoined).about("user", user.as_uuid());
            let event = event.detail("person", member.name());
            events.push(event.detail("team", held.team.name.as_str()));
        }
        let mut events = events.into_iter();
        let Some(first) = events.next() else { return Ok(false) };
        if let Some(draft) = asked.draft {
            store::drafts::finish(&mut tx, &own_lock, draft, organization).await?;
        }
        let users: Vec<_> = members.iter().map(|it| it.user).collect();
        touch(&mut tx, &held, &users).await?;
        tell_all(backend, &mut tx, identity, organization, &held, &users).await?;
        backend.commit(tx, now, Events { first, more: events.collect() }).await?;
        Ok(true)
    })
    .await
}
