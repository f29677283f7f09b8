//! A list of things, one per row.

use leptos::{children::ViewFnOnce, prelude::*};

/// A list of [`Row`]s.
#[component]
pub fn Rows(rows: Vec<AnyView>) -> impl IntoView {
    view! { <ul class="rows">{rows}</ul> }
}

/// One thing: what it is, a line about it, and what can be done with it. On a narrow screen the
/// trailing part moves below.
#[component]
pub fn Row(
    #[prop(into)] main: String,
    #[prop(optional_no_strip, into)] sub: Option<String>,
    /// Makes the main line a link.
    #[prop(optional_no_strip, into)]
    href: Option<String>,
    /// Before the text: an avatar, a chip.
    #[prop(optional, into)]
    leading: Option<ViewFnOnce>,
    /// After the text: a state, an amount, buttons.
    #[prop(optional, into)]
    trailing: Option<ViewFnOnce>,
    /// Below the text: what there is to say about the thing in more than a line.
    #[prop(optional, into)]
    below: Option<ViewFnOnce>,
) -> impl IntoView {
    let main = match href {
        Some(href) => view! { <a href=href>{main}</a> }.into_any(),
        None => main.into_any(),
    };
    view! {
        <li>
            {leading.map(ViewFnOnce::run)}
            <div class="row-text">
                <strong>{main}</strong>
                {sub.map(|sub| view! { <small>{sub}</small> })}
                {below.map(ViewFnOnce::run)}
            </div>
            {trailing.map(|trailing| view! { <div class="row-end">{trailing.run()}</div> })}
        </li>
    }
}
