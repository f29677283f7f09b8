//! Several labelled lines of text.

use leptos::{oco::Oco, prelude::*};

use super::field::FieldHelp;

/// The framework writes what stands in a `textarea` into HTML as it is, unlike any other text; in the
/// browser it is text as everywhere.
fn as_child(value: String) -> String {
    #[cfg(feature = "ssr")]
    let value = html_escape::encode_text(&value).into_owned();
    value
}

/// A labelled text of several lines that may not stay empty, with an optional hint and an optional
/// problem, both announced with it.
#[component]
pub fn TextArea(
    /// The form key.
    #[prop(into)]
    name: Oco<'static, str>,
    #[prop(into)] label: String,
    /// What it starts with; what is typed later stays.
    value: String,
    hint: Option<String>,
    #[prop(into)] problem: Signal<Option<String>>,
) -> impl IntoView {
    let help = FieldHelp::new(&name, hint, problem);
    let value = as_child(value);
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            {help.hint_line()}
            <textarea
                class="input"
                id=name.clone()
                name=name
                aria-describedby=help.described_by()
                aria-invalid=help.invalid()
            >
                {value}
            </textarea>
            {help.problem_line()}
        </div>
    }
}
