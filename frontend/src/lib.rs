//! The browser's half of the console: takes over the page that the server rendered.

use app::console;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Marks in the session's storage that a page was already loaded anew after a failure.
const MARK: &str = "atrio-reloaded";

/// Called once by `boot.js`.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|_| load_anew()));
    console::take_over();
}

/// After a failure, such as a module that an update took away, the wanted page is loaded as a whole:
/// once, because a page that fails again is still the plain HTML that it is.
fn load_anew() {
    let Ok(Some(storage)) = window().session_storage() else { return };
    let location = window().location();
    let Ok(there) = console::wanted().map_or_else(|| location.pathname(), Ok) else { return };
    if storage.get_item(MARK).ok().flatten().as_deref() != Some(there.as_str())
        && storage.set_item(MARK, &there).is_ok()
    {
        let _ = location.assign(&there);
    }
}
