//! The members of an organization, and what they may do there.

mod change_contact;
pub(in crate::usecase) mod change_member;
mod leave;
mod list_choices;
pub(in crate::usecase) mod list_members;
mod remove_member;
mod show_member;
mod suspend_member;
pub(in crate::usecase) mod tell;
mod undo_removal;

use domain::{
    id::{PublicId, UserId},
    membership::{MemberRefusal, representatives_change},
    rights::{self, Action, MemberState, Permit, Role},
    time::Timestamp,
};

use super::organization::authorize;
use crate::{
    Backend, Identity, UseCaseError,
    store::{self, OrgLock, Tx, membership::Membership},
};

pub use change_contact::change_contact;
pub use change_member::{ChangeAsked, ChangePreview, change_member, preview_change};
pub(in crate::usecase) use change_member::{existing, given};
pub use leave::leave;
pub use list_choices::{Choices, Wanted, list_choices};
pub use list_members::{MemberLine, MembersView, RemovedLine, list_members};
pub use remove_member::{RemovalPreview, preview_removal, remove_member};
pub use show_member::{MemberDetails, Possible, show_member};
pub use suspend_member::{lift_suspension, suspend_member};
pub use undo_removal::undo_removal;

pub use crate::store::{
    names::Names,
    products::{Kind, Product},
};

type Error = UseCaseError<MemberRefusal>;

/// A member whom somebody is about to change, while the organization is held.
struct Held {
    lock: OrgLock,
    permit: Permit,
    member: Membership,
    at: Timestamp,
}

impl Held {
    /// Holds the organization and decides by what is true now, with the member in question at hand.
    ///
    /// # Errors
    /// [`UseCaseError::NotFound`] where there is no such organization or member for the one who asks,
    /// [`UseCaseError::Denied`], and [`MemberRefusal::Changed`] if the member is no longer as `seen`.
    async fn begin(
        backend: &Backend,
        tx: &mut Tx,
        identity: &Identity,
        (organization, user): (PublicId, UserId),
        seen: Option<Timestamp>,
        action: impl Fn(&Membership) -> Action,
    ) -> Result<Self, Error> {
        let lock = authorize::hold(tx, identity, organization).await?;
        let actor = authorize::standing(tx, identity, organization).await?;
        // Who may not see members learns nothing about whether this is one, and as what.
        if user != identity.user {
            rights::decide(&actor, &Action::SeeMembers)?;
        }
        let found = store::membership::find(tx, lock.org(), user).await?;
        let member = found.ok_or(UseCaseError::NotFound)?;
        let permit = rights::decide(&actor, &action(&member))?;
        if seen.is_some_and(|seen| seen != member.changed_at) {
            return Err(UseCaseError::Refused(MemberRefusal::Changed));
        }
        let at = store::members::instant(tx, &lock, backend.now()).await?;
        Ok(Self { lock, permit, member, at })
    }

    /// Keeps count of active legal representatives while the member becomes this.
    async fn count(&self, tx: &mut Tx, after: Option<(Role, MemberState)>) -> Result<(), Error> {
        let active = store::membership::representatives(tx, self.lock.org()).await?;
        let before = Some((self.member.role, self.member.state));
        let change =
            representatives_change(active, before, after).map_err(UseCaseError::Refused)?;
        store::membership::count_representatives(tx, &self.lock, &self.permit, change).await?;
        Ok(())
    }
}
