//! Who could join a team.

use std::{collections::BTreeSet, convert::Infallible};

use domain::{
    id::{PublicId, TeamId, UserId},
    search::folded,
    text::TeamName,
};
use uuid::Uuid;

use super::{managed, present};
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, members::After},
    usecase::people::{MemberLine, list_members},
};

/// How many members a page offers, beside those that are chosen already.
const PER_PAGE: usize = 10;

/// The most members that are shown as chosen: the others are found by their names.
const MOST_CHOSEN: usize = 10;

/// Behind every name.
const LAST: char = '\u{10ffff}';

/// Members who are not in a team, in parts where it may be many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// What the team is called.
    pub name: TeamName,
    /// Those that are chosen.
    pub chosen: Vec<MemberLine>,
    /// How many more are chosen and not shown.
    pub more_chosen: usize,
    /// Others, by name.
    pub members: Vec<MemberLine>,
    /// The member behind whom the next part begins, if there is more.
    pub next: Option<UserId>,
}

/// Lists who could join beside those who are `chosen`: whose names begin like this, last names first,
/// behind that one.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and where there is no such team, [`UseCaseError::Denied`].
pub async fn list_candidates(
    backend: &Backend,
    identity: &Identity,
    which: (PublicId, TeamId),
    chosen: &BTreeSet<UserId>,
    (beginning, behind): (&str, Option<UserId>),
) -> Result<Candidates, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let (org, team) = managed(&mut tx, identity, which).await?;
    let beginning = folded(beginning);
    let before = format!("{beginning}{LAST}");
    let mut after = After { sort_key: beginning, user: Uuid::nil() };
    if let Some(user) = behind {
        after = store::members::place_of(&mut tx, org, user).await?.unwrap_or(after);
    }
    // Some of them may be chosen already.
    let limit = i64::try_from(PER_PAGE + chosen.len() + 1).unwrap_or(i64::MAX);
    let range = (&after, before.as_str());
    let mut members = store::teams::others(&mut tx, org, team.id, range, limit).await?;
    members.retain(|it| !chosen.contains(&it.user));
    let next = members.get(PER_PAGE).and(members.get(PER_PAGE - 1)).map(|it| it.user);
    members.truncate(PER_PAGE);
    let line = |it| list_members::line(it, identity.user);
    let mut taken = Vec::new();
    for member in present(&mut tx, org, chosen.iter().copied().take(MOST_CHOSEN)).await? {
        taken.push(MemberLine {
            you: member.user == identity.user,
            user: member.user,
            email: member.email.typed().to_owned(),
            first_name: member.first_name,
            last_name: member.last_name,
            picture_at: member.picture_at,
            role: member.role,
            state: member.state,
        });
    }
    Ok(Candidates {
        name: team.name,
        chosen: taken,
        more_chosen: chosen.len().saturating_sub(MOST_CHOSEN),
        members: members.into_iter().map(line).collect(),
        next,
    })
}
