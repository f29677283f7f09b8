//! One team, its members, and what the one who asks may do about it.

use std::convert::Infallible;

use domain::{
    id::{PublicId, TeamId, UserId},
    locale::Locale,
    rights::{self, Action, Denial, Place, Role},
    team::TeamColour,
    text::TeamName,
    time::Timestamp,
};

use super::{LAST, authorize};
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, members::After, names::Names, teams::Range},
    usecase::people::{MemberLine, list_members},
};

/// How many members a page shows.
const PER_PAGE: usize = 50;

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamDetails {
    /// Which.
    pub team: TeamId,
    /// What it is called.
    pub name: TeamName,
    /// How it looks.
    pub colour: TeamColour,
    /// The member whom others turn to, with first and last name.
    pub leader: Option<(UserId, String)>,
    /// Members by name.
    pub members: Vec<MemberLine>,
    /// The member behind whom the next part begins, if there is more.
    pub next: Option<UserId>,
    /// What its members may do through it, as that of a member, for who may see rights.
    pub place: Option<Place>,
    /// What the products and kinds in it are called.
    pub names: Names,
    /// When any of this changed last.
    pub changed_at: Timestamp,
    /// Whether the one who asks may change it; or why not.
    pub manage: Result<(), Denial>,
}

/// Shows a team to the members of its organization, kinds of products called as in `locale`, with the
/// members behind that one.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and where there is no such team, [`UseCaseError::Denied`].
pub async fn show_team(
    backend: &Backend,
    identity: &Identity,
    (organization, team): (PublicId, TeamId),
    behind: Option<UserId>,
    locale: Locale,
) -> Result<TeamDetails, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::SeeMembers)?;
    let org = standing.org;
    let found = store::teams::find(&mut tx, org, team).await?;
    let found = found.ok_or(UseCaseError::NotFound)?;
    let after = match behind {
        None => After::default(),
        Some(user) => store::members::place_of(&mut tx, org, user).await?.unwrap_or_default(),
    };
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let range = Range { after: &after, before: LAST, limit };
    let mut members = store::teams::members(&mut tx, org, team, range).await?;
    let more = members.len() > PER_PAGE;
    members.truncate(PER_PAGE);
    let place = if rights::decide(&standing, &Action::SeeAccess).is_ok() {
        let grants = store::places::grants_of_team(&mut tx, org, team).await?;
        Some(Place { grants, ..Place::of(Role::External) })
    } else {
        None
    };
    Ok(TeamDetails {
        team,
        name: found.name,
        colour: found.colour,
        leader: found.leader,
        next: members.last().filter(|_| more).map(|it| it.user),
        members: members.into_iter().map(|it| list_members::line(it, identity.user)).collect(),
        names: Names::find(&mut tx, org, locale, &place).await?,
        place,
        changed_at: found.changed_at,
        manage: rights::decide(&standing, &Action::ManageTeams).map(drop),
    })
}
