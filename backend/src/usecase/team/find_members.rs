//! Who is in a team, and who could be.

use std::{collections::BTreeSet, convert::Infallible};

use domain::{
    id::{PublicId, TeamId, UserId},
    search::folded,
    text::TeamName,
    time::Timestamp,
};
use uuid::Uuid;

use super::{LAST, managed, present};
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, members::After, teams::Range},
};

/// How many of those who are not in the team a page offers.
const PER_PAGE: usize = 10;

/// How many of those who are in it: one mostly looks for somebody among them.
const MOST_INSIDE: usize = 25;

/// The most members that are shown because something is to change for them.
const MOST_MOVED: usize = 10;

/// A member whose place in a team can be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub user: UserId,
    /// First and last name.
    pub name: String,
    /// The address that they sign in with.
    pub email: String,
    /// Whether they are to be in the team.
    pub belongs: bool,
}

/// Members whose place in a team can be decided, in parts where it may be many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// What the team is called.
    pub name: TeamName,
    /// When it had last changed.
    pub seen: Timestamp,
    /// Some: those first for whom something is to change, then others who are in the team, then others
    /// who are not.
    pub members: Vec<Candidate>,
    /// For how many more something is to change.
    pub more_moved: usize,
    /// Whether more members of the team are called like this than are shown.
    pub more_inside: bool,
    /// The member behind whom the next part of the others begins, if there is more.
    pub next: Option<UserId>,
}

/// What somebody has decided so far, and whom they look for.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// Who is to be in the team.
    pub joins: &'a BTreeSet<UserId>,
    /// Who is not.
    pub leaves: &'a BTreeSet<UserId>,
    /// How names begin, last names first.
    pub beginning: &'a str,
    /// The one behind whom the others begin.
    pub behind: Option<UserId>,
}

/// Lists who is in a team and who could be.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and where there is no such team, [`UseCaseError::Denied`].
pub async fn find_members(
    backend: &Backend,
    identity: &Identity,
    which: (PublicId, TeamId),
    Sought { joins, leaves, beginning, behind }: Sought<'_>,
) -> Result<Candidates, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let (org, team) = managed(&mut tx, identity, which).await?;
    let inside: BTreeSet<_> =
        store::teams::places(&mut tx, org, team.id).await?.into_iter().collect();
    let moved: BTreeSet<_> =
        joins.difference(&inside).chain(leaves.intersection(&inside)).copied().collect();

    let beginning = folded(beginning);
    let before = &format!("{beginning}{LAST}");
    let start = After { sort_key: beginning, user: Uuid::nil() };
    // Some of them may be listed as moved already.
    let limit = |most: usize| i64::try_from(most + moved.len() + 1).unwrap_or(i64::MAX);
    let mut members = Vec::new();
    if behind.is_none() {
        let range = Range { after: &start, before, limit: limit(MOST_INSIDE) };
        members = store::teams::members(&mut tx, org, team.id, range).await?;
    }
    let after = match behind {
        Some(user) => store::members::place_of(&mut tx, org, user).await?.unwrap_or(start),
        None => start,
    };
    let range = Range { after: &after, before, limit: limit(PER_PAGE) };
    let mut others = store::teams::others(&mut tx, org, team.id, range).await?;
    for list in [&mut members, &mut others] {
        list.retain(|it| !moved.contains(&it.user));
    }
    let more_inside = members.len() > MOST_INSIDE;
    members.truncate(MOST_INSIDE);
    let next = others.get(PER_PAGE).and(others.get(PER_PAGE - 1)).map(|it| it.user);
    others.truncate(PER_PAGE);

    let shown = present(&mut tx, org, moved.iter().copied().take(MOST_MOVED)).await?;
    let shown = shown.into_iter().map(|it| Candidate {
        name: it.name(),
        email: it.email.typed().to_owned(),
        user: it.user,
        belongs: joins.contains(&it.user),
    });
    let listed = [(members, true), (others, false)].into_iter().flat_map(|(list, belongs)| {
        list.into_iter().map(move |it| Candidate {
            name: format!("{} {}", it.first_name, it.last_name),
            email: it.email,
            user: it.user,
            belongs,
        })
    });
    Ok(Candidates {
        name: team.name,
        seen: team.changed_at,
        members: shown.chain(listed).collect(),
        more_moved: moved.len().saturating_sub(MOST_MOVED),
        more_inside,
        next,
    })
}
