//! A new team, without members and rights.

use domain::{
    history::Act,
    id::{PublicId, TeamId},
    rights::Action,
    team::{TeamColour, name_is_free, room_for_one},
    text::TeamName,
};

use super::{Error, authorize};
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    store::{self, retrying},
};

/// Makes a team.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`];
/// [`domain::team::TeamRefusal::NameTaken`], [`domain::team::TeamRefusal::TooMany`].
pub async fn create_team(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    (name, colour): (&TeamName, TeamColour),
) -> Result<TeamId, Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let (lock, permit) =
            authorize::lock(&mut tx, identity, organization, &Action::ManageTeams).await?;
        let others = store::teams::list(&mut tx, lock.org()).await?;
        room_for_one(others.len()).map_err(UseCaseError::Refused)?;
        name_is_free(name, others.iter().map(|(_, name)| name)).map_err(UseCaseError::Refused)?;
        let at = store::members::instant(&mut tx, &lock, now).await?;
        let team = TeamId::mint(now, backend.draw());
        store::teams::insert(&mut tx, &lock, &permit, (team, name, colour), at).await?;
        let event = Event::new(&lock, &permit, Act::TeamCreated)
            .about("team", team.as_uuid())
            .detail("team", name.as_str())
            .detail("colour", colour.as_str());
        backend.commit(tx, now, event).await?;
        Ok(team)
    })
    .await
}
