//! The teams of an organization.

use std::{collections::BTreeMap, convert::Infallible};

use domain::{
    id::{PublicId, TeamId},
    rights::{self, Action, Denial},
    search::folded,
    team::TeamColour,
    text::TeamName,
};

use super::authorize;
use crate::{Backend, Identity, UseCaseError, store};

/// The teams of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamsView {
    /// All of them, by name.
    pub teams: Vec<TeamLine>,
    /// Whether the one who asks may make teams and change them; or why not.
    pub manage: Result<(), Denial>,
}

/// A team, as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamLine {
    /// Which.
    pub team: TeamId,
    /// What it is called.
    pub name: TeamName,
    /// How it looks.
    pub colour: TeamColour,
    /// How many members it has.
    pub members: u64,
}

/// Lists all teams: there are no more than [`domain::team::PER_ORGANIZATION`].
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn list_teams(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<TeamsView, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::SeeMembers)?;
    let teams = store::teams::list_coloured(&mut tx, standing.org).await?;
    let sizes: BTreeMap<_, _> =
        store::teams::sizes(&mut tx, standing.org).await?.into_iter().collect();
    let line = |(team, name, colour)| TeamLine {
        members: sizes.get(&team).map_or(0, |it| it.unsigned_abs()),
        team,
        name,
        colour,
    };
    let mut teams: Vec<_> = teams.into_iter().map(line).collect();
    teams.sort_by_cached_key(|it| (folded(it.name.as_str()), it.team));
    let manage = rights::decide(&standing, &Action::ManageTeams).map(drop);
    Ok(TeamsView { teams, manage })
}
