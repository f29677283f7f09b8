//! Countries.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// A country or territory that has an ISO 3166-1 alpha-2 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Country(&'static str);

impl Country {
    /// Every country, by code.
    pub const ALL: [Self; 249] = {
        let mut all = [Self(""); CODES.len()];
        let mut index = 0;
        while index < CODES.len() {
            all[index] = Self(CODES[index]);
            index += 1;
        }
        all
    };

    /// Reads a code, in upper case only.
    pub fn parse(code: &str) -> Option<Self> {
        CODES.binary_search(&code).ok().map(|index| Self(CODES[index]))
    }

    /// The two-letter code.
    pub const fn code(self) -> &'static str {
        self.0
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).ok_or_else(|| D::Error::custom("unknown country code"))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Sorted, for the search.
#[rustfmt::skip]
const CODES: [&str; 249] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW",
    "AX", "AZ", "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN",
    "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG",
    "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ",
    "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI",
    "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL",
    "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR",
    "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM",
    "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA",
    "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME",
    "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU",
    "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP",
    "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR",
    "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD",
    "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV",
    "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO",
    "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE",
    "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_and_listed_once_in_order() {
        assert!(Country::ALL.is_sorted_by(|a, b| a.code() < b.code()));
        for country in Country::ALL {
            assert_eq!(Country::parse(country.code()), Some(country));
            let json = serde_json::to_string(&country).expect("a code is a string");
            assert_eq!(serde_json::from_str::<Country>(&json).expect("own output"), country);
        }
    }

    #[test]
    fn a_code_is_two_upper_case_letters() {
        for country in Country::ALL {
            let code = country.code();
            assert!(code.len() == 2 && code.bytes().all(|it| it.is_ascii_uppercase()), "{code}");
        }
    }

    #[test]
    fn what_is_no_country_is_refused() {
        assert_eq!(["", "ch", "CHE", "UK", "EU", "XX", "AN", "ZZ"].map(Country::parse), [None; 8]);
        assert!(serde_json::from_str::<Country>(r#""UK""#).is_err());
    }
}
