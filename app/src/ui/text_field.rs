//! A labelled line of text.

use leptos::{oco::Oco, prelude::*};

use super::field::FieldHelp;

/// What is typed, so that the browser offers the right keyboard and completions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    #[default]
    Text,
    Email,
    /// Digits: a phone shows its number keys.
    Digits,
    /// A day of the calendar, sent as `2026-11-22`.
    Day,
    /// Hidden while it is typed.
    Password,
}

/// A labelled input with an optional hint and an optional problem, both announced with it.
#[component]
pub fn TextField(
    /// The form key.
    #[prop(into)]
    name: Oco<'static, str>,
    #[prop(into)] label: String,
    #[prop(optional)] kind: InputKind,
    /// What the input starts with; what is typed later stays.
    #[prop(optional, into)]
    value: String,
    #[prop(optional_no_strip)] hint: Option<String>,
    #[prop(optional, into)] problem: Signal<Option<String>>,
    #[prop(optional_no_strip)] autocomplete: Option<&'static str>,
    #[prop(optional_no_strip)] maxlength: Option<u32>,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    /// The element's id, when another form on the page uses the same name.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let id = id.map_or_else(|| name.clone(), Oco::from);
    let help = FieldHelp::new(&id, hint, problem);
    let (kind, inputmode) = match kind {
        InputKind::Text => ("text", None),
        InputKind::Email => ("email", None),
        InputKind::Digits => ("text", Some("numeric")),
        InputKind::Day => ("date", None),
        InputKind::Password => ("password", None),
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {help.hint_line()}
            <input
                class="input"
                id=id
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=maxlength
                required=required
                autofocus=autofocus
                aria-describedby=help.described_by()
                aria-invalid=help.invalid()
            />
            {help.problem_line()}
        </div>
    }
}
