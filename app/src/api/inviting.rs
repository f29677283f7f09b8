//! Inviting people, and changing an invitation: in steps, of which the last acts.

#![expect(
    clippy::too_many_arguments,
    reason = "a server function has one for each field of its form"
)]

#[cfg(feature = "ssr")]
mod editing;
#[cfg(feature = "ssr")]
mod sheets;

use domain::{
    id::{InvitationId, PublicId, TeamId},
    invitation::InvitationRefusal,
};
use leptos::prelude::*;

use super::{
    Done, Failure, PageFailure, Rejected, invitations::InvitationFailure, place::PlaceField,
    strict_form::Form,
};
use crate::sheet::Sheet;

type PlaceFailure = Failure<Rejected<PlaceField, InvitationRefusal>>;

/// Asks whom to invite.
#[server(endpoint = "show_invite", input = Form)]
pub async fn show_invite(org: PublicId) -> Result<Sheet, PageFailure> {
    Ok(editing::begin(org).await?.who_step())
}

/// Asks whom to invite, again.
#[server(endpoint = "show_invite_again", input = Form)]
pub async fn show_invite_again(org: PublicId, draft: PublicId) -> Result<Sheet, PageFailure> {
    Ok(editing::open(org, draft).await?.who_step())
}

/// Asks for the role.
#[server(endpoint = "show_invited_role", input = Form)]
pub async fn show_invited_role(org: PublicId, draft: PublicId) -> Result<Sheet, PageFailure> {
    Ok(editing::open(org, draft).await?.role_step())
}

/// Asks for the role that an invitation is to offer from now on.
#[server(endpoint = "show_invitation_change", input = Form)]
pub async fn show_invitation_change(
    org: PublicId,
    invitation: InvitationId,
) -> Result<Sheet, PageFailure> {
    Ok(editing::begin_change(org, invitation).await?.role_step())
}

/// Asks for products and teams.
#[server(endpoint = "show_invited_products", input = Form)]
pub async fn show_invited_products(org: PublicId, draft: PublicId) -> Result<Sheet, PageFailure> {
    editing::open(org, draft).await?.products_step().await
}

/// Asks for messages and language.
#[server(endpoint = "show_invited_messages", input = Form)]
pub async fn show_invited_messages(org: PublicId, draft: PublicId) -> Result<Sheet, PageFailure> {
    Ok(editing::open(org, draft).await?.messages_step())
}

/// Says what inviting these people would come to.
#[server(endpoint = "show_invite_summary", input = Form)]
pub async fn show_invite_summary(org: PublicId, draft: PublicId) -> Result<Sheet, PageFailure> {
    editing::open(org, draft).await?.summary().await
}

/// The first step: addresses. Without a draft a new one begins.
#[server(endpoint = "name_invited", input = Form)]
pub async fn name_invited(
    org: PublicId,
    draft: Option<PublicId>,
    addresses: String,
) -> Result<Done, InvitationFailure> {
    use domain::{
        form::Problem,
        invitation::{MOST_AT_ONCE, typed_addresses},
    };

    use crate::{
        api::{invitations::InvitationField, request},
        route::Route,
    };

    let (_, visitor, _) = request::signed_in()?;
    let typed = typed_addresses(&addresses);
    let wrong = |problem: Problem| request::wrong(InvitationField::Addresses, problem);
    match typed.as_slice() {
        [] => return Err(wrong(Problem::Missing)),
        // One that is wrong is told at once; of many, the summary tells.
        [only] => {
            if let Err(problem) = &only.email {
                return Err(wrong((*problem).into()));
            }
        }
        many if many.len() > MOST_AT_ONCE => {
            return Err(request::refused(InvitationRefusal::TooMany));
        }
        _ => {}
    }
    let draft = editing::keep_addresses(org, draft, addresses, typed.len()).await?;
    Ok(request::done(&visitor, Route::InviteRole(org, draft), None))
}

/// The second step: role and rights about money. With an invitation, a change of it begins.
#[server(endpoint = "choose_invited_role", input = Form)]
pub async fn choose_invited_role(
    org: PublicId,
    draft: Option<PublicId>,
    invitation: Option<InvitationId>,
    role: String,
    all_money: Option<String>,
    see_invoices: Option<String>,
    pay: Option<String>,
    order: Option<String>,
    manage_addresses: Option<String>,
) -> Result<Done, PlaceFailure> {
    use domain::{
        form::Problem,
        rights::{MoneyRight, Role},
    };

    use crate::{
        api::{place, request},
        route::Route,
    };

    let (_, visitor, _) = request::signed_in()?;
    if draft.is_none() && invitation.is_none() {
        return Err(request::wrong(PlaceField::Draft, Problem::Missing));
    }
    let role =
        Role::parse(&role).ok_or_else(|| request::wrong(PlaceField::Role, Problem::NotAChoice))?;
    let each = [
        (MoneyRight::SeeInvoices, see_invoices.is_some()),
        (MoneyRight::Pay, pay.is_some()),
        (MoneyRight::Order, order.is_some()),
        (MoneyRight::ManageAddresses, manage_addresses.is_some()),
    ];
    let money = place::money(all_money.is_some(), each);
    let draft = editing::keep_role(org, (draft, invitation), (role, money)).await?;
    Ok(request::done(&visitor, Route::InviteProducts(org, draft), None))
}

/// The third step: products and teams. Only of those that were shown anything changes.
#[server(endpoint = "choose_invited_products", input = Form)]
pub async fn choose_invited_products(
    org: PublicId,
    draft: PublicId,
    shown: String,
    #[server(default)] technical: Vec<String>,
    #[server(default)] statistics: Vec<String>,
    #[server(default)] teams: Vec<TeamId>,
    q: Option<String>,
    then: Option<String>,
) -> Result<Done, PlaceFailure> {
    use domain::form::Problem;

    use crate::{
        api::{
            place::{Chosen, Look},
            request,
        },
        route::Route,
    };

    let (_, visitor, _) = request::signed_in()?;
    let go_on = then.is_none();
    let chosen = Chosen::read(&shown, &technical, &statistics, teams)
        .map_err(|_| request::wrong(PlaceField::Shown, Problem::NotAChoice))?;
    let look = Look::read(q, then.as_deref());
    editing::keep_products(org, draft, &chosen, look).await?;
    let next = if go_on { Route::InviteMessages } else { Route::InviteProducts };
    Ok(request::done(&visitor, next(org, draft), None))
}

/// The fourth step: messages and language.
#[server(endpoint = "choose_invited_messages", input = Form)]
pub async fn choose_invited_messages(
    org: PublicId,
    draft: PublicId,
    billing_reminders: Option<String>,
    product_events: Option<String>,
    language: String,
) -> Result<Done, InvitationFailure> {
    use domain::{form::Problem, locale::Locale, membership::Contact};

    use crate::{
        api::{invitations::InvitationField, request},
        route::Route,
    };

    let (_, visitor, _) = request::signed_in()?;
    let language = Locale::parse(&language)
        .ok_or_else(|| request::wrong(InvitationField::Language, Problem::NotAChoice))?;
    let contact = Contact {
        billing_reminders: billing_reminders.is_some(),
        product_events: product_events.is_some(),
    };
    editing::keep_messages(org, draft, contact, language).await?;
    Ok(request::done(&visitor, Route::InviteSummary(org, draft), None))
}

/// The last step: sends the invitations, or the changed one.
#[server(endpoint = "send_invitations", input = Form)]
pub async fn send_invitations(org: PublicId, draft: PublicId) -> Result<Done, InvitationFailure> {
    use crate::{api::request, flash::Flash, route::Route};

    let (_, visitor, _) = request::signed_in()?;
    Ok(match editing::send(org, draft).await? {
        Some(changed) => {
            let route = Route::Invitation(org, changed);
            request::leads_to(&visitor, route, Flash::InvitationSentAgain)
        }
        None => request::leads_to(&visitor, Route::Invitations(org), Flash::InvitationsSent),
    })
}
