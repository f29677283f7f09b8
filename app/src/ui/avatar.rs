//! The picture of a person, or the initials that stand for it.

use leptos::prelude::*;

/// A circle with a picture or initials. Decoration: the name must be written beside it.
#[component]
pub fn Avatar(
    /// At most two letters.
    #[prop(into)]
    initials: String,
    /// The address of a picture to show instead.
    #[prop(optional_no_strip)]
    picture: Option<String>,
) -> impl IntoView {
    let shown = match picture {
        Some(src) => view! { <img src=src alt="" width="36" height="36" /> }.into_any(),
        None => initials.into_any(),
    };
    view! {
        <span class="avatar" aria-hidden="true">
            {shown}
        </span>
    }
}
