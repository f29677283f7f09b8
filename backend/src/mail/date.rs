//! Days and times of day, written out as each language does. Always UTC, and it says so.

use domain::{locale::Locale, time::Timestamp};

const MINUTE_MS: i64 = 60 * 1_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

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
pub fn day(locale: Locale, at: Timestamp) -> String {
    let (year, month, day) = civil(at.as_millis().div_euclid(DAY_MS));
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

/// A day and a time of day, such as `22 November 2026, 10:29 UTC`.
pub fn moment(locale: Locale, at: Timestamp) -> String {
    let minutes = at.as_millis().rem_euclid(DAY_MS) / MINUTE_MS;
    format!("{}, {:02}:{:02} UTC", day(locale, at), minutes / 60, minutes % 60)
}

/// Year, month counted from zero, and day of the month, of a day counted from 1970-01-01.
///
/// Counts in eras of 400 years that begin on 1 March, so that a leap day is the last of its year
/// (Howard Hinnant, <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
fn civil(days: i64) -> (i64, usize, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12;
    let year = year_of_era + era * 400 + i64::from(month < 2);
    (year, usize::try_from(month).unwrap_or_default(), day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_795_343_340_000);

    #[test]
    fn each_language_writes_a_day_its_own_way() {
        let all = Locale::ALL.iter().map(|it| moment(*it, AT)).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(all);
        let first = Timestamp::from_millis(DAY_MS * 59);
        let all = Locale::ALL.iter().map(|it| day(*it, first)).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(all);
    }

    #[test]
    fn leap_days_fall_where_they_should() {
        for (days, date) in [
            (0, (1970, 0, 1)),
            (-1, (1969, 11, 31)),
            (11_016, (2000, 1, 29)),
            (11_017, (2000, 2, 1)),
            (47_540, (2100, 1, 28)),
            (47_541, (2100, 2, 1)),
        ] {
            assert_eq!(civil(days), date, "day {days}");
        }
    }

    proptest! {
        #[test]
        fn tomorrow_is_one_day_later(days in -1_000_000_i64..1_000_000) {
            let (today, tomorrow) = (civil(days), civil(days + 1));
            prop_assert!(today < tomorrow);
            prop_assert!(tomorrow.2 == today.2 + 1 || tomorrow.2 == 1);
        }
    }
}
