//! The parts of a form: its frame and its fields, tied to its [`FormState`].

use std::sync::Arc;

use leptos::prelude::*;

use super::{AnyForm, Field, FormState, NAME_KEY, PROOF_KEY};
use crate::{
    ui::{ErrorSummary, FieldProblem, InputKind, PasswordField, Person, TextField},
    words::Words,
};

/// The form itself: posts to the page's own address, says on top what is wrong.
#[component]
pub fn FormFrame(
    #[prop(into)] form: AnyForm,
    /// Whether a file is sent with it.
    #[prop(optional)]
    files: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <form
            class="form"
            id=form.name()
            method="post"
            enctype=files.then_some("multipart/form-data")
            on:submit=move |event| form.on_submit(&event)
        >
            <FormProblems form />
            <input type="hidden" name=NAME_KEY value=form.name() />
            {move || form.needs_proof().then(|| proof(form))}
            {children()}
        </form>
    }
}

/// The password that the act needs once more. In the middle of other work nothing is revealed and
/// nothing completed: a plain field does.
fn proof(form: AnyForm) -> impl IntoView {
    // For password managers.
    let username = use_context::<Person>().map(|it| it.email);
    view! {
        <input type="text" autocomplete="username" value=username hidden=true />
        <TextField
            name=PROOF_KEY
            label=Words::here().common().password()
            kind=InputKind::Password
            autocomplete=Some("current-password")
            problem=form.problem(PROOF_KEY)
            required=true
        />
    }
}

/// A form that is one button, of which a page may have many: what is wrong is said once, by
/// [`FormProblems`] above them.
#[component]
pub fn ButtonForm(#[prop(into)] form: AnyForm, children: Children) -> impl IntoView {
    view! {
        <form class="form" method="post" on:submit=move |event| form.on_submit(&event)>
            <input type="hidden" name=NAME_KEY value=form.name() />
            {children()}
        </form>
    }
}

/// Says what is wrong with a form, if anything is.
#[component]
pub fn FormProblems(#[prop(into)] form: AnyForm) -> impl IntoView {
    let words = Words::here();
    let problems = move || {
        let complaints = form.told().map(|it| it.complaints).unwrap_or_default().into_iter();
        let problem = complaints.map(|it| FieldProblem {
            field: it.field.unwrap_or_else(|| form.name()),
            message: it.summary,
        });
        problem.collect()
    };
    view! { <ErrorSummary title=words.common().problem_title() problems=Arc::new(problems) /> }
}

/// A line of text of a form: keeps what was typed, says what is wrong with it.
#[component]
pub fn FieldInput<F: Field>(
    form: FormState<F>,
    field: F,
    #[prop(optional)] kind: InputKind,
    /// What the field holds as long as nothing else was typed.
    #[prop(optional)]
    known: String,
    #[prop(optional_no_strip)] hint: Option<String>,
    #[prop(optional_no_strip)] autocomplete: Option<&'static str>,
    /// In characters, as the rule behind the field has it.
    #[prop(optional)]
    maxlength: Option<u32>,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    view! {
        <TextField
            name=field.name()
            label=field.label(Words::here())
            kind
            value=form.typed(field).unwrap_or(known)
            hint=hint
            problem=form.problem(field)
            autocomplete=autocomplete
            maxlength=maxlength
            required
            autofocus
        />
    }
}

/// A password of a form: never comes back to the browser.
#[component]
pub fn SecretInput<F: Field>(
    form: FormState<F>,
    field: F,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let words = Words::here();
    view! {
        <PasswordField
            name=field.name()
            label=field.label(words)
            autocomplete
            show=words.common().show_password()
            hide=words.common().hide_password()
            hint=hint
            problem=form.problem(field)
            required=true
            autofocus
        />
    }
}
