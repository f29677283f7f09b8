//! `/profile/organizations/new` and what follows it: creating an organization in three steps.

use domain::{id::PublicId, sign_up::OrgKind, text::OrgName};
use leptos::prelude::*;

use super::{
    View,
    details::{DetailsForm, address_card, facts, kinds, line, tax_card},
    with_data,
};
use crate::{
    api::{
        details::{DetailsField, DetailsText},
        new_organization::Plan,
    },
    form::{Field, FormFrame},
    route::Route,
    ui::{Button, Card, Emphasis, PageHead, Step, Steps},
    words::Words,
};

/// The lazy pages of the steps. The first has no draft yet when one comes to it first.
#[lazy]
pub fn plan() -> [View; 3] {
    [
        |data| with_data(data, show_name),
        |data| with_data(data, show_address),
        |data| with_data(data, show_summary),
    ]
}

fn show_name(plan: Option<Plan>) -> AnyView {
    let words = Words::here();
    let texts = words.settings();
    let form = DetailsForm::called("name_organization");
    let draft = plan.as_ref().map(|it| it.draft);
    let kind = OrgKind::Company.as_str().to_owned();
    let first = || DetailsText { kind, ..DetailsText::default() };
    let details = plan.map_or_else(first, |it| it.details);
    let name = line(
        form,
        DetailsField::Name,
        &details.name,
        OrgName::MAX_CHARS,
        Some("organization"),
        None,
    );
    let kinds = kinds(form, &details.kind, words);
    view! {
        <PageHead title=texts.create_title() lead=texts.create_name_lead() />
        {steps(draft, 0, words)}
        <FormFrame form>
            {draft.map(hidden)}
            <Card>
                {kinds}
                {name}
            </Card>
            {next(form, texts.next_step())}
        </FormFrame>
    }
    .into_any()
}

fn show_address(Plan { draft, details, currency, countries }: Plan) -> AnyView {
    let words = Words::here();
    let texts = words.settings();
    let form = DetailsForm::called("locate_organization");
    view! {
        <PageHead title=texts.create_title() lead=texts.create_address_lead() />
        {steps(Some(draft), 1, words)}
        <FormFrame form>
            {hidden(draft)}
            {address_card(form, &details, &countries, currency, words)}
            {tax_card(form, &details, words)}
            {next(form, texts.next_step())}
        </FormFrame>
    }
    .into_any()
}

fn show_summary(Plan { draft, details, currency, countries }: Plan) -> AnyView {
    let words = Words::here();
    let texts = words.settings();
    let form = DetailsForm::called("create_organization");
    view! {
        <PageHead title=texts.create_title() lead=texts.create_summary_lead() />
        {steps(Some(draft), 2, words)}
        <FormFrame form>
            {hidden(draft)}
            {facts(details, &countries, currency, false, words)}
            {next(form, texts.create_button())}
        </FormFrame>
    }
    .into_any()
}

/// The steps; those after the first need a draft.
fn steps(draft: Option<PublicId>, current: usize, words: Words) -> AnyView {
    let texts = words.settings();
    let pages = draft.map(|it| [Route::Plan(it), Route::PlanAddress(it), Route::PlanSummary(it)]);
    let labels = [texts.step_name(), texts.step_address(), texts.step_summary()];
    let step = |(index, label): (usize, &str)| Step {
        label: label.to_owned(),
        href: pages.filter(|_| index < current).map(|pages| pages[index].path()),
    };
    let steps = labels.into_iter().enumerate().map(step).collect();
    view! { <Steps label=texts.steps() steps current /> }.into_any()
}

fn hidden(draft: PublicId) -> AnyView {
    view! { <input type="hidden" name=DetailsField::Draft.name() value=draft.to_string() /> }
        .into_any()
}

fn next(form: DetailsForm, label: &'static str) -> AnyView {
    view! {
        <Button emphasis=Emphasis::Primary busy=form.pending()>
            {label}
        </Button>
    }
    .into_any()
}
