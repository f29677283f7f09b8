//! The members of an organization, and what is done about them.

#[cfg(feature = "ssr")]
pub(super) mod present;
#[cfg(feature = "ssr")]
mod sheets;

#[cfg(feature = "ssr")]
pub(super) use sheets::effect;

use domain::{
    id::{PublicId, UserId},
    membership::MemberRefusal,
    time::Timestamp,
};
use leptos::prelude::*;

use super::{Done, Failure, PageFailure, Rejected, strict_form::Form};
use crate::{
    form::{Sentence, fields},
    sheet::Sheet,
    words::Words,
};

fields! {
    /// Fields of the forms about a member.
    MemberField {
        Org => "org" people.title,
        User => "user" people.member,
        Seen => "seen" people.member,
        Reason => "reason" people.reason,
        BillingReminders => "billing_reminders" people.billing_reminders,
        ProductEvents => "product_events" people.product_events,
    }
}

impl Sentence for MemberRefusal {
    fn sentence(&self, words: Words) -> String {
        let people = words.people();
        match self {
            Self::LastRepresentative => people.refused_last_representative(),
            Self::Changed => people.refused_changed(),
            Self::TooLate => people.refused_too_late(),
        }
        .to_owned()
    }
}

/// What the functions about members answer when they refuse.
pub type MemberFailure = Failure<Rejected<MemberField, MemberRefusal>>;

/// Lists members. `query` is what stands behind the question mark in the address of the page: where to
/// begin.
#[server(endpoint = "list_users", input = Form)]
pub async fn list_users(org: PublicId, query: String) -> Result<Sheet, PageFailure> {
    use super::{paging, request};

    let (backend, visitor, identity) = request::signed_in()?;
    let behind = paging::behind(&query);
    let found = backend::usecase::people::list_members(&backend, &identity, org, behind)
        .await
        .map_err(request::plain_failure)?;
    let reader = present::Reader::new(&visitor, &identity);
    Ok(sheets::users(org, found, behind.is_some(), &reader))
}

/// Shows a member.
#[server(endpoint = "show_user", input = Form)]
pub async fn show_user(org: PublicId, user: UserId) -> Result<Sheet, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let locale = visitor.look.locale;
    let found = backend::usecase::people::show_member(&backend, &identity, (org, user), locale)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::member(org, found, &present::Reader::new(&visitor, &identity)))
}

/// Asks why a membership is to be put on hold.
#[server(endpoint = "show_suspension", input = Form)]
pub async fn show_suspension(org: PublicId, user: UserId) -> Result<Sheet, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let locale = visitor.look.locale;
    let found = backend::usecase::people::show_member(&backend, &identity, (org, user), locale)
        .await
        .map_err(request::plain_failure)?;
    if let Err(denial) = found.possible.suspend {
        return Err(request::plain_failure(backend::UseCaseError::Denied(denial)));
    }
    Ok(sheets::suspension(org, &found, visitor.words()))
}

/// Puts a membership on hold.
#[server(endpoint = "suspend_member", input = Form)]
pub async fn suspend_member(
    org: PublicId,
    user: UserId,
    seen: Timestamp,
    reason: String,
) -> Result<Done, MemberFailure> {
    use domain::text::Reason;

    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let reason = Reason::parse(&reason).map_err(|why| request::wrong(MemberField::Reason, why))?;
    let services = backend.clone();
    let changed = backend
        .complete(async move {
            let whom = (user, seen);
            backend::usecase::people::suspend_member(&services, &identity, org, whom, &reason).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    let flash = if changed { Flash::MemberSuspended } else { Flash::NothingChanged };
    Ok(request::leads_to(&visitor, Route::User(org, user), flash))
}

/// Lets a membership count again.
#[server(endpoint = "lift_suspension", input = Form)]
pub async fn lift_suspension(org: PublicId, user: UserId) -> Result<Done, MemberFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let services = backend.clone();
    let changed = backend
        .complete(async move {
            backend::usecase::people::lift_suspension(&services, &identity, org, user).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    let flash = if changed { Flash::MemberRestored } else { Flash::NothingChanged };
    Ok(request::done(&visitor, Route::User(org, user), Some(flash)))
}

/// Says what ending a membership would do: somebody else's, or that of the person who asks.
#[server(endpoint = "show_removal", input = Form)]
pub async fn show_removal(org: PublicId, user: UserId) -> Result<Sheet, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let locale = visitor.look.locale;
    let found = backend::usecase::people::preview_removal(&backend, &identity, (org, user), locale)
        .await
        .map_err(request::plain_failure)?;
    let own = user == identity.user;
    Ok(sheets::removal((org, user), &found, own, visitor.words()))
}

/// Ends somebody's membership.
#[server(endpoint = "remove_member", input = Form)]
pub async fn remove_member(
    org: PublicId,
    user: UserId,
    seen: Timestamp,
) -> Result<Done, MemberFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::freshly_proved()?;
    let services = backend.clone();
    backend
        .complete(async move {
            let whom = (user, seen);
            backend::usecase::people::remove_member(&services, &identity, org, whom).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::leads_to(&visitor, Route::Users(org), Flash::MemberRemoved))
}

/// Takes back that somebody was removed.
#[server(endpoint = "undo_removal", input = Form)]
pub async fn undo_removal(org: PublicId, user: UserId) -> Result<Done, MemberFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let services = backend.clone();
    backend
        .complete(async move {
            backend::usecase::people::undo_removal(&services, &identity, org, user).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::done(&visitor, Route::Users(org), Some(Flash::RemovalUndone)))
}

/// Ends the membership of the person who asks.
#[server(endpoint = "leave_organization", input = Form)]
pub async fn leave_organization(org: PublicId) -> Result<Done, MemberFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::freshly_proved()?;
    let services = backend.clone();
    backend
        .complete(async move { backend::usecase::people::leave(&services, &identity, org).await })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::leads_to(&visitor, Route::Organizations, Flash::Left))
}

/// Decides which messages reach a member.
#[server(endpoint = "change_contact", input = Form)]
pub async fn change_contact(
    org: PublicId,
    user: UserId,
    billing_reminders: Option<String>,
    product_events: Option<String>,
) -> Result<Done, MemberFailure> {
    use domain::membership::Contact;

    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let contact = Contact {
        billing_reminders: billing_reminders.is_some(),
        product_events: product_events.is_some(),
    };
    let services = backend.clone();
    let changed = backend
        .complete(async move {
            backend::usecase::people::change_contact(&services, &identity, org, user, contact).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    let flash = if changed { Flash::ContactChanged } else { Flash::NothingChanged };
    Ok(request::done(&visitor, Route::User(org, user), Some(flash)))
}
