//! A labelled password that can be shown while it is typed.

use leptos::{ev, prelude::*};

use super::field::FieldHelp;

/// A password input. It takes no value: a password is never sent back to the browser.
///
/// The button that shows what was typed needs script, so it is rendered hidden. In the console this
/// component brings it to life; on pages without WebAssembly `frontend/door.js` does.
#[component]
pub fn PasswordField(
    /// The form key.
    name: &'static str,
    #[prop(into)] label: String,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// The button's word while the password is hidden: "Show".
    #[prop(into)]
    show: String,
    /// The button's word while the password can be read: "Hide".
    #[prop(into)]
    hide: String,
    #[prop(optional_no_strip)] hint: Option<String>,
    #[prop(optional, into)] problem: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    /// The element's id, when another form on the page uses the same name.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    // The eye sees what the button belongs to; the ear is told.
    let word = |word: String| {
        let label = label.clone();
        view! { <span>{word} " " <span class="visually-hidden">{label}</span></span> }
    };
    let (show, hide) = (word(show), word(hide));
    let help = FieldHelp::new(id, hint, problem);
    let scripted = RwSignal::new(false);
    let shown = RwSignal::new(false);
    Effect::new(move |_| {
        scripted.set(true);
        // Sent as plain text, it could end up among the browser's suggestions.
        let submission = window_event_listener(ev::submit, move |_| shown.set(false));
        on_cleanup(move || submission.remove());
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {help.hint_line()}
            <div class="password">
                <input
                    class="input"
                    id=id
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    autofocus=autofocus
                    aria-describedby=help.described_by()
                    aria-invalid=help.invalid()
                />
                <button
                    class="reveal"
                    type="button"
                    hidden=move || !scripted.get()
                    aria-controls=id
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {show}
                    {hide}
                </button>
            </div>
            {help.problem_line()}
        </div>
    }
}
