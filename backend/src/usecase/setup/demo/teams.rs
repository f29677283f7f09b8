//! Teams of the demo: those who are to be in it join once everybody is there.

use std::collections::BTreeSet;

use domain::{
    history::Act,
    id::{OrgId, TeamId},
    rights::{self, Grant, ProductRight, Scope},
    team::TeamColour,
    text::TeamName,
};

use super::{
    Error, broken,
    cast::{TEAMS, Teamed},
};
use crate::{
    Backend,
    history::{Event, Events},
    store::{
        self,
        members::After,
        places::{Holder, When},
    },
};

/// Makes the teams of this organization.
pub(super) async fn gather(backend: &Backend, name: &str, org: OrgId) -> Result<(), Error> {
    for it in TEAMS.iter().filter(|it| it.owner == name) {
        make(backend, it, org).await?;
    }
    Ok(())
}

async fn make(backend: &Backend, it: &Teamed, org: OrgId) -> Result<(), Error> {
    let now = backend.now();
    let permit = rights::system("demo", Some(org));
    let mut tx = backend.store.begin().await?;
    let lock = tx.lock_organization(org).await?;
    let at = store::members::instant(&mut tx, &lock, now).await?;
    let team = TeamId::mint(now, backend.draw());
    let name = TeamName::parse(it.name).map_err(|_| broken(it.name))?;
    let colour: TeamColour = it.colour;
    store::teams::insert(&mut tx, &lock, &permit, (team, &name, colour), at).await?;
    let kind = it.kind.parse().map_err(|_| broken(it.kind))?;
    let grant = |right: &ProductRight| Grant { scope: Scope::Kind(kind), right: *right };
    let (none, grants) = (BTreeSet::new(), ProductRight::ALL.iter().map(grant).collect());
    let when = When { at, entropy: &*backend.entropy };
    let change = (&none, &grants);
    store::places::change_grants(&mut tx, &lock, &permit, Holder::Team(team), change, when).await?;
    let members = store::members::list(&mut tx, &permit, &After::default(), 100).await?;
    let event = Event::new(&lock, &permit, Act::TeamCreated).about("team", team.as_uuid());
    let first = event.detail("team", it.name).detail("colour", colour.as_str());
    let (outside, inside) = (BTreeSet::new(), BTreeSet::from([team]));
    let (mut more, mut leader) = (Vec::new(), None);
    for member in members.iter().filter(|member| it.members.contains(&member.email.as_str())) {
        let (user, change) = (member.user, (&outside, &inside));
        store::places::change_teams(&mut tx, &lock, &permit, user, change, at).await?;
        if it.members.first() == Some(&member.email.as_str()) {
            leader = Some(user);
        }
        let event = Event::new(&lock, &permit, Act::TeamJoined).about("user", user.as_uuid());
        let person = format!("{} {}", member.first_name, member.last_name);
        more.push(event.detail("person", person).detail("team", it.name));
    }
    store::teams::update(&mut tx, &lock, &permit, team, (&name, colour, leader), at).await?;
    backend.commit(tx, now, Events { first, more }).await?;
    Ok(())
}
