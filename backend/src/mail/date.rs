//! Days and times of day, written out as each language does, in the zone of the reader.

use domain::{locale::Locale, time::Timestamp};
use jiff::Zoned;

use crate::zone::Zone;

type Months = [&'static str; 12];

const EN: Months = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const FR: Months = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const DE: Months = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const IT: Months = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
const ES: Months = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// A day, such as `22 November 2026`.
pub fn day(locale: Locale, at: Timestamp, zone: &Zone) -> String {
    day_of(locale, &zone.at(at))
}

/// A day and a time of day, such as `22 November 2026, 11:29 (UTC+1)`.
pub fn moment(locale: Locale, at: Timestamp, zone: &Zone) -> String {
    let at = zone.at(at);
    let (day, offset) = (day_of(locale, &at), at.offset().seconds() / 60);
    format!("{day}, {:02}:{:02} ({})", at.hour(), at.minute(), difference(offset))
}

/// The difference to universal time, given in minutes: `UTC+1`, `UTC-3:30`.
fn difference(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

fn day_of(locale: Locale, at: &Zoned) -> String {
    let (year, day) = (at.year(), at.day());
    let month = usize::try_from(at.month() - 1).unwrap_or_default();
    let name = |months: Months| months[month];
    match (locale, day) {
        (Locale::En, _) => format!("{day} {} {year}", name(EN)),
        (Locale::Fr, 1) => format!("1er {} {year}", name(FR)),
        (Locale::Fr, _) => format!("{day} {} {year}", name(FR)),
        (Locale::De, _) => format!("{day}. {} {year}", name(DE)),
        (Locale::It, 1) => format!("1º {} {year}", name(IT)),
        (Locale::It, _) => format!("{day} {} {year}", name(IT)),
        (Locale::Es, _) => format!("{day} de {} de {year}", name(ES)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_795_343_340_000);

    fn zone(name: &str) -> Zone {
        Zone::parse(name).expect("a zone")
    }

    #[test]
    fn each_language_writes_a_day_its_own_way() {
        let zone = Zone::default();
        let all =
            Locale::ALL.iter().map(|it| moment(*it, AT, &zone)).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(all);
        let first = Timestamp::from_millis(59 * 24 * 3_600_000);
        let all =
            Locale::ALL.iter().map(|it| day(*it, first, &zone)).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(all);
    }

    #[test]
    fn a_clock_shows_the_time_of_its_zone() {
        for (name, expected) in [
            ("UTC", "22 November 2026, 10:29 (UTC)"),
            ("Europe/Zurich", "22 November 2026, 11:29 (UTC+1)"),
            ("America/St_Johns", "22 November 2026, 06:59 (UTC-3:30)"),
            ("Pacific/Auckland", "22 November 2026, 23:29 (UTC+13)"),
            ("Asia/Kathmandu", "22 November 2026, 16:14 (UTC+5:45)"),
        ] {
            assert_eq!(moment(Locale::En, AT, &zone(name)), expected);
        }
        let summer = AT.plus_days(-150);
        assert!(moment(Locale::En, summer, &zone("Europe/Zurich")).ends_with("12:29 (UTC+2)"));
    }

    #[test]
    fn no_stored_instant_is_too_far_away() {
        for at in [i64::MIN, 0, i64::MAX] {
            assert_ne!(moment(Locale::De, Timestamp::from_millis(at), &Zone::UTC), "");
        }
    }
}
