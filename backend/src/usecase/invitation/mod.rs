//! Inviting people, and what becomes of invitations.

mod accept;
mod ask_again;
mod become_member;
mod cancel;
mod decline;
mod invite;
mod join;
mod judge;
mod list;
pub(in crate::usecase) mod mails;
mod open;
mod preview;
mod send_again;
mod show;

pub use accept::accept;
pub use ask_again::ask_again;
pub use cancel::cancel;
pub use decline::decline;
pub use invite::{InviteAsked, Invited, invite};
pub use join::{JoinRefusal, NewPerson, join};
pub use judge::Predicted;
pub use list::{InvitationLine, InvitationsView, list};
pub use open::{About, InvitationView, open};
pub use preview::{InvitePreview, look_up, preview};
pub use send_again::{ChangeAsked, change, send_again};
pub use show::{InvitationDetails, roles, show};

use domain::invitation::InvitationRefusal;

use super::UseCaseError;

type Error = UseCaseError<InvitationRefusal>;

/// How whoever opened a mailed link shows that they are no program that follows links.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// They are signed in.
    SignedIn(&'a crate::Identity),
    /// They typed the digits printed beside the link.
    Digits(&'a domain::code::SixDigits),
}

/// Why somebody without a session did not get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRefused {
    /// The page says something else by now.
    Screen(domain::invitation::Screen),
    /// The digits are not those beside the link.
    WrongCode,
}
