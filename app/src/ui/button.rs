//! Buttons, and links that look like buttons.

use leptos::prelude::*;

/// How much a button asks for attention. A page has one primary button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    Primary,
    #[default]
    Secondary,
    /// No border: for what is rarely needed.
    Quiet,
    /// What cannot be undone.
    Danger,
}

impl Emphasis {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
        }
    }
}

/// What pressing the button does by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// Sends the form around it.
    #[default]
    Submit,
    /// Nothing without an event handler.
    Plain,
}

/// A button. Names, values and handlers are added by the caller: `attr:name="…"`, `on:click=…`.
#[component]
pub fn Button(
    #[prop(optional)] emphasis: Emphasis,
    #[prop(optional)] kind: ButtonKind,
    /// True while its work is under way: it keeps its place, its words and the focus, and is
    /// announced as unavailable. Ignoring a second press is the form's part.
    #[prop(optional, into)]
    busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let kind = match kind {
        ButtonKind::Submit => "submit",
        ButtonKind::Plain => "button",
    };
    view! {
        <button
            class=emphasis.class()
            type=kind
            aria-disabled=move || busy.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
        >
            {children()}
        </button>
    }
}

/// A link that is the next step and therefore looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] emphasis: Emphasis,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=emphasis.class() href=href>
            {children()}
        </a>
    }
}
