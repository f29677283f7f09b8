//! What happened in an organization, or to one person, for those who may read it.

mod export;
mod file;
mod show;

use std::{collections::BTreeMap, convert::Infallible};

use domain::{
    history::{Act, ActGroup},
    id::{PublicId, UserId},
    rights::{self, Action, Permit},
    time::Timestamp,
};

use super::organization::authorize;
use crate::{
    Day, Identity, StoreError, UseCaseError, Zone,
    store::{
        self, Tx,
        activity::{Found, Wanted},
        members::After,
    },
};

pub use export::{Export, export_activity};
pub use file::Format;
pub use show::{ENTRIES_PER_PAGE, show_activity};

/// The most entries of one file.
pub const ENTRIES_PER_FILE: i64 = 100_000;

/// The most people whom one can choose from to look for what they did.
const PEOPLE: i64 = 100;

/// Whose history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// An organization's.
    Organization(PublicId),
    /// That of the person who asks.
    Own,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Acts about this.
    pub group: Option<ActGroup>,
    /// Acts of this person; means nothing in a person's own history.
    pub person: Option<UserId>,
    /// From this day on, by the reader's calendar.
    pub from: Option<Day>,
    /// To the end of this day.
    pub to: Option<Day>,
}

/// Where in a history.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Place {
    /// Where it ends.
    #[default]
    Newest,
    /// Before the entry of this number.
    Before(i64),
    /// After it.
    After(i64),
}

/// A part of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// The newest first.
    pub entries: Vec<ActivityEntry>,
    /// The number before which there are more that fit.
    pub older: Option<i64>,
    /// The number after which there are more that fit.
    pub newer: Option<i64>,
    /// The members, by name: whom one can look for. None in a person's own history.
    pub people: Vec<(UserId, String)>,
    /// The filters as they were understood.
    pub filter: ActivityFilter,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityEntry {
    /// Its number in the history, counted from one.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub act: Act,
    /// Who did it, with the name that they have now; empty if Atrio did it by itself.
    pub actor: Option<(UserId, String)>,
    /// The ids of what it was about: `kind=id`, separated by spaces.
    pub about: String,
    /// What else was written down: single facts, and values `field.before` and `field.after`. Empty
    /// if it was erased.
    pub details: Option<BTreeMap<String, String>>,
}

impl From<Found> for ActivityEntry {
    fn from(it: Found) -> Self {
        let Found { seq, at, act, actor, objects, details } = it;
        Self { number: seq, at, act, actor, about: objects, details }
    }
}

impl Whose {
    /// Whether the person may read it.
    async fn permit(
        self,
        tx: &mut Tx,
        identity: &Identity,
    ) -> Result<Permit, UseCaseError<Infallible>> {
        match self {
            Self::Organization(org) => {
                authorize::permit(tx, identity, org, &Action::SeeActivity).await
            }
            Self::Own => Ok(rights::own_account(identity.user)),
        }
    }

    /// The members by name: whom one can look for. None in a person's own history.
    async fn people(
        self,
        tx: &mut Tx,
        identity: &Identity,
    ) -> Result<Vec<(UserId, String)>, UseCaseError<Infallible>> {
        let Self::Organization(org) = self else { return Ok(Vec::new()) };
        let see = authorize::permit(tx, identity, org, &Action::SeeMembers).await?;
        let members = store::members::list(tx, &see, &After::default(), PEOPLE).await?.into_iter();
        Ok(members.map(|it| (it.user, format!("{} {}", it.first_name, it.last_name))).collect())
    }
}

impl ActivityFilter {
    /// Whoever is none of these people is not looked for: an id alone must not tell whose it is.
    fn among(mut self, people: &[(UserId, String)]) -> Self {
        self.person = self.person.filter(|id| people.iter().any(|(member, _)| member == id));
        self
    }

    /// The same for the database.
    async fn wanted(
        &self,
        tx: &mut Tx,
        permit: &Permit,
        zone: &Zone,
    ) -> Result<Wanted, StoreError> {
        let from = self.from.map_or(Timestamp::from_millis(i64::MIN), |it| zone.begin_of(it));
        let until = self.to.map_or(Timestamp::from_millis(i64::MAX), |it| zone.end_of(it));
        let (after, before) = store::activity::around(tx, permit, from, until).await?;
        let actor = self.person.filter(|_| permit.org().is_some());
        Ok(Wanted { after, before, from, until, group: self.group, actor })
    }
}
