//! `/signup`, and the page that says what comes next.

use domain::{
    email,
    password::PasswordPolicy,
    sign_up::OrgKind,
    text::{OrgName, PersonName},
};
use leptos::prelude::*;

use crate::{
    api::door::SignUpField,
    form::{Field, FieldInput, FormFrame, FormState, SecretInput},
    pages::kind_choices,
    route::Route,
    ui::{Button, Emphasis, InputKind, Notice, PageHead, RadioGroup, Tone},
    words::Words,
};

/// Who one is, and the password to confirm it with.
#[component]
pub fn SignUpPage(
    /// Whether a link that makes the first member of staff led here.
    staff: bool,
) -> impl IntoView {
    let words = Words::here();
    let door = words.door();
    let form = FormState::<SignUpField>::posted("sign_up");
    let chosen =
        form.typed(SignUpField::Kind).unwrap_or_else(|| OrgKind::PrivatePerson.as_str().to_owned());
    let shortest = PasswordPolicy::ONLY_FACTOR.min_length.to_string();
    view! {
        <PageHead title=door.sign_up_title() lead=door.sign_up_lead() />
        {staff.then(|| view! { <Notice tone=Tone::Info>{door.sign_up_staff_notice()}</Notice> })}
        <FormFrame form>
            <RadioGroup
                name=SignUpField::Kind.name()
                legend=SignUpField::Kind.label(words)
                choices=kind_choices(words)
                selected=chosen
                problem=form.problem(SignUpField::Kind)
            />
            <div class="pair">
                <FieldInput
                    form
                    field=SignUpField::FirstName
                    autocomplete=Some("given-name")
                    maxlength=PersonName::MAX_CHARS
                    required=true
                />
                <FieldInput
                    form
                    field=SignUpField::LastName
                    autocomplete=Some("family-name")
                    maxlength=PersonName::MAX_CHARS
                    required=true
                />
            </div>
            <FieldInput
                form
                field=SignUpField::OrgName
                hint=Some(door.sign_up_org_name_hint().to_owned())
                autocomplete=Some("organization")
                maxlength=OrgName::MAX_CHARS
            />
            <FieldInput
                form
                field=SignUpField::Email
                kind=InputKind::Email
                hint=Some(door.sign_up_email_hint().to_owned())
                autocomplete=Some("username")
                maxlength=u32::from(email::MAX_BYTES)
                required=true
            />
            <SecretInput
                form
                field=SignUpField::Password
                autocomplete="new-password"
                hint=door.sign_up_password_hint(&shortest)
            />
            <p class="quiet">{door.sign_up_next()}</p>
            <Button emphasis=Emphasis::Primary>{door.sign_up_button()}</Button>
        </FormFrame>
        <p class="links">
            {door.sign_up_sign_in_question()} " "
            <a href=Route::Login.path()>{door.sign_up_sign_in_link()}</a>
        </p>
    }
}

/// What to do with the mail that is on its way.
#[component]
pub fn SignUpSentPage(
    /// The address that was typed.
    email: String,
) -> impl IntoView {
    let door = Words::here().door();
    view! {
        <PageHead title=door.sent_title() />
        <p>{door.sent_text(&email)}</p>
        <h2>{door.sent_nothing_title()}</h2>
        <ul>
            <li>{door.sent_nothing_spam()}</li>
            <li>{door.sent_nothing_account()}</li>
            <li>{door.sent_nothing_address()}</li>
        </ul>
        <p class="links">
            <a href=Route::SignUp.path()>{door.sent_again_link()}</a>
        </p>
    }
}
