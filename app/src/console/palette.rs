//! Answers below the field for a question, while it is typed: a list to choose from by arrow keys
//! (the combobox pattern). Without script, or before its module is here, the field leads to a page.

#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::unused_async,
        reason = "a lazy function: only in the browser there is something to wait for"
    )
)]

use domain::id::PublicId;
use leptos::prelude::*;

/// Shows the answers for somebody who works in an organization, or in none.
pub(super) type Answers = fn(Option<PublicId>) -> AnyView;

/// The lazy module.
#[lazy]
pub fn palette() -> Answers {
    answers
}

/// Brings the module and its words.
pub(super) async fn bring() -> Answers {
    #[cfg(not(feature = "ssr"))]
    crate::words::fetch(crate::words::Area::Search).await;
    palette().await
}

#[cfg(feature = "ssr")]
fn answers(_: Option<PublicId>) -> AnyView {
    ().into_any()
}

#[cfg(not(feature = "ssr"))]
use browser::answers;

#[cfg(not(feature = "ssr"))]
mod browser {
    use std::time::Duration;

    use domain::id::PublicId;
    use leptos::{
        ev,
        prelude::*,
        task::spawn_local,
        wasm_bindgen::{JsCast, closure::Closure},
    };
    use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};

    use crate::{
        api::search::{Found, Hit, QUESTION},
        form::ask_for,
        ui::SEARCH_ID,
        words::Words,
    };

    /// The id of the list.
    const LIST: &str = "found";

    /// A question is asked when nothing was typed for so long.
    const PAUSE: Duration = Duration::from_millis(120);

    /// The state of the list; cheap to copy.
    #[derive(Clone, Copy)]
    struct Palette {
        org: Option<PublicId>,
        found: RwSignal<Option<Found>>,
        /// The place of the hit that Enter opens.
        active: RwSignal<Option<usize>>,
        /// How many questions were asked: an answer to an older one is late.
        asked: StoredValue<u32>,
    }

    pub(super) fn answers(org: Option<PublicId>) -> AnyView {
        let Some(input) = input() else { return ().into_any() };
        let palette = Palette {
            org,
            found: RwSignal::new(None),
            active: RwSignal::new(None),
            asked: StoredValue::new(0),
        };
        palette.listen(&input);
        palette.describe(input);
        let clicks = window_event_listener(ev::click, move |event| {
            let target = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
            let within = |selector| {
                target.as_ref().is_some_and(|it| it.closest(selector).is_ok_and(|it| it.is_some()))
            };
            if !within(".search") || within(".search a") {
                palette.close();
            }
        });
        on_cleanup(move || clicks.remove());
        palette.type_ahead();
        view! {
            {move || palette.found.get().map(|found| palette.list(found))}
        }
        .into_any()
    }

    fn input() -> Option<HtmlInputElement> {
        document().get_element_by_id(SEARCH_ID)?.dyn_into().ok()
    }

    fn option_id(place: usize) -> String {
        format!("{LIST}-{place}")
    }

    impl Palette {
        /// Hears what is typed. The field stays as long as the page does, and so do its listeners.
        fn listen(self, input: &HtmlInputElement) {
            let typed = Closure::<dyn FnMut(Event)>::new(move |_| self.type_ahead());
            let pressed = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event| self.press(&event));
            for (name, listener) in [("input", typed.as_ref()), ("keydown", pressed.as_ref())] {
                let listener = listener.unchecked_ref();
                let _ = input.add_event_listener_with_callback(name, listener);
            }
            typed.forget();
            pressed.forget();
        }

        /// Tells readers that the field has a list, and which of its entries is meant.
        fn describe(self, input: HtmlInputElement) {
            let input = send_wrapper::SendWrapper::new(input);
            Effect::new(move |_| {
                let open = self.found.with(|it| it.as_ref().is_some_and(|it| !it.hits.is_empty()));
                let active = self.active.get().map(option_id);
                for (name, value) in [
                    ("role", Some("combobox")),
                    ("aria-autocomplete", Some("list")),
                    ("aria-expanded", Some(if open { "true" } else { "false" })),
                    ("aria-controls", open.then_some(LIST)),
                    ("aria-activedescendant", active.as_deref()),
                ] {
                    let _ = match value {
                        Some(value) => input.set_attribute(name, value),
                        None => input.remove_attribute(name),
                    };
                }
            });
        }

        /// Asks for what stands in the field, a moment after the last letter.
        fn type_ahead(self) {
            let question = input().map(|it| it.value()).unwrap_or_default();
            self.asked.update_value(|it| *it += 1);
            let number = self.asked.get_value();
            if question.trim().is_empty() {
                self.close();
                return;
            }
            set_timeout(
                move || {
                    if self.asked.get_value() == number {
                        spawn_local(self.ask(question, number));
                    }
                },
                PAUSE,
            );
        }

        async fn ask(self, question: String, number: u32) {
            let Ok(query) = web_sys::UrlSearchParams::new() else { return };
            query.append(QUESTION, &question);
            let mut arguments = vec![("query", String::from(query.to_string()))];
            arguments.extend(self.org.map(|org| ("org", org.to_string())));
            let answer = ask_for("search", &arguments).await;
            if self.asked.get_value() == number {
                // Without an answer the field still leads to the page.
                self.found.set(answer.ok().and_then(|it| serde_json::from_str(&it).ok()));
                self.active.set(None);
            }
        }

        fn close(self) {
            self.found.set(None);
            self.active.set(None);
        }

        fn press(self, event: &KeyboardEvent) {
            let count = self.found.with_untracked(|it| it.as_ref().map_or(0, |it| it.hits.len()));
            let active = self.active.get_untracked();
            let next = match event.key().as_str() {
                "ArrowDown" if count > 0 => Some(active.map_or(0, |it| (it + 1) % count)),
                "ArrowUp" if count > 0 => {
                    Some(active.map_or(count - 1, |it| (it + count - 1) % count))
                }
                "Escape" if count > 0 => {
                    self.close();
                    None
                }
                "Enter" if active.is_some() => {
                    if let Some(link) = element(active) {
                        link.click();
                    }
                    None
                }
                "Tab" => {
                    self.close();
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            if next.is_some() {
                self.active.set(next);
                if let Some(link) = element(next) {
                    link.scroll_into_view_with_bool(false);
                }
            }
        }

        fn list(self, found: Found) -> AnyView {
            let texts = Words::here().search();
            let Found { question, hits, .. } = found;
            let said = if hits.is_empty() {
                texts.none(&question)
            } else {
                texts.count(hits.len() as u64, &question)
            };
            let empty = hits.is_empty();
            let options: Vec<AnyView> =
                hits.into_iter().enumerate().map(|(place, hit)| self.option(place, hit)).collect();
            view! {
                <div class="panel found">
                    <p role="status" data-empty=(!empty).then_some("")>
                        {said}
                    </p>
                    <div id=LIST role="listbox" aria-label=texts.title() hidden=empty>
                        {options}
                    </div>
                </div>
            }
            .into_any()
        }

        fn option(self, place: usize, hit: Hit) -> AnyView {
            let Hit { title, about, href } = hit;
            let chosen = move || if self.active.get() == Some(place) { "true" } else { "false" };
            view! {
                <a role="option" id=option_id(place) tabindex="-1" href=href aria-selected=chosen>
                    <strong>{title}</strong>
                    <small>{about}</small>
                </a>
            }
            .into_any()
        }
    }

    fn element(place: Option<usize>) -> Option<HtmlElement> {
        document().get_element_by_id(&option_id(place?))?.dyn_into().ok()
    }
}
