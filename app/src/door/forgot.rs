//! `/forgot`, and the page that says what comes next.

use leptos::prelude::*;

use crate::{
    api::door::ForgotField,
    form::{FieldInput, FormFrame, FormState},
    route::Route,
    ui::{Button, Emphasis, InputKind, PageHead},
    words::Words,
};

/// The address to send a link to.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let door = Words::here().door();
    let form = FormState::<ForgotField>::posted("request_reset");
    view! {
        <PageHead title=door.forgot_title() lead=door.forgot_lead() />
        <FormFrame form>
            <FieldInput
                form
                field=ForgotField::Email
                kind=InputKind::Email
                autocomplete=Some("username")
                required=true
            />
            <Button emphasis=Emphasis::Primary>{door.forgot_button()}</Button>
        </FormFrame>
        <p class="links">
            <a href=Route::Login.path()>{door.forgot_back_link()}</a>
        </p>
    }
}

/// What to do with the mail that is on its way, if there is one.
#[component]
pub fn ForgotSentPage(
    /// The address that was typed.
    email: String,
) -> impl IntoView {
    let door = Words::here().door();
    view! {
        <PageHead title=door.forgot_sent_title() />
        <p>{door.forgot_sent_text(&email)}</p>
        <h2>{door.forgot_sent_nothing_title()}</h2>
        <p>{door.forgot_sent_nothing_text()}</p>
        <p class="links">
            <a href=Route::Forgot.path()>{door.forgot_again_link()}</a>
        </p>
    }
}
