//! A state, as a word.

use leptos::prelude::*;

use super::Tone;

/// A state in one or two words.
#[component]
pub fn Chip(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! { <span class=format!("chip {}", tone.modifier())>{children()}</span> }
}
