//! A part of a page that is there on demand.

use leptos::prelude::*;

/// A `<details>` in the flow of the page: works without script and stays as it was left.
#[component]
pub fn Fold(
    #[prop(into)] summary: String,
    /// Whether it begins open.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="fold" open=open>
            <summary>{summary}</summary>
            {children()}
        </details>
    }
}
