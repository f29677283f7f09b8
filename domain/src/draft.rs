//! What somebody has begun in a form of several pages.

use crate::closed_list::closed_list;

/// For how many days a draft is kept.
pub const LIFETIME_DAYS: i64 = 7;

/// The most drafts that are kept for one person; a new one takes the place of the oldest.
pub const PER_PERSON: u8 = 20;

closed_list! {
    /// What a draft is to become.
    pub enum DraftKind: as_str {
        /// An organization.
        Organization = "organization",
        /// Another role or other rights of a member.
        Rights = "rights",
        /// Invitations.
        Invitations = "invitations",
        /// Other rights of a team.
        TeamRights = "team_rights",
        /// Members who are to join a team.
        TeamMembers = "team_members",
    }
}
