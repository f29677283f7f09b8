//! Handing legal responsibility over, and taking it on.

#[cfg(feature = "ssr")]
mod sheets;

use domain::{
    handover::HandoverRefusal,
    id::{HandoverId, PublicId, UserId},
};
use leptos::prelude::*;

use super::{Done, Failure, PageFailure, Rejected, strict_form::Form};
use crate::{
    form::{Sentence, fields},
    sheet::Sheet,
    words::Words,
};

fields! {
    /// Fields about handing over.
    HandoverField {
        Org => "org" people.title,
        User => "user" people.member,
        Handover => "handover" handover.title,
        Afterwards => "afterwards" handover.afterwards,
        Reason => "reason" handover.reason,
    }
}

impl Sentence for HandoverRefusal {
    fn sentence(&self, words: Words) -> String {
        let texts = words.handover();
        match self {
            Self::AlreadyOpen => texts.refused_already_open(),
            Self::NotOpen => texts.refused_not_open(),
            Self::NotEligible => texts.refused_not_eligible(),
            Self::NoLongerTheirs => texts.refused_no_longer_theirs(),
        }
        .to_owned()
    }
}

/// What the functions about handing over answer when they refuse.
pub type HandoverFailure = Failure<Rejected<HandoverField, HandoverRefusal>>;

/// Shows the handover that is going on.
#[server(endpoint = "show_handover", input = Form)]
pub async fn show_handover(org: PublicId) -> Result<Sheet, PageFailure> {
    use super::{people::present::Reader, request};

    let (backend, visitor, identity) = request::signed_in()?;
    let found = backend::usecase::handover::show(&backend, &identity, org)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::handover(org, &found, &Reader::new(&visitor, &identity)))
}

/// Says what handing over to this member would mean.
#[server(endpoint = "show_handing_over", input = Form)]
pub async fn show_handing_over(org: PublicId, user: UserId) -> Result<Sheet, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let found = backend::usecase::handover::preview_offer(&backend, &identity, (org, user))
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::offering((org, user), &found, visitor.words()))
}

/// Offers legal responsibility to a member.
#[server(endpoint = "offer_handover", input = Form)]
pub async fn offer_handover(
    org: PublicId,
    user: UserId,
    afterwards: String,
) -> Result<Done, HandoverFailure> {
    use domain::{form::Problem, handover::Afterwards};

    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::freshly_proved()?;
    let afterwards = Afterwards::parse(&afterwards)
        .ok_or_else(|| request::wrong(HandoverField::Afterwards, Problem::NotAChoice))?;
    let services = backend.clone();
    backend
        .complete(async move {
            let what = (user, afterwards);
            backend::usecase::handover::offer(&services, &identity, org, what).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::leads_to(&visitor, Route::Handover(org), Flash::HandoverOffered))
}

/// Takes the offer back.
#[server(endpoint = "cancel_handover", input = Form)]
pub async fn cancel_handover(org: PublicId, handover: HandoverId) -> Result<Done, HandoverFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let services = backend.clone();
    backend
        .complete(async move {
            backend::usecase::handover::cancel(&services, &identity, (org, handover)).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::done(&visitor, Route::Handover(org), Some(Flash::HandoverCancelled)))
}

/// Takes responsibility on.
#[server(endpoint = "accept_handover", input = Form)]
pub async fn accept_handover(org: PublicId, handover: HandoverId) -> Result<Done, HandoverFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::freshly_proved()?;
    let services = backend.clone();
    backend
        .complete(async move {
            backend::usecase::handover::accept(&services, &identity, (org, handover)).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::leads_to(&visitor, Route::Dashboard(org), Flash::HandoverAccepted))
}

/// Does not take it on.
#[server(endpoint = "decline_handover", input = Form)]
pub async fn decline_handover(
    org: PublicId,
    handover: HandoverId,
    reason: String,
) -> Result<Done, HandoverFailure> {
    use super::{request, requests};
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let reason =
        requests::optional(&reason).map_err(|why| request::wrong(HandoverField::Reason, why))?;
    let services = backend.clone();
    backend
        .complete(async move {
            let (which, reason) = ((org, handover), reason.as_ref());
            backend::usecase::handover::decline(&services, &identity, which, reason).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::leads_to(&visitor, Route::Dashboard(org), Flash::HandoverDeclined))
}
