//! `/profile/organizations/new`: founding a further organization.

use domain::{sign_up::OrgKind, text::OrgName};
use leptos::prelude::*;

use super::{View, kind_name, with_data};
use crate::{
    api::organization::CreateField,
    form::{Field, FieldInput, FormFrame, FormState},
    ui::{Button, Card, Choice, Emphasis, PageHead, RadioGroup},
    words::Words,
};

/// The lazy page.
#[lazy]
pub fn new_organization() -> View {
    |data| with_data(data, |(): ()| view! { <CreateForm /> }.into_any())
}

#[component]
fn CreateForm() -> impl IntoView {
    let words = Words::here();
    let texts = words.organizations();
    let form = FormState::<CreateField>::called("create_organization");
    let choices = OrgKind::ALL
        .iter()
        .map(|kind| Choice {
            value: kind.as_str().to_owned(),
            label: kind_name(*kind, words).to_owned(),
            hint: None,
        })
        .collect();
    let chosen =
        form.typed(CreateField::Kind).unwrap_or_else(|| OrgKind::Company.as_str().to_owned());
    view! {
        <PageHead title=texts.create_title() lead=texts.create_lead() />
        <Card>
        <FormFrame form>
            <RadioGroup
                name=CreateField::Kind.name()
                legend=CreateField::Kind.label(words)
                choices
                selected=chosen
                problem=form.problem(CreateField::Kind)
            />
            <FieldInput
                form
                field=CreateField::Name
                autocomplete=Some("organization")
                maxlength=OrgName::MAX_CHARS
                required=true
            />
            <Button emphasis=Emphasis::Primary busy=form.pending()>
                {texts.create_button()}
            </Button>
        </FormFrame>
        </Card>
    }
}
