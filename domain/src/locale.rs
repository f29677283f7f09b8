//! Languages that Atrio speaks.

use crate::closed_list::closed_list;

closed_list! {
    /// A language of the interface and of mails, named by its BCP 47 tag.
    #[derive(Default)]
    pub enum Locale: tag {
        /// English, the fallback.
        #[default]
        En = "en",
        /// French.
        Fr = "fr",
        /// German.
        De = "de",
        /// Italian.
        It = "it",
        /// Spanish.
        Es = "es",
    }
}

impl Locale {
    /// Chooses by an `Accept-Language` header (RFC 9110 §12.5.4): the highest quality wins, the
    /// first of equals, regions are ignored. English when nothing fits.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (0, Self::default());
        for (quality, locale) in header.split(',').filter_map(choice) {
            if quality > best.0 {
                best = (quality, locale);
            }
        }
        best.1
    }
}

/// Reads one entry such as `de-CH;q=0.8`; `None` for languages that Atrio does not speak.
fn choice(entry: &str) -> Option<(u16, Locale)> {
    let (range, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
    let language = range.trim().split('-').next()?.to_ascii_lowercase();
    let weight = weight.trim();
    let quality = weight.strip_prefix("q=").or_else(|| weight.strip_prefix("Q="))?;
    Some((thousandths(quality)?, Locale::parse(&language)?))
}

/// Reads a quality value, at most three decimals between 0 and 1, as thousandths.
fn thousandths(quality: &str) -> Option<u16> {
    let (whole, decimals) = quality.split_once('.').unwrap_or((quality, ""));
    let digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if !matches!(whole, "0" | "1") || decimals.len() > 3 || !digits(decimals) {
        return None;
    }
    let value: u16 = format!("{whole}{decimals:0<3}").parse().ok()?;
    (value <= 1000).then_some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_best_language_that_we_speak_is_chosen() {
        for (header, wanted) in [
            ("", Locale::En),
            ("de", Locale::De),
            ("de-CH", Locale::De),
            ("DE-ch", Locale::De),
            ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", Locale::Fr),
            ("en;q=0.8, it;q=0.9", Locale::It),
            ("es , en", Locale::Es),
            ("it;q=0.5, es;q=0.5", Locale::It),
            ("pt-BR, ja;q=0.9, es;q=0.1", Locale::Es),
            ("pt, ja", Locale::En),
            ("de ; q=0.3, fr ;Q=0.301", Locale::Fr),
        ] {
            assert_eq!(Locale::from_accept_language(header), wanted, "{header:?}");
        }
    }

    #[test]
    fn a_refused_or_garbled_language_is_not_chosen() {
        for header in [
            "de;q=0",
            "de;q=0.000",
            "de;q=2",
            "de;q=1.001",
            "de;q=NaN",
            "de;q=-1",
            "de;q=.5",
            "de;q=0.5555",
            "de;level=1",
            "german",
            "d",
            "*",
            ";q=1",
            ",,,",
            "de\u{301}",
        ] {
            assert_eq!(Locale::from_accept_language(header), Locale::En, "{header:?}");
        }
    }

    #[test]
    fn a_tag_has_one_spelling_only() {
        assert_eq!(Locale::parse("de"), Some(Locale::De));
        assert_eq!(["DE", "de-CH", "de ", ""].map(Locale::parse), [None; 4]);
    }

    proptest! {
        #[test]
        fn any_header_gives_a_language(header in ".{0,80}") {
            prop_assert!(Locale::ALL.contains(&Locale::from_accept_language(&header)));
        }
    }
}
