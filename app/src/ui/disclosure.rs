//! A button that opens a menu, without script too.

use leptos::{
    children::ViewFnOnce,
    ev, html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, EventTarget, HtmlDetailsElement, HtmlElement, Node},
};

/// A `<details>`; the children follow the summary. With script it closes on Escape, on a click
/// elsewhere and when a link is followed. Of all disclosures on a page one is open at a time.
#[component]
pub(super) fn Disclosure(
    class: &'static str,
    /// What the summary is called where its content does not say it.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(into)] summary: ViewFnOnce,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    Effect::new(move |_| {
        let clicks = window_event_listener(ev::click, move |event| {
            if let Some(details) = details.get_untracked()
                && let Some(target) = event.target()
                && leaves(&details, &target)
            {
                details.set_open(false);
            }
        });
        let keys = window_event_listener(ev::keydown, move |event| {
            if let Some(details) = details.get_untracked()
                && event.key() == "Escape"
                && details.open()
            {
                close_and_refocus(&details);
            }
        });
        on_cleanup(move || {
            clicks.remove();
            keys.remove();
        });
    });
    view! {
        <details class=class name="menu" node_ref=details>
            <summary aria-label=label>{summary.run()}</summary>
            {children.map(|children| children())}
        </details>
    }
}

/// Whether a click on `target` is a reason to close: it is outside, or it follows a link.
fn leaves(details: &HtmlDetailsElement, target: &EventTarget) -> bool {
    let inside = details.contains(target.dyn_ref::<Node>());
    let follows_link = target
        .dyn_ref::<Element>()
        .is_some_and(|element| element.closest("a").is_ok_and(|link| link.is_some()));
    !inside || follows_link
}

/// Closes the menu; a focus inside it would be lost, so the summary takes it back.
fn close_and_refocus(details: &HtmlDetailsElement) {
    let focused = document().active_element();
    let inside = details.contains(focused.as_deref());
    details.set_open(false);
    if inside
        && let Some(summary) = details.first_element_child()
        && let Some(summary) = summary.dyn_ref::<HtmlElement>()
    {
        // Focus can only fail on an element that has left the page meanwhile.
        let _ = summary.focus();
    }
}
