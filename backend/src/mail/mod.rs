//! Mail: typed contexts in, rendered messages out. When they leave is the worker's business.

pub mod browser;
pub mod date;
mod dev_folder;
mod mailroom;
mod post;
mod queue;
mod reference;
mod smtp;

use domain::locale::Locale;
use serde::{Deserialize, Serialize};

pub use dev_folder::{DevFolder, DevMail};
pub use mailroom::{Message, TemplateError};
pub use post::{Outgoing, Post, SendFailure};
pub use smtp::{Smtp, SmtpProblem};

#[cfg(feature = "testing")]
pub use post::Pigeonhole;

pub(crate) use mailroom::{Mailroom, NOTHING};
pub(crate) use queue::{Letter, queue, salutation};
pub(crate) use reference::read_reference;

/// A file of the folder `mail`, in this language.
macro_rules! in_language {
    ($locale:expr, $name:expr) => {
        match $locale {
            Locale::En => include_str!(concat!("../../mail/en/", $name, ".txt")),
            Locale::Fr => include_str!(concat!("../../mail/fr/", $name, ".txt")),
            Locale::De => include_str!(concat!("../../mail/de/", $name, ".txt")),
            Locale::It => include_str!(concat!("../../mail/it/", $name, ".txt")),
            Locale::Es => include_str!(concat!("../../mail/es/", $name, ".txt")),
        }
    };
}
use in_language;

/// Declares the mails: a variant with its facts, and a kind of the same name without them.
macro_rules! mails {
    ($($(#[$doc:meta])* $name:ident = $text:literal { $($field:ident),+ $(,)? })+) => {
        /// What a mail says. Has no `Debug`: a link in it may still work.
        #[derive(Serialize, Deserialize)]
        #[serde(tag = "kind")]
        pub(crate) enum Mail {
            $($(#[$doc])* #[serde(rename = $text)] $name { $($field: String),+ },)+
        }

        /// The mails that exist.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum MailKind {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl Mail {
            pub(crate) const fn kind(&self) -> MailKind {
                match self {
                    $(Self::$name { .. } => MailKind::$name,)+
                }
            }
        }

        impl MailKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What the mail says: a subject, then paragraphs.
            const fn source(self, locale: Locale) -> &'static str {
                match self {
                    $(Self::$name => in_language!(locale, $text),)+
                }
            }

            /// The stable name, as stored; what the mail says is in files of this name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// Reads the stable name.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

mails! {
    /// Asks to confirm a sign-up.
    ConfirmSignUp = "confirm_sign_up" { name, link, code, expires_on }
    /// Tells the owner of an account that somebody signed up with their address.
    HasLogin = "has_login" { name, sign_in_url, reset_url }
    /// Gives the link to choose a new password.
    ResetPassword = "reset_password" { name, link, expires_on }
    /// Tells that the password has changed.
    PasswordChanged = "password_changed" { name, when, browser, place, security_url }
    /// Tells of a sign-in from a browser not seen before.
    NewSignIn = "new_sign_in" { name, when, browser, place, sessions_url }
    /// Sums up the details of an organization after a change.
    DetailsChanged = "details_changed" {
        name, who, when, organization, org_kind, address, phone, tax_number, website, settings_url,
    }
    /// Invites somebody to become a member. The role is a code.
    Invitation = "invitation" { name, who, organization, role, link, code, expires_on }
    /// Tells whoever sent an invitation that it was accepted.
    InvitationAccepted = "invitation_accepted" { name, who, email, organization, users_url }
    /// Tells whoever sent an invitation that it was declined.
    InvitationDeclined = "invitation_declined" { name, email, organization }
    /// Tells whoever sent an invitation that another one is asked for, for the address `wanted`.
    InvitationWanted = "invitation_wanted" { name, email, wanted, organization, invitation_url }
    /// Tells a member what they are and have from now on. Rights about money are codes.
    MemberChanged = "member_changed" {
        name, who, organization, role, money, technical, statistics, teams, member_url,
    }
    /// Tells somebody who can give a right that a member asks for it.
    RightWanted = "right_wanted" {
        name, who, organization, right, product, message, request_url,
    }
    /// Tells a member that a right is not given.
    RightDeclined = "right_declined" { name, who, organization, right, product, reason }
    /// Offers legal responsibility to a member, and tells the other representatives.
    HandoverOffered = "handover_offered" {
        name, who, person, organization, expires_on, handover_url,
    }
    /// Tells both sides that the offer was taken back.
    HandoverCancelled = "handover_cancelled" { name, who, person, organization }
    /// Tells the representatives that it was declined.
    HandoverDeclined = "handover_declined" { name, who, organization, reason }
    /// Tells everybody concerned that responsibility has passed over.
    HandoverAccepted = "handover_accepted" { name, who, person, organization }
    /// Tells a member that the membership is on hold.
    MemberSuspended = "member_suspended" { name, who, organization, reason }
    /// Tells a member that the membership counts again.
    MemberRestored = "member_restored" { name, who, organization, organization_url }
    /// Tells somebody that they are no member any more.
    MemberRemoved = "member_removed" { name, who, organization }
    /// Tells the legal representatives that a member has left.
    MemberLeft = "member_left" { name, who, organization, users_url }
}

#[cfg(test)]
mod tests;
