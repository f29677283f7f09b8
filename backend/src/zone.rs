//! Time zones by their names, from the rules that come with the program.

use std::sync::LazyLock;

use domain::time::Timestamp;
use jiff::{
    Zoned,
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
}
