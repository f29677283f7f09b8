//! What was chosen in these steps.

use std::collections::BTreeSet;

use domain::{
    id::{ProductId, TeamId},
    rights::{Grant, MoneyRight, NotAScope, Place, ProductRight, Scope},
    search::MAX_CHARS,
};
use serde::{Deserialize, Serialize};

use super::THEN_FIND;

/// Which products the second step shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub beginning: String,
    pub behind: Option<ProductId>,
}

impl Look {
    /// Reads what was asked for; anything else is the beginning of the list.
    pub fn read(beginning: Option<String>, then: Option<&str>) -> Self {
        let beginning = beginning.unwrap_or_default();
        Self {
            beginning: beginning.trim().chars().take(MAX_CHARS).collect(),
            behind: then.filter(|it| *it != THEN_FIND).and_then(|it| it.parse().ok()),
        }
    }
}

/// What was ticked in the second step.
pub struct Chosen {
    shown: Vec<Scope>,
    technical: Vec<Scope>,
    statistics: Vec<Scope>,
    teams: Vec<TeamId>,
}

impl Chosen {
    /// Reads the ticks; one that names nothing of what was shown is left out.
    pub fn read(
        shown: &str,
        technical: &[String],
        statistics: &[String],
        teams: Vec<TeamId>,
    ) -> Result<Self, NotAScope> {
        let shown: Result<Vec<Scope>, _> = shown.split_whitespace().map(str::parse).collect();
        let scopes = |texts: &[String]| texts.iter().filter_map(|it| it.parse().ok()).collect();
        Ok(Self {
            shown: shown?,
            technical: scopes(technical),
            statistics: scopes(statistics),
            teams,
        })
    }

    /// What the member would have with these ticks.
    pub fn applied(&self, place: &Place) -> Place {
        let untouched = place.grants.iter().filter(|it| !self.shown.contains(&it.scope)).copied();
        let given = |scopes: &[Scope], right: ProductRight| {
            let shown = scopes.iter().filter(|it| self.shown.contains(it));
            shown.map(|scope| Grant { scope: *scope, right }).collect::<Vec<_>>()
        };
        let technical = given(&self.technical, ProductRight::Technical);
        let statistics = given(&self.statistics, ProductRight::Statistics);
        Place {
            grants: untouched.chain(technical).chain(statistics).collect(),
            teams: self.teams.iter().copied().collect(),
            ..place.clone()
        }
    }
}

/// The rights about money that were ticked: all of them, or these.
pub fn money(all: bool, each: [(MoneyRight, bool); MoneyRight::ALL.len()]) -> BTreeSet<MoneyRight> {
    let ticked = each.into_iter().filter(|(_, ticked)| all || *ticked);
    ticked.map(|(right, _)| right).collect()
}
