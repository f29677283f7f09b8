//! The details of an organization as fields and as facts: for its settings, and for the pages that
//! create one.

use domain::{
    locale::Locale,
    money::Currency,
    sign_up::OrgKind,
    text::{AddressLine, City, PostalCode},
};
use leptos::prelude::*;

use super::{kind_choices, kind_name, look::name_of};
use crate::{
    api::details::{DetailsField, DetailsText},
    form::{Field, FieldInput, FormState},
    ui::{Card, Definition, DefinitionList, RadioGroup, SelectField},
    words::Words,
};

pub(super) type DetailsForm = FormState<DetailsField>;

/// The most characters of a number as typed, with all its spaces and signs.
const TAX_NUMBER_CHARS: u32 = 40;

/// A line of text with what is known, unless something else was typed before the form came back.
pub(super) fn line(
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

/// What the organization is in life.
pub(super) fn kinds(form: DetailsForm, known: &str, words: Words) -> AnyView {
    let field = DetailsField::Kind;
    view! {
        <RadioGroup
            name=field.name()
            legend=field.label(words)
            choices=kind_choices(words)
            selected=form.typed(field).unwrap_or_else(|| known.to_owned())
            problem=form.problem(field)
        />
    }
    .into_any()
}

/// Where it is, and in which currency it therefore orders.
pub(super) fn address_card(
    form: DetailsForm,
    details: &DetailsText,
    countries: &[(String, String)],
    currency: Currency,
    words: Words,
) -> AnyView {
    use DetailsField::{City as Place, Country, PostalCode as Code, Street};

    let texts = words.settings();
    let none = (String::new(), texts.no_country().to_owned());
    let countries = std::iter::once(none).chain(countries.iter().cloned()).collect();
    let country = form.typed(Country).unwrap_or_else(|| details.country.clone());
    let hint = format!("{} {}", texts.currency_now(name(currency, words)), texts.currency_hint());
    let street =
        line(form, Street, &details.street, AddressLine::MAX_CHARS, Some("street-address"), None);
    let code =
        line(form, Code, &details.postal_code, PostalCode::MAX_CHARS, Some("postal-code"), None);
    let city = line(form, Place, &details.city, City::MAX_CHARS, Some("address-level2"), None);
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

/// How the tax office knows it.
pub(super) fn tax_card(form: DetailsForm, details: &DetailsText, words: Words) -> AnyView {
    let texts = words.settings();
    let (field, hint) = (DetailsField::TaxNumber, Some(texts.tax_hint()));
    let number = line(form, field, &details.tax_number, TAX_NUMBER_CHARS, None, hint);
    view! { <Card title=texts.section_tax()>{number}</Card> }.into_any()
}

/// All of it, to be read; `gaps`: also what is not known.
pub(super) fn facts(
    details: DetailsText,
    countries: &[(String, String)],
    currency: Currency,
    gaps: bool,
    words: Words,
) -> AnyView {
    let texts = words.settings();
    let country = countries.iter().find(|(code, _)| *code == details.country);
    let place = format!("{} {}", details.postal_code, details.city);
    let address = [details.street.as_str(), place.trim(), country.map_or("", |it| it.1.as_str())];
    let address = address.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
    let kind = OrgKind::parse(&details.kind).map_or("", |it| kind_name(it, words));
    let language = Locale::parse(&details.language).map_or("", |it| name_of(it, words));
    let rows = [
        (texts.name(), details.name),
        (texts.kind(), kind.to_owned()),
        (texts.section_address(), address),
        (texts.currency(), name(currency, words).to_owned()),
        (texts.phone(), details.phone),
        (texts.website(), details.website),
        (texts.tax_number(), details.tax_number),
        (texts.language(), language.to_owned()),
    ];
    let rows: Vec<AnyView> = rows
        .into_iter()
        .filter(|(_, value)| gaps || !value.is_empty())
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

fn name(currency: Currency, words: Words) -> &'static str {
    match currency {
        Currency::Chf => words.settings().currency_chf(),
        Currency::Eur => words.settings().currency_eur(),
    }
}
