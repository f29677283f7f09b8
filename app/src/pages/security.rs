//! `/profile/security`: the password.

use domain::password::PasswordPolicy;
use leptos::prelude::*;

use super::{View, with_data};
use crate::{
    api::profile::PasswordField,
    form::{FormFrame, FormState, SecretInput},
    ui::{Button, Card, Emphasis, PageHead, Person},
    words::Words,
};

/// The lazy page.
#[lazy]
pub fn security() -> View {
    |data| with_data(data, |()| show())
}

fn show() -> AnyView {
    let texts = Words::here().security();
    let email = expect_context::<Person>().email;
    let form = FormState::<PasswordField>::called("change_password");
    let shortest = PasswordPolicy::ONLY_FACTOR.min_length.to_string();
    view! {
        <PageHead title=texts.title() lead=texts.lead() />
        <Card title=texts.password_title()>
            <FormFrame form>
                <input type="text" autocomplete="username" value=email hidden=true />
                <SecretInput
                    form
                    field=PasswordField::Present
                    autocomplete="current-password"
                    hint=texts.current_password_hint()
                />
                <SecretInput
                    form
                    field=PasswordField::New
                    autocomplete="new-password"
                    hint=texts.new_password_hint(&shortest)
                />
                <p class="quiet">{texts.password_next()}</p>
                <Button emphasis=Emphasis::Primary busy=form.pending()>
                    {texts.password_button()}
                </Button>
            </FormFrame>
        </Card>
    }
    .into_any()
}
