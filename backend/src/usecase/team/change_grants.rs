//! Other rights of a team: what that would do to its members, and doing it.

use std::{collections::BTreeSet, convert::Infallible};

use domain::{
    history::Act,
    id::{PublicId, TeamId},
    locale::Locale,
    rights::{Grant, Place, ProductRight, Role},
    team::TeamRefusal,
    text::TeamName,
    time::Timestamp,
};

use super::{Effects, Error, Held, affected, effects, managed, present, tell_all, touch};
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    store::{
        self, Tx,
        names::Names,
        places::{Holder, When},
        retrying,
    },
    usecase::people::change_member::{existing_grants, list},
};

/// What a team is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantsAsked {
    /// Which.
    pub team: TeamId,
    /// Its rights on products.
    pub grants: BTreeSet<Grant>,
    /// When it had last changed as the one who asks saw it.
    pub seen: Timestamp,
    /// The draft that it was typed into, which ends with the change.
    pub draft: Option<PublicId>,
}

/// What a change would do.
#[derive(Debug, Clone)]
pub struct GrantsPreview {
    /// What the team is called.
    pub name: TeamName,
    /// What it has.
    pub before: Place,
    /// What it would have.
    pub after: Place,
    /// Whether something that was asked for is no longer there to be given.
    pub left_out: bool,
    /// When the team had last changed.
    pub seen: Timestamp,
    /// What its members could do then and cannot now, and the other way round.
    pub effects: Effects,
    /// What the products and kinds in question are called.
    pub names: Names,
}

fn place(grants: BTreeSet<Grant>) -> Place {
    Place { grants, ..Place::of(Role::External) }
}

/// Says what a change would do, kinds of products called as in `locale`, and changes nothing.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`].
pub async fn preview_grants(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &GrantsAsked,
    locale: Locale,
) -> Result<GrantsPreview, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let (org, team) = managed(&mut tx, identity, (organization, asked.team)).await?;
    let before = store::places::grants_of_team(&mut tx, org, team.id).await?;
    let after = existing_grants(&mut tx, org, &before, asked.grants.clone()).await?;
    let users = store::teams::places(&mut tx, org, team.id).await?;
    let members = present(&mut tx, org, users).await?;
    let changes: Vec<_> = members.iter().map(|it| (it, &after)).collect();
    let effects = effects(&mut tx, (org, team.id), &changes, locale).await?;
    let left_out = after != asked.grants;
    let (before, after) = (place(before), place(after));
    let names = Names::find(&mut tx, org, locale, [&before, &after]).await?;
    Ok(GrantsPreview {
        name: team.name,
        seen: team.changed_at,
        before,
        after,
        left_out,
        effects,
        names,
    })
}

/// Gives a team other rights, and tells its members. Returns whether anything differed.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`]; [`TeamRefusal::Changed`] if somebody else was
/// faster.
pub async fn change_grants(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &GrantsAsked,
) -> Result<bool, UseCaseError<TeamRefusal>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        // Persons are locked before organizations.
        let own_lock = tx.lock_user(identity.user).await?;
        let which = (organization, asked.team);
        let held = Held::begin(backend, &mut tx, identity, which, Some(asked.seen)).await?;
        let (org, team) = (held.lock.org(), asked.team);
        let before = store::places::grants_of_team(&mut tx, org, team).await?;
        let after = existing_grants(&mut tx, org, &before, asked.grants.clone()).await?;
        if before == after {
            return Ok(false);
        }
        let users = store::teams::places(&mut tx, org, team).await?;
        let members = present(&mut tx, org, users.iter().copied()).await?;
        let told = affected(&mut tx, org, (team, &members), &after).await?;
        let when = When { at: held.at, entropy: &*backend.entropy };
        let (holder, change) = (Holder::Team(team), (&before, &after));
        store::places::change_grants(&mut tx, &held.lock, &held.permit, holder, change, when)
            .await?;
        store::teams::touch(&mut tx, &held.lock, team, held.at).await?;
        if let Some(draft) = asked.draft {
            store::drafts::finish(&mut tx, &own_lock, draft, organization).await?;
        }
        touch(&mut tx, &held, identity, &users).await?;
        tell_all(backend, &mut tx, identity, organization, &held, &told).await?;
        let event = event(&mut tx, &held, &place(before), &place(after)).await?;
        backend.commit(tx, now, event).await?;
        Ok(true)
    })
    .await
}

/// What has changed, as it stands in the history.
async fn event(tx: &mut Tx, held: &Held, before: &Place, after: &Place) -> Result<Event, Error> {
    // The history is written once, in the language of the catalogue.
    let names = Names::find(tx, held.lock.org(), Locale::En, [before, after]).await?;
    let mut event = held.event(Act::TeamChanged).detail("team", held.team.name.as_str());
    for right in ProductRight::ALL {
        let [before, after] = [before, after].map(|place| {
            let granted = place.grants.iter().filter(|it| it.right == *right);
            list(granted.map(|it| names.scope(it.scope)))
        });
        if before != after {
            event = event.change(right.as_str(), before, after);
        }
    }
    Ok(event)
}
