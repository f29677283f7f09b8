//! Giving a member another role, other rights, other teams: in steps, of which the last acts.

#![expect(
    clippy::too_many_arguments,
    reason = "a server function has one for each field of its form"
)]

#[cfg(feature = "ssr")]
pub(in crate::api) mod editing;
#[cfg(feature = "ssr")]
pub(super) mod sheets;

use domain::{
    id::{PublicId, TeamId, UserId},
    membership::MemberRefusal,
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::{Done, Failure, PageFailure, Rejected, place::PlaceField, strict_form::Form},
    sheet::Sheet,
};

type RightsFailure = Failure<Rejected<PlaceField, MemberRefusal>>;

/// Shows the first step, with what the member has now.
#[server(endpoint = "show_rights", input = Form)]
pub async fn show_rights(org: PublicId, user: UserId) -> Result<Sheet, PageFailure> {
    Ok(editing::begin(org, user).await?.role_step())
}

/// Shows the first step again.
#[server(endpoint = "show_rights_again", input = Form)]
pub async fn show_rights_again(
    org: PublicId,
    user: UserId,
    draft: PublicId,
) -> Result<Sheet, PageFailure> {
    Ok(editing::open(org, user, draft).await?.role_step())
}

/// Shows the second step.
#[server(endpoint = "show_rights_products", input = Form)]
pub async fn show_rights_products(
    org: PublicId,
    user: UserId,
    draft: PublicId,
) -> Result<Sheet, PageFailure> {
    editing::open(org, user, draft).await?.products_step().await
}

/// Shows the last step.
#[server(endpoint = "show_rights_summary", input = Form)]
pub async fn show_rights_summary(
    org: PublicId,
    user: UserId,
    draft: PublicId,
) -> Result<Sheet, PageFailure> {
    editing::open(org, user, draft).await?.summary().await
}

/// The first step: role and rights about money. Without a draft a new one begins.
#[server(endpoint = "choose_role", input = Form)]
pub async fn choose_role(
    org: PublicId,
    user: UserId,
    draft: Option<PublicId>,
    seen: Timestamp,
    role: String,
    all_money: Option<String>,
    see_invoices: Option<String>,
    pay: Option<String>,
    order: Option<String>,
    manage_addresses: Option<String>,
) -> Result<Done, RightsFailure> {
    use domain::{
        form::Problem,
        rights::{MoneyRight, Role},
    };

    use crate::{
        api::{place, request},
        route::Route,
    };

    let (_, visitor, _) = request::signed_in()?;
    let role =
        Role::parse(&role).ok_or_else(|| request::wrong(PlaceField::Role, Problem::NotAChoice))?;
    let each = [
        (MoneyRight::SeeInvoices, see_invoices.is_some()),
        (MoneyRight::Pay, pay.is_some()),
        (MoneyRight::Order, order.is_some()),
        (MoneyRight::ManageAddresses, manage_addresses.is_some()),
    ];
    let money = place::money(all_money.is_some(), each);
    let draft = editing::keep_role((org, user), draft, seen, (role, money)).await?;
    Ok(request::done(&visitor, Route::RightsProducts(org, user, draft), None))
}

/// The second step: products and teams. Only of those that were shown anything changes.
#[server(endpoint = "choose_products", input = Form)]
pub async fn choose_products(
    org: PublicId,
    user: UserId,
    draft: PublicId,
    shown: String,
    #[server(default)] technical: Vec<String>,
    #[server(default)] statistics: Vec<String>,
    #[server(default)] teams: Vec<TeamId>,
    q: Option<String>,
    then: Option<String>,
) -> Result<Done, RightsFailure> {
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
    editing::keep_products((org, user), draft, chosen, look).await?;
    let next = if go_on { Route::RightsSummary } else { Route::RightsProducts };
    Ok(request::done(&visitor, next(org, user, draft), None))
}

/// The last step: gives the member what was chosen.
#[server(endpoint = "change_member", input = Form)]
pub async fn change_member(
    org: PublicId,
    user: UserId,
    draft: PublicId,
    seen: Timestamp,
) -> Result<Done, RightsFailure> {
    use crate::{api::request, flash::Flash, route::Route};

    let (_, visitor, _) = request::signed_in()?;
    let changed = editing::apply((org, user), draft, seen).await?;
    let flash = if changed { Flash::MemberChanged } else { Flash::NothingChanged };
    Ok(request::leads_to(&visitor, Route::User(org, user), flash))
}
