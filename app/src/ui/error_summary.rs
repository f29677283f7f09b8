//! What a form could not accept, on top of it, with a link to every field concerned.

use std::sync::Arc;

use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// One problem of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The id of the field, which is its name unless it was given another.
    pub field: String,
    pub message: String,
}

/// The problems of a form as they are when asked for.
pub type Problems = Arc<dyn Fn() -> Vec<FieldProblem> + Send + Sync>;

/// The list of a form's problems. Takes the focus whenever it appears or changes; renders nothing
/// while there is no problem.
#[component]
pub fn ErrorSummary(#[prop(into)] title: String, problems: Problems) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    let present = Arc::clone(&problems);
    Effect::new(move |_| {
        if present().is_empty() {
            return;
        }
        if let Some(summary) = summary.get() {
            // Focus can only fail on an element that has left the page meanwhile.
            let _ = summary.focus();
        }
    });
    move || {
        let problems = problems();
        (!problems.is_empty()).then(|| {
            let links = problems.into_iter().map(|FieldProblem { field, message }| {
                let href = format!("#{field}");
                view! {
                    <li>
                        <a href=href on:click=move |_| focus(&field)>
                            {message}
                        </a>
                    </li>
                }
            });
            // `autofocus` moves the focus where no script does.
            view! {
                <div
                    class="notice tone-bad summary"
                    role="alert"
                    tabindex="-1"
                    autofocus=true
                    node_ref=summary
                >
                    <h2>{title.clone()}</h2>
                    <ul>{links.collect::<Vec<_>>()}</ul>
                </div>
            }
        })
    }
}

/// What the browser does with a link to a field, unless a router takes the click.
fn focus(id: &str) {
    if let Some(field) = document().get_element_by_id(id)
        && let Some(field) = field.dyn_ref::<HtmlElement>()
    {
        // Focus can only fail on an element that has left the page meanwhile.
        let _ = field.focus();
    }
}
