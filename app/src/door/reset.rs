//! `/reset`: a new password by a mailed link.

use domain::password::PasswordPolicy;
use leptos::prelude::*;

use crate::{
    api::door::ResetField,
    form::{FormFrame, FormState, SecretInput},
    ui::{Button, Emphasis, PageHead},
    words::Words,
};

/// Chooses a new password.
#[component]
pub fn ResetPage(
    /// The address that signs in with it.
    email: String,
) -> impl IntoView {
    let door = Words::here().door();
    let form = FormState::<ResetField>::posted("reset_password");
    let shortest = PasswordPolicy::ONLY_FACTOR.min_length.to_string();
    view! {
        <PageHead title=door.reset_title() lead=door.reset_lead(&email) />
        <FormFrame form>
            <input type="text" autocomplete="username" value=email hidden=true />
            <SecretInput
                form
                field=ResetField::Password
                autocomplete="new-password"
                hint=door.reset_password_hint(&shortest)
                autofocus=true
            />
            <p class="quiet">{door.reset_next()}</p>
            <Button emphasis=Emphasis::Primary>{door.reset_button()}</Button>
        </FormFrame>
    }
}
