//! Entries of a history as text for programs: English names that stay, times in universal time.

use std::collections::BTreeMap;

use domain::csv;
use serde_json::{Map, Value, json};

use super::ActivityEntry;
use crate::zone::rfc3339;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table (RFC 4180).
    Csv,
    /// An array of objects.
    Json,
}

/// The columns of a table.
const COLUMNS: [&str; 11] = [
    "number", "time", "act", "group", "actor_id", "actor", "network", "browser", "about",
    "details", "erased",
];

/// Details that have columns of their own.
const PLACE: [&str; 2] = ["network", "browser"];

impl Format {
    /// Its name, which files end with.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// What the file is, for HTTP.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
        }
    }

    pub(super) fn begin(self) -> String {
        match self {
            Self::Csv => csv::line(COLUMNS),
            Self::Json => "[".to_owned(),
        }
    }

    pub(super) const fn end(self) -> &'static str {
        match self {
            Self::Csv => "",
            Self::Json => "\n]\n",
        }
    }
}

/// One entry; `first` if none stands before it.
pub(super) fn entry(format: Format, entry: &ActivityEntry, first: bool) -> String {
    match format {
        Format::Csv => row(entry),
        Format::Json => format!("{}\n{}", if first { "" } else { "," }, object(entry)),
    }
}

fn row(entry: &ActivityEntry) -> String {
    let ActivityEntry { number, at, act, actor, about, details } = entry;
    let (id, name) = actor.clone().map(|(id, name)| (id.to_string(), name)).unwrap_or_default();
    let [network, browser] = PLACE.map(|it| detail(details.as_ref(), it));
    let rest = rest(details.as_ref());
    let rest = if rest.is_empty() { String::new() } else { Value::Object(rest).to_string() };
    csv::line([
        number.to_string().as_str(),
        &rfc3339(*at),
        act.as_str(),
        act.group().as_str(),
        &id,
        &name,
        network.unwrap_or_default(),
        browser.unwrap_or_default(),
        about,
        &rest,
        if details.is_none() { "true" } else { "false" },
    ])
}

fn object(entry: &ActivityEntry) -> Value {
    let ActivityEntry { number, at, act, actor, about, details } = entry;
    let about = about.split(' ').filter_map(|it| it.split_once('='));
    let about: Vec<_> = about.map(|(kind, id)| json!({ "kind": kind, "id": id })).collect();
    json!({
        "number": number,
        "time": rfc3339(*at),
        "act": act.as_str(),
        "group": act.group().as_str(),
        "actor": actor.as_ref().map(|(id, name)| json!({ "id": id.to_string(), "name": name })),
        "network": detail(details.as_ref(), PLACE[0]),
        "browser": detail(details.as_ref(), PLACE[1]),
        "about": about,
        "details": rest(details.as_ref()),
        "erased": details.is_none(),
    })
}

fn detail<'a>(details: Option<&'a BTreeMap<String, String>>, name: &str) -> Option<&'a str> {
    details?.get(name).map(String::as_str)
}

/// The details that have no column of their own.
fn rest(details: Option<&BTreeMap<String, String>>) -> Map<String, Value> {
    let others = details.into_iter().flatten().filter(|(name, _)| !PLACE.contains(&name.as_str()));
    others.map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use domain::{history::Act, id::UserId, time::Timestamp};
    use uuid::Uuid;

    use super::*;

    fn whole(format: Format, entries: &[ActivityEntry]) -> String {
        let mut text = format.begin();
        for (at, it) in entries.iter().enumerate() {
            text.push_str(&entry(format, it, at == 0));
        }
        text + format.end()
    }

    fn entries() -> [ActivityEntry; 2] {
        let actor = UserId::from_uuid(Uuid::from_u128(7));
        let detail = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let changed = [
            ("name.before", "Harbour"),
            ("name.after", "=HYPERLINK(\"//evil\")"),
            ("network", "203.0.113.0/24"),
            ("browser", "@Firefox, Linux"),
        ];
        [
            ActivityEntry {
                number: 2,
                at: Timestamp::from_millis(1_795_343_340_000),
                act: Act::OrganizationDetailsChanged,
                actor: Some((actor, "=1+1".to_owned())),
                about: format!("organization={actor}"),
                details: Some(changed.map(detail).into()),
            },
            ActivityEntry {
                number: 1,
                at: Timestamp::from_millis(0),
                act: Act::SignInBlocked,
                actor: None,
                about: String::new(),
                details: None,
            },
        ]
    }

    #[test]
    fn a_table_has_the_same_columns_in_every_line_and_no_formula() {
        insta::assert_snapshot!(whole(Format::Csv, &entries()));
        insta::assert_snapshot!(whole(Format::Csv, &[]));
    }

    #[test]
    fn json_says_the_same_as_an_array() {
        for entries in [&entries()[..], &[]] {
            let text = whole(Format::Json, entries);
            let read: Vec<Value> = serde_json::from_str(&text).expect("an array");
            assert_eq!(read.len(), entries.len());
            insta::assert_snapshot!(text);
        }
    }
}
