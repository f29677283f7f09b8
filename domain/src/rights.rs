//! Who may do what inside an organization.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    closed_list::closed_list,
    id::{OrgId, UserId},
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

/// Everything that is true of a person in one organization. Facts, not rights: the only road from
/// here to a [`Permit`] is [`decide`].
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
    /// Whether the person works for the provider. Opens nothing inside an organization.
    pub staff: bool,
}

impl Standing {
    /// An active member without rights about money, who is not staff.
    pub const fn member(org: OrgId, user: UserId, role: Role) -> Self {
        let state = MemberState::Active;
        Self { org, user, state, role, money: BTreeSet::new(), staff: false }
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
}

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
    /// The role is too small.
    #[error("this needs at least the role {}", needs.as_str())]
    MissingRole {
        /// The least role that would do.
        needs: Role,
        /// The least role that can give it.
        given_by: Role,
    },
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
/// functions and tests all ask here.
pub fn decide(standing: &Standing, action: &Action) -> Result<Permit, Denial> {
    if standing.state == MemberState::Suspended {
        return Err(Denial::Suspended { lifted_by: standing.role.given_by() });
    }
    let needs = required_role(action);
    if standing.role < needs {
        return Err(Denial::MissingRole { needs, given_by: needs.given_by() });
    }
    Ok(Permit {
        actor: Actor::Person(standing.user),
        org: Some(standing.org),
        action: Some(action.clone()),
    })
}

/// Permits what a signed-in person does to their own account.
pub const fn own_account(user: UserId) -> Permit {
    Permit { actor: Actor::Person(user), org: None, action: None }
}

/// Permits what Atrio does by itself, in the named job.
pub const fn system(job: &'static str, org: Option<OrgId>) -> Permit {
    Permit { actor: Actor::System(job), org, action: None }
}

const fn required_role(action: &Action) -> Role {
    match action {
        Action::SeeOrganization => Role::External,
        Action::SeeMembers | Action::SeeDetails => Role::Collaborator,
        Action::SeeActivity | Action::ChangeDetails => Role::Administrator,
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample};
    use uuid::Uuid;

    use super::*;

    const ACTIONS: [Action; 5] = [
        Action::SeeOrganization,
        Action::SeeMembers,
        Action::SeeActivity,
        Action::SeeDetails,
        Action::ChangeDetails,
    ];

    fn member(role: Role) -> Standing {
        let org = OrgId::from_uuid(Uuid::from_u128(1));
        Standing::member(org, UserId::from_uuid(Uuid::from_u128(2)), role)
    }

    /// The whole policy on one screen. A change to a right is a change to this table, and shows up
    /// in review as one.
    #[test]
    fn the_rights_table() {
        let mark = |standing: &Standing, action: &Action| match decide(standing, action) {
            Ok(_) => "yes",
            Err(Denial::MissingRole { .. }) => "-",
            Err(Denial::Suspended { .. }) => "suspended",
        };
        let row = |action: &Action| {
            let roles = Role::ALL.iter().map(|role| mark(&member(*role), action));
            let marks = roles.chain([mark(&member(Role::Administrator).suspended(), action)]);
            let cells: Vec<_> = marks.map(|it| format!("{it:<14}")).collect();
            format!("{:<16} {}", format!("{action:?}"), cells.join(" ").trim_end())
        };
        let table = ACTIONS.each_ref().map(row).join("\n");
        insta::assert_snapshot!(table, @r"
        SeeOrganization  yes            yes            yes            yes            suspended
        SeeMembers       -              yes            yes            yes            suspended
        SeeActivity      -              -              yes            yes            suspended
        SeeDetails       -              yes            yes            yes            suspended
        ChangeDetails    -              -              yes            yes            suspended
        ");
    }

    #[test]
    fn a_denial_names_the_missing_role_and_who_can_give_it() {
        let denial = decide(&member(Role::External), &Action::SeeActivity);
        let needs = Role::Administrator;
        assert_eq!(denial, Err(Denial::MissingRole { needs, given_by: Role::Administrator }));
    }

    #[test]
    fn only_a_legal_representative_lifts_the_suspension_of_another() {
        let lifted_by = |role| decide(&member(role).suspended(), &Action::SeeOrganization);
        let by = |lifted_by| Err(Denial::Suspended { lifted_by });
        assert_eq!(lifted_by(Role::Administrator), by(Role::Administrator));
        assert_eq!(lifted_by(Role::LegalRepresentative), by(Role::LegalRepresentative));
    }

    #[test]
    fn a_permit_for_the_own_account_says_nothing_about_any_organization() {
        let user = member(Role::External).user;
        let permit = own_account(user);
        assert_eq!((permit.actor(), permit.org()), (Actor::Person(user), None));
    }

    #[test]
    fn a_permit_for_a_job_names_the_job_and_no_person() {
        let org = member(Role::External).org;
        let permit = system("sweep", Some(org));
        assert_eq!((permit.actor(), permit.org()), (Actor::System("sweep"), Some(org)));
    }

    fn any_role() -> impl Strategy<Value = Role> {
        sample::select(Role::ALL)
    }

    fn any_action() -> impl Strategy<Value = Action> {
        sample::select(ACTIONS.to_vec())
    }

    fn any_standing() -> impl Strategy<Value = Standing> {
        let money = sample::subsequence(MoneyRight::ALL, 0..=MoneyRight::ALL.len());
        (any_role(), sample::select(MemberState::ALL), money, any::<bool>()).prop_map(
            |(role, state, money, staff)| Standing {
                state,
                staff,
                ..member(role).with_money(money)
            },
        )
    }

    proptest! {
        #[test]
        fn a_higher_role_never_loses_a_right(
            a in any_role(), b in any_role(), action in any_action(),
        ) {
            let (low, high) = (member(a.min(b)), member(a.max(b)));
            prop_assert!(decide(&low, &action).is_err() || decide(&high, &action).is_ok());
        }

        #[test]
        fn a_suspended_member_may_do_nothing(standing in any_standing(), action in any_action()) {
            prop_assert!(decide(&standing.suspended(), &action).is_err());
        }

        #[test]
        fn neither_staff_nor_money_opens_what_the_role_does_not(
            standing in any_standing(), action in any_action(),
        ) {
            let plain = Standing { staff: false, ..standing.clone().with_money([]) };
            prop_assert_eq!(decide(&standing, &action), decide(&plain, &action));
        }

        #[test]
        fn a_permit_says_who_what_and_where(standing in any_standing(), action in any_action()) {
            if let Ok(permit) = decide(&standing, &action) {
                prop_assert_eq!(permit.actor(), Actor::Person(standing.user));
                prop_assert_eq!(permit.org(), Some(standing.org));
                prop_assert_eq!(permit.action(), Some(&action));
            }
        }

        #[test]
        fn the_role_that_a_denial_names_would_do(role in any_role(), action in any_action()) {
            if let Err(Denial::MissingRole { needs, given_by }) = decide(&member(role), &action) {
                prop_assert!(decide(&member(needs), &action).is_ok());
                prop_assert!(given_by >= needs);
            }
        }
    }
}
