//! A few values side by side, of which one holds.

use leptos::prelude::*;

use super::{Button, Emphasis};

/// A button of a [`ChoiceBar`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceButton {
    /// What the form says if it is pressed.
    pub value: &'static str,
    /// The words on it.
    pub label: String,
    /// Their language, where it is not the page's.
    pub lang: Option<&'static str>,
    /// Whether it is the one that holds.
    pub pressed: bool,
}

/// The inside of a small form: one button for each value, each of which sends the form.
#[component]
pub fn ChoiceBar(
    /// The form key.
    name: &'static str,
    choices: Vec<ChoiceButton>,
) -> impl IntoView {
    let button = move |it: ChoiceButton| {
        view! {
            <Button
                emphasis=Emphasis::Quiet
                attr:name=name
                attr:value=it.value
                attr:lang=it.lang
                attr:aria-pressed=it.pressed.to_string()
            >
                {it.label}
            </Button>
        }
    };
    choices.into_iter().map(button).collect::<Vec<_>>()
}
