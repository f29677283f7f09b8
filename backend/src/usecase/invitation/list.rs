//! The invitations of an organization that wait for an answer.

use std::convert::Infallible;

use domain::{
    id::{InvitationId, PublicId},
    rights::{self, Action, Role},
    time::Timestamp,
};

use crate::{
    Backend, Identity, UseCaseError,
    store::{self, invitations::Invitation},
    usecase::organization::authorize,
};

/// How many invitations a page shows.
const PER_PAGE: usize = 50;

/// A part of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationsView {
    /// The latest first.
    pub invitations: Vec<InvitationLine>,
    /// The invitation behind which the next part begins, if there is more.
    pub next: Option<InvitationId>,
}

/// An invitation, as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationLine {
    /// Its id.
    pub id: InvitationId,
    /// The address.
    pub email: String,
    /// What is offered.
    pub role: Role,
    /// When it was sent last.
    pub sent_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// Whether that is over.
    pub expired: bool,
    /// Whether its person has asked for another one.
    pub wanted: bool,
}

/// Shows the invitations behind that one, the latest first; from the beginning without one.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn list(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    behind: Option<InvitationId>,
) -> Result<InvitationsView, UseCaseError<Infallible>> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&actor, &Action::Invite(Role::Collaborator))?;
    // One that is gone is no place to go on from: the list begins again.
    let behind = match behind {
        None => None,
        Some(id) => store::invitations::find(&mut tx, actor.org, id).await?,
    };
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut found = store::invitations::list(&mut tx, actor.org, behind.as_ref(), limit).await?;
    let more = found.len() > PER_PAGE;
    found.truncate(PER_PAGE);
    Ok(InvitationsView {
        next: found.last().filter(|_| more).map(|it| it.id),
        invitations: found.iter().map(|it| line(it, now)).collect(),
    })
}

fn line(it: &Invitation, now: Timestamp) -> InvitationLine {
    InvitationLine {
        id: it.id,
        expired: it.has_expired(now),
        email: it.email.typed().to_owned(),
        role: it.place.role,
        sent_at: it.sent_at,
        expires_at: it.expires_at,
        wanted: it.wanted.is_some(),
    }
}
