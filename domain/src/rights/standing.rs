//! What is true of a person in an organization.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Grant, Held, ProductRight, Reach};
use crate::{
    closed_list::closed_list,
    id::{OrgId, TeamId, UserId},
};

closed_list! {
    /// What a member is to the organization. Ordered: every role may do what the ones before it
    /// may do.
    pub enum Role: as_str {
        /// Somebody from outside who was given access to a few things.
        External = "external",
        /// Somebody who works here.
        Collaborator = "collaborator",
        /// Somebody who manages people and products.
        Administrator = "administrator",
        /// Somebody who answers for the organization.
        LegalRepresentative = "legal_representative",
    }
}

impl Role {
    /// The least role that may give this one to others.
    #[must_use]
    pub const fn given_by(self) -> Self {
        match self {
            Self::External | Self::Collaborator | Self::Administrator => Self::Administrator,
            Self::LegalRepresentative => Self::LegalRepresentative,
        }
    }
}

closed_list! {
    /// A right about money, given to a person beside their role.
    pub enum MoneyRight: as_str {
        /// Sees invoices and orders.
        SeeInvoices = "see_invoices",
        /// Pays.
        Pay = "pay",
        /// Orders products.
        Order = "order",
        /// Changes billing addresses.
        ManageAddresses = "manage_addresses",
    }
}

closed_list! {
    /// Whether a membership counts at present.
    pub enum MemberState: as_str {
        /// It counts.
        Active = "active",
        /// An administrator put it on hold.
        Suspended = "suspended",
    }
}

/// What a member has been given: what an invitation offers, and what an administrator changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The role.
    pub role: Role,
    /// Rights about money.
    pub money: BTreeSet<MoneyRight>,
    /// Rights on products.
    pub grants: BTreeSet<Grant>,
    /// Teams.
    pub teams: BTreeSet<TeamId>,
}

impl Place {
    /// A role and nothing beside it.
    pub const fn of(role: Role) -> Self {
        Self { role, money: BTreeSet::new(), grants: BTreeSet::new(), teams: BTreeSet::new() }
    }

    /// Without what the role has anyway, or never has.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        if self.role != Role::Collaborator {
            self.money.clear();
        }
        if self.role >= Role::Administrator {
            self.grants.clear();
        }
        self
    }
}

/// Everything that is true of a person in one organization. Facts, not rights: the only road from
/// here to a [`Permit`](super::Permit) is [`decide`](super::decide).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The organization.
    pub org: OrgId,
    /// The person.
    pub user: UserId,
    /// Whether the membership counts.
    pub state: MemberState,
    /// The role.
    pub role: Role,
    /// Rights about money.
    pub money: BTreeSet<MoneyRight>,
    /// Rights on products, their own and those of their teams. Loaded only where products are in
    /// question.
    pub grants: BTreeSet<Held>,
    /// Whether the organization is about to be deleted.
    pub closing: bool,
    /// Whether the person works for the provider. Opens nothing inside an organization.
    pub staff: bool,
}

impl Standing {
    /// An active member without further rights, who is not staff.
    pub const fn member(org: OrgId, user: UserId, role: Role) -> Self {
        Self {
            org,
            user,
            state: MemberState::Active,
            role,
            money: BTreeSet::new(),
            grants: BTreeSet::new(),
            closing: false,
            staff: false,
        }
    }

    /// The same person, suspended.
    #[must_use]
    pub fn suspended(self) -> Self {
        Self { state: MemberState::Suspended, ..self }
    }

    /// The same person with these rights about money.
    #[must_use]
    pub fn with_money(self, rights: impl IntoIterator<Item = MoneyRight>) -> Self {
        Self { money: rights.into_iter().collect(), ..self }
    }

    /// The same person with these rights on products.
    #[must_use]
    pub fn with_grants(self, grants: impl IntoIterator<Item = Held>) -> Self {
        Self { grants: grants.into_iter().collect(), ..self }
    }

    /// The products on which the person has this right, while the membership counts.
    pub fn reach(&self, right: ProductRight) -> Reach {
        if self.role >= Role::Administrator {
            return Reach::everything();
        }
        let held = self.grants.iter().map(|it| it.grant);
        Reach::of(held.filter(|it| it.right == right).map(|it| it.scope))
    }

    pub(super) fn has_money(&self, right: MoneyRight) -> bool {
        match self.role {
            Role::External => false,
            Role::Collaborator => self.money.contains(&right),
            Role::Administrator | Role::LegalRepresentative => true,
        }
    }
}

/// The member whom an act is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Who.
    pub user: UserId,
    /// What they are at present.
    pub role: Role,
}
