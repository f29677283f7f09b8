//! Words for what can be wrong with a form. Exhaustive on purpose: a new problem does not compile
//! until it has some in five languages.

use domain::{
    form::Problem,
    picture::{MAX_SIDE, PictureProblem},
    tax_number::{self, TaxNumberProblem},
};

use crate::{
    api::{Failure, Misread},
    words::Words,
};

pub(super) fn problem(problem: Problem, words: Words) -> String {
    let texts = words.form();
    match problem {
        Problem::Missing => texts.problem_missing().to_owned(),
        Problem::TooLong { max } => texts.problem_too_long(&max.to_string()),
        Problem::ForbiddenCharacter => texts.problem_forbidden_character().to_owned(),
        Problem::EmailMalformed => texts.problem_email_malformed().to_owned(),
        Problem::EmailMixedScripts => texts.problem_email_mixed_scripts().to_owned(),
        Problem::PasswordTooShort { min } => texts.problem_password_too_short(&min.to_string()),
        Problem::PasswordGuessable => texts.problem_password_guessable().to_owned(),
        Problem::PasswordContainsOwnWords => texts.problem_password_own_words().to_owned(),
        Problem::PasswordsDiffer => texts.problem_passwords_differ().to_owned(),
        Problem::WrongPassword => texts.problem_wrong_password().to_owned(),
        Problem::CodeMalformed => texts.problem_code_malformed().to_owned(),
        Problem::WrongCode => texts.problem_wrong_code().to_owned(),
        Problem::NotAChoice => texts.problem_not_a_choice().to_owned(),
        Problem::PhoneMalformed => texts.problem_phone().to_owned(),
        Problem::WebsiteMalformed => texts.problem_website().to_owned(),
        Problem::TaxNumber(problem) => tax_number(problem, words),
        Problem::TaxNumberOfPrivatePerson => texts.problem_tax_private().to_owned(),
        Problem::Picture(problem) => picture(problem, words),
    }
}

/// Why a file was not taken; always with the formats that are.
pub fn picture(problem: PictureProblem, words: Words) -> String {
    let texts = words.form();
    match problem {
        PictureProblem::Missing => texts.problem_missing().to_owned(),
        PictureProblem::FileTooLarge => texts.problem_picture_bytes().to_owned(),
        PictureProblem::NotAPicture => texts.problem_picture_format().to_owned(),
        PictureProblem::Damaged => texts.problem_picture_damaged().to_owned(),
        PictureProblem::TooManyPixels => texts.problem_picture_pixels(&MAX_SIDE.to_string()),
    }
}

fn tax_number(problem: TaxNumberProblem, words: Words) -> String {
    let texts = words.form();
    let example = |country| tax_number::example(country).unwrap_or_default();
    match problem {
        TaxNumberProblem::NoCountry => texts.problem_tax_no_country().to_owned(),
        TaxNumberProblem::NotHere { .. } => texts.problem_tax_not_here().to_owned(),
        TaxNumberProblem::Prefix { country } => texts.problem_tax_prefix(example(country)),
        TaxNumberProblem::Group { group } => {
            texts.problem_tax_group(tax_number::UID_EXAMPLE, &group.to_string())
        }
        TaxNumberProblem::Shape { country } => texts.problem_tax_shape(example(country)),
        TaxNumberProblem::CheckDigits => texts.problem_tax_check().to_owned(),
    }
}

/// A key that was sent twice or not at all, told at its field.
pub(super) fn misread(misread: &Misread, words: Words) -> &'static str {
    match misread {
        Misread::Missing(_) => words.form().problem_missing(),
        Misread::Repeated(_) | Misread::Unknown(_) | Misread::Encoding => {
            words.form().refusal_form()
        }
    }
}

/// Words for every failure that is not the form's own refusal.
pub fn failure_sentence<R>(failure: &Failure<R>, words: Words) -> String {
    let (form, texts) = (words.form(), words.failure());
    match failure {
        Failure::Refused(_) | Failure::Misread(_) => form.refusal_form().to_owned(),
        Failure::SignedOut => texts.signed_out().to_owned(),
        Failure::SudoNeeded => form.sudo_needed().to_owned(),
        Failure::Denied(_) => texts.not_allowed().to_owned(),
        Failure::NotFound => texts.not_found_text().to_owned(),
        Failure::Elsewhere { name, .. } => texts.other_organization_text(name),
        Failure::Limited { retry_after } => {
            form.refusal_wait(u64::from(retry_after.div_ceil(60).max(1)))
        }
        Failure::Busy => form.refusal_busy().to_owned(),
        Failure::Internal { report } => texts.server_error_text(report),
        Failure::Offline => texts.offline().to_owned(),
        Failure::Garbled => texts.stale_page().to_owned(),
    }
}
