//! Where one is, and the page's main action.

use leptos::{children::ViewFnOnce, prelude::*};

/// The page's only `<h1>`, a line about it, and its actions with the main one last.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: Option<String>,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            <div class="page-title">
                <h1>{title}</h1>
                {lead.map(|lead| view! { <p class="quiet">{lead}</p> })}
            </div>
            {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
        </header>
    }
}
