//! Handing legal responsibility over: one offers it, the other accepts.

mod accept;
mod cancel;
mod decline;
mod offer;
mod show;

use domain::{
    handover::{HandoverRefusal, Present},
    id::{HandoverId, OrgId, UserId},
};

use super::{organization::authorize, people::tell};
use crate::{
    Backend, Identity, StoreError, UseCaseError,
    mail::Mail,
    store::{self, Tx, handovers::Handover, membership::Membership},
};

pub use accept::accept;
pub use cancel::cancel;
pub use decline::decline;
pub use offer::{OfferPreview, offer, preview_offer};
pub use show::{HandoverView, Part, Shown, show};

type Error = UseCaseError<HandoverRefusal>;

/// What somebody is to an organization, as far as responsibility is concerned.
fn present(member: Option<&Membership>) -> Present {
    member.map(|it| (it.role, it.state))
}

/// The offer of this id, if it waits for an answer and its time is not over.
///
/// # Errors
/// [`HandoverRefusal::NotOpen`].
async fn open(
    backend: &Backend,
    tx: &mut Tx,
    (org, id): (OrgId, HandoverId),
) -> Result<Handover, Error> {
    let open = store::handovers::open(tx, org).await?;
    let now = backend.now();
    let open = open.filter(|it| it.id == id && now < it.expires_at);
    open.ok_or(UseCaseError::Refused(HandoverRefusal::NotOpen))
}

/// The same for the one who is to answer it.
///
/// # Errors
/// [`HandoverRefusal::NotOpen`] also where another person is to answer: nobody learns about that.
async fn offered_to(
    backend: &Backend,
    tx: &mut Tx,
    which: (OrgId, HandoverId),
    user: UserId,
) -> Result<Handover, Error> {
    let open = open(backend, tx, which).await?;
    if open.receiver.0 == user {
        Ok(open)
    } else {
        Err(UseCaseError::Refused(HandoverRefusal::NotOpen))
    }
}

/// Tells these members, but for whoever acts and those on hold.
async fn tell_each(
    backend: &Backend,
    tx: &mut Tx,
    identity: &Identity,
    (org, users): (OrgId, &[UserId]),
    mail: impl Fn(&Membership) -> Mail,
) -> Result<(), StoreError> {
    let mut told = std::collections::BTreeSet::new();
    for user in users.iter().filter(|it| told.insert(**it)) {
        let Some(member) = store::membership::find(tx, org, *user).await? else { continue };
        if member.state == domain::rights::MemberState::Active {
            tell::send(backend, tx, identity, &member, mail(&member)).await?;
        }
    }
    Ok(())
}
