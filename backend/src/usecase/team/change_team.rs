//! Another name, colour or leader.

use domain::{
    history::Act,
    id::{PublicId, TeamId, UserId},
    team::{TeamColour, TeamRefusal, name_is_free},
    text::TeamName,
    time::Timestamp,
};

use super::{Error, Held};
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, retrying},
};

/// What a team is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamAsked {
    /// Which.
    pub team: TeamId,
    /// When it had last changed as the one who asks saw it.
    pub seen: Timestamp,
    /// What it is to be called.
    pub name: TeamName,
    /// How it is to look.
    pub colour: TeamColour,
    /// Who is to lead it.
    pub leader: Option<UserId>,
}

/// Changes what a team is called, how it looks and who leads it. Returns whether anything differed.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`]; [`TeamRefusal::Changed`] if somebody else was
/// faster, [`TeamRefusal::NameTaken`], [`TeamRefusal::NotAMember`].
pub async fn change_team(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &TeamAsked,
) -> Result<bool, Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let which = (organization, asked.team);
        let held = Held::begin(backend, &mut tx, identity, which, Some(asked.seen)).await?;
        let (org, team) = (held.lock.org(), &held.team);
        let led_by = team.leader.as_ref().map(|(user, _)| *user);
        if (&team.name, team.colour, led_by) == (&asked.name, asked.colour, asked.leader) {
            return Ok(false);
        }
        let teams = store::teams::list(&mut tx, org).await?;
        let others = teams.iter().filter(|(id, _)| *id != asked.team).map(|(_, name)| name);
        name_is_free(&asked.name, others).map_err(UseCaseError::Refused)?;
        let mut leader = String::new();
        if let Some(user) = asked.leader {
            let inside = store::teams::places(&mut tx, org, asked.team).await?.contains(&user);
            let member = store::membership::find(&mut tx, org, user).await?.filter(|_| inside);
            leader = member.ok_or(UseCaseError::Refused(TeamRefusal::NotAMember))?.name();
        }
        let (name, colour) = (&asked.name, asked.colour);
        let values = (name, colour, asked.leader);
        store::teams::update(&mut tx, &held.lock, &held.permit, asked.team, values, held.at)
            .await?;
        let mut event = held.event(Act::TeamChanged);
        event = if team.name == *name {
            event.detail("team", name.as_str())
        } else {
            event.change("team", team.name.to_string(), name.to_string())
        };
        if team.colour != colour {
            let (before, after) = (team.colour.as_str(), colour.as_str());
            event = event.change("colour", before.to_owned(), after.to_owned());
        }
        if led_by != asked.leader {
            let before = team.leader.as_ref().map(|(_, name)| name.clone());
            event = event.change("leader", before.unwrap_or_default(), leader);
        }
        backend.commit(tx, now, event).await?;
        Ok(true)
    })
    .await
}
