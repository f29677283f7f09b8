//! Looking at an invitation through its mailed link. Changes nothing: robots look too.

use std::convert::Infallible;

use domain::{
    email::Email,
    id::{OrgId, PublicId, UserId},
    invitation::{Facts, Reader, Screen, screen},
    rights::{self, Action, Permit, Role},
    text::OrgName,
    time::Timestamp,
    token::Purpose,
};

use crate::{
    Backend, Identity, SecretToken, StoreError, UseCaseError,
    store::{
        self, OrgLock, Tx,
        invitations::{Host, Invitation},
    },
};

/// What the page behind the link may show to whoever holds it.
#[derive(Debug, Clone)]
pub struct InvitationView {
    /// What it leads to.
    pub screen: Screen,
    /// What there is to tell; nothing if the link is unknown, or a newer one took its place.
    pub about: Option<About>,
}

/// What an invitation is about.
#[derive(Debug, Clone)]
pub struct About {
    /// The address that is invited.
    pub email: Email,
    /// The organization.
    pub organization: OrgName,
    /// Its id in addresses.
    pub public_id: PublicId,
    /// Who invites.
    pub inviter: String,
    /// What they offer.
    pub role: Role,
    /// Who took it back, if that is how it ended.
    pub cancelled_by: Option<String>,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// Whether somebody has asked for another one already.
    pub wanted: bool,
}

/// An invitation, and everything that decides what its link leads to.
pub(super) struct Opened {
    pub(super) org: OrgId,
    pub(super) host: Host,
    pub(super) invitation: Invitation,
    pub(super) facts: Facts,
    /// Who has the invited address.
    pub(super) account: Option<UserId>,
    /// The right that the invitation rests on, if whoever sent it still has it.
    pub(super) permit: Option<Permit>,
}

impl Opened {
    /// What is behind a link; `None` if there never was such an invitation.
    pub(super) async fn find(
        tx: &mut Tx,
        token: &SecretToken,
        now: Timestamp,
    ) -> Result<Option<Self>, StoreError> {
        let Some(stored) = store::tokens::find(tx, token.hash()).await? else { return Ok(None) };
        let Ok((org, id)) = stored.invitation() else { return Ok(None) };
        let Some(invitation) = store::invitations::find(tx, org, id).await? else {
            return Ok(None);
        };
        let Some(host) = store::invitations::host(tx, org).await? else { return Ok(None) };
        let account = store::users::find_by_email(tx, invitation.email.canonical()).await?;
        let member = match &account {
            None => None,
            Some(it) => store::membership::find(tx, org, it.id).await?.map(|it| it.state),
        };
        let inviter = invitation.invited_by.0;
        let inviter = store::members::standing(tx, host.public_id, inviter).await?;
        let action = Action::Invite(invitation.place.role);
        let permit = inviter.and_then(|it| rights::decide(&it, &action).ok());
        let facts = Facts {
            link: stored.state(Purpose::Invitation, now),
            ending: invitation.ending,
            closing: host.closing,
            backed: permit.is_some(),
            member,
            has_account: account.is_some(),
        };
        let account = account.map(|it| it.id);
        Ok(Some(Self { org, host, invitation, facts, account, permit }))
    }

    /// Holds the organization of an invitation; `None` if it is gone.
    pub(super) async fn hold(tx: &mut Tx, org: OrgId) -> Result<Option<OrgLock>, StoreError> {
        match tx.lock_organization(org).await {
            Ok(lock) => Ok(Some(lock)),
            Err(StoreError::Gone) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What the link leads this reader to.
    pub(super) fn screen(&self, reader: Option<&Identity>) -> Screen {
        let reader = match reader {
            None => Reader::Nobody,
            Some(it) if self.account == Some(it.user) => Reader::Invited,
            Some(_) => Reader::SomebodyElse,
        };
        screen(&self.facts, reader)
    }
}

/// Says what a link leads to for whoever opened it.
///
/// # Errors
/// Those of storage only.
pub async fn open(
    backend: &Backend,
    token: &SecretToken,
    reader: Option<&Identity>,
) -> Result<InvitationView, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let Some(found) = Opened::find(&mut tx, token, backend.now()).await? else {
        return Ok(InvitationView { screen: Screen::Unknown, about: None });
    };
    let screen = found.screen(reader);
    // Who holds an old link need not learn where the new one went.
    if screen == Screen::Replaced {
        return Ok(InvitationView { screen, about: None });
    }
    let mut cancelled_by = None;
    if let (Screen::Cancelled, Some(by)) = (screen, found.invitation.ended_by) {
        cancelled_by = store::users::find(&mut tx, by).await?.map(|it| it.profile.name());
    }
    let about = About {
        email: found.invitation.email,
        organization: found.host.name,
        public_id: found.host.public_id,
        inviter: found.invitation.invited_by.1,
        role: found.invitation.place.role,
        cancelled_by,
        expires_at: found.invitation.expires_at,
        wanted: found.invitation.wanted.is_some(),
    };
    Ok(InvitationView { screen, about: Some(about) })
}
