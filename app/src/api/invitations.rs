//! Invitations that wait for an answer.

#[cfg(feature = "ssr")]
mod sheets;

#[cfg(feature = "ssr")]
pub(in crate::api) use sheets::messages;

use domain::{
    id::{InvitationId, PublicId},
    invitation::{InvitationRefusal, MOST_AT_ONCE},
};
use leptos::prelude::*;

use super::{Done, Failure, PageFailure, Rejected, strict_form::Form};
use crate::{
    form::{Sentence, fields},
    sheet::Sheet,
    words::Words,
};

fields! {
    /// Fields about invitations.
    InvitationField {
        Org => "org" people.title,
        Draft => "draft" invitations.title,
        Invitation => "invitation" invitations.title,
        Addresses => "addresses" invitations.addresses,
        BillingReminders => "billing_reminders" people.billing_reminders,
        ProductEvents => "product_events" people.product_events,
        Language => "language" invitations.language,
        Elsewhere => "elsewhere" invitations.addresses,
    }
}

impl Sentence for InvitationRefusal {
    fn sentence(&self, words: Words) -> String {
        let texts = words.invitations();
        match self {
            Self::Ended => texts.refused_ended().to_owned(),
            Self::AlreadyMember => texts.refused_already_member().to_owned(),
            Self::AlreadyInvited => texts.refused_already_invited().to_owned(),
            Self::Nobody => texts.refused_nobody().to_owned(),
            Self::TooMany => texts.too_many(MOST_AT_ONCE.try_into().unwrap_or(u64::MAX)),
        }
    }
}

/// What the functions about invitations answer when they refuse.
pub type InvitationFailure = Failure<Rejected<InvitationField, InvitationRefusal>>;

/// Lists the invitations that wait for an answer. `query` is what stands behind the question mark in
/// the address of the page: where to begin.
#[server(endpoint = "list_invitations", input = Form)]
pub async fn list_invitations(org: PublicId, query: String) -> Result<Sheet, PageFailure> {
    use super::{paging, people::present::Reader, request};

    let (backend, visitor, identity) = request::signed_in()?;
    let behind = paging::behind(&query);
    let found = backend::usecase::invitation::list(&backend, &identity, org, behind)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::list(org, found, behind.is_some(), &Reader::new(&visitor, &identity)))
}

/// Shows an invitation.
#[server(endpoint = "show_invitation", input = Form)]
pub async fn show_invitation(
    org: PublicId,
    invitation: InvitationId,
) -> Result<Sheet, PageFailure> {
    use super::{people::present::Reader, request};

    let (backend, visitor, identity) = request::signed_in()?;
    let (which, locale) = ((org, invitation), visitor.look.locale);
    let found = backend::usecase::invitation::show(&backend, &identity, which, locale)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::one(org, &found, &Reader::new(&visitor, &identity)))
}

/// Sends an invitation again, to the same address or to the one that its person asks for.
#[server(endpoint = "send_invitation_again", input = Form)]
pub async fn send_invitation_again(
    org: PublicId,
    invitation: InvitationId,
    elsewhere: Option<String>,
) -> Result<Done, InvitationFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let services = backend.clone();
    let elsewhere = elsewhere.is_some();
    backend
        .complete(async move {
            let which = invitation;
            backend::usecase::invitation::send_again(&services, &identity, org, which, elsewhere)
                .await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    let route = Route::Invitation(org, invitation);
    Ok(request::done(&visitor, route, Some(Flash::InvitationSentAgain)))
}

/// Takes an invitation back.
#[server(endpoint = "cancel_invitation", input = Form)]
pub async fn cancel_invitation(
    org: PublicId,
    invitation: InvitationId,
) -> Result<Done, InvitationFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let services = backend.clone();
    backend
        .complete(async move {
            backend::usecase::invitation::cancel(&services, &identity, org, invitation).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::leads_to(&visitor, Route::Invitations(org), Flash::InvitationCancelled))
}
