//! Everything that happens before somebody is signed in, and signing out.

pub mod invitation;
pub mod sign_in;
pub mod sign_up;

use serde::{Deserialize, Serialize};

use crate::{
    form::{Sentence, fields},
    words::Words,
};

fields! {
    /// Fields of `/signup`.
    SignUpField {
        Kind => "kind" door.sign_up_kind,
        FirstName => "first_name" common.first_name,
        LastName => "last_name" common.last_name,
        OrgName => "org_name" door.sign_up_org_name,
        Email => "email" common.email,
        Password => "password" common.password,
    }
}

fields! {
    /// Fields of `/login`.
    SignInField {
        Email => "email" common.email,
        Password => "password" common.password,
        Stay => "stay" door.login_stay,
        Next => "next" common.proceed,
    }
}

fields! {
    /// Fields of `/verify`.
    VerifyField { Password => "password" door.verify_password }
}

fields! {
    /// The field of `/verify` that discards.
    DiscardField { Code => "code" door.verify_discard_code }
}

fields! {
    /// Fields of `/forgot`.
    ForgotField { Email => "email" common.email }
}

fields! {
    /// Fields of `/reset`.
    ResetField { Password => "password" door.reset_password }
}

fields! {
    /// Fields of `/sudo`.
    SudoField {
        Password => "password" common.password,
        Next => "next" common.proceed,
    }
}

fields! {
    /// Fields of `/invitation` for whoever has no account yet.
    JoinField {
        FirstName => "first_name" common.first_name,
        LastName => "last_name" common.last_name,
        Password => "password" common.password,
    }
}

fields! {
    /// The field of `/invitation` that declines, or asks for another one.
    InvitationCodeField { Code => "code" invitations.code }
}

fields! {
    /// For forms that are a single button.
    NoField { None => "none" common.proceed }
}

/// Why nobody was signed in: one sentence for every reason (ASVS 6.3.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInRefused {
    /// The address or the password, or both.
    WrongCredentials,
    /// Too many wrong passwords for this address, whether it has an account or not.
    PasswordOff,
}

impl Sentence for SignInRefused {
    fn sentence(&self, words: Words) -> String {
        match self {
            Self::WrongCredentials => words.door().refusal_sign_in().to_owned(),
            Self::PasswordOff => words.door().refusal_password_off().to_owned(),
        }
    }
}

/// The link behind the page stopped working while the page was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkRefused {
    /// The page says which state it is in now.
    NoLongerValid,
}

impl Sentence for LinkRefused {
    fn sentence(&self, words: Words) -> String {
        match self {
            Self::NoLongerValid => words.door().link_unknown_title().to_owned(),
        }
    }
}

/// Reads a password that is being chosen, so that its length is told with all other problems.
#[cfg(feature = "ssr")]
pub(in crate::api) fn new_password(
    raw: &str,
) -> Result<domain::password::Password, domain::password::PasswordProblem> {
    use domain::password::{Password, PasswordPolicy, check_length};

    let password = Password::read(raw)?;
    check_length(&password, PasswordPolicy::ONLY_FACTOR)?;
    Ok(password)
}
