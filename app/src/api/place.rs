//! What is given to somebody, now or with an invitation: the steps that ask for it.

#[cfg(feature = "ssr")]
mod chosen;
#[cfg(feature = "ssr")]
pub(in crate::api) mod steps;

#[cfg(feature = "ssr")]
pub(in crate::api) use chosen::{Chosen, Look, money};

use crate::form::fields;

fields! {
    /// Fields of the steps.
    PlaceField {
        Org => "org" people.title,
        User => "user" people.member,
        Draft => "draft" people.member,
        Invitation => "invitation" people.member,
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
