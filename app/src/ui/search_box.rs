//! The field for a question, on top of every page.

use leptos::{ev, html, prelude::*};

/// The id of the field.
pub const SEARCH_ID: &str = "search";

/// Leads to a page of answers. Ctrl+K, on an Apple keyboard ⌘K, leads here from anywhere.
#[component]
pub fn SearchBox(
    /// The page of answers.
    #[prop(into)]
    action: String,
    /// The key of the question in its address.
    key: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] placeholder: String,
    /// Called when somebody is about to ask.
    wake: Callback<()>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            let wanted = (event.ctrl_key() || event.meta_key())
                && !(event.shift_key() || event.alt_key())
                && event.key().eq_ignore_ascii_case("k");
            if let Some(input) = input.get_untracked().filter(|_| wanted) {
                event.prevent_default();
                // The focus can only fail on an element that has left the page meanwhile.
                let _ = input.focus();
                input.select();
            }
        });
        on_cleanup(move || keys.remove());
    });
    view! {
        <form role="search" method="get" action=action>
            <input
                class="input"
                node_ref=input
                id=SEARCH_ID
                name=key
                type="search"
                maxlength="100"
                autocomplete="off"
                aria-label=label
                aria-keyshortcuts="Control+K Meta+K"
                placeholder=placeholder
                on:focus=move |_| wake.run(())
            />
        </form>
    }
}
