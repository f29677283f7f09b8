//! What a password may be.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The most bytes a password may have, as sent and as normalised.
pub const MAX_BYTES: u16 = 1024;

/// The way passwords are normalised before hashing (NFKC). Stored beside each hash, so that another
/// way can be introduced without locking anybody out.
pub const NORMALISATION: i16 = 1;

/// The least strength estimate, on zxcvbn's scale of 0 to 4.
const MIN_SCORE: u8 = 3;

/// How long a password has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The least number of characters (code points, after normalisation).
    pub min_length: u32,
}

impl PasswordPolicy {
    /// The password is all there is.
    pub const ONLY_FACTOR: Self = Self { min_length: 15 };

    /// A second factor is asked for as well.
    pub const WITH_SECOND_FACTOR: Self = Self { min_length: 8 };
}

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProblem {
    /// Nothing was typed.
    #[error("password is missing")]
    Missing,
    /// It is longer than [`MAX_BYTES`].
    #[error("password is too long")]
    TooLong,
    /// It contains a control character.
    #[error("password contains a control character")]
    ForbiddenCharacter,
    /// It is shorter than the policy wants.
    #[error("password is shorter than {min} characters")]
    TooShort {
        /// The least number of characters.
        min: u32,
    },
    /// It is easy to guess.
    #[error("password is easy to guess")]
    Guessable,
    /// It is built from words that belong to its owner or to this place.
    #[error("password contains its owner's own words")]
    ContainsOwnWords,
}

/// A password as it will be hashed: NFKC, otherwise exactly as sent.
///
/// It cannot be compared, serialised or printed by accident; [`Password::expose`] is the only way
/// to the text.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// Takes a password as sent: nothing is trimmed or cut off.
    ///
    /// Only limits are checked here, because this also reads passwords that were chosen under
    /// earlier rules. See [`check_length`] and [`judge`] for new ones.
    #[cfg(feature = "parse")]
    pub fn read(raw: &str) -> Result<Self, PasswordProblem> {
        use unicode_normalization::UnicodeNormalization;

        if raw.is_empty() {
            return Err(PasswordProblem::Missing);
        }
        if raw.len() > usize::from(MAX_BYTES) {
            return Err(PasswordProblem::TooLong);
        }
        if raw.contains(char::is_control) {
            return Err(PasswordProblem::ForbiddenCharacter);
        }
        let normalised: String = raw.nfkc().collect();
        if normalised.len() > usize::from(MAX_BYTES) {
            return Err(PasswordProblem::TooLong);
        }
        Ok(Self(normalised))
    }

    /// The text to hash.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Gives the text away, to be wiped from memory by whoever takes it.
    pub fn into_exposed(self) -> String {
        self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Checks that a new password is long enough.
pub fn check_length(password: &Password, policy: PasswordPolicy) -> Result<(), PasswordProblem> {
    let min = policy.min_length;
    let length = password.0.chars().count();
    if u32::try_from(length).is_ok_and(|it| it < min) {
        return Err(PasswordProblem::TooShort { min });
    }
    Ok(())
}

/// Judges a new password by its strength estimate, zxcvbn's score of 0 to 4.
pub fn judge(score: u8) -> Result<(), PasswordProblem> {
    if score < MIN_SCORE { Err(PasswordProblem::Guessable) } else { Ok(()) }
}

#[cfg(test)]
#[cfg(feature = "parse")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(raw: &str) -> Result<String, PasswordProblem> {
        Password::read(raw).map(Password::into_exposed)
    }

    fn length_of(raw: &str, policy: PasswordPolicy) -> Result<(), PasswordProblem> {
        Password::read(raw).and_then(|it| check_length(&it, policy))
    }

    #[test]
    fn a_password_is_taken_as_sent() {
        for raw in [" leading and trailing ", "   ", "<script>", "\u{1f511}\u{200d}", "\u{a0}x"] {
            let read = read(raw);
            assert_eq!(read.map(|it| it.chars().count()), Ok(raw.chars().count()), "{raw:?}");
        }
    }

    #[test]
    fn two_keyboards_agree() {
        assert_eq!(read("u\u{308}ber"), read("\u{fc}ber"));
        assert_eq!(read("\u{ff30}\u{ff41}"), Ok("Pa".to_owned()));
    }

    #[test]
    fn case_is_kept() {
        assert_ne!(read("Alpine"), read("alpine"));
    }

    #[test]
    fn a_kibibyte_is_the_limit() {
        assert!(read(&"x".repeat(1024)).is_ok());
        assert_eq!(read(&"x".repeat(1025)), Err(PasswordProblem::TooLong));
        let swells_eleven_times = "\u{fdfa}".repeat(100);
        assert_eq!(read(&swells_eleven_times), Err(PasswordProblem::TooLong));
    }

    #[test]
    fn control_characters_are_refused() {
        for raw in ["a\0b", "a\nb", "a\tb", "a\u{7f}", "\u{85}a"] {
            assert_eq!(read(raw), Err(PasswordProblem::ForbiddenCharacter), "{raw:?}");
        }
        assert_eq!(read(""), Err(PasswordProblem::Missing));
    }

    #[test]
    fn a_password_alone_has_fifteen_characters() {
        let policy = PasswordPolicy::ONLY_FACTOR;
        assert_eq!(length_of(&"\u{e9}".repeat(15), policy), Ok(()));
        let short = Err(PasswordProblem::TooShort { min: 15 });
        assert_eq!(length_of(&"\u{e9}".repeat(14), policy), short);
    }

    #[test]
    fn a_password_with_a_second_factor_has_eight_characters() {
        let policy = PasswordPolicy::WITH_SECOND_FACTOR;
        assert_eq!(length_of("eight888", policy), Ok(()));
        assert_eq!(length_of("seven77", policy), Err(PasswordProblem::TooShort { min: 8 }));
    }

    #[test]
    fn only_the_two_best_scores_will_do() {
        let verdicts = [0, 1, 2, 3, 4].map(judge);
        let guessable = Err(PasswordProblem::Guessable);
        assert_eq!(verdicts, [guessable, guessable, guessable, Ok(()), Ok(())]);
    }

    #[test]
    fn a_password_is_never_printed() {
        let password = Password::read("alpine meadow").expect("a password");
        assert_eq!(format!("{password:?}"), "Password(…)");
    }

    proptest! {
        #[test]
        fn a_normalised_password_is_left_alone(raw in "\\PC{1,60}") {
            if let Ok(once) = read(&raw) {
                prop_assert_eq!(read(&once), Ok(once));
            }
        }
    }
}
