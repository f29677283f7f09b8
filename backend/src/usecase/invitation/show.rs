//! One invitation, for those who may invite.

use std::convert::Infallible;

use domain::{
    id::{InvitationId, PublicId},
    invitation::Ending,
    locale::Locale,
    membership::Contact,
    rights::{self, Action, Denial, Place, Role, Standing},
    time::Timestamp,
};

use crate::{
    Backend, Identity, UseCaseError,
    store::{self, names::Names},
    usecase::organization::authorize,
};

/// An invitation.
#[derive(Debug, Clone)]
pub struct InvitationDetails {
    /// Its id.
    pub id: InvitationId,
    /// The address.
    pub email: String,
    /// The language of its mail.
    pub locale: Locale,
    /// What is offered.
    pub place: Place,
    /// Which messages would reach the person.
    pub contact: Contact,
    /// Who sent it last.
    pub inviter: String,
    /// Whether they may still give what it offers.
    pub backed: bool,
    /// When it was sent last.
    pub sent_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// Whether that is over.
    pub expired: bool,
    /// How it ended, if it did.
    pub ending: Option<Ending>,
    /// The person has asked for another one; for which address, if not for the same.
    pub wanted: Option<Option<String>>,
    /// Whether the one who asks may change it, send it again and take it back; or why not.
    pub manage: Result<(), Denial>,
    /// The roles that they may give.
    pub roles: Vec<Role>,
    /// What the products, kinds and teams in question are called.
    pub names: Names,
}

/// Shows an invitation, kinds of products called as in `locale`.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`].
pub async fn show(
    backend: &Backend,
    identity: &Identity,
    (organization, id): (PublicId, InvitationId),
    locale: Locale,
) -> Result<InvitationDetails, UseCaseError<Infallible>> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&actor, &Action::Invite(Role::Collaborator))?;
    let found = store::invitations::find(&mut tx, actor.org, id).await?;
    let found = found.ok_or(UseCaseError::NotFound)?;
    let role = found.place.role;
    let inviter = store::members::standing(&mut tx, organization, found.invited_by.0).await?;
    let still_may = inviter.is_some_and(|it| rights::decide(&it, &Action::Invite(role)).is_ok());
    let names = Names::find(&mut tx, actor.org, locale, [&found.place]).await?;
    Ok(InvitationDetails {
        id,
        expired: found.has_expired(now),
        email: found.email.typed().to_owned(),
        locale: found.locale,
        contact: found.contact,
        inviter: found.invited_by.1,
        backed: still_may,
        sent_at: found.sent_at,
        expires_at: found.expires_at,
        ending: found.ending,
        wanted: found.wanted.map(|(_, email)| email.map(|it| it.typed().to_owned())),
        manage: rights::decide(&actor, &Action::Invite(role)).map(drop),
        roles: given_by(&actor),
        place: found.place,
        names,
    })
}

/// The roles that the one who asks may give to others.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`] if there are none.
pub async fn roles(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<Vec<Role>, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&actor, &Action::Invite(Role::Collaborator))?;
    Ok(given_by(&actor))
}

fn given_by(actor: &Standing) -> Vec<Role> {
    let gives = |role: &Role| rights::decide(actor, &Action::Invite(*role)).is_ok();
    Role::ALL.iter().copied().filter(gives).collect()
}
