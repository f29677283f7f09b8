//! Words for what can be wrong. Exhaustive on purpose: a new problem does not compile until it has
//! some in five languages.

use domain::{
    form::Problem,
    picture::{MAX_SIDE, PictureProblem},
    rights::{Denial, MoneyRight, ProductRight, Role},
    tax_number::{self, TaxNumberProblem},
};
use serde::de::{DeserializeOwned, IntoDeserializer as _, value::StrDeserializer};

use super::{Complaint, Field, PROOF_KEY, Remedy, Sentence, Told};
use crate::{
    api::{Failure, Misread, PageFailure, Rejected},
    route::Route,
    words::Words,
};

/// What differs between forms when they are told what is wrong.
#[derive(Debug, Clone, Copy)]
pub struct FormKind {
    /// The name of the field with this key.
    label: fn(&str, Words) -> Option<&'static str>,
    /// Words for a refusal of the form as a whole, which travels by its name.
    refusal: fn(&str, Words) -> String,
    /// Whether it takes the password with it when the act needs a fresh proof.
    proves: bool,
}

impl FormKind {
    /// A form with the fields `F` and the refusals `W`.
    pub const fn of<F: Field, W: Sentence + DeserializeOwned>() -> Self {
        Self {
            label: |key, words| Some(F::parse(key)?.label(words)),
            refusal: sentence::<W>,
            proves: false,
        }
    }

    /// A form that takes the password with it when the act needs a fresh proof.
    #[must_use]
    pub const fn proving(self) -> Self {
        Self { proves: true, ..self }
    }

    /// Whether it does.
    pub const fn proves(&self) -> bool {
        self.proves
    }

    fn label(&self, key: &str, words: Words) -> Option<&'static str> {
        if self.proves && key == PROOF_KEY {
            return Some(words.common().password());
        }
        (self.label)(key, words)
    }
}

/// Words for a refusal that travelled by its name.
fn sentence<W: Sentence + DeserializeOwned>(name: &str, words: Words) -> String {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    W::deserialize(name)
        .map_or_else(|_| words.common().stale_page().to_owned(), |it| it.sentence(words))
}

/// Tells why a form did not work.
pub fn tell_form(failure: &PageFailure, kind: FormKind, words: Words) -> Told {
    let at = |key: &str, text: String| match kind.label(key, words) {
        Some(label) => Complaint {
            field: Some(key.to_owned()),
            summary: words.common().problem_of_field(label, &text),
            text,
        },
        None => Complaint::whole(text),
    };
    let told = tell(failure, None, words);
    let complaints = match failure {
        Failure::Refused(Rejected::Fields(faults)) => {
            faults.iter().map(|it| at(&it.field, problem(it.problem, words))).collect()
        }
        Failure::Refused(Rejected::Whole(refusal)) => {
            vec![Complaint::whole((kind.refusal)(refusal, words))]
        }
        Failure::Misread(misread) => match misread.key() {
            Some(key) if kind.label(key, words).is_some() => {
                vec![at(key, self::misread(misread, words).to_owned())]
            }
            _ => return told,
        },
        Failure::SudoNeeded if kind.proves => {
            return Told { remedy: Some(Remedy::Prove), ..told };
        }
        _ => return told,
    };
    Told { complaints, ..told }
}

/// Tells why something else did not work; `here` is the page that is asked for, if it is known.
pub fn tell(failure: &PageFailure, here: Option<Route>, words: Words) -> Told {
    let (form, texts) = (words.form(), words.failure());
    let again = || here.map(Route::path).unwrap_or_default();
    let start = || Route::Home.path();
    match failure {
        Failure::Refused(_) | Failure::Misread(_) => {
            Told::new(texts.bad_request_title(), form.refusal_form().to_owned())
        }
        Failure::SignedOut => Told {
            remedy: Some(Remedy::Reload),
            ..Told::new(texts.signed_out_next(), texts.signed_out().to_owned())
        },
        Failure::SudoNeeded => Told {
            remedy: Some(Remedy::Reload),
            ..Told::new(words.door().sudo_title(), form.sudo_needed().to_owned())
        },
        Failure::Denied(why @ Denial::Suspended { .. }) => {
            Told::new(texts.suspended_title(), denial(*why, words))
                .leading_to(texts.suspended_next(), Route::Organizations.path())
        }
        Failure::Denied(why) => {
            let told = Told::new(texts.forbidden_title(), denial(*why, words));
            let wish = why.wish(here.and_then(Route::product_in_kind));
            match here.and_then(Route::org).zip(wish) {
                Some((org, wish)) => {
                    told.leading_to(words.requests().ask_next(), Route::Ask(org, wish).path())
                }
                None => told.leading_to(texts.forbidden_next(), start()),
            }
        }
        Failure::NotFound => Told::new(texts.not_found_title(), texts.not_found_text().to_owned())
            .leading_to(texts.not_found_next(), start()),
        Failure::Elsewhere { org, name } => {
            let there = here.unwrap_or(Route::Home).in_organization(*org);
            let text = texts.other_organization_text(name);
            Told::new(texts.other_organization_title(), text)
                .leading_to(&texts.other_organization_next(name), there.path())
        }
        Failure::Limited { retry_after } => {
            let minutes = u64::from(retry_after.div_ceil(60).max(1));
            Told::new(texts.too_many_requests_title(), form.refusal_wait(minutes))
                .leading_to(texts.too_many_requests_next(), again())
        }
        Failure::Busy => Told::new(texts.unavailable_title(), form.refusal_busy().to_owned())
            .leading_to(texts.unavailable_next(), again()),
        Failure::Internal { report } => {
            Told::new(texts.server_error_title(), texts.server_error_text(report))
                .leading_to(texts.server_error_next(), start())
        }
        Failure::Offline => Told::offline(words),
        Failure::Garbled => Told::stale(words),
    }
}

/// Why somebody may not do something: which right is missing, and who can give it.
pub fn denial(denial: Denial, words: Words) -> String {
    let texts = words.failure();
    match denial {
        Denial::Suspended { .. } => texts.suspended_text(),
        Denial::Closing => texts.denied_closing(),
        Denial::MissingRole { needs: Role::LegalRepresentative, .. } => {
            texts.denied_representative()
        }
        Denial::MissingRole { needs: Role::Administrator, .. } => texts.denied_administrator(),
        Denial::MissingRole { .. } => texts.denied_collaborator(),
        Denial::MissingMoney { needs } => match needs {
            MoneyRight::SeeInvoices => texts.denied_see_invoices(),
            MoneyRight::Pay => texts.denied_pay(),
            MoneyRight::Order => texts.denied_order(),
            MoneyRight::ManageAddresses => texts.denied_manage_addresses(),
        },
        Denial::MissingGrant { needs: ProductRight::Technical } => texts.denied_technical(),
        Denial::MissingGrant { needs: ProductRight::Statistics } => texts.denied_statistics(),
        Denial::Oneself => texts.denied_oneself(),
    }
    .to_owned()
}

fn problem(problem: Problem, words: Words) -> String {
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
fn picture(problem: PictureProblem, words: Words) -> String {
    let texts = words.form();
    match problem {
        PictureProblem::Missing => texts.problem_missing().to_owned(),
        PictureProblem::FileTooLarge => words.picture().problem_bytes().to_owned(),
        PictureProblem::NotAPicture => words.picture().problem_format().to_owned(),
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
fn misread(misread: &Misread, words: Words) -> &'static str {
    match misread {
        Misread::Missing(_) => words.form().problem_missing(),
        Misread::Repeated(_) | Misread::Unknown(_) | Misread::Encoding => {
            words.form().refusal_form()
        }
    }
}
