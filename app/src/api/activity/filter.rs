//! Filters of a history, as they stand in an address or in a form.

use backend::{
    Day,
    usecase::activity::{ActivityFilter, Place},
};
use domain::history::ActGroup;

use super::{DayField, Filter};
use crate::api::strict_form;

/// What an address asks for. What it says wrongly is not asked for; of days it is told.
pub(super) struct Asked {
    pub(super) filter: ActivityFilter,
    pub(super) place: Place,
    /// The days as typed.
    pub(super) fields: Filter,
}

/// The groups that can be looked for in a history of this kind.
pub(super) const fn groups(of_organization: bool) -> &'static [ActGroup] {
    if of_organization { ActGroup::OF_ORGANIZATIONS } else { ActGroup::OF_PEOPLE }
}

fn group(text: &str, of_organization: bool) -> Option<ActGroup> {
    ActGroup::parse(text).filter(|it| groups(of_organization).contains(it))
}

/// Reads the query of an address as far as it can be read.
pub(super) fn read_query(query: &str, of_organization: bool) -> Asked {
    let mut asked = Asked {
        filter: ActivityFilter::default(),
        place: Place::default(),
        fields: Filter::default(),
    };
    for (key, value) in strict_form::pairs(query.as_bytes()).unwrap_or_default() {
        let Asked { filter, place, fields } = &mut asked;
        match key.as_str() {
            "group" => filter.group = group(&value, of_organization),
            "person" => filter.person = value.parse().ok(),
            "from" => filter.from = day(&value, &mut fields.from),
            "to" => filter.to = day(&value, &mut fields.to),
            "before" => *place = value.parse().map_or(*place, Place::Before),
            "after" => *place = value.parse().map_or(*place, Place::After),
            _ => {}
        }
    }
    asked
}

/// A browser shows nothing but a day in such a field, so nothing else is given back to it.
fn day(text: &str, field: &mut DayField) -> Option<Day> {
    let day = Day::parse(text);
    let wrong = day.is_none() && !text.is_empty();
    *field = DayField { text: day.map(|it| it.to_string()).unwrap_or_default(), wrong };
    day
}

/// Reads the filters of a form of ours; `None` if there is anything that no page of ours sends.
pub fn read_strictly(body: &[u8], of_organization: bool) -> Option<ActivityFilter> {
    let mut filter = ActivityFilter::default();
    let mut seen = std::collections::BTreeSet::new();
    for (key, value) in strict_form::pairs(body).ok()? {
        match key.as_str() {
            "group" => filter.group = Some(group(&value, of_organization)?),
            "person" if of_organization => filter.person = Some(value.parse().ok()?),
            "from" => filter.from = Some(Day::parse(&value)?),
            "to" => filter.to = Some(Day::parse(&value)?),
            _ => return None,
        }
        if !seen.insert(key) {
            return None;
        }
    }
    Some(filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &str = "01890000-0000-7000-8000-000000000000";

    #[test]
    fn an_address_says_what_is_looked_for_and_from_where() {
        let query = format!("group=organization&person={PERSON}&from=2026-11-01&to=&before=51");
        let Asked { filter, place, fields } = read_query(&query, true);
        assert_eq!(filter.group, Some(ActGroup::Organization));
        assert_eq!(filter.person.map(|it| it.to_string()).as_deref(), Some(PERSON));
        assert_eq!((filter.from, filter.to), (Day::parse("2026-11-01"), None));
        assert_eq!(place, Place::Before(51));
        assert!(!fields.from.wrong && !fields.to.wrong);
    }

    #[test]
    fn what_cannot_be_read_is_not_asked_for_and_a_wrong_day_is_told() {
        for query in [
            "group=nothing&person=olivia&before=x&after=",
            "group=session",
            "group=%ff",
            "=&&==",
            "group[]=organization",
            "before=99999999999999999999",
            &"a=b&".repeat(200),
        ] {
            let Asked { filter, place, .. } = read_query(query, true);
            assert_eq!((filter, place), Default::default(), "{query}");
        }
        let Asked { filter, fields, .. } = read_query("from=31.12.2026&to=2026-02-30", false);
        assert_eq!(filter, ActivityFilter::default());
        assert!(fields.from.wrong && fields.to.wrong);
        assert_eq!(fields.fields(), [], "a file is not asked for with it");
    }

    #[test]
    fn a_form_of_ours_is_read_and_nothing_else() {
        let whole = format!("group=export&person={PERSON}&from=2026-11-01&to=2026-11-02");
        assert!(read_strictly(whole.as_bytes(), true).is_some());
        assert_eq!(read_strictly(b"", false), Some(ActivityFilter::default()));
        for body in [
            "group=session",
            "group=",
            "from=x",
            "from=2026-11-01&from=2026-11-01",
            "person=x",
            "org=x",
            "before=5",
            "%ff",
        ] {
            assert_eq!(read_strictly(body.as_bytes(), true), None, "{body}");
        }
        assert_eq!(read_strictly(format!("person={PERSON}").as_bytes(), false), None);
    }
}
