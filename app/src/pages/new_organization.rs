//! `/profile/organizations/new`: founding a further organization.

use domain::{sign_up::OrgKind, text::OrgName};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

use crate::{
    api::{NoRefusal, organization::CreateField},
    form::{Call, Field, FieldInput, FormFrame, FormState},
    pages::{
        data::{self, PageData, words_only},
        kind_name,
    },
    ui::{Button, Card, Choice, Emphasis, PageHead, RadioGroup},
    words::{Area, Words},
};

/// The lazy page; its words are asked for while its module loads.
pub struct NewOrganizationPage {
    create: Call,
    words: PageData,
}

#[lazy_route]
impl LazyRoute for NewOrganizationPage {
    fn data() -> Self {
        Self { create: Call::new("create_organization"), words: words_only(Area::Organizations) }
    }

    fn view(this: Self) -> AnyView {
        let NewOrganizationPage { create, words } = this;
        data::show(words, move |(): ()| view! { <CreateForm create /> }.into_any())
    }
}

#[component]
fn CreateForm(create: Call) -> impl IntoView {
    let words = Words::here();
    let (common, texts) = (words.common(), words.organizations());
    let form = FormState::<CreateField, NoRefusal>::called(create);
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
        <Title text=common.page_title(common.brand(), texts.create_title()) />
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
                autocomplete="organization"
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
