//! What stands where nothing is yet.

use leptos::{children::ViewFnOnce, prelude::*};

/// Says that there is nothing, why, and how something gets there.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    /// Why, and what would help.
    #[prop(optional, into)]
    text: Option<String>,
    #[prop(optional, into)] action: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            {text.map(|text| view! { <p class="quiet">{text}</p> })}
            {action.map(ViewFnOnce::run)}
        </div>
    }
}
