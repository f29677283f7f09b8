//! `/help`: short answers to what people ask, open to everybody.

use leptos::prelude::*;

use crate::{
    route::Route,
    ui::{Fold, LinkButton, PageHead},
    words::Words,
};

/// Questions and answers, the most frequent first.
#[component]
pub fn HelpPage() -> impl IntoView {
    let texts = Words::here().help();
    let answers = [
        (texts.sign_in_question(), texts.sign_in_answer()),
        (texts.identifier_question(), texts.identifier_answer()),
        (texts.genuine_question(), texts.genuine_answer()),
        (texts.password_question(), texts.password_answer()),
        (texts.devices_question(), texts.devices_answer()),
        (texts.organizations_question(), texts.organizations_answer()),
        (texts.details_question(), texts.details_answer()),
        (texts.logo_question(), texts.logo_answer()),
        (texts.language_question(), texts.language_answer()),
        (texts.find_question(), texts.find_answer()),
        (texts.activity_question(), texts.activity_answer()),
        (texts.rights_question(), texts.rights_answer()),
    ];
    let answers = answers.map(|(question, answer)| {
        view! {
            <Fold summary=question>
                <p>{answer}</p>
            </Fold>
        }
    });
    view! {
        <PageHead title=texts.title() lead=texts.lead() />
        <div class="answers">{answers.into_iter().collect::<Vec<_>>()}</div>
        <div class="actions">
            <LinkButton href=Route::Home.path()>{texts.back()}</LinkButton>
            <LinkButton href=Route::Check.path()>{texts.check()}</LinkButton>
        </div>
    }
}
