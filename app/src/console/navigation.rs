//! In the browser: takes the page over, and changes it in place when a link leads to another one.

use std::cell::RefCell;

use domain::id::PublicId;
use futures::future::join3;
use leptos::{
    ev,
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
};

use super::{App, Console, Frame, Opened, Start, title};
use crate::{
    api::door::NoField,
    form::{Remedy, Told},
    pages::{self, Shown},
    route::Route,
    words::{self, Words},
};

thread_local! {
    /// The address that is being loaded. The browser has one thread.
    static WANTED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The address that was being loaded, if a page was on its way.
pub fn wanted() -> Option<String> {
    WANTED.with_borrow(Clone::clone)
}

/// Takes over the page that the server rendered, from the same data.
pub fn take_over() {
    keep_together();
    words::keep_all(&block("words"));
    // The framework has no executor before it hydrates.
    wasm_bindgen_futures::spawn_local(async {
        let Ok(mut start) = serde_json::from_str::<Start>(&block("start")) else { return };
        let route = location().pathname().ok().and_then(|it| Route::in_console(&it));
        let shown = match (start.told.take(), route) {
            (None, Some(route)) => {
                Ok(Shown { view: (pages::page(route).view)().await, data: block("data") })
            }
            (told, _) => Err(told.unwrap_or_else(|| Told::stale(Words::here()))),
        };
        let opened = Opened { route, shown, echo: start.echo.take() };
        leptos::mount::hydrate_body(move || view! { <App start opened /> });
    });
}

/// Names what most pages are made of beside what the dashboard shows, so that it lies in the first
/// module too: the splitter would make a small one for every set of pages that share something.
fn keep_together() {
    use std::hint::black_box;

    use crate::{form, ui};

    black_box(ui::Button as fn(_) -> _);
    black_box(ui::Changes as fn(_) -> _);
    black_box(ui::Checkbox as fn(_) -> _);
    black_box(ui::Definition as fn(_) -> _);
    black_box(ui::DefinitionList as fn(_) -> _);
    black_box(ui::Drawing as fn(_) -> _);
    black_box(ui::LinkButton as fn(_) -> _);
    black_box(ui::Notice as fn(_) -> _);
    black_box(ui::PageHead as fn(_) -> _);
    black_box(ui::RadioGroup as fn(_) -> _);
    black_box(ui::Row as fn(_) -> _);
    black_box(ui::SelectField as fn(_) -> _);
    black_box(ui::Steps as fn(_) -> _);
    black_box(ui::TextField as fn(_) -> _);
    black_box(form::ButtonForm as fn(_) -> _);
    black_box(form::FormFrame as fn(_) -> _);
    black_box(form::FormProblems as fn(_) -> _);
    black_box(form::FormState::<NoField>::called as fn(_) -> _);
}

/// The text of a data block of the document.
fn block(id: &str) -> String {
    document().get_element_by_id(id).and_then(|it| it.text_content()).unwrap_or_default()
}

/// Whether the address is new in the history, or one that the person went back to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Forward,
    Back,
    Stay,
}

/// Follows links and the back button from now on.
pub(super) fn start(console: Console, frame: Frame) {
    let present = frame.present;
    let _ = window_event_listener(ev::click, move |event| {
        if let Some(route) = link_of(&event, present) {
            event.prevent_default();
            go(console, route, String::new(), Step::Forward);
        }
    });
    let _ = window_event_listener(ev::popstate, move |_| {
        match in_place(&location().pathname().unwrap_or_default()) {
            Some(route) => go(console, route, query(), Step::Back),
            None => drop(location().reload()),
        }
    });
    Effect::new(move |before: Option<()>| {
        let title = console.opened.with(|opened| title(opened, &frame));
        if before.is_some() {
            document().set_title(&title);
        }
    });
}

/// The page of the console at this path, if it can be shown in place: where `/` leads is the server's
/// to say.
fn in_place(path: &str) -> Option<Route> {
    Route::in_console(path).filter(|it| *it != Route::Home)
}

/// What stands in the address behind the question mark, which leads it if there is any.
fn query() -> String {
    location().search().unwrap_or_default()
}

/// The page of the console that a click leads to, if the browser is not to do it by itself: another
/// tab or window, a download, a link that asks for a whole page, a key held down.
fn link_of(event: &ev::MouseEvent, present: Option<PublicId>) -> Option<Route> {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.shift_key() || event.alt_key() || event.meta_key())
        && !event.default_prevented();
    let clicked = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = clicked.closest("a[href]").ok()??.dyn_into::<web_sys::HtmlAnchorElement>().ok()?;
    let whole = link.has_attribute("download")
        || !link.target().is_empty()
        || link.rel().split(' ').any(|it| it == "external")
        || link.origin() != location().origin().ok()?
        || !(link.search().is_empty() && link.hash().is_empty());
    let route = in_place(&link.pathname()).filter(|_| plain && !whole)?;
    // Nothing of one organization stays on the pages of another.
    if route.org().is_some_and(|org| Some(org) != present) { None } else { Some(route) }
}

/// Opens a page: asks for its module, words and data at once. The old page stays until all is here.
fn go(console: Console, route: Route, query: String, step: Step) {
    let path = format!("{}{query}", route.path());
    WANTED.set(Some(path.clone()));
    console.busy.set(true);
    spawn_local(async move {
        let page = pages::page(route);
        let data = pages::load(route, &page, query.trim_start_matches('?'));
        let words = async {
            if let Some(area) = page.area {
                words::fetch(area).await;
            }
        };
        let (view, (), data) = join3((page.view)(), words, data).await;
        if wanted().as_deref() != Some(path.as_str()) {
            return;
        }
        WANTED.set(None);
        if let Err(Told { remedy: Some(Remedy::Reload), .. }) = data {
            // The server leads to where one signs in, and back.
            let _ = location().assign(&path);
            return;
        }
        let shown = data.map(|data| Shown { view, data });
        arrive(console, &path, step);
        console.opened.set(Opened { route: Some(route), shown, echo: None });
        console.busy.set(false);
        if step != Step::Stay {
            settle(step);
        }
    });
}

/// Asks for the data of the open page again.
pub(super) fn load_again(console: Console) {
    if let Some(route) = console.opened.with_untracked(|it| it.route) {
        go(console, route, query(), Step::Stay);
    }
}

fn arrive(console: Console, path: &str, step: Step) {
    if step != Step::Stay {
        console.status.set(String::new());
    }
    if step == Step::Forward
        && let Ok(history) = window().history()
    {
        // Where one was on the page that is left, for coming back.
        let place = window().scroll_y().unwrap_or_default();
        let _ = history.replace_state(&JsValue::from_f64(place), "");
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// The new page begins on top, the old one where it was left; the keyboard is at the page.
fn settle(step: Step) {
    request_animation_frame(move || {
        let place = window().history().ok().and_then(|it| it.state().ok()?.as_f64());
        let place = place.filter(|_| step == Step::Back).unwrap_or_default();
        window().scroll_to_with_x_and_y(0.0, place);
        if let Some(main) = document().get_element_by_id("main") {
            let calm = web_sys::FocusOptions::new();
            calm.set_prevent_scroll(true);
            let _ = main.unchecked_into::<web_sys::HtmlElement>().focus_with_options(&calm);
        }
    });
}
