//! Teams: several members who share what they may do.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    closed_list::closed_list,
    id::TeamId,
    rights::{Grant, Held, Standing},
};

/// The most teams of an organization: more than that nobody finds their way through.
pub const PER_ORGANIZATION: usize = 200;

closed_list! {
    /// What a team is told apart by at a glance.
    pub enum TeamColour: as_str {
        /// Blue.
        Blue = "blue",
        /// Teal.
        Teal = "teal",
        /// Green.
        Green = "green",
        /// Yellow.
        Yellow = "yellow",
        /// Orange.
        Orange = "orange",
        /// Red.
        Red = "red",
        /// Violet.
        Violet = "violet",
        /// Grey.
        Grey = "grey",
    }
}

/// Why something about a team does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TeamRefusal {
    /// Another team of the organization is called like this.
    #[error("another team has this name")]
    NameTaken,
    /// The organization has as many teams as it may have.
    #[error("there are too many teams")]
    TooMany,
    /// Whoever is to lead or to go does not belong to the team.
    #[error("not a member of the team")]
    NotAMember,
    /// Somebody else has changed the team since the form was opened.
    #[error("the team has changed meanwhile")]
    Changed,
}

/// Whether an organization that has so many teams may have one more.
pub const fn room_for_one(present: usize) -> Result<(), TeamRefusal> {
    if present < PER_ORGANIZATION { Ok(()) } else { Err(TeamRefusal::TooMany) }
}

/// Whether a team may be called like this beside the others. Capitals and accents make no difference.
#[cfg(feature = "parse")]
pub fn name_is_free<'a>(
    name: &crate::text::TeamName,
    others: impl IntoIterator<Item = &'a crate::text::TeamName>,
) -> Result<(), TeamRefusal> {
    let wanted = crate::search::folded(name.as_str());
    let taken = others.into_iter().any(|it| crate::search::folded(it.as_str()) == wanted);
    if taken { Err(TeamRefusal::NameTaken) } else { Ok(()) }
}

/// The same person, if this is what they have through the team; nothing, if they do not belong to it.
#[must_use]
pub fn with_team(standing: &Standing, team: TeamId, grants: &BTreeSet<Grant>) -> Standing {
    let others = standing.grants.iter().copied().filter(|it| it.team != Some(team));
    let given = grants.iter().map(|it| Held { grant: *it, team: Some(team) });
    Standing { grants: others.chain(given).collect(), ..standing.clone() }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        catalogue::ProductRef,
        id::{OrgId, ProductId, UserId},
        rights::{Action, ProductRight, Role, Scope, decide, preview},
    };

    const TEAM: TeamId = TeamId::from_uuid(Uuid::from_u128(3));
    const OTHER: TeamId = TeamId::from_uuid(Uuid::from_u128(4));

    fn hosting() -> (ProductRef, Grant) {
        let kind = "web-hosting".parse().expect("a kind");
        let product = ProductRef { id: ProductId::from_uuid(Uuid::from_u128(5)), kind };
        (product, Grant { scope: Scope::Kind(kind), right: ProductRight::Technical })
    }

    fn somebody(role: Role) -> Standing {
        Standing::member(OrgId::from_uuid(Uuid::from_u128(1)), UserId::from_uuid(Uuid::nil()), role)
    }

    #[test]
    fn rights_come_and_go_with_the_team() {
        let (product, grant) = hosting();
        let may =
            |it: &Standing| decide(it, &Action::Product(product, ProductRight::Technical)).is_ok();
        let outside = somebody(Role::External);
        let inside = with_team(&outside, TEAM, &BTreeSet::from([grant]));
        assert!(!may(&outside) && may(&inside));
        assert!(preview(Some(&outside), Some(&inside)).gains.technical.covers(product));
        assert_eq!(with_team(&inside, TEAM, &BTreeSet::new()), outside);
    }

    #[test]
    fn what_somebody_has_besides_stays() {
        let (_, grant) = hosting();
        for team in [None, Some(OTHER)] {
            let has = somebody(Role::Collaborator).with_grants([Held { grant, team }]);
            let inside = with_team(&has, TEAM, &BTreeSet::from([grant]));
            assert!(preview(Some(&has), Some(&inside)).gains.is_empty());
            assert_eq!(with_team(&inside, TEAM, &BTreeSet::new()), has);
        }
    }

    #[test]
    fn whoever_reaches_everything_gains_and_loses_nothing() {
        let (_, grant) = hosting();
        let chief = somebody(Role::Administrator);
        let inside = with_team(&chief, TEAM, &BTreeSet::from([grant]));
        let there = preview(Some(&chief), Some(&inside));
        assert!(there.gains.is_empty() && there.losses.is_empty());
    }

    #[test]
    fn there_is_room_up_to_the_limit() {
        assert_eq!(room_for_one(PER_ORGANIZATION - 1), Ok(()));
        assert_eq!(room_for_one(PER_ORGANIZATION), Err(TeamRefusal::TooMany));
    }

    #[cfg(feature = "parse")]
    #[test]
    fn a_name_is_taken_however_it_is_written() {
        let name = |text| crate::text::TeamName::parse(text).expect("a name");
        let others = [name("Équipe web"), name("Print")];
        assert_eq!(name_is_free(&name("equipe Web"), &others), Err(TeamRefusal::NameTaken));
        assert_eq!(name_is_free(&name("Press"), &others), Ok(()));
    }
}
