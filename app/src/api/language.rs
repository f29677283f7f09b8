//! The language of the pages.

#![cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "a server function is async, whether it waits or not")
)]

use leptos::prelude::*;

use super::{Done, Failure, Rejected, strict_form::Form};
use crate::form::fields;

fields! {
    /// Fields of the language choice, which stands on every page.
    LanguageField { Locale => "locale" common.language }
}

/// Remembers the language in the browser. The page that was posted shows itself again in it.
#[server(endpoint = "choose_language", input = Form)]
pub async fn choose_language(locale: String) -> Result<Done, Failure<Rejected<LanguageField>>> {
    use domain::{form::Problem, locale::Locale};

    use super::request;
    use crate::cookies::Cookie;

    let (_, visitor) = request::anybody();
    let locale = Locale::parse(&locale)
        .ok_or_else(|| request::wrong(LanguageField::Locale, Problem::NotAChoice))?;
    request::bake(visitor.cookies.set(Cookie::Locale, locale.tag()));
    Ok(Done::here())
}
