//! Asking for a right: the least that would open what was refused.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    Action, Denial, Grant, MoneyRight, Place, ProductRight, Role, Scope, Standing, decide,
};
use crate::{
    catalogue::ProductRef,
    closed_list::closed_list,
    id::{ProductId, UserId},
};

/// A right that somebody lacks and asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Wish {
    /// This role.
    Role(Role),
    /// A right about money.
    Money(MoneyRight),
    /// A right on one product.
    Product(ProductRef, ProductRight),
}

closed_list! {
    /// How a request ended.
    pub enum RequestEnding: as_str {
        /// The right was given.
        Granted = "granted",
        /// Somebody who could have given it said no.
        Declined = "declined",
        /// Whoever asked does not want it any more.
        Withdrawn = "withdrawn",
    }
}

/// Why a request does not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum RequestRefusal {
    /// Whoever asks has the right already.
    #[error("has this right already")]
    HasIt,
    /// The request was answered or withdrawn.
    #[error("the request has ended")]
    Ended,
}

impl Denial {
    /// What to ask for, where asking would help; `product` is the one that the refusal was about.
    pub fn wish(self, product: Option<ProductRef>) -> Option<Wish> {
        match self {
            Self::MissingRole { needs, .. } => Some(Wish::Role(needs)),
            Self::MissingMoney { needs } => Some(Wish::Money(needs)),
            Self::MissingGrant { needs } => product.map(|it| Wish::Product(it, needs)),
            Self::Suspended { .. } | Self::Closing | Self::Oneself => None,
        }
    }
}

impl Wish {
    /// The least role that can give it.
    pub const fn given_by(self) -> Role {
        match self {
            Self::Role(role) => role.given_by(),
            Self::Money(_) | Self::Product(..) => Role::Administrator,
        }
    }

    /// The same place with exactly this in addition.
    #[must_use]
    pub fn granted(self, mut place: Place) -> Place {
        match self {
            Self::Role(role) => place.role = place.role.max(role),
            Self::Money(right) => {
                // Rights about money come with working here.
                place.role = place.role.max(Role::Collaborator);
                place.money.insert(right);
            }
            Self::Product(product, right) => {
                place.grants.insert(Grant { scope: Scope::Product(product), right });
            }
        }
        place.tidy()
    }

    /// Whether somebody has it, whatever state the membership is in.
    pub fn is_granted(self, standing: &Standing) -> bool {
        match self {
            Self::Role(role) => standing.role >= role,
            Self::Money(right) => standing.has_money(right),
            Self::Product(product, right) => standing.reach(right).covers(product),
        }
    }

    /// What whoever answers it does.
    pub const fn answer(self, user: UserId, role: Role) -> Action {
        let target = super::Target { user, role };
        match self {
            Self::Role(to) => Action::ChangeMember(target, to),
            Self::Money(_) | Self::Product(..) => Action::ChangeMember(target, role),
        }
    }

    /// Whether this person can give it to that one.
    pub fn may_answer(self, standing: &Standing, user: UserId, role: Role) -> bool {
        decide(standing, &Action::AnswerRequests).is_ok()
            && decide(standing, &self.answer(user, role)).is_ok()
    }
}

/// As addresses and forms write it: `administrator`, `pay`, `technical.mail.` and the id of a product.
impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role) => f.write_str(role.as_str()),
            Self::Money(right) => f.write_str(right.as_str()),
            Self::Product(product, right) => {
                write!(f, "{}.{}.{}", right.as_str(), product.kind, product.id)
            }
        }
    }
}

/// A text that names no right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a right")]
pub struct NotAWish;

impl FromStr for Wish {
    type Err = NotAWish;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(role) = Role::parse(text) {
            return Ok(Self::Role(role));
        }
        if let Some(right) = MoneyRight::parse(text) {
            return Ok(Self::Money(right));
        }
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(NotAWish);
        let right = ProductRight::parse(part()?).ok_or(NotAWish)?;
        let kind = part()?.parse().map_err(|_| NotAWish)?;
        let id: ProductId = part()?.parse().map_err(|_| NotAWish)?;
        Ok(Self::Product(ProductRef { id, kind }, right))
    }
}

impl TryFrom<String> for Wish {
    type Error = NotAWish;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Wish> for String {
    fn from(wish: Wish) -> Self {
        wish.to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::{collection::btree_set, prelude::*, sample};
    use uuid::Uuid;

    use super::*;
    use crate::{id::OrgId, rights::Held};

    fn product(number: u128) -> ProductRef {
        let kind = if number == 0 { "mail" } else { "domain" };
        let kind = kind.parse().expect("a kind");
        ProductRef { id: ProductId::from_uuid(Uuid::from_u128(number)), kind }
    }

    fn any_place() -> impl Strategy<Value = Place> {
        let money = btree_set(sample::select(MoneyRight::ALL), 0..=MoneyRight::ALL.len());
        let grant = (0..2_u128, sample::select(ProductRight::ALL))
            .prop_map(|(id, right)| Grant { scope: Scope::Product(product(id)), right });
        let role = sample::select(Role::ALL);
        (role, money, btree_set(grant, 0..3)).prop_map(|(role, money, grants)| {
            Place { role, money, grants, teams: BTreeSet::new() }.tidy()
        })
    }

    fn any_action() -> impl Strategy<Value = Action> {
        prop_oneof![
            Just(Action::SeeMembers),
            Just(Action::ManageTeams),
            Just(Action::Close),
            sample::select(Role::ALL).prop_map(Action::Invite),
            sample::select(MoneyRight::ALL).prop_map(Action::Money),
            (0..2_u128, sample::select(ProductRight::ALL))
                .prop_map(|(id, right)| Action::Product(product(id), right)),
        ]
    }

    fn standing(place: &Place) -> Standing {
        let (org, user) = (OrgId::from_uuid(Uuid::nil()), UserId::from_uuid(Uuid::nil()));
        let grants = place.grants.iter().map(|grant| Held { grant: *grant, team: None });
        Standing::member(org, user, place.role)
            .with_money(place.money.iter().copied())
            .with_grants(grants)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn what_was_asked_for_opens_what_was_refused_and_less_would_not(
            place in any_place(), action in any_action(),
        ) {
            let Err(denial) = decide(&standing(&place), &action) else { return Ok(()) };
            let about = match action { Action::Product(it, _) => Some(it), _ => None };
            let wish = denial.wish(about).expect("a right to ask for");
            prop_assert!(!wish.is_granted(&standing(&place)));
            let after = wish.granted(place.clone());
            prop_assert!(wish.is_granted(&standing(&after)));
            prop_assert!(decide(&standing(&after), &action).is_ok());
            if let Wish::Role(role) = wish {
                for less in Role::ALL.iter().filter(|it| **it < role) {
                    let less = Place { role: *less, ..place.clone() };
                    prop_assert!(decide(&standing(&less), &action).is_err());
                }
            } else {
                // Nothing else was added.
                let extra = |it: &Place| (it.money.len() + it.grants.len(), it.teams.clone());
                prop_assert_eq!(extra(&after).0, extra(&place).0 + 1);
            }
        }

        #[test]
        fn a_wish_is_read_back_as_it_was_written(right in sample::select(ProductRight::ALL)) {
            let wishes = Role::ALL.iter().map(|it| Wish::Role(*it))
                .chain(MoneyRight::ALL.iter().map(|it| Wish::Money(*it)))
                .chain([Wish::Product(product(7), right)]);
            for wish in wishes {
                prop_assert_eq!(wish.to_string().parse(), Ok(wish));
            }
            for wrong in ["", "owner", "technical", "technical.mail", "technical.mail.x", "pay.mail.x"] {
                prop_assert_eq!(wrong.parse::<Wish>(), Err(NotAWish));
            }
        }
    }

    #[test]
    fn only_who_could_give_it_answers() {
        let may = |role, wish: Wish, to| {
            wish.may_answer(&standing(&Place::of(role)), UserId::from_uuid(Uuid::from_u128(9)), to)
        };
        let representative = Wish::Role(Role::LegalRepresentative);
        assert!(may(Role::LegalRepresentative, representative, Role::Administrator));
        assert!(!may(Role::Administrator, representative, Role::Administrator));
        assert!(may(Role::Administrator, Wish::Money(MoneyRight::Pay), Role::External));
        assert!(!may(Role::Collaborator, Wish::Money(MoneyRight::Pay), Role::External));
    }

    #[test]
    fn being_on_hold_or_about_to_be_deleted_is_nothing_to_ask_for() {
        for denial in
            [Denial::Suspended { lifted_by: Role::Administrator }, Denial::Closing, Denial::Oneself]
        {
            assert_eq!(denial.wish(Some(product(1))), None);
        }
    }
}
