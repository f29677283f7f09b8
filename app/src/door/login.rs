//! `/login`

use leptos::prelude::*;

use super::FlashNotice;
use crate::{
    api::door::SignInField,
    form::{Field, FieldInput, FormFrame, FormState, SecretInput},
    route::Route,
    ui::{Button, Checkbox, Emphasis, InputKind, PageHead},
    words::Words,
};

/// Address and password.
#[component]
pub fn LoginPage(
    /// Where to go afterwards.
    next: Option<Route>,
) -> impl IntoView {
    let words = Words::here();
    let (common, door) = (words.common(), words.door());
    let form = FormState::<SignInField>::posted("sign_in");
    let next = next.map(Route::path).or_else(|| form.typed(SignInField::Next));
    view! {
        <PageHead title=door.login_title() lead=door.login_lead(common.brand()) />
        <FlashNotice />
        <FormFrame form>
            {next.map(|path| view! { <input type="hidden" name=SignInField::Next.name() value=path /> })}
            <FieldInput
                form
                field=SignInField::Email
                kind=InputKind::Email
                autocomplete=Some("username")
                required=true
            />
            <SecretInput
                form
                field=SignInField::Password
                autocomplete="current-password"
                hint=door.login_password_hint()
            />
            <Checkbox
                name=SignInField::Stay.name()
                checked=form.typed(SignInField::Stay).is_some()
                hint=door.login_stay_hint()
            >
                {door.login_stay()}
            </Checkbox>
            <Button emphasis=Emphasis::Primary>{door.login_button()}</Button>
        </FormFrame>
        <ul class="links">
            <li>
                <a href=Route::Forgot.path()>{door.login_forgot_link()}</a>
            </li>
            <li>
                {door.login_sign_up_question()} " "
                <a href=Route::SignUp.path()>{door.login_sign_up_link()}</a>
            </li>
        </ul>
    }
}
