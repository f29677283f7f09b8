//! The handover that is going on, for those who take part in it.

use std::convert::Infallible;

use domain::{
    handover::{Afterwards, HandoverRefusal, acceptable},
    id::PublicId,
    rights::{self, Action, Preview, Role, Standing},
    time::Timestamp,
};

use super::{authorize, present};
use crate::{Backend, Identity, UseCaseError, store};

/// What the one who looks has to do with it.
#[derive(Debug, Clone)]
pub enum Part {
    /// They represent the organization, and may take the offer back.
    Represents,
    /// They are to answer; what they could do then and cannot now.
    Answers {
        /// What they gain and lose.
        preview: Box<Preview>,
        /// Whether they can accept; or why not.
        acceptable: Result<(), HandoverRefusal>,
    },
}

/// A handover.
#[derive(Debug, Clone)]
pub struct HandoverView {
    /// First and last name of whoever offers it.
    pub giver: String,
    /// The same of whoever is to take it on.
    pub receiver: String,
    /// What whoever offers it becomes.
    pub afterwards: Afterwards,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// What the one who looks has to do with it.
    pub part: Part,
}

/// Shows what waits, if something does.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`] for those who neither represent
/// the organization nor are to answer.
pub async fn show(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<Option<HandoverView>, UseCaseError<Infallible>> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing_with_products(&mut tx, identity, organization).await?;
    rights::decide(&actor, &Action::SeeOrganization)?;
    let open = store::handovers::open(&mut tx, actor.org).await?;
    let open = open.filter(|it| now < it.expires_at);
    let answers = open.as_ref().is_some_and(|it| it.receiver.0 == identity.user);
    if !answers {
        rights::decide(&actor, &Action::HandOver)?;
    }
    let Some(it) = open else { return Ok(None) };
    let part = if answers {
        let giver = store::membership::find(&mut tx, actor.org, it.giver.0).await?;
        let receiver = Some((actor.role, actor.state));
        let then = Standing { role: Role::LegalRepresentative, ..actor.clone() };
        Part::Answers {
            preview: Box::new(rights::preview(Some(&actor), Some(&then))),
            acceptable: acceptable(present(giver.as_ref()), receiver, it.expires_at, now),
        }
    } else {
        Part::Represents
    };
    Ok(Some(HandoverView {
        giver: it.giver.1,
        receiver: it.receiver.1,
        afterwards: it.afterwards,
        expires_at: it.expires_at,
        part,
    }))
}
