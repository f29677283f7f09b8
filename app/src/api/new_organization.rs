//! Creating an organization, in three steps: its name, its address, a summary.

use crate::wire::{travels, wire};
use domain::{id::PublicId, money::Currency};
use leptos::prelude::*;

use super::{
    Done, Failure, PageFailure, Rejected,
    details::{DetailsField, DetailsText},
    strict_form::Form,
};

/// An organization that is being created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its draft, in the addresses of the steps.
    pub draft: PublicId,
    /// What was typed so far.
    pub details: DetailsText,
    /// The currency of orders to come, from what was typed so far.
    pub currency: Currency,
    /// Codes and names of all countries, in the order of the reader's alphabet.
    pub countries: Vec<(String, String)>,
}

wire!(struct Plan { draft, details, currency, countries });
travels!(Plan);

/// Shows what was typed so far to whoever typed it.
#[server(endpoint = "show_plan", input = Form)]
pub async fn show_plan(draft: PublicId) -> Result<Plan, PageFailure> {
    use domain::country::Country;

    use super::request;
    use crate::format;

    let (backend, visitor, identity) = request::signed_in()?;
    let details = server::open(&backend, &identity, draft).await?;
    let country = Country::parse(&details.country);
    Ok(Plan {
        draft,
        details,
        currency: country.map_or(Currency::Eur, Currency::for_country),
        countries: format::countries(visitor.origin.locale)
            .map(|(code, name)| (code.to_owned(), name.to_owned()))
            .collect(),
    })
}

/// The first step: what the organization is, and its name. Without a draft a new one begins.
#[server(endpoint = "name_organization", input = Form)]
pub async fn name_organization(
    draft: Option<PublicId>,
    kind: String,
    org_name: String,
) -> Result<Done, Failure<Rejected<DetailsField>>> {
    use super::request;
    use crate::route::Route;

    let (backend, visitor, identity) = request::signed_in()?;
    let language = visitor.origin.locale.tag().to_owned();
    let named = DetailsText { name: org_name, kind, language, ..DetailsText::default() };
    let DetailsText { name, kind, language, .. } = named.read_name()?;
    let draft = server::keep(&backend, &identity, draft, move |before| DetailsText {
        name: name.clone(),
        kind: kind.clone(),
        language: language.clone(),
        ..before
    })
    .await?;
    Ok(request::done(&visitor, Route::PlanAddress(draft), None))
}

/// The second step: where it is, and how it is taxed. All of it may stay empty.
#[server(endpoint = "locate_organization", input = Form)]
pub async fn locate_organization(
    draft: PublicId,
    street: String,
    postal_code: String,
    city: String,
    country: String,
    tax_number: String,
) -> Result<Done, Failure<Rejected<DetailsField>>> {
    use super::request;
    use crate::route::Route;

    let (backend, visitor, identity) = request::signed_in()?;
    let before = server::open(&backend, &identity, draft).await?;
    let typed = DetailsText { street, postal_code, city, country, tax_number, ..before };
    let kept = DetailsText::from(&typed.read()?);
    server::keep(&backend, &identity, Some(draft), move |before| DetailsText {
        name: before.name,
        kind: before.kind,
        language: before.language,
        ..kept.clone()
    })
    .await?;
    Ok(request::done(&visitor, Route::PlanSummary(draft), None))
}

/// The last step: creates the organization, whose legal representative is the person who asks.
#[server(endpoint = "create_organization", input = Form)]
pub async fn create_organization(draft: PublicId) -> Result<Done, Failure<Rejected<DetailsField>>> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let services = backend.clone();
    let created = backend
        .complete(async move {
            backend::usecase::organization::create(&services, &identity, draft, server::details)
                .await
        })
        .await
        .map_err(|error| request::failure(error, |refusal| refusal))?;
    Ok(request::leads_to(&visitor, Route::Dashboard(created), Flash::OrganizationCreated))
}

#[cfg(feature = "ssr")]
mod server {
    use backend::{Backend, Identity, usecase::draft};
    use domain::{details::Details, draft::DraftKind, id::PublicId};

    use super::{DetailsField, DetailsText};
    use crate::api::{Failure, Rejected, request};

    const KIND: DraftKind = DraftKind::Organization;

    fn read(body: &str) -> DetailsText {
        // Written by another version: what it does not know any more is typed again.
        serde_json::from_str(body).unwrap_or_default()
    }

    fn write(text: &DetailsText) -> String {
        serde_json::to_string(text).unwrap_or_default()
    }

    /// What was typed so far, if it is enough.
    pub(super) fn details(body: &str) -> Result<Details, Failure<Rejected<DetailsField>>> {
        read(body).read()
    }

    /// What was typed so far.
    pub(super) async fn open<R>(
        backend: &Backend,
        identity: &Identity,
        id: PublicId,
    ) -> Result<DetailsText, Failure<R>> {
        let body = draft::open(backend, identity, KIND, id).await;
        body.map(|it| read(&it)).map_err(request::plain_failure)
    }

    /// Keeps what was typed: on top of what was typed before, if that is known.
    pub(super) async fn keep<R>(
        backend: &Backend,
        identity: &Identity,
        id: Option<PublicId>,
        change: impl Fn(DetailsText) -> DetailsText + Send + Sync + 'static,
    ) -> Result<PublicId, Failure<R>> {
        let (services, identity) = (backend.clone(), identity.clone());
        let work = async move {
            let Some(id) = id else {
                let body = write(&change(DetailsText::default()));
                return draft::begin(&services, &identity, KIND, &body).await;
            };
            let change = |body: &str| write(&change(read(body)));
            draft::change(&services, &identity, KIND, id, change).await?;
            Ok(id)
        };
        backend.complete(work).await.map_err(request::plain_failure)
    }
}
