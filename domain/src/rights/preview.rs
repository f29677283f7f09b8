//! What a change would do, and why somebody may do something. Built on [`decide`], never beside it.

use std::collections::BTreeSet;

use super::{Action, Held, MoneyRight, Part, ProductRight, Reach, Role, Standing, decide};
use crate::{catalogue::ProductRef, closed_list::closed_list, id::TeamId};

closed_list! {
    /// What a role lets one do, as told to people: without objects.
    pub enum Ability: as_str {
        /// See who the members are.
        SeeMembers = "see_members",
        /// See address, phone number and tax number.
        SeeDetails = "see_details",
        /// Change details and logo.
        ChangeDetails = "change_details",
        /// See what members did.
        SeeActivity = "see_activity",
        /// Invite people, give and take rights, make teams.
        ManagePeople = "manage_people",
        /// Make somebody a legal representative, or hand over.
        AppointRepresentatives = "appoint_representatives",
        /// Delete the organization.
        CloseOrganization = "close_organization",
    }
}

impl Ability {
    /// The act that is decided upon.
    pub const fn action(self) -> Action {
        match self {
            Self::SeeMembers => Action::SeeMembers,
            Self::SeeDetails => Action::SeeDetails,
            Self::ChangeDetails => Action::ChangeDetails,
            Self::SeeActivity => Action::SeeActivity,
            Self::ManagePeople => Action::Invite(Role::Collaborator),
            Self::AppointRepresentatives => Action::Invite(Role::LegalRepresentative),
            Self::CloseOrganization => Action::Close,
        }
    }
}

/// Everything a person may do in an organization.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effective {
    /// By role.
    pub abilities: BTreeSet<Ability>,
    /// About money.
    pub money: BTreeSet<MoneyRight>,
    /// The products that they may change.
    pub technical: Reach,
    /// The products whose figures they may see.
    pub statistics: Reach,
}

impl Effective {
    /// What is decided for this person; nothing for somebody who is no member.
    pub fn of(standing: Option<&Standing>) -> Self {
        let Some(standing) = standing else { return Self::default() };
        let may = |action: Action| decide(standing, &action).is_ok();
        let reach =
            |right| if may(Action::SeeProducts) { standing.reach(right) } else { Reach::default() };
        Self {
            abilities: Ability::ALL.iter().copied().filter(|it| may(it.action())).collect(),
            money: MoneyRight::ALL.iter().copied().filter(|it| may(Action::Money(*it))).collect(),
            technical: reach(ProductRight::Technical),
            statistics: reach(ProductRight::Statistics),
        }
    }

    fn without(&self, other: &Self) -> Difference {
        Difference {
            abilities: self.abilities.difference(&other.abilities).copied().collect(),
            money: self.money.difference(&other.money).copied().collect(),
            technical: self.technical.without(&other.technical),
            statistics: self.statistics.without(&other.statistics),
        }
    }
}

/// What the one may do and the other may not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// By role.
    pub abilities: Vec<Ability>,
    /// About money.
    pub money: Vec<MoneyRight>,
    /// Products to change.
    pub technical: Part,
    /// Products whose figures to see.
    pub statistics: Part,
}

impl Difference {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.abilities.is_empty()
            && self.money.is_empty()
            && self.technical.is_empty()
            && self.statistics.is_empty()
    }
}

/// What a change does to one person's rights.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// What they may do from then on.
    pub gains: Difference,
    /// What they may do no longer.
    pub losses: Difference,
}

/// Compares what a person may do before and after a change; no standing is no membership.
pub fn preview(before: Option<&Standing>, after: Option<&Standing>) -> Preview {
    let (before, after) = (Effective::of(before), Effective::of(after));
    Preview { gains: after.without(&before), losses: before.without(&after) }
}

/// Why somebody may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Their role includes it.
    Role,
    /// It was given to them.
    Own,
    /// It came with a team.
    Team(TeamId),
}

/// Why a person has this right on a product: every reason there is. None if they have not.
pub fn reasons(standing: &Standing, product: ProductRef, right: ProductRight) -> BTreeSet<Reason> {
    if decide(standing, &Action::Product(product, right)).is_err() {
        return BTreeSet::new();
    }
    if standing.role >= Role::Administrator {
        return BTreeSet::from([Reason::Role]);
    }
    let fits = |held: &&Held| held.grant.right == right && held.grant.scope.covers(product);
    let reason = |held: &Held| held.team.map_or(Reason::Own, Reason::Team);
    standing.grants.iter().filter(fits).map(reason).collect()
}

/// Why a person has this right about money. `None` if they have not.
pub fn money_reason(standing: &Standing, right: MoneyRight) -> Option<Reason> {
    decide(standing, &Action::Money(right)).ok()?;
    Some(if standing.role >= Role::Administrator { Reason::Role } else { Reason::Own })
}

#[cfg(test)]
mod tests {
    use proptest::{collection::btree_set, prelude::*, sample};
    use uuid::Uuid;

    use super::*;
    use crate::{
        catalogue::KindId,
        id::{OrgId, ProductId, UserId},
        rights::{Grant, MemberState, Scope},
    };

    const KINDS: [&str; 3] = ["domain", "mail", "backup"];

    fn kind(number: usize) -> KindId {
        KINDS[number].parse().expect("a kind")
    }

    /// Two products of each kind.
    fn products() -> Vec<ProductRef> {
        let product = |number: usize| ProductRef {
            id: ProductId::from_uuid(Uuid::from_u128(number as u128)),
            kind: kind(number % KINDS.len()),
        };
        (0..2 * KINDS.len()).map(product).collect()
    }

    fn any_scope() -> impl Strategy<Value = Scope> {
        prop_oneof![
            sample::select(products()).prop_map(Scope::Product),
            (0..KINDS.len()).prop_map(|it| Scope::Kind(kind(it))),
        ]
    }

    fn any_held() -> impl Strategy<Value = Held> {
        let team =
            prop::option::of((0..2_u128).prop_map(|it| TeamId::from_uuid(Uuid::from_u128(it))));
        (any_scope(), sample::select(ProductRight::ALL), team)
            .prop_map(|(scope, right, team)| Held { grant: Grant { scope, right }, team })
    }

    fn any_member() -> impl Strategy<Value = Standing> {
        let org = OrgId::from_uuid(Uuid::from_u128(1));
        let user = UserId::from_uuid(Uuid::from_u128(2));
        let money = sample::subsequence(MoneyRight::ALL, 0..=MoneyRight::ALL.len());
        let (role, state) = (sample::select(Role::ALL), sample::select(MemberState::ALL));
        (role, state, money, btree_set(any_held(), 0..6), prop::bool::weighted(0.1)).prop_map(
            move |(role, state, money, grants, closing)| Standing {
                state,
                closing,
                ..Standing::member(org, user, role).with_money(money).with_grants(grants)
            },
        )
    }

    fn any_standing() -> impl Strategy<Value = Option<Standing>> {
        prop::option::weighted(0.9, any_member())
    }

    fn may(standing: Option<&Standing>, action: &Action) -> bool {
        standing.is_some_and(|it| decide(it, action).is_ok())
    }

    fn part(difference: &Difference, right: ProductRight) -> &Part {
        match right {
            ProductRight::Technical => &difference.technical,
            ProductRight::Statistics => &difference.statistics,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn a_preview_is_the_difference_of_what_is_decided_before_and_after(
            before in any_standing(), after in any_standing(),
        ) {
            let (before, after) = (before.as_ref(), after.as_ref());
            let Preview { gains, losses } = preview(before, after);
            let changes = |action: Action| {
                let (was, is) = (may(before, &action), may(after, &action));
                (is && !was, was && !is)
            };
            for product in products() {
                for right in ProductRight::ALL {
                    let told = (part(&gains, *right).covers(product), part(&losses, *right).covers(product));
                    prop_assert_eq!(told, changes(Action::Product(product, *right)), "{:?} {:?}", product, right);
                }
            }
            for ability in Ability::ALL {
                let told = (gains.abilities.contains(ability), losses.abilities.contains(ability));
                prop_assert_eq!(told, changes(ability.action()));
            }
            for right in MoneyRight::ALL {
                let told = (gains.money.contains(right), losses.money.contains(right));
                prop_assert_eq!(told, changes(Action::Money(*right)));
            }
        }

        #[test]
        fn nothing_changes_where_nothing_is_changed(standing in any_standing()) {
            let Preview { gains, losses } = preview(standing.as_ref(), standing.as_ref());
            prop_assert!(gains.is_empty() && losses.is_empty());
        }

        #[test]
        fn whoever_may_has_a_reason_and_nobody_else(standing in any_member()) {
            for product in products() {
                for right in ProductRight::ALL {
                    let may = decide(&standing, &Action::Product(product, *right)).is_ok();
                    prop_assert_eq!(!reasons(&standing, product, *right).is_empty(), may);
                }
            }
            for right in MoneyRight::ALL {
                let may = decide(&standing, &Action::Money(*right)).is_ok();
                prop_assert_eq!(money_reason(&standing, *right).is_some(), may);
            }
        }
    }
}
