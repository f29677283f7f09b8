//! Organizations as their members see them.

pub(super) mod authorize;
mod change_details;
mod change_logo;
mod create;
mod dashboard;
mod find_things;
pub(crate) mod found;
mod list_mine;
mod may;
mod picture_files;
mod show_details;
mod workplaces;

use domain::{id::PublicId, rights::Role, sign_up::OrgKind, text::OrgName};

use crate::LogoNote;

pub use change_details::change_details;
pub use change_logo::{admit_logo, change_logo, remove_logo, show_logo};
pub use create::create;
pub use dashboard::{ActivityView, Dashboard, MemberView, Waiting, dashboard};
pub use find_things::{FoundMember, Things, find_things};
pub use list_mine::list_mine;
pub use may::may;
pub use picture_files::{logo_file, member_picture};
pub use show_details::{DetailsView, show_details};
pub use workplaces::{Workplaces, workplaces};

/// An organization and what the person who asks is to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationView {
    /// What its addresses are made of.
    pub public_id: PublicId,
    /// Its name.
    pub name: OrgName,
    /// What it is in life.
    pub kind: OrgKind,
    /// Its logo, if it has one.
    pub logo: Option<LogoNote>,
    /// The role of the person who asks.
    pub role: Role,
}
