//! One canonical form for all text that people type.

use std::fmt;

use serde::{Deserialize, Serialize};
#[cfg(feature = "parse")]
use unicode_normalization::UnicodeNormalization;
#[cfg(feature = "parse")]
use unicode_segmentation::UnicodeSegmentation;

/// Bytes allowed for each character, on average: room for every script, yet none for hundreds of
/// accents piled on one letter.
#[cfg(feature = "parse")]
const BYTES_PER_CHARACTER: usize = 8;

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TextProblem {
    /// There is nothing to see.
    #[error("text is missing")]
    Missing,
    /// It is longer than allowed.
    #[error("text is longer than {max} characters")]
    TooLong {
        /// The most characters allowed, as a reader counts them.
        max: u32,
    },
    /// It contains a control character or another one that does not belong into text.
    #[error("text contains a forbidden character")]
    ForbiddenCharacter,
}

/// Brings one line of text into its canonical form: NFC, without surrounding white space.
///
/// `max_chars` counts characters as a reader does (grapheme clusters); in bytes the limit is eight
/// times as much. Control characters, line breaks, bidirectional overrides and isolates,
/// noncharacters and U+FFFD are refused.
#[cfg(feature = "parse")]
pub fn canonical_line(raw: &str, max_chars: u32) -> Result<String, TextProblem> {
    canonical(raw, max_chars, is_forbidden)
}

/// Like [`canonical_line`] for text of several lines, which are separated by LF; CRLF becomes LF.
#[cfg(feature = "parse")]
pub fn canonical_block(raw: &str, max_chars: u32) -> Result<String, TextProblem> {
    canonical(&raw.replace("\r\n", "\n"), max_chars, |it| it != '\n' && is_forbidden(it))
}

#[cfg(feature = "parse")]
fn canonical(
    raw: &str,
    max_chars: u32,
    is_forbidden: impl Fn(char) -> bool,
) -> Result<String, TextProblem> {
    let composed: String = raw.nfc().collect();
    let text = composed.trim_matches(|it: char| it.is_whitespace() || is_invisible(it));
    if text.is_empty() {
        return Err(TextProblem::Missing);
    }
    if text.contains(is_forbidden) {
        return Err(TextProblem::ForbiddenCharacter);
    }
    let max = usize::try_from(max_chars).unwrap_or(usize::MAX);
    if text.len() > max.saturating_mul(BYTES_PER_CHARACTER) || text.graphemes(true).count() > max {
        return Err(TextProblem::TooLong { max: max_chars });
    }
    Ok(text.to_owned())
}

#[cfg(feature = "parse")]
fn is_forbidden(it: char) -> bool {
    it.is_control()
        || matches!(it,
            '\u{2028}' | '\u{2029}' // line and paragraph separator
            | '\u{202a}'..='\u{202e}' // bidirectional embeddings and overrides
            | '\u{2066}'..='\u{2069}' // bidirectional isolates
            | '\u{fdd0}'..='\u{fdef}' // noncharacters
            | '\u{fffd}' // what is left of bytes that were no UTF-8
        )
        // The last two code points of every plane are noncharacters.
        || u32::from(it) & 0xfffe == 0xfffe
}

/// Characters that show nothing. Inside a text they may matter (joiners shape Persian and emoji);
/// at its ends they are as idle as white space.
#[cfg(feature = "parse")]
fn is_invisible(it: char) -> bool {
    matches!(it,
        '\u{ad}' // soft hyphen
        | '\u{34f}' // combining grapheme joiner
        | '\u{61c}' | '\u{200e}' | '\u{200f}' // direction marks
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' // Hangul fillers
        | '\u{180e}' // Mongolian vowel separator
        | '\u{200b}'..='\u{200d}' // zero-width space and joiners
        | '\u{2060}'..='\u{2064}' // word joiner, invisible operators
        | '\u{2800}' // blank Braille pattern
        | '\u{feff}' // byte order mark
    )
}

macro_rules! text_type {
    ($($(#[$doc:meta])* $name:ident, $max:literal);+ $(;)?) => {$(
        $(#[$doc])*
        ///
        /// Canonical by construction. Where text can be parsed, JSON is parsed too; elsewhere it is
        /// believed, because it comes from Atrio's own server.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "parse", serde(try_from = "String"))]
        pub struct $name(String);

        impl $name {
            /// The most characters allowed, as a reader counts them.
            pub const MAX_CHARS: u32 = $max;

            /// Brings what was typed into its canonical form.
            #[cfg(feature = "parse")]
            pub fn parse(raw: &str) -> Result<Self, TextProblem> {
                canonical_line(raw, Self::MAX_CHARS).map(Self)
            }

            /// Wraps a value that was parsed before it was stored.
            pub fn from_stored(canonical: String) -> Self {
                Self(canonical)
            }

            /// The canonical text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        #[cfg(feature = "parse")]
        impl TryFrom<String> for $name {
            type Error = TextProblem;

            fn try_from(raw: String) -> Result<Self, Self::Error> {
                Self::parse(&raw)
            }
        }
    )+};
}

text_type!(
    /// A first or last name.
    PersonName, 60;
    /// The name of an organization.
    OrgName, 120;
    /// Street and number, or a box.
    AddressLine, 100;
    /// A postal code.
    PostalCode, 16;
    /// A place.
    City, 80;
    /// What a product is called: a domain name, or what its owner calls it.
    ProductName, 120;
    /// The name of a team.
    TeamName, 60;
    /// Why somebody does something, in a sentence to those whom it concerns.
    Reason, 500;
);

#[cfg(test)]
#[cfg(feature = "parse")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(raw: &str) -> Result<String, TextProblem> {
        canonical_line(raw, 10)
    }

    #[test]
    fn accents_typed_in_two_ways_are_one_text() {
        assert_eq!(line("Rene\u{301}e"), Ok("Ren\u{e9}e".to_owned()));
    }

    #[test]
    fn surrounding_space_is_dropped_and_inner_space_is_kept() {
        assert_eq!(line("\u{a0} \t Ann  Lee\r\n\u{200b}"), Ok("Ann  Lee".to_owned()));
    }

    #[test]
    fn text_that_shows_nothing_is_missing() {
        for raw in ["", "  \n", "\u{200b}", "\u{feff}\u{200d}", "\u{3164}", "\u{2800} \u{ad}"] {
            assert_eq!(line(raw), Err(TextProblem::Missing), "{raw:?}");
        }
    }

    #[test]
    fn forbidden_characters_are_refused_wherever_they_stand() {
        for forbidden in [
            '\0',
            '\u{7}',
            '\u{1b}',
            '\u{7f}',
            '\u{80}',
            '\u{9f}',
            '\u{202a}',
            '\u{202e}',
            '\u{2066}',
            '\u{2069}',
            '\u{2028}',
            '\u{2029}',
            '\u{fffd}',
            '\u{fdd0}',
            '\u{ffff}',
            '\u{1fffe}',
            '\u{10ffff}',
        ] {
            let raw = format!("a{forbidden}b");
            assert_eq!(line(&raw), Err(TextProblem::ForbiddenCharacter), "{forbidden:?}");
            assert_eq!(canonical_block(&raw, 10), Err(TextProblem::ForbiddenCharacter));
        }
    }

    #[test]
    fn a_line_is_one_line() {
        for raw in ["a\nb", "a\r\nb", "a\tb"] {
            assert_eq!(line(raw), Err(TextProblem::ForbiddenCharacter), "{raw:?}");
        }
    }

    #[test]
    fn a_block_has_one_kind_of_line_break() {
        assert_eq!(canonical_block("a\r\n\r\nb\nc\r\n", 10), Ok("a\n\nb\nc".to_owned()));
        assert_eq!(canonical_block("a\rb", 10), Err(TextProblem::ForbiddenCharacter));
    }

    #[test]
    fn joiners_stay_where_they_shape_the_text() {
        let woman_technologist = "\u{1f469}\u{200d}\u{1f4bb}";
        let persian = "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}";
        for text in [woman_technologist, persian] {
            assert_eq!(line(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn length_is_what_a_reader_counts() {
        let too_long = Err(TextProblem::TooLong { max: 10 });
        assert!(line("Zo\u{eb}-M\u{fc}ller").is_ok());
        assert!(line(&"\u{1f469}".repeat(10)).is_ok());
        assert_eq!(line("elevenchars"), too_long);
        assert_eq!(line(&format!("a{}", "\u{300}".repeat(50))), too_long, "a tower of accents");
    }

    #[test]
    fn names_of_many_scripts_are_names() {
        for name in [
            "\u{738b}\u{5c0f}\u{660e}",
            "\u{410}\u{43d}\u{43d}\u{430}",
            "O\u{2019}Neill",
            "D'Arcy-\u{d8}stergaard Jr.",
            "\u{645}\u{62d}\u{645}\u{62f}",
            "X",
        ] {
            assert_eq!(PersonName::parse(name).as_ref().map(PersonName::as_str), Ok(name));
        }
    }

    #[test]
    fn json_is_parsed_like_a_form_field() {
        let name: PersonName = serde_json::from_str(r#"" Ann ""#).expect("a name");
        assert_eq!(name.as_str(), "Ann");
        assert!(serde_json::from_str::<PersonName>(r#""a\u202eb""#).is_err());
        assert_eq!(serde_json::to_string(&name).expect("a string"), r#""Ann""#);
    }

    proptest! {
        #[test]
        fn canonical_text_is_left_alone(raw in "\\PC{0,60}|(?s).{0,60}") {
            if let Ok(once) = canonical_line(&raw, 60) {
                prop_assert_eq!(canonical_line(&once, 60), Ok(once));
            }
            if let Ok(once) = canonical_block(&raw, 60) {
                prop_assert_eq!(canonical_block(&once, 60), Ok(once));
            }
        }

        #[test]
        fn canonical_text_keeps_its_promises(raw in "(?s).{0,80}") {
            if let Ok(text) = canonical_line(&raw, 60) {
                prop_assert!(!text.is_empty() && text.len() <= 480);
                prop_assert!(!text.contains(char::is_control));
                prop_assert_eq!(text.trim(), &text);
            }
        }
    }
}
