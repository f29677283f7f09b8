//! Giving a member another role, other rights, other teams: in steps, of which the last acts.

#![expect(
    clippy::too_many_arguments,
    reason = "a server function has one for each field of its form"
)]

#[cfg(feature = "ssr")]
pub(super) mod editing;
#[cfg(feature = "ssr")]
pub(super) mod sheets;

use domain::{
    id::{PublicId, TeamId, UserId},
    membership::MemberRefusal,
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api::{Done, Failure, PageFailure, Rejected, strict_form::Form},
    form::fields,
    sheet::Sheet,
};

fields! {
    /// Fields of the steps.
    RightsField {
        Org => "org" people.title,
        User => "user" people.member,
        Draft => "draft" people.member,
        Seen => "seen" people.member,
        Role => "role" people.role,
        AllMoney => "all_money" people.all_money,
        SeeInvoices => "see_invoices" people.money_see_invoices,
        Pay => "pay" people.money_pay,
        Order => "order" people.money_order,
        ManageAddresses => "manage_addresses" people.money_manage_addresses,
        Shown => "shown" people.products,
        Technical => "technical[]" people.right_technical,
        Statistics => "statistics[]" people.right_statistics,
        Teams => "teams[]" people.teams,
        Beginning => "q" people.find_product,
        Then => "then" people.find_product,
    }
}

/// What the field `then` says for looking for products by name before going on; for the next part of
/// the list it names the product behind which that begins.
pub const THEN_FIND: &str = "find";

type RightsFailure = Failure<Rejected<RightsField, MemberRefusal>>;

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

    use crate::{api::request, route::Route};

    let (_, visitor, _) = request::signed_in()?;
    let role =
        Role::parse(&role).ok_or_else(|| request::wrong(RightsField::Role, Problem::NotAChoice))?;
    let ticked = |right: &MoneyRight| {
        all_money.is_some()
            || match right {
                MoneyRight::SeeInvoices => see_invoices.is_some(),
                MoneyRight::Pay => pay.is_some(),
                MoneyRight::Order => order.is_some(),
                MoneyRight::ManageAddresses => manage_addresses.is_some(),
            }
    };
    let money = MoneyRight::ALL.iter().copied().filter(ticked).collect();
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

    use crate::{api::request, route::Route};

    let (_, visitor, _) = request::signed_in()?;
    let go_on = then.is_none();
    let chosen = editing::Chosen::read(&shown, &technical, &statistics, teams)
        .map_err(|_| request::wrong(RightsField::Shown, Problem::NotAChoice))?;
    let look = editing::Look::read(q, then.as_deref());
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
