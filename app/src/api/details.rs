//! What an organization says about itself, as it is typed: in its settings, and on the pages that
//! create one.

use serde::{Deserialize, Serialize};

use crate::{form::fields, wire::wire};

fields! {
    /// Fields of the details of an organization.
    DetailsField {
        Org => "org" settings.title,
        Draft => "draft" settings.title,
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

/// The details as text. What is not known is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DetailsText {
    /// The name.
    pub name: String,
    /// The name of a kind of organization.
    pub kind: String,
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
    /// The tag of the language of invoices.
    pub language: String,
}

wire!(struct DetailsText { name, kind, street, postal_code, city, country, phone, website, tax_number, language });

#[cfg(feature = "ssr")]
mod server {
    use domain::{
        country::Country,
        details::{AddressPart, Details, Phone, PostalAddress, Website},
        form::Problem,
        locale::Locale,
        sign_up::OrgKind,
        tax_number::TaxNumber,
        text::{OrgName, PostalCode},
    };

    use super::{DetailsField as Field, DetailsText};
    use crate::api::{Failure, Rejected, request::Reader};

    /// What is wrong was noted.
    struct Refused;

    /// Reads a field that may stay empty.
    fn optional<T>(
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
    }

    impl DetailsText {
        /// Reads the fields.
        pub fn read(&self) -> Result<Details, Failure<Rejected<Field>>> {
            let mut read = Reader::new();
            let (name, kind) = self.take_name(&mut read);
            let address = self.take_address(&mut read);
            let phone = read.take(Field::Phone, optional(&self.phone, Phone::parse));
            let website = read.take(Field::Website, optional(&self.website, Website::parse));
            let country = Country::parse(&self.country);
            let number = optional(&self.tax_number, |text| match kind {
                Some(OrgKind::PrivatePerson) => Err(Problem::TaxNumberOfPrivatePerson),
                _ => Ok(TaxNumber::parse(text, country)?),
            });
            let tax_number = read.take(Field::TaxNumber, number);
            let locale = Locale::parse(&self.language).ok_or(Problem::NotAChoice);
            let locale = read.take(Field::Language, locale);
            match (name, kind, address, phone, website, tax_number, locale) {
                (
                    Some(name),
                    Some(kind),
                    Ok(address),
                    Some(phone),
                    Some(website),
                    Some(tax_number),
                    Some(locale),
                ) => Ok(Details { name, kind, address, phone, tax_number, website, locale }),
                _ => Err(read.refusal()),
            }
        }

        /// Reads name and kind only, and leaves them as they are kept.
        pub fn read_name(mut self) -> Result<Self, Failure<Rejected<Field>>> {
            let mut read = Reader::new();
            match self.take_name(&mut read) {
                (Some(name), Some(kind)) => {
                    self.name = name.to_string();
                    kind.as_str().clone_into(&mut self.kind);
                    Ok(self)
                }
                _ => Err(read.refusal()),
            }
        }

        fn take_name(&self, read: &mut Reader<Field>) -> (Option<OrgName>, Option<OrgKind>) {
            let kind = OrgKind::parse(&self.kind).ok_or(Problem::NotAChoice);
            (read.take(Field::Name, OrgName::parse(&self.name)), read.take(Field::Kind, kind))
        }

        /// The address, if all of it is well-formed: an address, or none.
        fn take_address(&self, read: &mut Reader<Field>) -> Result<Option<PostalAddress>, Refused> {
            let Self { street, postal_code, city, country, .. } = self;
            PostalAddress::parse(street, postal_code, city, country).map_err(|parts| {
                for part in parts {
                    let (field, problem) = match part {
                        AddressPart::Street(it) => (Field::Street, it),
                        AddressPart::PostalCode(it) => (Field::PostalCode, it),
                        AddressPart::City(it) => (Field::City, it),
                        AddressPart::Country(it) => (Field::Country, it),
                    };
                    read.take::<(), _>(field, Err(problem));
                }
                Refused
            })
        }
    }

    impl From<&Details> for DetailsText {
        fn from(details: &Details) -> Self {
            let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
            let address = details.address.as_ref();
            let code = address.and_then(|it| it.postal_code.as_ref());
            Self {
                name: details.name.to_string(),
                kind: details.kind.as_str().to_owned(),
                street: text(address.map(|it| it.street.as_str())),
                postal_code: text(code.map(PostalCode::as_str)),
                city: text(address.map(|it| it.city.as_str())),
                country: text(address.map(|it| it.country.code())),
                phone: text(details.phone.as_ref().map(Phone::as_str)),
                website: text(details.website.as_ref().map(Website::as_str)),
                tax_number: details
                    .tax_number
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                language: details.locale.tag().to_owned(),
            }
        }
    }
}
