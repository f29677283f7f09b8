//! The choice of the language, as it stands in the person's menu.

use domain::locale::Locale;
use leptos::prelude::*;

use crate::{
    api::language::LanguageField,
    form::{Field, NAME_KEY},
    ui::{Button, Emphasis},
    words::Words,
};

/// The name of a language in that language.
pub fn name_of(locale: Locale, words: Words) -> &'static str {
    let common = words.common();
    match locale {
        Locale::En => common.language_en(),
        Locale::Fr => common.language_fr(),
        Locale::De => common.language_de(),
        Locale::It => common.language_it(),
        Locale::Es => common.language_es(),
    }
}

/// One small form whose buttons are the languages; choosing one loads the page anew in it.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let words = Words::here();
    let present = words.locale();
    let button = move |locale: Locale| {
        view! {
            <Button
                emphasis=Emphasis::Quiet
                attr:name=LanguageField::Locale.name()
                attr:value=locale.tag()
                attr:lang=locale.tag()
                attr:aria-pressed=(locale == present).to_string()
            >
                {name_of(locale, words)}
            </Button>
        }
    };
    view! {
        <form class="languages" method="post" aria-label=words.common().language()>
            <input type="hidden" name=NAME_KEY value="choose_language" />
            {Locale::ALL.iter().copied().map(button).collect::<Vec<_>>()}
        </form>
    }
}
