//! Who belongs to an organization.

use std::convert::Infallible;

use domain::{
    id::{PublicId, UserId},
    membership::UNDO_DAYS,
    rights::{self, Action, Denial, MemberState, Role, Target},
    text::PersonName,
    time::Timestamp,
};

use super::authorize;
use crate::{
    Backend, Identity, UseCaseError,
    store::{
        self,
        members::{After, Member},
        membership::Removed,
    },
};

/// How many members a page shows.
const PER_PAGE: usize = 50;

/// A part of the list of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembersView {
    /// Members by name.
    pub members: Vec<MemberLine>,
    /// The member behind whom the next part begins, if there is more.
    pub next: Option<UserId>,
    /// Whether the one who asks may invite people; or why not.
    pub invite: Result<(), Denial>,
    /// Those whom somebody removed lately, for who may take that back.
    pub removed: Vec<RemovedLine>,
}

/// A member, as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberLine {
    /// The person.
    pub user: UserId,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// The address that they sign in with.
    pub email: String,
    /// Since when they have their picture, if they have one.
    pub picture_at: Option<Timestamp>,
    /// What they are to the organization.
    pub role: Role,
    /// Whether the membership counts.
    pub state: MemberState,
    /// Whether it is the person who asks.
    pub you: bool,
}

/// Somebody who was removed lately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedLine {
    /// The person.
    pub user: UserId,
    /// First and last name.
    pub name: String,
    /// What they were.
    pub role: Role,
    /// Until when that can be taken back.
    pub until: Timestamp,
}

/// Shows the members behind that one, by name; from the beginning without one.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn list_members(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    behind: Option<UserId>,
) -> Result<MembersView, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing(&mut tx, identity, organization).await?;
    let permit = rights::decide(&standing, &Action::SeeMembers)?;
    // Somebody who has gone meanwhile is no place to go on from: the list begins again.
    let after = match behind {
        None => After::default(),
        Some(user) => {
            store::members::place_of(&mut tx, standing.org, user).await?.unwrap_or_default()
        }
    };
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut members = store::members::list(&mut tx, &permit, &after, limit).await?;
    let more = members.len() > PER_PAGE;
    members.truncate(PER_PAGE);
    let invite = rights::decide(&standing, &Action::Invite(Role::Collaborator)).map(drop);
    let mut removed = Vec::new();
    if invite.is_ok() && behind.is_none() {
        let since = backend.now().plus_days(-UNDO_DAYS);
        removed = store::membership::removed(&mut tx, standing.org, since).await?;
        removed.retain(|it| {
            let target = Target { user: it.user, role: it.role };
            rights::decide(&standing, &Action::Remove(target)).is_ok()
        });
    }
    Ok(MembersView {
        next: members.last().filter(|_| more).map(|it| it.user),
        members: members.into_iter().map(|it| line(it, identity.user)).collect(),
        invite,
        removed: removed.iter().map(removed_line).collect(),
    })
}

/// A member as the `reader` sees them in lists.
pub(in crate::usecase) fn line(it: Member, reader: UserId) -> MemberLine {
    MemberLine {
        you: it.user == reader,
        user: it.user,
        first_name: it.first_name,
        last_name: it.last_name,
        email: it.email,
        picture_at: it.picture_at,
        role: it.role,
        state: it.state,
    }
}

fn removed_line(it: &Removed) -> RemovedLine {
    RemovedLine {
        user: it.user,
        name: format!("{} {}", it.first_name, it.last_name),
        role: it.role,
        until: it.ended_at.plus_days(UNDO_DAYS),
    }
}
