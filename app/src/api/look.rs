//! The language and the colours of the pages, as this browser chose them.

#![cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "a server function is async, whether it waits or not")
)]

use domain::{locale::Locale, theme::Theme};
use leptos::prelude::*;

use super::{Done, Failure, Rejected, strict_form::Form};
use crate::{form::fields, wire::wire};

/// How pages are shown to somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// The language of the words.
    pub locale: Locale,
    /// The colours.
    pub theme: Theme,
}

wire!(struct Look { locale, theme });

fields! {
    /// Fields of the language choice, which stands on every page.
    LanguageField { Locale => "locale" common.language }
}

fields! {
    /// Fields of the choice of colours, which stands on every page.
    ThemeField { Theme => "theme" common.theme }
}

/// Remembers the language in the browser. The page that was posted shows itself again in it.
#[server(endpoint = "choose_language", input = Form)]
pub async fn choose_language(locale: String) -> Result<Done, Failure<Rejected<LanguageField>>> {
    use domain::form::Problem;

    use super::request;
    use crate::cookies::Cookie;

    let (_, visitor) = request::anybody();
    let locale = Locale::parse(&locale)
        .ok_or_else(|| request::wrong(LanguageField::Locale, Problem::NotAChoice))?;
    request::bake(visitor.cookies.set(Cookie::Locale, locale.tag()));
    Ok(Done::here())
}

/// Remembers the colours in the browser. The page that was posted shows itself again in them.
#[server(endpoint = "choose_theme", input = Form)]
pub async fn choose_theme(theme: String) -> Result<Done, Failure<Rejected<ThemeField>>> {
    use domain::form::Problem;

    use super::request;
    use crate::cookies::Cookie;

    let (_, visitor) = request::anybody();
    let theme = Theme::parse(&theme)
        .ok_or_else(|| request::wrong(ThemeField::Theme, Problem::NotAChoice))?;
    request::bake(visitor.cookies.set(Cookie::Theme, theme.name()));
    Ok(Done::here())
}
