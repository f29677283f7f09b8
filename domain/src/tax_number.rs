//! Numbers by which tax offices know a company: VAT numbers of the European Union, and the Swiss UID.
//!
//! A number is checked by the rule of its country: how long it is, and whether its check digits fit.
//! That finds what was mistyped; whether the number is in force only the office knows. Rules: the
//! structures that the Commission publishes for VIES, and eCH-0097 for the UID. Where a country has
//! several rules for natural persons, their numbers are checked by length only.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::country::Country;

/// How a Swiss UID is written, with check digits that fit.
pub const UID_EXAMPLE: &str = "CHE-116.281.710";

/// Why a number is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TaxNumberProblem {
    /// The country decides how numbers look, and there is none.
    #[error("there is no country")]
    NoCountry,
    /// The country is neither in the European Union nor Switzerland.
    #[error("numbers of {country} are not checked")]
    NotHere {
        /// The country.
        country: Country,
    },
    /// The letters in front are not those of the country.
    #[error("number does not begin as those of {country}")]
    Prefix {
        /// The country.
        country: Country,
    },
    /// A group of a number that was typed in groups is too long or too short.
    #[error("group {group} has a wrong length")]
    Group {
        /// Counted from one, without the letters in front.
        group: u8,
    },
    /// The number is too long or too short, or has letters and digits in wrong places.
    #[error("number is not written as those of {country}")]
    Shape {
        /// The country.
        country: Country,
    },
    /// One of the digits is wrong: the check digits do not fit the others.
    #[error("check digits do not fit")]
    CheckDigits,
}

/// A number that its country's rule accepts, without spaces and signs: `DE136695976`,
/// `CHE116281710`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TaxNumber(String);

impl TaxNumber {
    /// Reads a number of somebody in `country`. Spaces, dots, hyphens and slashes may stand
    /// anywhere; the letters in front may be left out; `MWST`, `TVA` and `IVA` may follow a UID.
    pub fn parse(raw: &str, country: Option<Country>) -> Result<Self, TaxNumberProblem> {
        let country = country.ok_or(TaxNumberProblem::NoCountry)?;
        let rule = Rule::of(country).ok_or(TaxNumberProblem::NotHere { country })?;
        let mut text: String = raw
            .chars()
            .filter(|it| !(it.is_whitespace() || ".-/".contains(*it)))
            .map(|it| it.to_ascii_uppercase())
            .collect();
        if rule.prefix == "CHE" {
            let end = ["MWST", "TVA", "IVA"].iter().find_map(|it| text.strip_suffix(it));
            text = end.unwrap_or(&text).to_owned();
        }
        let body = match text.strip_prefix(rule.prefix) {
            Some(body) => body,
            // Letters of another country, or of none.
            None if text.starts_with(|it: char| it.is_ascii_alphabetic()) && !rule.lettered => {
                return Err(TaxNumberProblem::Prefix { country });
            }
            None => &text,
        };
        if !rule.fits(body) {
            let group = (rule.prefix == "CHE").then(|| wrong_group(raw)).flatten();
            return Err(match group {
                Some(group) => TaxNumberProblem::Group { group },
                None => TaxNumberProblem::Shape { country },
            });
        }
        if !(rule.check)(body) {
            return Err(TaxNumberProblem::CheckDigits);
        }
        Ok(Self(format!("{}{body}", rule.prefix)))
    }

    /// Takes a number that was parsed before it was stored.
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The number as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TaxNumber {
    /// A UID in its groups, as eCH-0097 writes it; a VAT number as it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.strip_prefix("CHE").filter(|it| it.len() == 9 && it.is_ascii()) {
            Some(uid) => write!(f, "CHE-{}.{}.{}", &uid[..3], &uid[3..6], &uid[6..]),
            None => f.write_str(&self.0),
        }
    }
}

/// A number of `country` that is well formed, to show how they look.
pub fn example(country: Country) -> Option<&'static str> {
    Rule::of(country).map(|it| it.example)
}

/// Which of three groups of digits has not three of them, if the number was typed in groups.
fn wrong_group(raw: &str) -> Option<u8> {
    let groups: Vec<&str> =
        raw.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
    if groups.len() != 3 {
        return None;
    }
    let wrong = groups.iter().position(|it| it.len() != 3)?;
    u8::try_from(wrong + 1).ok()
}

/// How the numbers of a country look.
struct Rule {
    prefix: &'static str,
    /// Without the prefix: `9` a digit, `A` a letter, `*` either. One of these.
    shapes: &'static [&'static str],
    /// Whether a number without its prefix may begin with a letter.
    lettered: bool,
    example: &'static str,
    /// Given a number of one of the shapes.
    check: fn(&str) -> bool,
}

impl Rule {
    #[rustfmt::skip]
    fn of(country: Country) -> Option<Self> {
        let rule = |prefix, shapes, example, check| Self { prefix, shapes, lettered: false, example, check };
        let lettered = |prefix, shapes, example, check| Self { prefix, shapes, lettered: true, example, check };
        Some(match country.code() {
            "AT" => lettered("AT", &["A99999999"], "ATU13585627", austria),
            "BE" => rule("BE", &["9999999999"], "BE0428759497", belgium),
            "BG" => rule("BG", &["999999999", "9999999999"], "BG175074752", bulgaria),
            "CH" => rule("CHE", &["999999999"], UID_EXAMPLE, uid),
            "CY" => rule("CY", &["99999999A"], "CY10259033P", cyprus),
            "CZ" => rule("CZ", &["99999999", "999999999", "9999999999"], "CZ25123891", czechia),
            "DE" => rule("DE", &["999999999"], "DE136695976", mod_11_10),
            "DK" => rule("DK", &["99999999"], "DK13585628", |it| sum(it, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)),
            "EE" => rule("EE", &["999999999"], "EE100931558", |it| sum(it, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)),
            "ES" => lettered("ES", &["*9999999*"], "ESB58378431", spain),
            "FI" => rule("FI", &["99999999"], "FI20774740", |it| sum(it, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11)),
            "FR" => lettered("FR", &["**999999999"], "FR40303265045", france),
            "GR" => rule("EL", &["999999999"], "EL094259216", greece),
            "HR" => rule("HR", &["99999999999"], "HR33392005961", mod_11_10),
            "HU" => rule("HU", &["99999999"], "HU12892312", |it| sum(it, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10)),
            "IE" => rule("IE", &["9999999A", "9999999AA", "9A99999A"], "IE6433435F", ireland),
            "IT" => rule("IT", &["99999999999"], "IT00743110157", luhn),
            "LT" => rule("LT", &["999999999", "999999999999"], "LT119511515", lithuania),
            "LU" => rule("LU", &["99999999"], "LU15027442", |it| number(&it[..6]) % 89 == number(&it[6..])),
            "LV" => rule("LV", &["99999999999"], "LV40003521600", latvia),
            "MT" => rule("MT", &["99999999"], "MT11679112", |it| {
                (sum(&it[..6], &[3, 4, 6, 7, 8, 9]) + number(&it[6..])).is_multiple_of(37)
            }),
            "NL" => rule("NL", &["999999999A99"], "NL004495445B01", netherlands),
            "PL" => rule("PL", &["9999999999"], "PL8567346215", |it| {
                sum(&it[..9], &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == digit(it, 9)
            }),
            "PT" => rule("PT", &["999999999"], "PT501964843", |it| {
                let rest = sum(&it[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
                digit(it, 8) == if rest < 2 { 0 } else { 11 - rest }
            }),
            "RO" => rule("RO", &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"], "RO18547290", romania),
            "SE" => rule("SE", &["999999999999"], "SE123456789701", |it| it.ends_with("01") && luhn(&it[..10])),
            "SI" => rule("SI", &["99999999"], "SI50223054", |it| {
                let check = 11 - sum(&it[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11;
                check != 11 && check % 10 == digit(it, 7)
            }),
            "SK" => rule("SK", &["9999999999"], "SK2022749619", |it| number(it).is_multiple_of(11)),
            _ => return None,
        })
    }

    fn fits(&self, body: &str) -> bool {
        self.shapes.iter().any(|shape| {
            shape.len() == body.len()
                && shape.bytes().zip(body.bytes()).all(|(wanted, it)| match wanted {
                    b'9' => it.is_ascii_digit(),
                    b'A' => it.is_ascii_uppercase(),
                    _ => it.is_ascii_digit() || it.is_ascii_uppercase(),
                })
        })
    }
}

fn digit(text: &str, at: usize) -> u64 {
    text.as_bytes().get(at).map_or(0, |it| u64::from(it.wrapping_sub(b'0') % 10))
}

/// The weighted sum of the digits.
fn sum(text: &str, weights: &[u64]) -> u64 {
    weights.iter().enumerate().map(|(at, weight)| weight * digit(text, at)).sum()
}

/// A number of at most twelve digits.
fn number(text: &str) -> u64 {
    text.parse().unwrap_or(u64::MAX)
}

/// The sum of the digits of a product of two digits.
const fn crossed(product: u64) -> u64 {
    product / 10 + product % 10
}

fn luhn(text: &str) -> bool {
    let twice = |from_end: usize, it: u64| if from_end % 2 == 1 { crossed(it * 2) } else { it };
    let last = text.len() - 1;
    (0..text.len()).map(|at| twice(last - at, digit(text, at))).sum::<u64>() % 10 == 0
}

/// ISO 7064.
fn mod_11_10(text: &str) -> bool {
    let last = text.len() - 1;
    let rest = (0..last).fold(10, |rest, at| {
        let step = (rest + digit(text, at)) % 10;
        (if step == 0 { 10 } else { step }) * 2 % 11
    });
    (rest + digit(text, last)) % 10 == 1
}

fn uid(text: &str) -> bool {
    let check = 11 - sum(&text[..8], &[5, 4, 3, 2, 7, 6, 5, 4]) % 11;
    check != 10 && check % 11 == digit(text, 8)
}

fn austria(text: &str) -> bool {
    let weighted = |at| digit(text, at) * if at % 2 == 0 { 2 } else { 1 };
    let total: u64 = (1..8).map(|at| crossed(weighted(at))).sum();
    text.starts_with('U') && (10 - (total + 4) % 10) % 10 == digit(text, 8)
}

fn belgium(text: &str) -> bool {
    text.starts_with(['0', '1']) && 97 - number(&text[..8]) % 97 == number(&text[8..])
}

fn bulgaria(text: &str) -> bool {
    if text.len() == 10 {
        return true;
    }
    let first = sum(text, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
    let check = if first == 10 { sum(text, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10 } else { first };
    check == digit(text, 8)
}

fn cyprus(text: &str) -> bool {
    const ODD: [u64; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let value = |at: usize| {
        let it = digit(text, at);
        if at.is_multiple_of(2) {
            ODD.get(usize::try_from(it).unwrap_or(0)).copied().unwrap_or(0)
        } else {
            it
        }
    };
    let total: u64 = (0..8).map(value).sum();
    letter(text, 8) == total % 26
}

/// The place of a letter in the alphabet, from zero.
fn letter(text: &str, at: usize) -> u64 {
    text.as_bytes().get(at).map_or(u64::MAX, |it| u64::from(it.wrapping_sub(b'A')))
}

fn czechia(text: &str) -> bool {
    if text.len() != 8 {
        return true;
    }
    let check = 11 - sum(text, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    check % 10 == digit(text, 7) && !text.starts_with('9')
}

fn spain(text: &str) -> bool {
    const OF_PERSON: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    const OF_COMPANY: &[u8] = b"JABCDEFGHI";
    let middle = &text[1..8];
    let last = text.as_bytes()[8];
    let at = |table: &[u8], index: u64| {
        usize::try_from(index).ok().and_then(|it| table.get(it).copied())
    };
    let person = |lead: u64| at(OF_PERSON, (lead * 10_000_000 + number(middle)) % 23) == Some(last);
    match text.as_bytes()[0] {
        it @ b'0'..=b'9' => person(u64::from(it - b'0')),
        b'X' | b'K' | b'L' | b'M' => person(0),
        b'Y' => person(1),
        b'Z' => person(2),
        _ => {
            let doubled: u64 = [0, 2, 4, 6].iter().map(|at| crossed(digit(middle, *at) * 2)).sum();
            let plain: u64 = [1, 3, 5].iter().map(|at| digit(middle, *at)).sum();
            let check = (10 - (doubled + plain) % 10) % 10;
            if last.is_ascii_digit() {
                u64::from(last - b'0') == check
            } else {
                at(OF_COMPANY, check) == Some(last)
            }
        }
    }
}

fn france(text: &str) -> bool {
    let (key, siren) = text.split_at(2);
    // Keys with letters follow a rule that is not public.
    !key.bytes().all(|it| it.is_ascii_digit())
        || (12 + 3 * (number(siren) % 97)) % 97 == number(key)
}

fn greece(text: &str) -> bool {
    sum(text, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == digit(text, 8)
}

fn ireland(text: &str) -> bool {
    const LETTERS: &[u8] = b"WABCDEFGHIJKLMNOPQRSTUV";
    let old = text.as_bytes()[1].is_ascii_uppercase();
    let digits = if old { format!("0{}{}", &text[2..7], &text[..1]) } else { text[..7].to_owned() };
    // A ninth letter counts nine times: A is one, and W nothing.
    let ninth = if text.len() == 9 { 9 * ((letter(text, 8) + 1) % 23) } else { 0 };
    let total = sum(&digits, &[8, 7, 6, 5, 4, 3, 2]) + ninth;
    let check = usize::try_from(total % 23).ok().and_then(|it| LETTERS.get(it));
    check == text.as_bytes().get(7)
}

fn lithuania(text: &str) -> bool {
    let last = text.len() - 1;
    let weights = |from: u64| (0..).map(move |at| (from + at - 1) % 9 + 1);
    let total =
        |from| (0..last).zip(weights(from)).map(|(at, it)| it * digit(text, at)).sum::<u64>();
    let first = total(1) % 11;
    let check = if first == 10 { total(3) % 11 % 10 } else { first };
    check == digit(text, last)
}

fn latvia(text: &str) -> bool {
    if text.starts_with(['0', '1', '2', '3']) {
        return true;
    }
    let rest = sum(text, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6]) % 11;
    let check = match rest {
        4 if text.starts_with('9') => return false,
        0..=3 => 3 - rest,
        4 => return false,
        _ => 14 - rest,
    };
    check == digit(text, 10)
}

fn netherlands(text: &str) -> bool {
    let (digits, rest) = text.split_at(9);
    let of_company = sum(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == digit(digits, 8);
    // Since 2020 sole traders have numbers of their own: NL and all that follows, modulo 97.
    let all = format!("2321{digits}11{}", &rest[1..]);
    let of_person = all.bytes().fold(0, |it, digit| (it * 10 + u64::from(digit - b'0')) % 97) == 1;
    rest.starts_with('B') && (of_company || of_person)
}

fn romania(text: &str) -> bool {
    let padded = format!("{text:0>10}");
    sum(&padded, &[7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10 % 11 % 10 == digit(&padded, 9)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CHECKED: [&str; 28] = [
        "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
        "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ];

    fn country(code: &str) -> Country {
        Country::parse(code).expect("a country")
    }

    fn parse(text: &str, code: &str) -> Result<String, TaxNumberProblem> {
        TaxNumber::parse(text, Some(country(code))).map(|it| it.to_string())
    }

    #[test]
    fn every_example_is_accepted_with_and_without_its_prefix_and_shown_as_it_is() {
        for code in CHECKED {
            let example = example(country(code)).expect("an example");
            assert_eq!(parse(example, code).as_deref(), Ok(example));
            let prefix = Rule::of(country(code)).expect("a rule").prefix;
            let bare = example.strip_prefix(prefix).expect("its prefix");
            assert_eq!(parse(bare, code).as_deref(), Ok(example), "{code}");
        }
    }

    /// Numbers that companies print on their invoices.
    #[test]
    fn numbers_in_use_are_accepted() {
        for (number, code) in [
            ("CHE-109.322.551 MWST", "CH"),
            ("CHE 116 281 710 TVA", "CH"),
            ("IE6388047V", "IE"),
            ("NL123456782B90", "NL"),
            ("FR 83 404 833 048", "FR"),
            ("DE 129 273 398", "DE"),
            ("ATU 33864707", "AT"),
            ("ESA28015865", "ES"),
            ("BE 0403.019.261", "BE"),
            ("LU20260743", "LU"),
            ("SE556056625801", "SE"),
            ("PL5260001246", "PL"),
            ("IT 07643520567", "IT"),
        ] {
            assert!(parse(number, code).is_ok(), "{number}: {:?}", parse(number, code));
        }
    }

    #[test]
    fn what_is_wrong_is_told_as_exactly_as_can_be() {
        use TaxNumberProblem::{CheckDigits, Group, NoCountry, NotHere, Prefix, Shape};

        let ch = country("CH");
        assert_eq!(parse("CHE-116.281.711", "CH"), Err(CheckDigits));
        assert_eq!(parse("CHE-116.28.710", "CH"), Err(Group { group: 2 }));
        assert_eq!(parse("CHE-116.281.7100", "CH"), Err(Group { group: 3 }));
        assert_eq!(parse("CHE11628171", "CH"), Err(Shape { country: ch }));
        assert_eq!(parse("DE136695976", "CH"), Err(Prefix { country: ch }));
        assert_eq!(parse("DE13669597", "DE"), Err(Shape { country: country("DE") }));
        assert_eq!(parse("DE136695967", "DE"), Err(CheckDigits));
        assert_eq!(parse("123", "US"), Err(NotHere { country: country("US") }));
        assert_eq!(TaxNumber::parse("DE136695976", None), Err(NoCountry));
    }

    proptest! {
        /// A single wrong digit, the commonest mistake, is noticed where the rule has one check digit
        /// for all digits and the modulus is prime or the weights have no common factor with it.
        #[test]
        fn a_mistyped_digit_is_noticed(code in prop::sample::select(vec!["CH", "DE", "DK", "EE", "FI", "HR", "IT", "LU", "BE", "SK"]), at in 0_usize..8, by in 1_u8..10) {
            let example = TaxNumber::parse(example(country(code)).expect("an example"), Some(country(code))).expect("valid");
            let mut bytes = example.as_str().as_bytes().to_vec();
            let first = bytes.iter().position(u8::is_ascii_digit).expect("digits");
            let at = first + at.min(bytes.len() - first - 1);
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            let changed = String::from_utf8(bytes).expect("ASCII");
            // Ten is written as nought by some rules, so that one change in ten may slip through there.
            if !matches!(code, "DK" | "FI") {
                prop_assert!(parse(&changed, code).is_err(), "{changed}");
            }
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,20}", code in prop::sample::select(CHECKED.to_vec())) {
            let _ = parse(&text, code);
        }

        #[test]
        fn nothing_of_the_right_length_makes_it_panic(text in "[A-Z]{0,3}[0-9A-Z]{2,12}", code in prop::sample::select(CHECKED.to_vec())) {
            let _ = parse(&text, code);
        }
    }
}
