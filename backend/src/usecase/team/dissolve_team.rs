//! The end of a team: what that would do, and doing it.

use std::{collections::BTreeSet, convert::Infallible};

use domain::{
    history::Act,
    id::{PublicId, TeamId},
    locale::Locale,
    text::TeamName,
    time::Timestamp,
};

use super::{Effects, Error, Held, effects, managed, present, tell_all, touch};
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, retrying},
};

/// What the end of a team would do.
#[derive(Debug, Clone)]
pub struct DissolutionPreview {
    /// What it is called.
    pub name: TeamName,
    /// When it had last changed.
    pub seen: Timestamp,
    /// What its members could do no longer.
    pub effects: Effects,
}

/// Says what the end of a team would do, kinds of products called as in `locale`, and changes nothing.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`].
pub async fn preview_dissolution(
    backend: &Backend,
    identity: &Identity,
    which: (PublicId, TeamId),
    locale: Locale,
) -> Result<DissolutionPreview, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let (org, team) = managed(&mut tx, identity, which).await?;
    let users = store::teams::places(&mut tx, org, team.id).await?;
    let members = present(&mut tx, org, users).await?;
    let nothing = BTreeSet::new();
    let changes: Vec<_> = members.iter().map(|it| (it, &nothing)).collect();
    let effects = effects(&mut tx, (org, team.id), &changes, locale).await?;
    Ok(DissolutionPreview { name: team.name, seen: team.changed_at, effects })
}

/// Dissolves a team: its members have their other rights left, and are told.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`]; [`domain::team::TeamRefusal::Changed`] if
/// somebody else has changed it meanwhile.
pub async fn dissolve_team(
    backend: &Backend,
    identity: &Identity,
    which: (PublicId, TeamId),
    seen: Timestamp,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let held = Held::begin(backend, &mut tx, identity, which, Some(seen)).await?;
        let team = held.team.id;
        let users = store::teams::places(&mut tx, held.lock.org(), team).await?;
        store::teams::dissolve(&mut tx, &held.lock, &held.permit, team, held.at).await?;
        touch(&mut tx, &held, identity, &users).await?;
        tell_all(backend, &mut tx, identity, which.0, &held, &users).await?;
        let event = held.event(Act::TeamDissolved).detail("team", held.team.name.as_str());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
