//! The initials that stand for a person's picture.

use leptos::prelude::*;

/// A circle with initials. Decoration: the name must be written beside it.
#[component]
pub fn Avatar(
    /// At most two letters.
    #[prop(into)]
    initials: Signal<String>,
) -> impl IntoView {
    view! { <span class="avatar" aria-hidden="true">{initials}</span> }
}
