//! `/o/{org}/settings`: what the organization is called, where it is, how it is taxed.

use domain::{
    details::{Phone, Website},
    locale::Locale,
    text::OrgName,
};
use leptos::prelude::*;

use super::{
    View,
    details::{DetailsForm, address_card, facts, kinds, line, tax_card},
    look::name_of,
    with_data,
};
use crate::{
    api::{
        details::{DetailsField, DetailsText},
        settings::{Settings, THEN_LOGO},
    },
    form::{Field, FormFrame},
    ui::{Button, Card, Emphasis, Image, Notice, PageHead, SelectField, Tone},
    words::Words,
};

/// The lazy page.
#[lazy]
pub fn settings() -> View {
    |data| with_data(data, show)
}

fn show(settings: Settings) -> AnyView {
    let words = Words::here();
    let texts = words.settings();
    if settings.may_change {
        view! {
            <PageHead title=texts.title() lead=texts.lead() />
            {form(settings, words)}
        }
        .into_any()
    } else {
        view! {
            <PageHead title=texts.title() lead=texts.lead_reader() />
            <Notice tone=Tone::Info>{texts.no_right()}</Notice>
            {facts(settings.details, &settings.countries, settings.currency, true, words)}
        }
        .into_any()
    }
}

fn form(settings: Settings, words: Words) -> AnyView {
    let texts = words.settings();
    let form = DetailsForm::called("change_details");
    let Settings { org, details, countries, currency, logo, .. } = settings;
    let org = org.to_string();
    let logo = logo_card(form.name(), logo, words);
    view! {
        <FormFrame form>
            <input type="hidden" name=DetailsField::Org.name() value=org />
            {organization_card(form, &details, words)}
            {address_card(form, &details, &countries, currency, words)}
            {contact_card(form, &details, words)}
            {tax_card(form, &details, words)}
            <Button emphasis=Emphasis::Primary busy=form.pending()>
                {texts.save()}
            </Button>
        </FormFrame>
        // After the form's own button, which is the one that the Enter key presses.
        {logo}
    }
    .into_any()
}

/// The logo, and the way to another one: what was typed into the form is saved first.
fn logo_card(form: &'static str, logo: Option<Image>, words: Words) -> AnyView {
    let texts = words.settings();
    let shown = match logo {
        Some(Image { src, width, height }) => view! {
            <p class="picture-present">
                <img class="logo" src=src width=width height=height alt=texts.logo() />
            </p>
        }
        .into_any(),
        None => view! { <p class="quiet">{texts.no_logo()}</p> }.into_any(),
    };
    view! {
        <div class="form">
            <Card title=texts.logo()>
                {shown}
                <div class="actions">
                    <Button attr:form=form attr:name=DetailsField::Then.name() attr:value=THEN_LOGO>
                        {texts.change_logo()}
                    </Button>
                </div>
            </Card>
        </div>
    }
    .into_any()
}

fn organization_card(form: DetailsForm, details: &DetailsText, words: Words) -> AnyView {
    let texts = words.settings();
    let languages = Locale::ALL
        .iter()
        .map(|it| (it.tag().to_owned(), name_of(*it, words).to_owned()))
        .collect();
    let language = form.typed(DetailsField::Language).unwrap_or_else(|| details.language.clone());
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
        <Card title=texts.section_details()>
            {name}
            {kinds}
            <SelectField
                name=DetailsField::Language.name()
                label=DetailsField::Language.label(words)
                options=languages
                selected=language
                problem=form.problem(DetailsField::Language)
            />
        </Card>
    }
    .into_any()
}

fn contact_card(form: DetailsForm, details: &DetailsText, words: Words) -> AnyView {
    let texts = words.settings();
    let hint = Some(texts.phone_hint());
    let phone =
        line(form, DetailsField::Phone, &details.phone, Phone::MAX_CHARS, Some("tel"), hint);
    let website =
        line(form, DetailsField::Website, &details.website, Website::MAX_CHARS, Some("url"), None);
    view! { <Card title=texts.section_contact()>{phone} {website}</Card> }.into_any()
}
