//! What a link that does not work leads to: one page per state, each with the next step.

use domain::token::{LinkRefusal, Purpose};
use leptos::prelude::*;

use super::FlashNotice;
use crate::{
    api::door::NoField,
    form::{FormFrame, FormState},
    route::Route,
    ui::{Button, Emphasis, LinkButton, PageHead},
    words::Words,
};

/// The page of a link that does not work.
#[component]
pub fn LinkPage(
    /// What the link was for.
    purpose: Purpose,
    /// Why it does not work; `None`: this browser opened no link.
    refusal: Option<LinkRefusal>,
) -> impl IntoView {
    let words = Words::here();
    view! {
        <PageHead title=title(refusal, words) />
        <FlashNotice />
        <p>{text(purpose, refusal, words)}</p>
        {next(purpose, refusal, words)}
    }
}

/// The title of the state, which is also the title of the document.
pub fn title(refusal: Option<LinkRefusal>, words: Words) -> &'static str {
    let door = words.door();
    match refusal {
        Some(LinkRefusal::Expired) => door.link_expired_title(),
        Some(LinkRefusal::Used) => door.link_used_title(),
        Some(LinkRefusal::Replaced) => door.link_replaced_title(),
        Some(LinkRefusal::Unknown) => door.link_unknown_title(),
        None => door.link_missing_title(),
    }
}

fn text(purpose: Purpose, refusal: Option<LinkRefusal>, words: Words) -> &'static str {
    let door = words.door();
    let verify = purpose != Purpose::ResetPassword;
    match (verify, refusal) {
        (true, Some(LinkRefusal::Expired)) => door.verify_expired_text(),
        (true, Some(LinkRefusal::Used)) => door.verify_used_text(),
        (true, Some(LinkRefusal::Replaced)) => door.verify_replaced_text(),
        (true, Some(LinkRefusal::Unknown)) => door.verify_unknown_text(),
        (true, None) => door.verify_missing_text(),
        (false, Some(LinkRefusal::Expired)) => door.reset_expired_text(),
        (false, Some(LinkRefusal::Used)) => door.reset_used_text(),
        (false, Some(LinkRefusal::Replaced)) => door.reset_replaced_text(),
        (false, Some(LinkRefusal::Unknown)) => door.reset_unknown_text(),
        (false, None) => door.reset_missing_text(),
    }
}

fn next(purpose: Purpose, refusal: Option<LinkRefusal>, words: Words) -> AnyView {
    let door = words.door();
    let link = |route: Route, label: &'static str| {
        view! { <LinkButton href=route.path() emphasis=Emphasis::Primary>{label}</LinkButton> }
            .into_any()
    };
    match (purpose, refusal) {
        (_, Some(LinkRefusal::Used)) => link(Route::Login, door.link_sign_in()),
        (Purpose::ResetPassword, _) => link(Route::Forgot, door.link_request_again()),
        (_, Some(LinkRefusal::Expired)) => {
            let form = FormState::<NoField>::posted("renew_sign_up_link");
            view! {
                <FormFrame form>
                    <Button emphasis=Emphasis::Primary>{door.verify_renew_button()}</Button>
                </FormFrame>
            }
            .into_any()
        }
        _ => link(Route::SignUp, door.link_sign_up_again()),
    }
}
