//! A message to the person, in the flow of the page.

use leptos::{children::ViewFnOnce, prelude::*};

use super::Tone;

/// A message with an optional next step. Good news are announced politely, bad ones at once; the
/// other tones are part of the page and announced with it.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: Option<String>,
    /// Buttons or links; they stand beside the text where there is room.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let role = match tone {
        Tone::Bad => Some("alert"),
        Tone::Good => Some("status"),
        Tone::Neutral | Tone::Info | Tone::Warn => None,
    };
    view! {
        <div class=format!("notice {}", tone.modifier()) role=role>
            <div class="notice-text">
                {title.map(|title| view! { <strong>{title}</strong> })}
                <div>{children()}</div>
            </div>
            {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
        </div>
    }
}
