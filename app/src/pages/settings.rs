//! `/o/{org}/settings`: what the organization is called, where it is, how it is taxed.

use domain::{
    details::{Phone, Website},
    locale::Locale,
    money::Currency,
    sign_up::OrgKind,
    text::{AddressLine, City, OrgName, PostalCode},
};
use leptos::prelude::*;

use super::{View, kind_name, look::name_of, with_data};
use crate::{
    api::settings::{DetailsField, Settings, THEN_LOGO},
    form::{Field, FieldInput, FormFrame, FormState},
    ui::{
        Button, Card, Choice, Definition, DefinitionList, Emphasis, Image, Notice, PageHead,
        RadioGroup, SelectField, Tone,
    },
    words::Words,
};

type DetailsForm = FormState<DetailsField>;

/// The lazy page.
#[lazy]
pub fn settings() -> View {
    |data| with_data(data, show)
}

fn show(settings: Settings) -> AnyView {
    let words = Words::here();
    let texts = words.settings();
    if settings.may_change.is_ok() {
        view! {
            <PageHead title=texts.title() lead=texts.lead() />
            {form(settings, words)}
        }
        .into_any()
    } else {
        view! {
            <PageHead title=texts.title() lead=texts.lead_reader() />
            <Notice tone=Tone::Info>{texts.no_right()}</Notice>
            {facts(settings, words)}
        }
        .into_any()
    }
}

fn form(settings: Settings, words: Words) -> AnyView {
    let texts = words.settings();
    let form = DetailsForm::called("change_details");
    let org = settings.org.to_string();
    let logo = logo_card(form.name(), settings.logo.clone(), words);
    view! {
        <FormFrame form>
            <input type="hidden" name=DetailsField::Org.name() value=org />
            {organization_card(form, &settings, words)}
            {address_card(form, &settings, words)}
            {contact_card(form, &settings, words)}
            {tax_card(form, &settings, words)}
            <Button emphasis=Emphasis::Primary busy=form.pending()>
                {texts.save()}
            </Button>
        </FormFrame>
        // After the form's own button, which is the one that the Enter key presses.
        {logo}
    }
    .into_any()
}

/// A line of text with what is known, unless something else was typed before the form came back.
fn line(
    form: DetailsForm,
    field: DetailsField,
    known: &str,
    maxlength: u32,
    autocomplete: Option<&'static str>,
    hint: Option<&str>,
) -> AnyView {
    let required = field == DetailsField::Name;
    view! {
        <FieldInput
            form
            field
            known=known.to_owned()
            maxlength
            autocomplete
            required
            hint=hint.map(ToOwned::to_owned)
        />
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
        <Card title=texts.logo()>
            {shown}
            <div class="actions">
                <Button attr:form=form attr:name=DetailsField::Then.name() attr:value=THEN_LOGO>
                    {texts.change_logo()}
                </Button>
            </div>
        </Card>
    }
    .into_any()
}

fn organization_card(form: DetailsForm, settings: &Settings, words: Words) -> AnyView {
    let texts = words.settings();
    let choices = OrgKind::ALL
        .iter()
        .map(|kind| Choice {
            value: kind.as_str().to_owned(),
            label: kind_name(*kind, words).to_owned(),
            hint: None,
        })
        .collect();
    let kind = form.typed(DetailsField::Kind).unwrap_or_else(|| settings.kind.as_str().to_owned());
    let languages = Locale::ALL
        .iter()
        .map(|it| (it.tag().to_owned(), name_of(*it, words).to_owned()))
        .collect();
    let language =
        form.typed(DetailsField::Language).unwrap_or_else(|| settings.language.tag().to_owned());
    let name = line(
        form,
        DetailsField::Name,
        &settings.name,
        OrgName::MAX_CHARS,
        Some("organization"),
        None,
    );
    view! {
        <Card title=texts.section_details()>
            {name}
            <RadioGroup
                name=DetailsField::Kind.name()
                legend=DetailsField::Kind.label(words)
                choices
                selected=kind
                problem=form.problem(DetailsField::Kind)
            />
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

fn address_card(form: DetailsForm, settings: &Settings, words: Words) -> AnyView {
    use DetailsField::{City as Place, Country, PostalCode as Code, Street};

    let texts = words.settings();
    let none = (String::new(), texts.no_country().to_owned());
    let countries = std::iter::once(none).chain(settings.countries.iter().cloned()).collect();
    let country = form.typed(Country).unwrap_or_else(|| settings.country.clone());
    let currency = match settings.currency {
        Currency::Chf => texts.currency_chf(),
        Currency::Eur => texts.currency_eur(),
    };
    let hint = format!("{} {}", texts.currency_now(currency), texts.currency_hint());
    let street =
        line(form, Street, &settings.street, AddressLine::MAX_CHARS, Some("street-address"), None);
    let code =
        line(form, Code, &settings.postal_code, PostalCode::MAX_CHARS, Some("postal-code"), None);
    let city = line(form, Place, &settings.city, City::MAX_CHARS, Some("address-level2"), None);
    view! {
        <Card title=texts.section_address()>
            {street}
            <div class="pair">
                {code}
                {city}
            </div>
            <SelectField
                name=Country.name()
                label=Country.label(words)
                options=countries
                selected=country
                hint=Some(hint)
                problem=form.problem(Country)
                autocomplete=Some("country")
            />
        </Card>
    }
    .into_any()
}

fn contact_card(form: DetailsForm, settings: &Settings, words: Words) -> AnyView {
    let texts = words.settings();
    let hint = Some(texts.phone_hint());
    let phone =
        line(form, DetailsField::Phone, &settings.phone, Phone::MAX_CHARS, Some("tel"), hint);
    let website =
        line(form, DetailsField::Website, &settings.website, Website::MAX_CHARS, Some("url"), None);
    view! { <Card title=texts.section_contact()>{phone} {website}</Card> }.into_any()
}

/// The most characters of a number as typed, with all its spaces and signs.
const TAX_NUMBER_CHARS: u32 = 40;

fn tax_card(form: DetailsForm, settings: &Settings, words: Words) -> AnyView {
    let texts = words.settings();
    let (field, hint) = (DetailsField::TaxNumber, Some(texts.tax_hint()));
    let number = line(form, field, &settings.tax_number, TAX_NUMBER_CHARS, None, hint);
    view! { <Card title=texts.section_tax()>{number}</Card> }.into_any()
}

/// The details for somebody who may only read them.
fn facts(settings: Settings, words: Words) -> AnyView {
    let texts = words.settings();
    let country = settings.countries.iter().find(|(code, _)| *code == settings.country);
    let place = format!("{} {}", settings.postal_code, settings.city);
    let address = [settings.street.as_str(), place.trim(), country.map_or("", |it| it.1.as_str())];
    let address = address.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
    let rows = [
        (texts.name(), settings.name),
        (texts.kind(), kind_name(settings.kind, words).to_owned()),
        (texts.section_address(), address),
        (texts.phone(), settings.phone),
        (texts.website(), settings.website),
        (texts.tax_number(), settings.tax_number),
        (texts.language(), name_of(settings.language, words).to_owned()),
    ];
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|(term, value)| {
            let value = if value.is_empty() { texts.not_given().to_owned() } else { value };
            view! { <Definition term=term>{value}</Definition> }.into_any()
        })
        .collect();
    view! {
        <Card>
            <DefinitionList>{rows}</DefinitionList>
        </Card>
    }
    .into_any()
}
