//! Time zones by their names, from the rules that come with the program.

use std::{fmt, sync::LazyLock};

use domain::time::Timestamp;
use jiff::{
    Zoned, civil,
    tz::{TimeZone, TimeZoneDatabase},
};

/// The same on every machine, whatever is installed there.
static RULES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The parts of the world that people set their clocks by; the other names are technical.
const REGIONS: [&str; 9] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// A time zone such as `Europe/Zurich`; cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// Everybody's until they choose another one.
impl Default for Zone {
    fn default() -> Self {
        Self::from_stored("Europe/Zurich")
    }
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone of exactly this name.
    pub fn parse(name: &str) -> Option<Self> {
        let zone = RULES.get(name).ok()?;
        let known = name == "UTC" || REGIONS.iter().any(|it| name.starts_with(it));
        (known && zone.iana_name() == Some(name)).then_some(Self(zone))
    }

    /// A stored name. One that newer rules do not know any more is universal time.
    pub(crate) fn from_stored(name: &str) -> Self {
        Self::parse(name).unwrap_or(Self::UTC)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The names of all zones, by the alphabet; universal time is the last one.
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = RULES
            .available()
            .map(|it| it.to_string())
            .filter(|name| REGIONS.iter().any(|it| name.starts_with(it)))
            .collect();
        names.sort_unstable();
        names.push("UTC".to_owned());
        names
    }

    /// What clocks in the zone show at an instant.
    pub(crate) fn at(&self, instant: Timestamp) -> Zoned {
        let instant = jiff::Timestamp::from_millisecond(instant.as_millis()).unwrap_or_default();
        instant.to_zoned(self.0.clone())
    }
}

/// A day of the calendar, such as `2026-11-22`, wherever one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(civil::Date);

impl Day {
    /// Reads year, month and day as browsers send them; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if shaped { text.parse().ok().map(Self) } else { None }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Zone {
    /// When a day begins here; it need not be at midnight.
    pub fn begin_of(&self, day: Day) -> Timestamp {
        instant(day.0.to_zoned(self.0.clone()))
    }

    /// When the day after begins here.
    pub fn end_of(&self, day: Day) -> Timestamp {
        let next = day.0.tomorrow().and_then(|it| it.to_zoned(self.0.clone()));
        next.map_or(Timestamp::from_millis(i64::MAX), |it| instant(Ok(it)))
    }
}

fn instant(at: Result<Zoned, jiff::Error>) -> Timestamp {
    Timestamp::from_millis(at.map_or(i64::MIN, |it| it.timestamp().as_millisecond()))
}

/// An instant for programs (RFC 3339), in universal time: `2026-11-22T10:29:00.000Z`.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_on_offer_is_accepted_again() {
        let names = Zone::names();
        assert!(names.len() > 300 && names.iter().any(|it| it == Zone::default().name()));
        for name in names {
            assert_eq!(Zone::parse(&name).expect("on offer").name(), name);
        }
    }

    #[test]
    fn other_names_are_none() {
        for name in ["", "europe/zurich", "CET", "Etc/GMT+1", "Europe/Zürich", "../etc/passwd"] {
            assert_eq!(Zone::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_day_is_read_as_browsers_send_it() {
        for text in ["2026-11-22", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(Day::parse(text).expect("a day").to_string(), text);
        }
        for text in [
            "",
            "2026-13-01",
            "2026-02-29",
            "22.11.2026",
            "2026-11-22T00",
            "+02026-1-1",
            "20261122",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_lasts_as_long_as_it_does_in_its_zone() {
        let zurich = Zone::default();
        let hours = |text| {
            let day = Day::parse(text).expect("a day");
            zurich.end_of(day).since(zurich.begin_of(day)) / 3_600_000
        };
        assert_eq!([hours("2026-11-22"), hours("2026-03-29"), hours("2026-10-25")], [24, 23, 25]);
        let day = Day::parse("2026-11-22").expect("a day");
        assert_eq!(rfc3339(zurich.begin_of(day)), "2026-11-21T23:00:00.000Z");
        let (first, last) = (Day::parse("0000-01-01"), Day::parse("9999-12-31"));
        let ends = first.into_iter().chain(last).map(|it| (zurich.begin_of(it), zurich.end_of(it)));
        assert!(ends.clone().all(|(begin, end)| begin < end) && ends.count() == 2);
    }
}
