//! One choice among a few, each on its own card.

use leptos::{oco::Oco, prelude::*};

use super::field::FieldHelp;

/// One card of a [`RadioGroup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    pub label: String,
    /// What choosing it means, in a few words.
    pub hint: Option<String>,
}

/// Radio buttons on cards. A handler on it (`on:change`) hears every choice.
///
/// The first radio carries the group's name as its id, so that `#name` leads to it.
#[component]
pub fn RadioGroup(
    /// The form key.
    #[prop(into)]
    name: Oco<'static, str>,
    #[prop(into)] legend: String,
    choices: Vec<Choice>,
    /// The value chosen at first; empty for none.
    #[prop(optional, into)]
    selected: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] problem: Signal<Option<String>>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let help = FieldHelp::new(&name, hint, problem);
    let invalid = help.invalid();
    let radio = move |(index, choice): (usize, Choice)| {
        let id = if index == 0 { name.to_string() } else { format!("{name}-{}", choice.value) };
        let checked = choice.value == selected;
        view! {
            <label class="choice">
                <input
                    id=id
                    name=name.clone()
                    type="radio"
                    value=choice.value
                    checked=checked
                    required=required
                    aria-invalid=invalid
                />
                <span>
                    {choice.label}
                    {choice.hint.map(|hint| view! { <small>{hint}</small> })}
                </span>
            </label>
        }
    };
    let cards = choices.into_iter().enumerate().map(radio).collect::<Vec<_>>();
    view! {
        <fieldset class="field" aria-describedby=help.described_by()>
            <legend>{legend}</legend>
            {help.hint_line()}
            <div class="choices">{cards}</div>
            {help.problem_line()}
        </fieldset>
    }
}
