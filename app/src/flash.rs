//! One sentence that the next page shows: a code in a cookie that lives for a minute, never text.

use serde::{Deserialize, Serialize};

use crate::words::Words;

/// What has just been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flash {
    /// Signed out.
    SignedOut,
    /// A new password was set.
    PasswordReset,
    /// A sign-up was discarded.
    SignUpDiscarded,
    /// A page needed somebody who is signed in.
    SignInNeeded,
    /// A new link was sent for a sign-up.
    LinkRenewed,
    /// One session was ended.
    SessionEnded,
    /// So many other sessions were ended.
    OthersEnded(u16),
    /// An organization was created.
    OrganizationCreated,
    /// The details of an organization were saved.
    DetailsSaved,
    /// The organization has another logo.
    LogoSaved,
    /// The organization has no logo any more.
    LogoRemoved,
    /// The profile was saved.
    ProfileSaved,
    /// The person has another picture.
    PictureSaved,
    /// The person has no picture any more.
    PictureRemoved,
    /// The password was changed.
    PasswordChanged,
    /// What was sent is what was there.
    NothingChanged,
}

impl Flash {
    /// The value of the cookie.
    pub fn code(self) -> String {
        match self {
            Self::SignedOut => "signed-out".to_owned(),
            Self::PasswordReset => "password-reset".to_owned(),
            Self::SignUpDiscarded => "sign-up-discarded".to_owned(),
            Self::SignInNeeded => "sign-in-needed".to_owned(),
            Self::LinkRenewed => "link-renewed".to_owned(),
            Self::SessionEnded => "session-ended".to_owned(),
            Self::OthersEnded(count) => format!("others-ended-{count}"),
            Self::OrganizationCreated => "organization-created".to_owned(),
            Self::DetailsSaved => "details-saved".to_owned(),
            Self::LogoSaved => "logo-saved".to_owned(),
            Self::LogoRemoved => "logo-removed".to_owned(),
            Self::ProfileSaved => "profile-saved".to_owned(),
            Self::PictureSaved => "picture-saved".to_owned(),
            Self::PictureRemoved => "picture-removed".to_owned(),
            Self::PasswordChanged => "password-changed".to_owned(),
            Self::NothingChanged => "nothing-changed".to_owned(),
        }
    }

    /// Reads the cookie; a value that is not ours says nothing.
    pub fn parse(code: &str) -> Option<Self> {
        if let Some(count) = code.strip_prefix("others-ended-") {
            return count.parse().ok().map(Self::OthersEnded);
        }
        [
            Self::SignedOut,
            Self::PasswordReset,
            Self::SignUpDiscarded,
            Self::SignInNeeded,
            Self::LinkRenewed,
            Self::SessionEnded,
            Self::OrganizationCreated,
            Self::DetailsSaved,
            Self::LogoSaved,
            Self::LogoRemoved,
            Self::ProfileSaved,
            Self::PictureSaved,
            Self::PictureRemoved,
            Self::PasswordChanged,
            Self::NothingChanged,
        ]
        .into_iter()
        .find(|it| it.code() == code)
    }

    /// The sentence.
    pub fn sentence(self, words: Words) -> String {
        let (door, sessions) = (words.door(), words.sessions());
        match self {
            Self::SignedOut => door.login_signed_out().to_owned(),
            Self::PasswordReset => door.login_password_reset().to_owned(),
            Self::SignUpDiscarded => door.login_sign_up_discarded().to_owned(),
            Self::SignInNeeded => door.login_needed().to_owned(),
            Self::LinkRenewed => door.verify_renewed_text().to_owned(),
            Self::SessionEnded => sessions.ended().to_owned(),
            Self::OthersEnded(count) => sessions.others_ended(u64::from(count)),
            Self::OrganizationCreated => words.organizations().created().to_owned(),
            Self::DetailsSaved => words.settings().saved().to_owned(),
            Self::LogoSaved => words.picture().logo_saved().to_owned(),
            Self::LogoRemoved => words.picture().logo_removed().to_owned(),
            Self::ProfileSaved => words.profile().saved().to_owned(),
            Self::PictureSaved => words.picture().saved().to_owned(),
            Self::PictureRemoved => words.picture().removed().to_owned(),
            Self::PasswordChanged => words.security().changed().to_owned(),
            Self::NothingChanged => words.settings().unchanged().to_owned(),
        }
    }
}
