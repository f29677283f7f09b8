//! A labelled choice among many.

use leptos::{oco::Oco, prelude::*};

use super::field::FieldHelp;

/// A drop-down list of values and their labels, the first of which is chosen if no other is.
#[component]
pub fn SelectField(
    /// The form key.
    #[prop(into)]
    name: Oco<'static, str>,
    #[prop(into)] label: String,
    /// What the form sends, and what is read.
    options: Vec<(String, String)>,
    #[prop(into)] selected: String,
    #[prop(optional_no_strip)] hint: Option<String>,
    #[prop(optional, into)] problem: Signal<Option<String>>,
    #[prop(optional_no_strip)] autocomplete: Option<&'static str>,
) -> impl IntoView {
    let help = FieldHelp::new(&name, hint, problem);
    let options: Vec<AnyView> = options
        .into_iter()
        .map(move |(value, label)| {
            let chosen = value == selected;
            view! { <option value=value selected=chosen>{label}</option> }.into_any()
        })
        .collect();
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            {help.hint_line()}
            <select
                class="input"
                id=name.clone()
                name=name
                autocomplete=autocomplete
                aria-describedby=help.described_by()
                aria-invalid=help.invalid()
            >
                {options}
            </select>
            {help.problem_line()}
        </div>
    }
}
