//! What happened in an organization, or to the person who asks.

#[cfg(feature = "ssr")]
mod filter;
#[cfg(feature = "ssr")]
mod present;

use domain::id::PublicId;
use leptos::prelude::*;

use super::{PageFailure, strict_form::Form};
use crate::{
    ui::Change,
    wire::{travels, wire},
};

#[cfg(feature = "ssr")]
pub use filter::read_strictly;

/// A part of a history, as the page shows it: finished texts only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Whose history it is; empty for that of the person who reads it.
    pub org: Option<PublicId>,
    /// The newest first.
    pub entries: Vec<Entry>,
    /// The filters in effect, as the fields of the form.
    pub filter: Filter,
    /// What acts can be about: values and names.
    pub groups: Vec<(String, String)>,
    /// Whom one can look for: values and names.
    pub people: Vec<(String, String)>,
    /// What stands in the address of the page with newer entries, if there are any.
    pub newer: Option<String>,
    /// The same for older ones.
    pub older: Option<String>,
}

wire!(struct Activity { org, entries, filter, groups, people, newer, older });
travels!(Activity);

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who did what.
    pub sentence: String,
    /// When.
    pub at: String,
    /// First letters of who did it; empty if Atrio did it by itself.
    pub initials: Option<String>,
    /// From where: browser and network.
    pub place: Vec<String>,
    /// What changed, and other facts; `None` if it was erased.
    pub details: Option<Vec<Change>>,
}

wire!(struct Entry { sentence, at, initials, place, details });

/// The fields of the form that filters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// What acts are about.
    pub group: String,
    /// Who acted.
    pub person: String,
    /// The first day.
    pub from: DayField,
    /// The last day.
    pub to: DayField,
}

wire!(struct Filter { group, person, from, to });

/// The field of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayField {
    /// The day; empty if there is none.
    pub text: String,
    /// Whether what was typed is no day.
    pub wrong: bool,
}

wire!(struct DayField { text, wrong });

impl Filter {
    /// Keys and values of the fields that are filled in, for a form of their own.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("group", self.group.clone()),
            ("person", self.person.clone()),
            ("from", self.from.text.clone()),
            ("to", self.to.text.clone()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// Shows the history of an organization. `query` is what stands behind the question mark in the
/// address of the page: filters, and where to begin.
#[server(endpoint = "show_activity", input = Form)]
pub async fn show_activity(org: PublicId, query: String) -> Result<Activity, PageFailure> {
    present::show(Some(org), &query).await
}

/// Shows the history of the person who asks; `query` as for [`show_activity`].
#[server(endpoint = "show_own_activity", input = Form)]
pub async fn show_own_activity(query: String) -> Result<Activity, PageFailure> {
    present::show(None, &query).await
}
