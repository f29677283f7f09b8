//! One sentence that the next page shows: a code in a cookie that lives for a minute, never text.

use serde::{Deserialize, Serialize};

use crate::words::Words;

/// Declares what can have been done: the code, and the text of its sentence.
macro_rules! flashes {
    ($($(#[$doc:meta])* $name:ident = $code:literal $area:ident.$text:ident,)+) => {
        /// What has just been done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Flash {
            $($(#[$doc])* $name,)+
            /// So many other sessions were ended.
            OthersEnded(u16),
        }

        impl Flash {
            /// The value of the cookie.
            pub fn code(self) -> String {
                match self {
                    $(Self::$name => $code.to_owned(),)+
                    Self::OthersEnded(count) => format!("{OTHERS_ENDED}{count}"),
                }
            }

            /// Reads the cookie; a value that is not ours says nothing.
            pub fn parse(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)+
                    _ => {
                        let count = code.strip_prefix(OTHERS_ENDED)?;
                        count.parse().ok().map(Self::OthersEnded)
                    }
                }
            }

            /// The sentence.
            pub fn sentence(self, words: Words) -> String {
                match self {
                    $(Self::$name => words.$area().$text().to_owned(),)+
                    Self::OthersEnded(count) => words.sessions().others_ended(u64::from(count)),
                }
            }
        }
    };
}

/// The code of [`Flash::OthersEnded`] up to its number.
const OTHERS_ENDED: &str = "others-ended-";

flashes! {
    /// Signed out.
    SignedOut = "signed-out" door.login_signed_out,
    /// A new password was set.
    PasswordReset = "password-reset" door.login_password_reset,
    /// A sign-up was discarded.
    SignUpDiscarded = "sign-up-discarded" door.login_sign_up_discarded,
    /// A page needed somebody who is signed in.
    SignInNeeded = "sign-in-needed" door.login_needed,
    /// A new link was sent for a sign-up.
    LinkRenewed = "link-renewed" door.verify_renewed_text,
    /// One session was ended.
    SessionEnded = "session-ended" sessions.ended,
    /// An organization was created.
    OrganizationCreated = "organization-created" organizations.created,
    /// The details of an organization were saved.
    DetailsSaved = "details-saved" settings.saved,
    /// The organization has another logo.
    LogoSaved = "logo-saved" picture.logo_saved,
    /// The organization has no logo any more.
    LogoRemoved = "logo-removed" picture.logo_removed,
    /// The profile was saved.
    ProfileSaved = "profile-saved" profile.saved,
    /// The person has another picture.
    PictureSaved = "picture-saved" picture.saved,
    /// The person has no picture any more.
    PictureRemoved = "picture-removed" picture.removed,
    /// The password was changed.
    PasswordChanged = "password-changed" security.changed,
    /// A member has another role or other rights.
    MemberChanged = "member-changed" people.changed,
    /// A membership was put on hold.
    MemberSuspended = "member-suspended" people.suspended_now,
    /// A membership counts again.
    MemberRestored = "member-restored" people.restored,
    /// A membership was ended.
    MemberRemoved = "member-removed" people.removed_now,
    /// That was taken back.
    RemovalUndone = "removal-undone" people.undone,
    /// One's own membership was ended.
    Left = "left" people.left,
    /// Other messages reach a member.
    ContactChanged = "contact-changed" people.contact_changed,
    /// Invitations were sent.
    InvitationsSent = "invitations-sent" invitations.sent,
    /// An invitation was sent again.
    InvitationSentAgain = "invitation-sent-again" invitations.sent_again,
    /// An invitation was taken back.
    InvitationCancelled = "invitation-cancelled" invitations.cancelled,
    /// Another invitation was asked for.
    InvitationWanted = "invitation-wanted" invitations.asked_title,
    /// An invitation was accepted.
    Joined = "joined" invitations.joined,
    /// A team was made.
    TeamCreated = "team-created" teams.created,
    /// A team is another, or may do something else.
    TeamChanged = "team-changed" teams.changed,
    /// Members came into a team, or left it.
    TeamMoved = "team-moved" teams.moved,
    /// A team was dissolved.
    TeamDissolved = "team-dissolved" teams.dissolved,
    /// A right was asked for.
    RequestSent = "request-sent" requests.sent,
    /// It is not asked for any more.
    RequestWithdrawn = "request-withdrawn" requests.withdrawn,
    /// A request was declined.
    RequestDeclined = "request-declined" requests.declined,
    /// Legal responsibility was offered to somebody.
    HandoverOffered = "handover-offered" handover.offered,
    /// It was taken on.
    HandoverAccepted = "handover-accepted" handover.accepted,
    /// It was declined.
    HandoverDeclined = "handover-declined" handover.declined,
    /// The offer was taken back.
    HandoverCancelled = "handover-cancelled" handover.cancelled,
    /// What was sent is what was there.
    NothingChanged = "nothing-changed" settings.unchanged,
}
