//! The handover that is going on, for those who take part in it.

use std::convert::Infallible;

use domain::{
    handover::{Afterwards, HandoverEnding, HandoverRefusal, acceptable},
    id::{HandoverId, PublicId},
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

/// What there is to see.
#[derive(Debug, Clone)]
pub enum Shown {
    /// Nothing is going on; for legal representatives, who can begin.
    Nothing,
    /// What the one who looks took part in is over, in this way.
    Over(HandoverEnding),
    /// An offer waits.
    Open(Box<HandoverView>),
}

/// A handover that is going on.
#[derive(Debug, Clone)]
pub struct HandoverView {
    /// Which.
    pub id: HandoverId,
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

/// Shows what waits, or what has become of what did.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`] for those who neither represent
/// the organization nor took part in a handover.
pub async fn show(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<Shown, UseCaseError<Infallible>> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing_with_products(&mut tx, identity, organization).await?;
    rights::decide(&actor, &Action::SeeOrganization)?;
    let open = store::handovers::open(&mut tx, actor.org).await?;
    let open = open.filter(|it| now < it.expires_at);
    let answers = open.as_ref().is_some_and(|it| it.receiver.0 == identity.user);
    let may = rights::decide(&actor, &Action::HandOver).map(drop);
    let Some(it) = open.filter(|_| answers || may.is_ok()) else {
        let last = store::handovers::last(&mut tx, actor.org, identity.user).await?;
        return match (may, last) {
            (Ok(()), _) => Ok(Shown::Nothing),
            // One that nobody answered ended by itself.
            (Err(_), Some(ending)) => Ok(Shown::Over(ending.unwrap_or(HandoverEnding::Expired))),
            (Err(denial), None) => Err(denial.into()),
        };
    };
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
    Ok(Shown::Open(Box::new(HandoverView {
        id: it.id,
        giver: it.giver.1,
        receiver: it.receiver.1,
        afterwards: it.afterwards,
        expires_at: it.expires_at,
        part,
    })))
}
