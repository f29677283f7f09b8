//! Teams: members who share what they may do on products.

mod change_grants;
mod change_members;
mod change_team;
mod create_team;
mod dissolve_team;
mod find_members;
mod list_teams;
mod show_team;

use std::collections::BTreeSet;

use domain::{
    history::Act,
    id::{OrgId, PublicId, TeamId, UserId},
    locale::Locale,
    rights::{self, Action, Grant, MemberState, Permit, Place, Preview, Role, Standing},
    team::{TeamRefusal, with_team},
    time::Timestamp,
};

use super::{organization::authorize, people::tell, request};
use crate::{
    Backend, Identity, StoreError, UseCaseError,
    history::Event,
    store::{self, OrgLock, Tx, membership::Membership, names::Names, teams::Team},
};

pub use change_grants::{GrantsAsked, GrantsPreview, change_grants, preview_grants};
pub use change_members::{MembersAsked, MembersPreview, change_members, preview_members};
pub use change_team::{TeamAsked, change_team};
pub use create_team::create_team;
pub use dissolve_team::{DissolutionPreview, dissolve_team, preview_dissolution};
pub use find_members::{Candidate, Candidates, Sought, find_members};
pub use list_teams::{TeamLine, TeamsView, list_teams};
pub use show_team::{TeamDetails, show_team};

type Error = UseCaseError<TeamRefusal>;

/// The most members whose gains and losses are told one by one.
const MOST_NAMED: usize = 10;

/// Behind every name.
const LAST: &str = "\u{10ffff}";

/// A team that somebody is about to change, while the organization is held.
struct Held {
    lock: OrgLock,
    permit: Permit,
    team: Team,
    at: Timestamp,
}

impl Held {
    /// Holds the organization and decides by what is true now, with the team in question at hand.
    ///
    /// # Errors
    /// [`UseCaseError::NotFound`] where there is no such organization or team for the one who asks,
    /// [`UseCaseError::Denied`], and [`TeamRefusal::Changed`] if the team is no longer as `seen`.
    async fn begin(
        backend: &Backend,
        tx: &mut Tx,
        identity: &Identity,
        (organization, team): (PublicId, TeamId),
        seen: Option<Timestamp>,
    ) -> Result<Self, Error> {
        let (lock, permit) =
            authorize::lock(tx, identity, organization, &Action::ManageTeams).await?;
        let found = store::teams::find(tx, lock.org(), team).await?;
        let team = found.ok_or(UseCaseError::NotFound)?;
        if seen.is_some_and(|seen| seen != team.changed_at) {
            return Err(UseCaseError::Refused(TeamRefusal::Changed));
        }
        let at = store::members::instant(tx, &lock, backend.now()).await?;
        Ok(Self { lock, permit, team, at })
    }

    fn event(&self, act: Act) -> Event {
        let event = Event::new(&self.lock, &self.permit, act);
        event.about("team", self.team.id.as_uuid())
    }
}

/// The team, for somebody who may change it.
async fn managed<R>(
    tx: &mut Tx,
    identity: &Identity,
    (organization, team): (PublicId, TeamId),
) -> Result<(OrgId, Team), UseCaseError<R>> {
    let actor = authorize::standing(tx, identity, organization).await?;
    rights::decide(&actor, &Action::ManageTeams)?;
    let team = store::teams::find(tx, actor.org, team).await?;
    Ok((actor.org, team.ok_or(UseCaseError::NotFound)?))
}

/// Those of these people who are members at present.
async fn present(
    tx: &mut Tx,
    org: OrgId,
    users: impl IntoIterator<Item = UserId>,
) -> Result<Vec<Membership>, StoreError> {
    let mut members = Vec::new();
    for user in users {
        members.extend(store::membership::find(tx, org, user).await?);
    }
    Ok(members)
}

/// What a change of a team does to its members.
#[derive(Debug, Clone, Default)]
pub struct Effects {
    /// First and last name of some who gain or lose something, and what.
    pub members: Vec<(String, Preview)>,
    /// How many more there are.
    pub others: usize,
    /// What the products and kinds in question are called.
    pub names: Names,
}

/// Somebody, and what they are to have through a team.
type Having<'a> = (&'a Membership, &'a BTreeSet<Grant>);

/// Says what it would do to each of these members to have exactly this through the team.
async fn effects(
    tx: &mut Tx,
    (org, team): (OrgId, TeamId),
    members: &[Having<'_>],
    locale: Locale,
) -> Result<Effects, StoreError> {
    let mut effects = Effects::default();
    let mut about = Place::of(Role::External);
    for &(member, grants) in members {
        let before = standing(tx, org, member).await?;
        let Some(preview) = difference(&before, team, grants) else { continue };
        if effects.members.len() < MOST_NAMED {
            about.grants.extend(before.grants.iter().map(|it| it.grant));
            about.grants.extend(grants);
            effects.members.push((member.name(), preview));
        } else {
            effects.others += 1;
        }
    }
    effects.names = Names::find(tx, org, locale, [&about]).await?;
    Ok(effects)
}

/// Those of these members for whom that would make a difference.
async fn affected(
    tx: &mut Tx,
    org: OrgId,
    (team, members): (TeamId, &[Membership]),
    grants: &BTreeSet<Grant>,
) -> Result<Vec<UserId>, StoreError> {
    let mut affected = Vec::new();
    for member in members {
        let before = standing(tx, org, member).await?;
        if difference(&before, team, grants).is_some() {
            affected.push(member.user);
        }
    }
    Ok(affected)
}

/// What somebody gains and loses, if this is what they have through the team; `None` if nothing.
fn difference(before: &Standing, team: TeamId, grants: &BTreeSet<Grant>) -> Option<Preview> {
    let preview = rights::preview(Some(before), Some(&with_team(before, team, grants)));
    (!preview.gains.is_empty() || !preview.losses.is_empty()).then_some(preview)
}

/// What is true of a member as far as teams make a difference.
async fn standing(tx: &mut Tx, org: OrgId, member: &Membership) -> Result<Standing, StoreError> {
    let grants = store::places::held(tx, org, member.user).await?;
    let plain = Standing::member(org, member.user, member.role);
    Ok(Standing { state: member.state, grants, ..plain })
}

/// Notes that what these people have through a team was changed by somebody.
async fn touch(
    tx: &mut Tx,
    held: &Held,
    by: &Identity,
    users: &[UserId],
) -> Result<(), StoreError> {
    for user in users {
        store::membership::touch(tx, &held.lock, *user, held.at).await?;
        request::settle(tx, &held.lock, &held.permit, (*user, by.user), held.at).await?;
    }
    Ok(())
}

/// Tells those of these people whose membership counts what they have now, that of their teams
/// included; nobody is told of what they did themselves.
async fn tell_all(
    backend: &Backend,
    tx: &mut Tx,
    identity: &Identity,
    organization: PublicId,
    held: &Held,
    users: &[UserId],
) -> Result<(), Error> {
    let org = held.lock.org();
    for user in users {
        let Some(member) = store::membership::find(tx, org, *user).await? else { continue };
        if member.state == MemberState::Suspended || *user == identity.user {
            continue;
        }
        let place = store::places::find(tx, org, *user).await?.ok_or(UseCaseError::NotFound)?;
        let all = store::places::held(tx, org, *user).await?;
        let place = Place { grants: all.iter().map(|it| it.grant).collect(), ..place };
        tell::changed(backend, tx, identity, (org, organization), &member, &place.tidy()).await?;
    }
    Ok(())
}
