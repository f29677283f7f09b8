//! Six digits printed in a mail beside a link: whoever reads the mail can type them, a robot that
//! only follows its links cannot.

const DIGITS: usize = 6;

/// Six ASCII digits as somebody typed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SixDigits(String);

/// Why a text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// Nothing was typed.
    #[error("code is missing")]
    Missing,
    /// It is not six digits.
    #[error("code is not six digits")]
    Malformed,
}

impl SixDigits {
    /// Reads what was typed; spaces, also within, do not count.
    pub fn parse(text: &str) -> Result<Self, CodeProblem> {
        // No more is looked at than a code with a space between any two digits could need.
        let digits: String =
            text.chars().filter(|it| !it.is_whitespace()).take(DIGITS + 1).collect();
        match digits.len() {
            0 => Err(CodeProblem::Missing),
            DIGITS if digits.bytes().all(|it| it.is_ascii_digit()) => Ok(Self(digits)),
            _ => Err(CodeProblem::Malformed),
        }
    }

    /// The code that a number stands for: its last six digits.
    pub fn from_number(number: u64) -> Self {
        Self(format!("{:06}", number % 1_000_000))
    }

    /// The digits without a space.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits as they are printed: three, a space, three.
    pub fn grouped(&self) -> String {
        let (left, right) = self.0.split_at(DIGITS / 2);
        format!("{left} {right}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_printed_code_is_read_back(number: u64) {
            let code = SixDigits::from_number(number);
            prop_assert_eq!(SixDigits::parse(code.as_str()), Ok(code.clone()));
            prop_assert_eq!(SixDigits::parse(&code.grouped()), Ok(code));
        }

        #[test]
        fn whatever_is_read_is_six_ascii_digits(text: String) {
            if let Ok(code) = SixDigits::parse(&text) {
                prop_assert!(code.as_str().len() == 6);
                prop_assert!(code.as_str().bytes().all(|it| it.is_ascii_digit()));
            }
        }
    }

    #[test]
    fn anything_but_six_digits_is_refused_with_its_reason() {
        for (text, problem) in [
            ("", CodeProblem::Missing),
            (" \u{a0}\n", CodeProblem::Missing),
            ("12345", CodeProblem::Malformed),
            ("1234567", CodeProblem::Malformed),
            ("12345a", CodeProblem::Malformed),
            ("-12345", CodeProblem::Malformed),
            ("١٢٣٤٥٦", CodeProblem::Malformed),
            ("123\u{0}456", CodeProblem::Malformed),
        ] {
            assert_eq!(SixDigits::parse(text), Err(problem), "{text:?}");
        }
    }
}
