//! The details of an organization.

#![expect(
    clippy::too_many_arguments,
    reason = "a server function has one for each field of its form"
)]

use domain::{id::PublicId, money::Currency};
use leptos::prelude::*;

use super::{
    Done, Failure, PageFailure, Rejected,
    details::{DetailsField, DetailsText},
    strict_form::Form,
};
use crate::{
    ui::Image,
    wire::{travels, wire},
};

/// What the field `then` of the form says for going on to the logo, so that nothing typed is lost.
pub const THEN_LOGO: &str = "logo";

/// The details of an organization, as the page shows them. What is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What the organization's addresses are made of.
    pub org: PublicId,
    /// What it says about itself.
    pub details: DetailsText,
    /// The logo, if there is one.
    pub logo: Option<Image>,
    /// The currency of orders to come.
    pub currency: Currency,
    /// Codes and names of all countries, in the order of the reader's alphabet.
    pub countries: Vec<(String, String)>,
    /// Whether the reader may change them.
    pub may_change: bool,
}

wire!(struct Settings { org, details, logo, currency, countries, may_change });
travels!(Settings);

/// Shows the details to a member who may see them.
#[server(endpoint = "show_settings", input = Form)]
pub async fn show_settings(org: PublicId) -> Result<Settings, PageFailure> {
    use super::request;
    use crate::format;

    let (backend, visitor, identity) = request::signed_in()?;
    let view = backend::usecase::organization::show_details(&backend, &identity, org)
        .await
        .map_err(request::plain_failure)?;
    Ok(Settings {
        org,
        details: (&view.details).into(),
        logo: view.logo.map(|it| format::logo(org, it)),
        currency: view.details.currency(),
        countries: format::countries(visitor.origin.locale)
            .map(|(code, name)| (code.to_owned(), name.to_owned()))
            .collect(),
        may_change: view.may_change.is_ok(),
    })
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
    let text = DetailsText {
        name: org_name,
        kind,
        street,
        postal_code,
        city,
        country,
        phone,
        website,
        tax_number,
        language,
    };
    let details = text.read()?;
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
