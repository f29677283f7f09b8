//! A single yes-or-no question.

use leptos::{oco::Oco, prelude::*};

use super::field::FieldHelp;

/// A checkbox. Sends `name=true` when ticked, nothing otherwise.
#[component]
pub fn Checkbox(
    /// The form key.
    #[prop(into)]
    name: Oco<'static, str>,
    /// Whether it starts ticked.
    #[prop(optional)]
    checked: bool,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] problem: Signal<Option<String>>,
    /// The element's id, when another form on the page uses the same name.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The label; it may contain links.
    children: Children,
) -> impl IntoView {
    let id = id.map_or_else(|| name.clone(), Oco::from);
    let help = FieldHelp::new(&id, hint, problem);
    view! {
        <div class="field checkbox">
            <input
                id=id.clone()
                name=name
                type="checkbox"
                value="true"
                checked=checked
                required=required
                aria-describedby=help.described_by()
                aria-invalid=help.invalid()
            />
            <label for=id>{children()}</label>
            {help.hint_line()}
            {help.problem_line()}
        </div>
    }
}
