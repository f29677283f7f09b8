//! `/verify`: the password that was chosen makes the sign-up an account.

use leptos::prelude::*;

use crate::{
    api::door::{DiscardField, VerifyField},
    form::{FieldInput, FormFrame, FormState, SecretInput},
    ui::{Button, Emphasis, InputKind, PageHead},
    words::Words,
};

/// Confirms a sign-up, or discards one that was not asked for.
#[component]
pub fn VerifyPage(
    /// The address that is confirmed.
    email: String,
) -> impl IntoView {
    let door = Words::here().door();
    let form = FormState::<VerifyField>::posted("verify_sign_up");
    let discard = FormState::<DiscardField>::posted("discard_sign_up");
    view! {
        <PageHead title=door.verify_title() lead=door.verify_lead(&email) />
        <FormFrame form>
            <input type="text" autocomplete="username" value=email hidden=true />
            <SecretInput
                form
                field=VerifyField::Password
                autocomplete="current-password"
                autofocus=true
            />
            <Button emphasis=Emphasis::Primary>{door.verify_button()}</Button>
        </FormFrame>
        <section class="aside">
            <h2>{door.verify_discard_title()}</h2>
            <p class="quiet">{door.verify_discard_text()}</p>
            <FormFrame form=discard>
                <FieldInput
                    form=discard
                    field=DiscardField::Code
                    kind=InputKind::Digits
                    autocomplete=Some("one-time-code")
                    maxlength=7
                    required=true
                />
                <Button>{door.verify_discard_button()}</Button>
            </FormFrame>
        </section>
    }
}

/// A new link is on its way.
#[component]
pub fn VerifyRenewedPage() -> impl IntoView {
    let door = Words::here().door();
    view! {
        <PageHead title=door.verify_renewed_title() />
        <p>{door.verify_renewed_text()}</p>
    }
}
