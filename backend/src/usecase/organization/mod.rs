//! Organizations as their members see them.

mod change_details;
mod create;
mod dashboard;
pub(crate) mod found;
mod list_mine;
mod show_details;

use domain::{id::PublicId, rights::Role, sign_up::OrgKind, text::OrgName};

pub use change_details::change_details;
pub use create::create;
pub use dashboard::{ActivityView, Dashboard, MemberView, dashboard};
pub use list_mine::list_mine;
pub use show_details::{DetailsView, show_details};

/// An organization and what the person who asks is to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationView {
    /// What its addresses are made of.
    pub public_id: PublicId,
    /// Its name.
    pub name: OrgName,
    /// What it is in life.
    pub kind: OrgKind,
    /// The role of the person who asks.
    pub role: Role,
}
