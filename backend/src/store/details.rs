//! The details of organizations.

use domain::{
    country::Country,
    details::{Details, Phone, PostalAddress, Website},
    id::OrgId,
    locale::Locale,
    rights::Permit,
    sign_up::OrgKind,
    tax_number::TaxNumber,
    text::{AddressLine, City, OrgName, PostalCode},
};

use super::{OrgLock, StoreError, Tx, on, statements};

statements! {
    FIND = "
        SELECT name, kind, locale, street, postal_code, city, country, phone, tax_number, website
        FROM organizations WHERE org_id = $1";

    UPDATE = "
        UPDATE organizations
        SET name = $2, kind = $3, locale = $4, street = $5, postal_code = $6, city = $7,
            country = $8, phone = $9, tax_number = $10, website = $11
        WHERE org_id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    kind: String,
    locale: String,
    street: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    country: Option<String>,
    phone: Option<String>,
    tax_number: Option<String>,
    website: Option<String>,
}

impl TryFrom<Row> for Details {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let address = match (row.street, row.city, row.country) {
            (Some(street), Some(city), Some(country)) => Some(PostalAddress {
                street: AddressLine::from_stored(street),
                postal_code: row.postal_code.map(PostalCode::from_stored),
                city: City::from_stored(city),
                country: Country::parse(&country)
                    .ok_or(StoreError::Corrupt("organizations.country"))?,
            }),
            _ => None,
        };
        Ok(Self {
            name: OrgName::from_stored(row.name),
            kind: OrgKind::parse(&row.kind).ok_or(StoreError::Corrupt("organizations.kind"))?,
            address,
            phone: row.phone.map(Phone::from_stored),
            tax_number: row.tax_number.map(TaxNumber::from_stored),
            website: row.website.map(Website::from_stored),
            locale: Locale::parse(&row.locale)
                .ok_or(StoreError::Corrupt("organizations.locale"))?,
        })
    }
}

/// The details of an organization that exists.
pub async fn find(tx: &mut Tx, _: &Permit, org: OrgId) -> Result<Details, StoreError> {
    let row: Option<Row> =
        on!(tx, |conn| sqlx::query_as(FIND).bind(org.as_uuid()).fetch_optional(conn).await?);
    row.ok_or(StoreError::Gone)?.try_into()
}

/// Replaces the details of an organization.
pub async fn update(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    details: &Details,
) -> Result<(), StoreError> {
    let address = details.address.as_ref();
    on!(tx, |conn| {
        sqlx::query(UPDATE)
            .bind(lock.org().as_uuid())
            .bind(details.name.as_str())
            .bind(details.kind.as_str())
            .bind(details.locale.tag())
            .bind(address.map(|it| it.street.as_str()))
            .bind(address.and_then(|it| it.postal_code.as_ref()).map(PostalCode::as_str))
            .bind(address.map(|it| it.city.as_str()))
            .bind(address.map(|it| it.country.code()))
            .bind(details.phone.as_ref().map(Phone::as_str))
            .bind(details.tax_number.as_ref().map(TaxNumber::as_str))
            .bind(details.website.as_ref().map(Website::as_str))
            .execute(conn)
            .await?;
    });
    Ok(())
}
