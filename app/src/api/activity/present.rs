//! Entries of a history in the words of their reader.

use std::collections::BTreeMap;

use backend::{
    Day, Identity, Zone,
    usecase::activity::{self as usecase, ActivityEntry, Whose, show_activity},
};
use domain::{
    country::Country,
    handover::Afterwards,
    history::ActGroup,
    id::PublicId,
    locale::Locale,
    rights::{MoneyRight, Role},
    sign_up::OrgKind,
    team::TeamColour,
    theme::Theme,
};

use super::{
    Activity, Entry, Filter,
    filter::{Asked, groups, read_query},
};
use crate::{
    api::{PageFailure, people::present, request, requests},
    format,
    pages::look::{name_of, theme_name},
    ui::Change,
    words::Words,
};

/// Details that tell from where; they stand beside the time.
const PLACE: [&str; 2] = ["browser", "network"];

/// What [`backend::Origin::browser`] says of a browser that it does not know.
const UNKNOWN: &str = "–";

pub(super) async fn show(org: Option<PublicId>, query: &str) -> Result<Activity, PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let Asked { filter, place, fields } = read_query(query, org.is_some());
    let whose = org.map_or(Whose::Own, Whose::Organization);
    let found = show_activity(&backend, &identity, whose, filter, place)
        .await
        .map_err(request::plain_failure)?;
    Ok(present(org, found, fields, &identity, visitor.words()))
}

fn present(
    org: Option<PublicId>,
    found: usecase::Activity,
    typed: Filter,
    identity: &Identity,
    words: Words,
) -> Activity {
    let usecase::Activity { entries, older, newer, people, filter } = found;
    let filter = Filter {
        group: filter.group.map(|it| it.as_str().to_owned()).unwrap_or_default(),
        person: filter.person.map(|it| it.to_string()).unwrap_or_default(),
        ..typed
    };
    let reader = Reader { words, zone: &identity.profile.zone };
    // What happens to somebody's account by itself happens to them.
    let nobody = match org {
        Some(_) => words.common().brand().to_owned(),
        None => identity.profile.name(),
    };
    let link = |key: &str, number: i64| {
        let fields = filter.fields().into_iter().map(|(key, value)| format!("{key}={value}&"));
        format!("{}{key}={number}", fields.collect::<String>())
    };
    let name = |it: &ActGroup| (it.as_str().to_owned(), format::act_group(*it, words).to_owned());
    Activity {
        org,
        entries: entries.into_iter().map(|it| reader.entry(it, &nobody)).collect(),
        newer: newer.map(|it| link("after", it)),
        older: older.map(|it| link("before", it)),
        groups: groups(org.is_some()).iter().map(name).collect(),
        people: people.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        filter,
    }
}

struct Reader<'a> {
    words: Words,
    zone: &'a Zone,
}

impl Reader<'_> {
    fn entry(&self, entry: ActivityEntry, nobody: &str) -> Entry {
        let name = entry.actor.as_ref().map(|(_, name)| name.as_str());
        let details = entry.details;
        let place = PLACE.iter().filter_map(|it| details.as_ref()?.get(*it));
        Entry {
            sentence: format::act(
                entry.act,
                name.unwrap_or(nobody),
                details.as_ref().and_then(|it| it.get("person")).map_or(UNKNOWN, String::as_str),
                self.words,
            ),
            at: format::moment(self.words.locale(), entry.at, self.zone),
            initials: name.map(format::initials_of_name),
            place: place.filter(|it| *it != UNKNOWN).cloned().collect(),
            details: details.as_ref().map(|it| self.changes(it)),
        }
    }

    /// All details but the place; a value before a change stands with the one after it.
    fn changes(&self, details: &BTreeMap<String, String>) -> Vec<Change> {
        let mut changes = Vec::new();
        for (key, value) in details {
            let (field, before) = match key.rsplit_once('.') {
                Some((_, "before")) => continue,
                Some((field, "after")) => (field, details.get(&format!("{field}.before"))),
                _ => (key.as_str(), None),
            };
            if !PLACE.contains(&field) {
                changes.push(Change {
                    field: self.field(field).unwrap_or(field).to_owned(),
                    before: before.map(|it| self.value(field, it)),
                    after: self.value(field, value),
                });
            }
        }
        changes
    }

    /// What a detail is called; an unknown one keeps the name it was written with.
    fn field(&self, name: &str) -> Option<&'static str> {
        let (common, settings) = (self.words.common(), self.words.settings());
        let (history, activity) = (self.words.history(), self.words.activity());
        Some(match name {
            "name" => settings.name(),
            "kind" => settings.kind(),
            "address" => settings.section_address(),
            "phone" => settings.phone(),
            "tax_number" => settings.tax_number(),
            "website" => settings.website(),
            "locale" => settings.language(),
            "organization" => self.words.shell().organization(),
            "email" | "wanted" => common.email(),
            "invited_by" => self.words.invitations().invited_by(),
            "first_name" => common.first_name(),
            "last_name" => common.last_name(),
            "language" => common.language(),
            "theme" => common.theme(),
            "role" => history.field_role(),
            "time_zone" => history.field_time_zone(),
            "ended" | "sessions_ended" => history.field_sessions_ended(),
            "format" => history.field_format(),
            "reason" => history.field_reason(),
            "right" => history.field_right(),
            "afterwards" => history.field_afterwards(),
            "product" => history.field_product(),
            "money" => history.field_money(),
            "technical" => self.words.people().right_technical(),
            "statistics" => self.words.people().right_statistics(),
            "teams" => history.field_teams(),
            "team" => history.field_team(),
            "colour" => self.words.teams().colour(),
            "leader" => self.words.teams().leader(),
            "billing_reminders" => history.field_billing_reminders(),
            "product_events" => history.field_product_events(),
            "group" => activity.group(),
            "person" => activity.person(),
            "from" => activity.from(),
            "to" => activity.to(),
            _ => return None,
        })
    }

    /// A value in words, if it is a code.
    fn value(&self, field: &str, raw: &str) -> String {
        let words = self.words;
        let known = match field {
            "money" | "technical" | "statistics" | "teams" if raw.is_empty() => {
                Some(words.people().none().to_owned())
            }
            "leader" if raw.is_empty() => Some(words.teams().nobody().to_owned()),
            "colour" => TeamColour::parse(raw).map(|it| format::colour(it, words).to_owned()),
            _ if raw.is_empty() => Some(words.settings().not_given().to_owned()),
            "kind" => OrgKind::parse(raw).map(|it| format::kind(it, words).to_owned()),
            "locale" | "language" => Locale::parse(raw).map(|it| name_of(it, words).to_owned()),
            "role" => Role::parse(raw).map(|it| format::role(it, words).to_owned()),
            "afterwards" => {
                Afterwards::parse(raw).map(|it| format::afterwards(it, words).to_owned())
            }
            "right" => requests::right_called(raw, words),
            "money" => Some(self.money(raw)),
            "billing_reminders" | "product_events" => match raw {
                "on" => Some(words.history().on().to_owned()),
                "off" => Some(words.history().off().to_owned()),
                _ => None,
            },
            "theme" => Theme::parse(raw).map(|it| theme_name(it, words).to_owned()),
            "group" => ActGroup::parse(raw).map(|it| format::act_group(it, words).to_owned()),
            "format" => Some(raw.to_uppercase()),
            "from" | "to" => Day::parse(raw)
                .map(|it| format::day(words.locale(), self.zone.begin_of(it), self.zone)),
            "address" => raw.rsplit_once(", ").and_then(|(place, code)| {
                let code = Country::parse(code)?.code();
                let (_, name) = format::countries(words.locale()).find(|(it, _)| *it == code)?;
                Some(format!("{place}, {name}"))
            }),
            _ => None,
        };
        known.unwrap_or_else(|| raw.to_owned())
    }

    /// Rights about money, which are written as their names.
    fn money(&self, raw: &str) -> String {
        let name = |it: &str| {
            let right = MoneyRight::parse(it);
            right.map_or(it, |it| present::money_right(it, self.words)).to_owned()
        };
        raw.split(", ").map(name).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(all: &[(&str, &str)]) -> BTreeMap<String, String> {
        all.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    /// Every detail that a use case writes down; a test of the server looks for others.
    const WRITTEN: [(&str, &str); 22] = [
        ("name.before", "Harbour"),
        ("name.after", "Harbour & Sons"),
        ("kind.before", "company"),
        ("kind.after", "association"),
        ("address.before", ""),
        ("address.after", "Rue du Lac 1, 1800 Vevey, CH"),
        ("locale.before", "en"),
        ("locale.after", "fr"),
        ("theme.before", "system"),
        ("theme.after", "dark"),
        ("time_zone.before", "UTC"),
        ("time_zone.after", "Asia/Tokyo"),
        ("network", "203.0.113.0/24"),
        ("browser", "Firefox, Linux"),
        ("sessions_ended", "2"),
        ("email", "olivia@harbour.example"),
        ("format", "csv"),
        ("group", "session"),
        ("person", "Olivia Hart"),
        ("from", "2026-11-01"),
        ("to", "2026-11-02"),
        ("made.up", "stays"),
    ];

    fn lines(locale: Locale) -> Vec<String> {
        let reader = Reader { words: Words::new(locale), zone: &Zone::default() };
        let told = |it: Change| match it.before {
            Some(before) => format!("{}: {before} -> {}", it.field, it.after),
            None => format!("{}: {}", it.field, it.after),
        };
        reader.changes(&details(&WRITTEN)).into_iter().map(told).collect()
    }

    #[test]
    fn details_are_told_in_the_words_of_the_reader() {
        let german = lines(Locale::De);
        for line in [
            "Name der Organisation: Harbour -> Harbour & Sons",
            "Art der Organisation: Unternehmen -> Verein",
            "Postadresse: nicht angegeben -> Rue du Lac 1, 1800 Vevey, Schweiz",
            "Sprache der Rechnungen: English -> Français",
            "Darstellung: Automatisch -> Dunkel",
            "Zeitzone: UTC -> Asia/Tokyo",
            "Beendete Sitzungen: 2",
            "Art der Datei: CSV",
            "Thema: Anmeldung und Sitzungen",
            "Von: 1. November 2026",
            "made.up: stays",
        ] {
            assert!(german.iter().any(|it| it == line), "{line}: {german:#?}");
        }
        for &locale in Locale::ALL {
            let lines = lines(locale);
            assert_eq!(lines.len(), 14, "{lines:#?}");
            assert!(!lines.iter().any(|it| it.contains("Firefox")), "beside the time");
        }
    }

    #[test]
    fn every_field_that_changes_has_a_name() {
        let reader = Reader { words: Words::new(Locale::En), zone: &Zone::UTC };
        for (key, _) in WRITTEN.iter().filter(|(key, _)| *key != "made.up") {
            let field = key.rsplit_once('.').map_or(*key, |(field, _)| field);
            assert!(PLACE.contains(&field) || reader.field(field).is_some(), "{field}");
        }
    }
}
