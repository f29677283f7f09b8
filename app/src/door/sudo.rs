//! `/sudo`: the password once more before a sensitive step.

use leptos::prelude::*;

use crate::{
    api::door::SudoField,
    form::{Field, FormFrame, FormState, SecretInput},
    route::Route,
    ui::{Button, Emphasis, LinkButton, PageHead},
    words::Words,
};

/// Asks the person who is signed in for their password.
#[component]
pub fn SudoPage(
    /// Who is signed in.
    email: String,
    /// The step that needs the proof.
    next: Option<Route>,
) -> impl IntoView {
    let words = Words::here();
    let door = words.door();
    let form = FormState::<SudoField>::posted("confirm_identity");
    let next = next.map(Route::path).or_else(|| form.typed(SudoField::Next));
    view! {
        <PageHead title=door.sudo_title() lead=door.sudo_lead() />
        <p class="quiet">{door.sudo_account(&email)}</p>
        <FormFrame form>
            {next.map(|path| view! { <input type="hidden" name=SudoField::Next.name() value=path /> })}
            <input type="text" autocomplete="username" value=email hidden=true />
            <SecretInput
                form
                field=SudoField::Password
                autocomplete="current-password"
                autofocus=true
            />
            <Button emphasis=Emphasis::Primary>{door.sudo_button()}</Button>
            <LinkButton href=Route::Home.path() emphasis=Emphasis::Quiet>
                {words.common().cancel()}
            </LinkButton>
        </FormFrame>
    }
}
