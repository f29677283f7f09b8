//! What an organization says about itself: to whom invoices go, and in which currency.

use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    locale::Locale,
    money::Currency,
    sign_up::OrgKind,
    tax_number::TaxNumber,
    text::{AddressLine, City, OrgName, PostalCode},
};

/// Where an organization gets its post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalAddress {
    /// Street and number, or a box.
    pub street: AddressLine,
    /// Empty where there are none.
    pub postal_code: Option<PostalCode>,
    /// The place.
    pub city: City,
    /// The country.
    pub country: Country,
}

/// The details of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Its name.
    pub name: OrgName,
    /// What it is in life.
    pub kind: OrgKind,
    /// Where it gets its post.
    pub address: Option<PostalAddress>,
    /// How it is called.
    pub phone: Option<Phone>,
    /// How the tax office knows it.
    pub tax_number: Option<TaxNumber>,
    /// Its own site.
    pub website: Option<Website>,
    /// The language of its invoices.
    pub locale: Locale,
}

impl Details {
    /// The currency of orders to come: decided by the postal address, euros without one.
    pub fn currency(&self) -> Currency {
        self.address.as_ref().map_or(Currency::Eur, |it| Currency::for_country(it.country))
    }

    /// What differs, as names of fields for the history, each with its value before and after.
    pub fn changes(&self, after: &Self) -> Vec<(&'static str, String, String)> {
        let (before, after) = (self.facts(), after.facts());
        before
            .into_iter()
            .zip(after)
            .filter(|((_, before), (_, after))| before != after)
            .map(|((field, before), (_, after))| (field, before, after))
            .collect()
    }

    fn facts(&self) -> [(&'static str, String); 7] {
        let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
        [
            ("name", self.name.to_string()),
            ("kind", self.kind.as_str().to_owned()),
            ("address", self.address.as_ref().map(PostalAddress::line).unwrap_or_default()),
            ("phone", text(self.phone.as_ref().map(Phone::as_str))),
            ("tax_number", self.tax_number.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("website", text(self.website.as_ref().map(Website::as_str))),
            ("locale", self.locale.tag().to_owned()),
        ]
    }
}

impl PostalAddress {
    /// In one line: `Rue du Lac 1, 1800 Vevey, CH`.
    pub fn line(&self) -> String {
        let Self { street, postal_code, city, country } = self;
        let place =
            postal_code.as_ref().map_or_else(|| city.to_string(), |it| format!("{it} {city}"));
        format!("{street}, {place}, {country}")
    }
}

/// A phone number, as typed: there are too many ways to write one to choose the right one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone(String);

/// An address on the web, with `https://` or `http://`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Website(String);

impl Phone {
    /// The most characters of a number as typed.
    pub const MAX_CHARS: u32 = 30;

    /// Wraps a number that was parsed before it was stored.
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The number as its owner wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Website {
    /// The most characters of an address.
    pub const MAX_CHARS: u32 = 200;

    /// Wraps an address that was parsed before it was stored.
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "parse")]
mod parse {
    use std::ops::RangeInclusive;

    use super::{Country, Phone, PostalAddress, Website};
    use crate::{
        email::ascii_domain,
        form::Problem,
        text::{AddressLine, City, PostalCode, canonical_line},
    };

    /// Digits of a number with its country code (E.164), and of the shortest one without.
    const PHONE_DIGITS: RangeInclusive<usize> = 5..=15;

    impl Phone {
        /// Reads a number: digits, which a plus sign may lead, with spaces and the usual signs.
        ///
        /// # Errors
        /// [`Problem::PhoneMalformed`], and what is wrong with any text.
        pub fn parse(raw: &str) -> Result<Self, Problem> {
            let text = canonical_line(raw, Self::MAX_CHARS)?;
            let body = text.strip_prefix('+').unwrap_or(&text);
            let digits = body.chars().filter(char::is_ascii_digit).count();
            let usual = body.chars().all(|it| it.is_ascii_digit() || " ()-./".contains(it));
            if usual && PHONE_DIGITS.contains(&digits) {
                Ok(Self(text))
            } else {
                Err(Problem::PhoneMalformed)
            }
        }
    }

    impl Website {
        /// Reads an address; `https://` may be left out.
        ///
        /// # Errors
        /// [`Problem::WebsiteMalformed`], and what is wrong with any text.
        pub fn parse(raw: &str) -> Result<Self, Problem> {
            let text = canonical_line(raw, Self::MAX_CHARS)?;
            let (scheme, rest) = match text.split_once("://") {
                Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
                None => ("https".to_owned(), text.as_str()),
            };
            let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            let plain = !path.contains(|it: char| it.is_whitespace() || it == '\\');
            match ascii_domain(host) {
                Some(host) if plain && ["https", "http"].contains(&scheme.as_str()) => {
                    Ok(Self(format!("{scheme}://{host}{path}")))
                }
                _ => Err(Problem::WebsiteMalformed),
            }
        }
    }

    /// What is wrong with a part of an address.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum AddressPart {
        /// The street.
        Street(Problem),
        /// The postal code.
        PostalCode(Problem),
        /// The place.
        City(Problem),
        /// The country.
        Country(Problem),
    }

    impl PostalAddress {
        /// Reads an address: all of it but the postal code, or nothing at all. The country is an
        /// ISO 3166-1 code.
        ///
        /// # Errors
        /// Everything that is wrong with its parts.
        pub fn parse(
            street: &str,
            postal_code: &str,
            city: &str,
            country: &str,
        ) -> Result<Option<Self>, Vec<AddressPart>> {
            if [street, postal_code, city, country].iter().all(|it| it.trim().is_empty()) {
                return Ok(None);
            }
            let mut wrong = Vec::new();
            let street =
                AddressLine::parse(street).map_err(|it| wrong.push(AddressPart::Street(it.into())));
            let code = match postal_code.trim() {
                "" => Ok(None),
                code => PostalCode::parse(code)
                    .map(Some)
                    .map_err(|it| wrong.push(AddressPart::PostalCode(it.into()))),
            };
            let city = City::parse(city).map_err(|it| wrong.push(AddressPart::City(it.into())));
            let missing = if country.is_empty() { Problem::Missing } else { Problem::NotAChoice };
            let country =
                Country::parse(country).ok_or_else(|| wrong.push(AddressPart::Country(missing)));
            match (street, code, city, country) {
                (Ok(street), Ok(postal_code), Ok(city), Ok(country)) => {
                    Ok(Some(Self { street, postal_code, city, country }))
                }
                _ => Err(wrong),
            }
        }
    }
}

#[cfg(feature = "parse")]
pub use parse::AddressPart;

#[cfg(test)]
#[cfg(feature = "parse")]
mod tests {
    use super::*;
    use crate::form::Problem;

    #[test]
    fn a_phone_number_stays_as_it_was_typed() {
        for good in ["+41 21 921 00 00", "021/921 00 00", "(021) 921-00-00", "0900.123"] {
            assert_eq!(Phone::parse(good).map(|it| it.as_str().to_owned()).as_deref(), Ok(good));
        }
        for bad in
            ["12", "call me", "+41 21 921 00 00 00 00 00 0", "++41 21 921 00 00", "1234a5678"]
        {
            assert_eq!(Phone::parse(bad), Err(Problem::PhoneMalformed), "{bad}");
        }
    }

    #[test]
    fn a_website_is_a_whole_address() {
        let whole = |raw| Website::parse(raw).map(|it| it.as_str().to_owned());
        assert_eq!(whole("harbour.example").as_deref(), Ok("https://harbour.example"));
        assert_eq!(
            whole("HTTP://Harbour.example/a?b#c").as_deref(),
            Ok("http://harbour.example/a?b#c")
        );
        assert_eq!(whole("müller.example").as_deref(), Ok("https://xn--mller-kva.example"));
        for bad in [
            "javascript:alert(1)",
            "ftp://a.example",
            "harbour",
            "https://",
            "a.example/x y",
            "https://u@a.example",
            "1.2.3.4",
        ] {
            assert_eq!(whole(bad), Err(Problem::WebsiteMalformed), "{bad}");
        }
    }

    #[test]
    fn an_address_is_whole_or_not_there() {
        assert_eq!(PostalAddress::parse(" ", "", "", ""), Ok(None));
        let whole = PostalAddress::parse("Rue du Lac 1", "1800", "Vevey", "CH")
            .expect("whole")
            .expect("there");
        assert_eq!(whole.line(), "Rue du Lac 1, 1800 Vevey, CH");
        assert!(PostalAddress::parse("Box 1", "", "Dubai", "AE").is_ok());
        assert_eq!(
            PostalAddress::parse("", "1800", "", "XX"),
            Err(vec![
                AddressPart::Street(Problem::Missing),
                AddressPart::City(Problem::Missing),
                AddressPart::Country(Problem::NotAChoice),
            ])
        );
    }

    #[test]
    fn the_postal_country_decides_the_currency_and_changes_name_their_fields() {
        let before = Details {
            name: OrgName::from_stored("Harbour".to_owned()),
            kind: OrgKind::Company,
            address: None,
            phone: None,
            tax_number: None,
            website: None,
            locale: Locale::En,
        };
        assert_eq!(before.currency(), Currency::Eur);
        let address = PostalAddress::parse("Rue du Lac 1", "1800", "Vevey", "CH").expect("whole");
        let after = Details { address, locale: Locale::Fr, ..before.clone() };
        assert_eq!(after.currency(), Currency::Chf);
        let text = |it: &str| it.to_owned();
        assert_eq!(
            before.changes(&after),
            [
                ("address", text(""), text("Rue du Lac 1, 1800 Vevey, CH")),
                ("locale", text("en"), text("fr")),
            ]
        );
        assert_eq!(after.changes(&after).len(), 0);
    }
}
