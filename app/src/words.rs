//! Every word that a person reads, typed: `Words::here().door().sign_in()`.
//!
//! `build.rs` makes one method per text and refuses to build while a language lacks one. The server
//! has all languages in its binary. The browser starts with the texts of the page's areas, which the
//! server wrote into the page, and fetches those of further areas when it gets there.

use domain::locale::Locale;

use crate::api::look::Look;

/// The texts in one language.
#[derive(Debug, Clone, Copy)]
pub struct Words(Locale);

impl Words {
    /// The texts in `locale`.
    pub const fn new(locale: Locale) -> Self {
        Self(locale)
    }

    /// The texts in the language of the page that is being rendered.
    pub fn here() -> Self {
        Self(leptos::prelude::use_context::<Look>().unwrap_or_default().locale)
    }

    /// The language of these texts.
    pub const fn locale(self) -> Locale {
        self.0
    }
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Puts the values into the `{name}` marks of a text.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { return filled };
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            filled.push_str(value);
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// The form for `count`: French counts 0 as one, the other languages do not (CLDR plural rules).
fn plural(locale: Locale, area: usize, slot: usize, count: u64, values: &[(&str, &str)]) -> String {
    let one = if locale == Locale::Fr { count < 2 } else { count == 1 };
    let number = count.to_string();
    let mut all = vec![("count", number.as_str())];
    all.extend_from_slice(values);
    fill(text(locale, area, slot + usize::from(!one)), &all)
}

#[cfg(feature = "ssr")]
mod store {
    use std::sync::LazyLock;

    use super::{Area, Locale, TABLES};

    pub(super) fn text(locale: Locale, area: usize, slot: usize) -> &'static str {
        TABLES[locale as usize][area][slot]
    }

    /// JSON as a script element carries it: no text can end the element.
    pub fn in_script(json: &str) -> String {
        json.replace('<', "\\u003c")
    }

    /// Every area in every language, as a script element carries it: made once, sent with every page.
    static JSON: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
        let json = |texts: &&[&str]| in_script(&serde_json::to_string(texts).unwrap_or_default());
        TABLES.iter().map(|areas| areas.iter().map(json).collect()).collect()
    });

    /// The texts of an area as the browser takes them: a JSON array.
    pub fn as_json(locale: Locale, area: Area) -> &'static str {
        &JSON[locale as usize][area as usize]
    }

    /// The texts of several areas as one JSON object, for the page's data block.
    pub fn block(locale: Locale, areas: &[Area]) -> String {
        let entries: Vec<String> = areas
            .iter()
            .map(|area| format!("\"{}\":{}", area.name(), as_json(locale, *area)))
            .collect();
        format!("{{{}}}", entries.join(","))
    }
}

#[cfg(not(feature = "ssr"))]
mod store {
    use std::{cell::RefCell, collections::HashMap};

    use send_wrapper::SendWrapper;

    use super::{Area, Locale};

    thread_local! {
        static LOADED: RefCell<HashMap<usize, &'static [String]>> = RefCell::default();
    }

    pub(super) fn text(_: Locale, area: usize, slot: usize) -> &'static str {
        LOADED.with_borrow(|loaded| {
            loaded.get(&area).and_then(|texts| texts.get(slot)).map_or("", String::as_str)
        })
    }

    /// Keeps the texts of an area for the life of the page: it has one language, and few areas.
    fn keep(area: Area, texts: Vec<String>) {
        LOADED.with_borrow_mut(|loaded| {
            loaded.entry(area as usize).or_insert_with(|| Box::leak(texts.into_boxed_slice()));
        });
    }

    /// Takes over the texts that the server wrote into the page.
    pub fn keep_all(block: &str) {
        let texts: HashMap<String, Vec<String>> = serde_json::from_str(block).unwrap_or_default();
        for (name, texts) in texts {
            if let Some(area) = Area::ALL.into_iter().find(|area| area.name() == name) {
                keep(area, texts);
            }
        }
    }

    /// Gets the texts of an area that the page did not bring. Without network they stay empty, and
    /// the page's data, which is asked for next, says so.
    pub fn fetch(area: Area) -> impl Future<Output = ()> + Send {
        // The browser has one thread.
        SendWrapper::new(fetch_here(area))
    }

    async fn fetch_here(area: Area) {
        if LOADED.with_borrow(|loaded| loaded.contains_key(&(area as usize))) {
            return;
        }
        let document = leptos::prelude::document();
        let from = document.get_element_by_id("words").and_then(|it| it.get_attribute("data-from"));
        let language = document.document_element().and_then(|it| it.get_attribute("lang"));
        let (Some(from), Some(language)) = (from, language) else { return };
        let url = format!("{from}/words/{language}/{}.json", area.name());
        if let Ok(answer) = gloo_net::http::Request::get(&url).send().await
            && let Ok(texts) = answer.json().await
        {
            keep(area, texts);
        }
    }
}

use store::text;
#[cfg(feature = "ssr")]
pub use store::{as_json, block, in_script};
#[cfg(not(feature = "ssr"))]
pub use store::{fetch, keep_all};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_place_of_their_marks() {
        assert_eq!(fill("{a} and {b}, {a}", &[("a", "x"), ("b", "{a}")]), "x and {a}, x");
    }

    #[test]
    fn a_text_without_its_value_loses_only_the_mark() {
        assert_eq!(fill("to {nobody} {", &[]), "to  ");
    }

    /// The tables are picked by the number of the language.
    #[test]
    fn the_texts_lie_in_the_order_of_the_languages() {
        let tags: Vec<_> = Locale::ALL.iter().map(|it| it.tag()).collect();
        assert_eq!(tags, LANGUAGES);
    }

    /// Whoever speaks to the computer says what is seen (WCAG 2.5.3).
    #[test]
    fn the_name_of_a_button_begins_with_the_words_on_it() {
        for &locale in Locale::ALL {
            let words = Words::new(locale);
            let (sessions, organizations) = (words.sessions(), words.organizations());
            for (name, seen) in [
                (sessions.end_label("Firefox"), sessions.end_button()),
                (organizations.switch_to("Harbour Press"), organizations.switch()),
            ] {
                assert!(name.starts_with(seen), "{name}: {seen}");
            }
        }
    }
}
