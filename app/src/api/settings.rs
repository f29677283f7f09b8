//! The details of an organization.

#![expect(
    clippy::too_many_arguments,
    reason = "a server function has one for each field of its form"
)]

use domain::{id::PublicId, locale::Locale, money::Currency, rights::Denial, sign_up::OrgKind};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Done, Failure, PageFailure, Rejected, strict_form::Form};
use crate::{form::fields, ui::Image};

fields! {
    /// Fields of the details of an organization.
    DetailsField {
        Org => "org" settings.title,
        Name => "org_name" settings.name,
        Kind => "kind" settings.kind,
        Street => "street" settings.street,
        PostalCode => "postal_code" settings.postal_code,
        City => "city" settings.city,
        Country => "country" settings.country,
        Phone => "phone" settings.phone,
        Website => "website" settings.website,
        TaxNumber => "tax_number" settings.tax_number,
        Language => "language" settings.language,
        Then => "then" settings.logo,
    }
}

/// What the field `then` of the form says for going on to the logo, so that nothing typed is lost.
pub const THEN_LOGO: &str = "logo";

/// The details of an organization, as the page shows them. What is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What the organization's addresses are made of.
    pub org: PublicId,
    /// Its name.
    pub name: String,
    /// What it is in life.
    pub kind: OrgKind,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Place.
    pub city: String,
    /// The code of the country.
    pub country: String,
    /// Phone number.
    pub phone: String,
    /// Address on the web.
    pub website: String,
    /// VAT number or UID.
    pub tax_number: String,
    /// The language of invoices.
    pub language: Locale,
    /// The logo, if there is one.
    pub logo: Option<Image>,
    /// The currency of orders to come.
    pub currency: Currency,
    /// Codes and names of all countries, in the order of the reader's alphabet.
    pub countries: Vec<(String, String)>,
    /// Why the reader may not change them, if so.
    pub may_change: Result<(), Denial>,
}

/// Shows the details to a member who may see them.
#[server(endpoint = "show_settings", input = Form)]
pub async fn show_settings(org: PublicId) -> Result<Settings, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let view = backend::usecase::organization::show_details(&backend, &identity, org)
        .await
        .map_err(request::plain_failure)?;
    Ok(server::present(org, view, visitor.origin.locale))
}

/// Replaces the details.
#[server(endpoint = "change_details", input = Form)]
pub async fn change_details(
    org: PublicId,
    org_name: String,
    kind: String,
    street: String,
    postal_code: String,
    city: String,
    country: String,
    phone: String,
    website: String,
    tax_number: String,
    language: String,
    then: Option<String>,
) -> Result<Done, Failure<Rejected<DetailsField>>> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let address = [street, postal_code, city, country];
    let typed =
        server::Typed { name: org_name, kind, address, phone, website, tax_number, language };
    let details = typed.read()?;
    let services = backend.clone();
    let changed = backend
        .complete(async move {
            backend::usecase::organization::change_details(&services, &identity, org, &details)
                .await
        })
        .await
        .map_err(request::plain_failure)?;
    if then.as_deref() == Some(THEN_LOGO) {
        let route = Route::Logo(org);
        return Ok(if changed {
            request::leads_to(&visitor, route, Flash::DetailsSaved)
        } else {
            request::done(&visitor, route, None)
        });
    }
    let flash = if changed { Flash::DetailsSaved } else { Flash::NothingChanged };
    // The organization's name stands above every page.
    Ok(Done { whole: true, ..request::leads_to(&visitor, Route::Settings(org), flash) })
}

#[cfg(feature = "ssr")]
mod server {
    use backend::usecase::organization::DetailsView;
    use domain::{
        details::{AddressPart, Details, Phone, PostalAddress, Website},
        form::Problem,
        id::PublicId,
        locale::Locale,
        sign_up::OrgKind,
        tax_number::TaxNumber,
        text::{OrgName, PostalCode},
    };

    use super::{DetailsField, Settings};
    use crate::{
        api::{Failure, Rejected, request::Reader},
        format,
    };

    /// What was typed into the form.
    pub(super) struct Typed {
        pub(super) name: String,
        pub(super) kind: String,
        /// Street, postal code, city, country.
        pub(super) address: [String; 4],
        pub(super) phone: String,
        pub(super) website: String,
        pub(super) tax_number: String,
        pub(super) language: String,
    }

    /// Reads a field that may stay empty.
    fn optional<T>(
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
    }

    impl Typed {
        pub(super) fn read(self) -> Result<Details, Failure<Rejected<DetailsField>>> {
            use DetailsField as Field;

            let mut read = Reader::new();
            let choice = Problem::NotAChoice;
            let name = read.take(Field::Name, OrgName::parse(&self.name));
            let kind = read.take(Field::Kind, OrgKind::parse(&self.kind).ok_or(choice));
            let [street, postal_code, city, country] = &self.address;
            let address = PostalAddress::parse(street, postal_code, city, country)
                .map_err(|parts| {
                    for part in parts {
                        let (field, problem) = match part {
                            AddressPart::Street(it) => (Field::Street, it),
                            AddressPart::PostalCode(it) => (Field::PostalCode, it),
                            AddressPart::City(it) => (Field::City, it),
                            AddressPart::Country(it) => (Field::Country, it),
                        };
                        read.take::<(), _>(field, Err(problem));
                    }
                })
                .ok();
            let phone = read.take(Field::Phone, optional(&self.phone, Phone::parse));
            let website = read.take(Field::Website, optional(&self.website, Website::parse));
            let country = domain::country::Country::parse(country);
            let number = optional(&self.tax_number, |text| match kind {
                Some(OrgKind::PrivatePerson) => Err(Problem::TaxNumberOfPrivatePerson),
                _ => Ok(TaxNumber::parse(text, country)?),
            });
            let tax_number = read.take(Field::TaxNumber, number);
            let locale = read.take(Field::Language, Locale::parse(&self.language).ok_or(choice));
            match (name, kind, address, phone, website, tax_number, locale) {
                (
                    Some(name),
                    Some(kind),
                    Some(address),
                    Some(phone),
                    Some(website),
                    Some(tax_number),
                    Some(locale),
                ) => Ok(Details { name, kind, address, phone, tax_number, website, locale }),
                _ => Err(read.refusal()),
            }
        }
    }

    pub(super) fn present(org: PublicId, view: DetailsView, reader: Locale) -> Settings {
        let DetailsView { details, logo, may_change } = view;
        let currency = details.currency();
        let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
        let address = details.address.as_ref();
        Settings {
            org,
            name: details.name.to_string(),
            kind: details.kind,
            street: text(address.map(|it| it.street.as_str())),
            postal_code: text(
                address.and_then(|it| it.postal_code.as_ref()).map(PostalCode::as_str),
            ),
            city: text(address.map(|it| it.city.as_str())),
            country: text(address.map(|it| it.country.code())),
            phone: text(details.phone.as_ref().map(Phone::as_str)),
            website: text(details.website.as_ref().map(Website::as_str)),
            tax_number: details.tax_number.as_ref().map(ToString::to_string).unwrap_or_default(),
            language: details.locale,
            logo: logo.map(|it| format::logo(org, it)),
            currency,
            countries: format::countries(reader)
                .map(|(code, name)| (code.to_owned(), name.to_owned()))
                .collect(),
            may_change,
        }
    }
}
