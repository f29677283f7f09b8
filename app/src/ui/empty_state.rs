//! What stands where nothing is yet.

use leptos::{children::ViewFnOnce, prelude::*};

/// Says that there is nothing, why, and how something gets there.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(optional, into)] action: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <div class="quiet">{children()}</div>
            {action.map(ViewFnOnce::run)}
        </div>
    }
}
