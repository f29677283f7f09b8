//! Asking for rights, and answering.

#[cfg(feature = "ssr")]
mod sheets;

#[cfg(feature = "ssr")]
pub(in crate::api) use sheets::{offers, optional, right_called};

use domain::{
    id::{PublicId, RequestId},
    rights::{RequestRefusal, Wish},
};
use leptos::prelude::*;

use super::{Done, Failure, PageFailure, Rejected, strict_form::Form};
use crate::{
    form::{Sentence, fields},
    sheet::Sheet,
    words::Words,
};

fields! {
    /// Fields about requests.
    RequestField {
        Org => "org" people.title,
        Wish => "wish" requests.right,
        Request => "request" requests.title,
        Message => "message" requests.message,
        Reason => "reason" requests.reason,
    }
}

impl Sentence for RequestRefusal {
    fn sentence(&self, words: Words) -> String {
        let texts = words.requests();
        match self {
            Self::HasIt => texts.refused_has_it(),
            Self::Ended => texts.refused_ended(),
        }
        .to_owned()
    }
}

/// What the functions about requests answer when they refuse.
pub type RequestFailure = Failure<Rejected<RequestField, RequestRefusal>>;

/// Lists requests that wait for an answer.
#[server(endpoint = "list_requests", input = Form)]
pub async fn list_requests(org: PublicId) -> Result<Sheet, PageFailure> {
    use super::{people::present::Reader, request};

    let (backend, visitor, identity) = request::signed_in()?;
    let locale = visitor.look.locale;
    let found = backend::usecase::request::list(&backend, &identity, org, locale)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::list(org, found, &Reader::new(&visitor, &identity)))
}

/// Shows what there is to know before one asks for a right.
#[server(endpoint = "show_asking", input = Form)]
pub async fn show_asking(org: PublicId, wish: Wish) -> Result<Sheet, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let locale = visitor.look.locale;
    let found = backend::usecase::request::preview_ask(&backend, &identity, org, wish, locale)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::asking(org, wish, &found, visitor.words()))
}

/// Asks for a right.
#[server(endpoint = "ask_for_right", input = Form)]
pub async fn ask_for_right(
    org: PublicId,
    wish: Wish,
    message: String,
) -> Result<Done, RequestFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let message =
        sheets::optional(&message).map_err(|why| request::wrong(RequestField::Message, why))?;
    let services = backend.clone();
    backend
        .complete(async move {
            let message = message.as_ref();
            backend::usecase::request::ask(&services, &identity, org, wish, message).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::leads_to(&visitor, Route::Requests(org), Flash::RequestSent))
}

/// Takes an own request back.
#[server(endpoint = "withdraw_request", input = Form)]
pub async fn withdraw_request(org: PublicId, request: RequestId) -> Result<Done, RequestFailure> {
    use super::request as asked;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = asked::signed_in()?;
    let services = backend.clone();
    backend
        .complete(async move {
            backend::usecase::request::withdraw(&services, &identity, org, request).await
        })
        .await
        .map_err(|error| asked::failure(error, asked::refused))?;
    Ok(asked::done(&visitor, Route::Requests(org), Some(Flash::RequestWithdrawn)))
}

/// Shows a request.
#[server(endpoint = "show_request", input = Form)]
pub async fn show_request(org: PublicId, request: RequestId) -> Result<Sheet, PageFailure> {
    use super::{people::present::Reader, request as asked};

    let (backend, visitor, identity) = asked::signed_in()?;
    let (which, locale) = ((org, request), visitor.look.locale);
    let found = backend::usecase::request::show(&backend, &identity, which, locale)
        .await
        .map_err(asked::plain_failure)?;
    Ok(sheets::one(org, &found, &Reader::new(&visitor, &identity)))
}

/// Leads to what giving exactly that right would mean, where it can be given.
#[server(endpoint = "answer_request", input = Form)]
pub async fn answer_request(org: PublicId, request: RequestId) -> Result<Done, RequestFailure> {
    use super::{member_rights::editing, request as asked};
    use crate::route::Route;

    let (backend, visitor, identity) = asked::signed_in()?;
    let (which, locale) = ((org, request), visitor.look.locale);
    let found = backend::usecase::request::show(&backend, &identity, which, locale)
        .await
        .map_err(asked::plain_failure)?;
    if let Err(denial) = found.answer {
        return Err(asked::plain_failure(backend::UseCaseError::Denied(denial)));
    }
    let draft = editing::prefill(org, found.user, |place| found.wish.granted(place))
        .await
        .map_err(PageFailure::of_form)?;
    Ok(asked::done(&visitor, Route::RightsSummary(org, found.user, draft), None))
}

/// Says no to a request.
#[server(endpoint = "decline_request", input = Form)]
pub async fn decline_request(
    org: PublicId,
    request: RequestId,
    reason: String,
) -> Result<Done, RequestFailure> {
    use super::request as asked;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = asked::signed_in()?;
    let reason =
        sheets::optional(&reason).map_err(|why| asked::wrong(RequestField::Reason, why))?;
    let services = backend.clone();
    backend
        .complete(async move {
            let reason = reason.as_ref();
            backend::usecase::request::decline(&services, &identity, org, request, reason).await
        })
        .await
        .map_err(|error| asked::failure(error, asked::refused))?;
    Ok(asked::leads_to(&visitor, Route::Requests(org), Flash::RequestDeclined))
}
