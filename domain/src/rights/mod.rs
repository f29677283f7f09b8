//! Who may do what inside an organization.

mod preview;
mod reach;
mod standing;
mod wish;

use serde::{Deserialize, Serialize};

pub use self::{
    preview::{Ability, Difference, Effective, Preview, Reason, money_reason, preview, reasons},
    reach::{Grant, Held, NotAScope, Part, ProductRight, Reach, Scope},
    standing::{MemberState, MoneyRight, Place, Role, Standing, Target},
    wish::{NotAWish, RequestEnding, RequestRefusal, Wish},
};
use crate::{
    catalogue::ProductRef,
    id::{OrgId, UserId},
};

/// Something a person wants to do inside an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// See that it exists, its name and its dashboard.
    SeeOrganization,
    /// See who its members are.
    SeeMembers,
    /// See what its members did.
    SeeActivity,
    /// See its address, phone number and tax number.
    SeeDetails,
    /// Change its details and logo.
    ChangeDetails,
    /// See who may do what.
    SeeAccess,
    /// Offer somebody to become a member in this role, or take the offer back.
    Invite(Role),
    /// Make a member this, and give or take what goes with it.
    ChangeMember(Target, Role),
    /// Put a membership on hold, or lift that.
    Suspend(Target),
    /// End somebody's membership, or take that back.
    Remove(Target),
    /// End one's own membership.
    Leave,
    /// Decide which messages reach oneself.
    ChangeOwnContact,
    /// Decide which messages reach another member.
    ChangeContact(Target),
    /// Make teams, change them, dissolve them.
    ManageTeams,
    /// Ask for a right.
    AskForRight,
    /// Answer those who ask for a right.
    AnswerRequests,
    /// Hand over legal responsibility.
    HandOver,
    /// Delete the organization, or take that back.
    Close,
    /// Do something about money.
    Money(MoneyRight),
    /// See the products that one has a right on.
    SeeProducts,
    /// Do something with a product.
    Product(ProductRef, ProductRight),
}

/// Why somebody may not do something: the missing right, and who can give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Denial {
    /// The membership is suspended.
    #[error("membership is suspended")]
    Suspended {
        /// The least role that can lift it.
        lifted_by: Role,
    },
    /// The organization is about to be deleted.
    #[error("organization is about to be deleted")]
    Closing,
    /// The role is too small.
    #[error("this needs at least the role {}", needs.as_str())]
    MissingRole {
        /// The least role that would do.
        needs: Role,
        /// The least role that can give it.
        given_by: Role,
    },
    /// A right about money is missing.
    #[error("this needs the right {}", needs.as_str())]
    MissingMoney {
        /// Which.
        needs: MoneyRight,
    },
    /// A right on the product is missing.
    #[error("this needs the right {} on the product", needs.as_str())]
    MissingGrant {
        /// Which.
        needs: ProductRight,
    },
    /// Nobody does this to themselves.
    #[error("nobody does this to themselves")]
    Oneself,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person.
    Person(UserId),
    /// Atrio itself, in the named job.
    System(&'static str),
}

/// Proof that an act is allowed. Storage asks for one before it reads or writes; only this module
/// makes them.
#[derive(Debug, PartialEq, Eq)]
pub struct Permit {
    actor: Actor,
    org: Option<OrgId>,
    action: Option<Action>,
}

impl Permit {
    /// Who acts.
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// The organization that the permit is about; `None` for a person's own account and for work
    /// that concerns no organization.
    pub const fn org(&self) -> Option<OrgId> {
        self.org
    }

    /// The act that was decided upon; `None` where nothing had to be decided.
    pub const fn action(&self) -> Option<&Action> {
        self.action.as_ref()
    }
}

/// Decides whether a member may do something. The single decision point: menus, pages, server
/// functions, search and tests all ask here.
pub fn decide(standing: &Standing, action: &Action) -> Result<Permit, Denial> {
    let leaves = *action == Action::Leave;
    if standing.state == MemberState::Suspended && !leaves {
        return Err(Denial::Suspended { lifted_by: standing.role.given_by() });
    }
    if standing.closing && *action != Action::Close {
        return Err(Denial::Closing);
    }
    let needs = required_role(action);
    if standing.role < needs {
        return Err(Denial::MissingRole { needs, given_by: needs.given_by() });
    }
    beyond_role(standing, action)?;
    Ok(Permit {
        actor: Actor::Person(standing.user),
        org: Some(standing.org),
        action: Some(action.clone()),
    })
}

/// What the role alone does not tell.
fn beyond_role(standing: &Standing, action: &Action) -> Result<(), Denial> {
    match action {
        Action::Money(right) if !standing.has_money(*right) => {
            Err(Denial::MissingMoney { needs: *right })
        }
        Action::Product(product, right) if !standing.reach(*right).covers(*product) => {
            Err(Denial::MissingGrant { needs: *right })
        }
        // Whoever is to go leaves, and whoever lowers themselves does it knowingly: that is no more
        // than leaving. Nobody puts themselves on hold, who could not lift it.
        Action::Suspend(target) | Action::Remove(target) if target.user == standing.user => {
            Err(Denial::Oneself)
        }
        _ => Ok(()),
    }
}

/// Permits what a signed-in person does to their own account.
pub const fn own_account(user: UserId) -> Permit {
    Permit { actor: Actor::Person(user), org: None, action: None }
}

/// Permits what Atrio does by itself, in the named job.
pub const fn system(job: &'static str, org: Option<OrgId>) -> Permit {
    Permit { actor: Actor::System(job), org, action: None }
}

/// The least role. Whoever changes a member has to be what the member is and is to be, or more, so
/// that nobody raises themselves and an administrator does not touch a legal representative.
fn required_role(action: &Action) -> Role {
    match action {
        Action::SeeOrganization
        | Action::Leave
        | Action::ChangeOwnContact
        | Action::AskForRight
        | Action::SeeProducts
        | Action::Money(_)
        | Action::Product(..) => Role::External,
        Action::SeeMembers | Action::SeeDetails => Role::Collaborator,
        Action::SeeActivity
        | Action::ChangeDetails
        | Action::SeeAccess
        | Action::ManageTeams
        | Action::AnswerRequests => Role::Administrator,
        Action::Invite(role) => role.given_by(),
        Action::ChangeMember(target, to) => target.role.given_by().max(to.given_by()),
        Action::Suspend(target) | Action::Remove(target) | Action::ChangeContact(target) => {
            target.role.given_by()
        }
        Action::HandOver | Action::Close => Role::LegalRepresentative,
    }
}

#[cfg(test)]
mod tests;
