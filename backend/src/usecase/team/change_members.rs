//! Members join a team and leave it: what that would do to them, and doing it.

use std::{collections::BTreeSet, convert::Infallible};

use domain::{
    history::Act,
    id::{OrgId, PublicId, TeamId, UserId},
    locale::Locale,
    rights::Grant,
    text::TeamName,
    time::Timestamp,
};

use super::{Effects, Error, Having, Held, effects, managed, present, tell_all, touch};
use crate::{
    Backend, Identity, StoreError, UseCaseError,
    history::Events,
    store::{self, Tx, membership::Membership, retrying},
};

/// Who is to be in a team and who is not. Of others nothing changes; neither of those for whom it is
/// so already, nor of those who are no members of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembersAsked {
    /// Which team.
    pub team: TeamId,
    /// Who is to be in it.
    pub joins: BTreeSet<UserId>,
    /// Who is not.
    pub leaves: BTreeSet<UserId>,
    /// When the team had last changed as the one who asks saw it.
    pub seen: Timestamp,
    /// The draft that they were chosen in, which ends with it.
    pub draft: Option<PublicId>,
}

/// What moving members would do.
#[derive(Debug, Clone)]
pub struct MembersPreview {
    /// What the team is called.
    pub name: TeamName,
    /// When it had last changed.
    pub seen: Timestamp,
    /// First and last name of everybody who would join.
    pub joining: Vec<String>,
    /// The same of everybody who would leave.
    pub leaving: Vec<String>,
    /// What they could do then and cannot now, and the other way round.
    pub effects: Effects,
}

/// Those who would really move.
struct Moves {
    joining: Vec<Membership>,
    leaving: Vec<Membership>,
}

impl Moves {
    async fn find(tx: &mut Tx, org: OrgId, asked: &MembersAsked) -> Result<Self, StoreError> {
        let inside: BTreeSet<_> =
            store::teams::places(tx, org, asked.team).await?.into_iter().collect();
        let joining = asked.joins.difference(&inside).copied();
        let leaving = asked.leaves.intersection(&inside).copied();
        Ok(Self {
            joining: present(tx, org, joining).await?,
            leaving: present(tx, org, leaving).await?,
        })
    }

    /// Everybody, with what they would have through the team.
    fn all<'a>(
        &'a self,
        granted: &'a BTreeSet<Grant>,
        nothing: &'a BTreeSet<Grant>,
    ) -> Vec<Having<'a>> {
        let joining = self.joining.iter().map(|it| (it, granted));
        joining.chain(self.leaving.iter().map(|it| (it, nothing))).collect()
    }
}

/// Says what moving these members would do, kinds of products called as in `locale`, and changes
/// nothing.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`].
pub async fn preview_members(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &MembersAsked,
    locale: Locale,
) -> Result<MembersPreview, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let (org, team) = managed(&mut tx, identity, (organization, asked.team)).await?;
    let moves = Moves::find(&mut tx, org, asked).await?;
    let granted = store::places::grants_of_team(&mut tx, org, team.id).await?;
    let nothing = BTreeSet::new();
    let effects = effects(&mut tx, (org, team.id), &moves.all(&granted, &nothing), locale).await?;
    let names = |these: &[Membership]| these.iter().map(Membership::name).collect();
    Ok(MembersPreview {
        name: team.name,
        seen: team.changed_at,
        joining: names(&moves.joining),
        leaving: names(&moves.leaving),
        effects,
    })
}

/// Takes members into a team and others out of it, and tells them. Whoever led it and goes leads it no
/// longer. Returns whether anybody moved.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`]; [`domain::team::TeamRefusal::Changed`] if
/// somebody else was faster.
pub async fn change_members(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &MembersAsked,
) -> Result<bool, Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        // Persons are locked before organizations.
        let own_lock = tx.lock_user(identity.user).await?;
        let which = (organization, asked.team);
        let held = Held::begin(backend, &mut tx, identity, which, Some(asked.seen)).await?;
        let moves = Moves::find(&mut tx, held.lock.org(), asked).await?;
        let (none, this) = (BTreeSet::new(), BTreeSet::from([asked.team]));
        let joining = moves.joining.iter().map(|it| (it, (&none, &this), Act::TeamJoined));
        let leaving = moves.leaving.iter().map(|it| (it, (&this, &none), Act::TeamLeft));
        let (mut events, mut users) = (Vec::new(), Vec::new());
        for (member, change, act) in joining.chain(leaving) {
            let user = member.user;
            store::places::change_teams(&mut tx, &held.lock, &held.permit, user, change, held.at)
                .await?;
            let event = held.event(act).about("user", user.as_uuid());
            let event = event.detail("person", member.name());
            events.push(event.detail("team", held.team.name.as_str()));
            users.push(user);
        }
        let mut events = events.into_iter();
        let Some(first) = events.next() else { return Ok(false) };
        if let Some(draft) = asked.draft {
            store::drafts::finish(&mut tx, &own_lock, draft, organization).await?;
        }
        touch(&mut tx, &held, identity, &users).await?;
        tell_all(backend, &mut tx, identity, organization, &held, &users).await?;
        backend.commit(tx, now, Events { first, more: events.collect() }).await?;
        Ok(true)
    })
    .await
}
