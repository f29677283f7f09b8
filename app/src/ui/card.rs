//! A surface that holds one subject.

use leptos::{children::ViewFnOnce, prelude::*};

/// A card with an optional heading.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Option<String>,
    /// Beside the title: a count, a link.
    #[prop(optional, into)]
    aside: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card">
            {title
                .map(|title| {
                    view! {
                        <header class="card-head">
                            <h2>{title}</h2>
                            {aside.map(|aside| view! { <div>{aside.run()}</div> })}
                        </header>
                    }
                })}
            {children()}
        </section>
    }
}
