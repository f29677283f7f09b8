//! Looking at a mailed link. Changes nothing: robots look too.

use domain::{
    email::Email,
    text::{OrgName, PersonName},
    time::Timestamp,
    token::{LinkRefusal, Purpose},
};

use crate::{Backend, SecretToken, UseCaseError, store};

/// What the page behind a link may show to whoever holds it.
#[derive(Debug, Clone)]
pub struct LinkView {
    /// The address that the link was mailed to.
    pub email: Email,
    /// The first name of the person, or of who signs up.
    pub first_name: PersonName,
    /// The organization that a sign-up is to create.
    pub organization: Option<OrgName>,
    /// When the link stops working.
    pub expires_at: Timestamp,
}

/// Says what a link is about, or why it does not work.
pub async fn open_link(
    backend: &Backend,
    purpose: Purpose,
    token: &SecretToken,
) -> Result<LinkView, UseCaseError<LinkRefusal>> {
    let now = backend.now();
    let refused = UseCaseError::Refused;
    let mut tx = backend.store.read().await?;
    let stored = store::tokens::find(&mut tx, token.hash()).await?;
    let stored = stored.ok_or(refused(LinkRefusal::Unknown))?;
    stored.state(purpose, now).map_err(refused)?;
    let expires_at = stored.facts.expires_at;
    match purpose {
        Purpose::VerifySignUp => {
            let id = stored.sign_up().map_err(refused)?;
            let pending = store::sign_ups::find(&mut tx, id, now).await?;
            let sign_up = pending.ok_or(refused(LinkRefusal::Replaced))?.sign_up;
            Ok(LinkView {
                email: sign_up.email,
                first_name: sign_up.first_name,
                organization: Some(sign_up.org_name),
                expires_at,
            })
        }
        Purpose::ResetPassword => {
            let id = stored.user().map_err(refused)?;
            let user = store::users::find(&mut tx, id).await?;
            let user = user.ok_or(refused(LinkRefusal::Unknown))?;
            Ok(LinkView {
                email: user.email,
                first_name: user.profile.first_name,
                organization: None,
                expires_at,
            })
        }
        // They have pages of their own; see `setup::staff_link_works` and `invitation::open`.
        Purpose::FirstStaff | Purpose::Invitation => Err(refused(LinkRefusal::Unknown)),
    }
}
