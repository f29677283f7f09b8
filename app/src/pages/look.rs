//! The choices of language and colours, as they stand in the person's menu and below every door page.

use domain::{locale::Locale, theme::Theme};
use leptos::prelude::*;

use crate::{
    api::look::{LanguageField, Look, ThemeField},
    form::{Field, NAME_KEY},
    ui::{ChoiceBar, ChoiceButton},
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

/// What a choice of colours is called.
pub fn theme_name(theme: Theme, words: Words) -> &'static str {
    let common = words.common();
    match theme {
        Theme::System => common.theme_system(),
        Theme::Light => common.theme_light(),
        Theme::Dark => common.theme_dark(),
    }
}

/// Two small forms of buttons; choosing one loads the page anew as chosen.
#[component]
pub fn LookChoice() -> impl IntoView {
    let words = Words::here();
    let look = use_context::<Look>().unwrap_or_default();
    let languages = Locale::ALL.iter().map(|&it| ChoiceButton {
        value: it.tag(),
        label: name_of(it, words).to_owned(),
        lang: Some(it.tag()),
        pressed: it == look.locale,
    });
    let themes = Theme::ALL.iter().map(|&it| ChoiceButton {
        value: it.name(),
        label: theme_name(it, words).to_owned(),
        lang: None,
        pressed: it == look.theme,
    });
    view! {
        <form class="choice-bar" method="post" aria-label=words.common().language()>
            <input type="hidden" name=NAME_KEY value="choose_language" />
            <ChoiceBar name=LanguageField::Locale.name() choices=languages.collect() />
        </form>
        <form class="choice-bar" method="post" aria-label=words.common().theme()>
            <input type="hidden" name=NAME_KEY value="choose_theme" />
            <ChoiceBar name=ThemeField::Theme.name() choices=themes.collect() />
        </form>
    }
}
