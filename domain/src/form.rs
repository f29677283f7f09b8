//! What is wrong with a form, field by field.

use serde::{Deserialize, Serialize};

use crate::{
    code::CodeProblem,
    email::{self, EmailProblem},
    password::{self, PasswordProblem},
    picture::PictureProblem,
    tax_number::TaxNumberProblem,
    text::TextProblem,
};

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault<F> {
    /// The field.
    pub field: F,
    /// What is wrong with it.
    pub problem: Problem,
}

impl<F> Fault<F> {
    /// Says what is wrong with a field.
    pub fn new(field: F, problem: impl Into<Problem>) -> Self {
        Self { field, problem: problem.into() }
    }
}

/// Everything that can be wrong with a field, over all forms: the list that locale files have words
/// for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// The field is empty.
    Missing,
    /// The value is too long.
    TooLong {
        /// The most characters allowed.
        max: u32,
    },
    /// The value contains a character that does not belong into it.
    ForbiddenCharacter,
    /// The value is not an e-mail address.
    EmailMalformed,
    /// The part of the address before the `@` mixes scripts.
    EmailMixedScripts,
    /// The password is too short.
    PasswordTooShort {
        /// The least number of characters.
        min: u32,
    },
    /// The password is easy to guess.
    PasswordGuessable,
    /// The password is built from words that belong to its owner or to this place.
    PasswordContainsOwnWords,
    /// The password and its repetition differ.
    PasswordsDiffer,
    /// The password is not the right one.
    WrongPassword,
    /// The code is not six digits.
    CodeMalformed,
    /// The code is not the one in the message.
    WrongCode,
    /// The value is not one of those offered.
    NotAChoice,
    /// The value is not a phone number.
    PhoneMalformed,
    /// The value is not an address on the web.
    WebsiteMalformed,
    /// The value is not a VAT number or UID that could be in use.
    TaxNumber(TaxNumberProblem),
    /// A private person has no VAT number.
    TaxNumberOfPrivatePerson,
    /// The file is not a picture that is accepted.
    Picture(PictureProblem),
}

impl From<TextProblem> for Problem {
    fn from(problem: TextProblem) -> Self {
        match problem {
            TextProblem::Missing => Self::Missing,
            TextProblem::TooLong { max } => Self::TooLong { max },
            TextProblem::ForbiddenCharacter => Self::ForbiddenCharacter,
        }
    }
}

impl From<PictureProblem> for Problem {
    fn from(problem: PictureProblem) -> Self {
        match problem {
            PictureProblem::Missing => Self::Missing,
            other => Self::Picture(other),
        }
    }
}

impl From<TaxNumberProblem> for Problem {
    fn from(problem: TaxNumberProblem) -> Self {
        Self::TaxNumber(problem)
    }
}

impl From<CodeProblem> for Problem {
    fn from(problem: CodeProblem) -> Self {
        match problem {
            CodeProblem::Missing => Self::Missing,
            CodeProblem::Malformed => Self::CodeMalformed,
        }
    }
}

impl From<EmailProblem> for Problem {
    fn from(problem: EmailProblem) -> Self {
        match problem {
            EmailProblem::Missing => Self::Missing,
            EmailProblem::TooLong => Self::TooLong { max: email::MAX_BYTES.into() },
            EmailProblem::Malformed => Self::EmailMalformed,
            EmailProblem::MixedScripts => Self::EmailMixedScripts,
        }
    }
}

impl From<PasswordProblem> for Problem {
    fn from(problem: PasswordProblem) -> Self {
        match problem {
            PasswordProblem::Missing => Self::Missing,
            PasswordProblem::TooLong => Self::TooLong { max: password::MAX_BYTES.into() },
            PasswordProblem::ForbiddenCharacter => Self::ForbiddenCharacter,
            PasswordProblem::TooShort { min } => Self::PasswordTooShort { min },
            PasswordProblem::Guessable => Self::PasswordGuessable,
            PasswordProblem::ContainsOwnWords => Self::PasswordContainsOwnWords,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_survives_its_json() {
        let json = |problem: Problem| {
            let fault = Fault::new("email".to_owned(), problem);
            let json = serde_json::to_string(&fault).expect("plain data");
            assert_eq!(serde_json::from_str::<Fault<String>>(&json).expect("own output"), fault);
            json
        };
        assert_eq!(json(Problem::Missing), r#"{"field":"email","problem":"missing"}"#);
        assert_eq!(
            json(Problem::TooLong { max: 60 }),
            r#"{"field":"email","problem":{"too_long":{"max":60}}}"#
        );
    }

    #[test]
    fn every_limit_reaches_the_form() {
        let problem = |it: Problem| it;
        assert_eq!(problem(TextProblem::TooLong { max: 60 }.into()), Problem::TooLong { max: 60 });
        assert_eq!(problem(EmailProblem::TooLong.into()), Problem::TooLong { max: 254 });
        assert_eq!(problem(PasswordProblem::TooLong.into()), Problem::TooLong { max: 1024 });
        assert_eq!(
            problem(PasswordProblem::TooShort { min: 15 }.into()),
            Problem::PasswordTooShort { min: 15 }
        );
    }
}
