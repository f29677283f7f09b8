//! What a server function may answer instead of a value.

use domain::{form::Fault, id::PublicId, rights::Denial};
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::strict_form::Misread;

/// `R` is the refusal of the rule behind the function; [`NoRefusal`] if there is none.
///
/// **Invariant:** the person who caused it may read every field: no secret and no driver's message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Failure<R> {
    /// A rule said no; `R` says which one.
    #[error("refused")]
    Refused(R),
    /// The form lacked a key, repeated one, or had one that it does not know.
    #[error("misread form")]
    Misread(Misread),
    /// Nobody is signed in.
    #[error("sign in first")]
    SignedOut,
    /// The act needs a fresh proof of identity.
    #[error("confirm your identity first")]
    SudoNeeded,
    /// The person may not do this here.
    #[error("not allowed")]
    Denied(Denial),
    /// There is nothing here, or nothing that the person may know of.
    #[error("not found")]
    NotFound,
    /// The form belongs to another organization than the page that it was posted to.
    #[error("form of another organization")]
    Elsewhere {
        /// Where the form belongs.
        org: PublicId,
        /// What that organization is called.
        name: String,
    },
    /// Too many attempts.
    #[error("too many attempts")]
    Limited {
        /// Seconds until another attempt is let through.
        retry_after: u32,
    },
    /// The server is too busy for this now.
    #[error("busy")]
    Busy,
    /// Ours to mend. The details are in the log, under this reference.
    #[error("internal error {report}")]
    Internal {
        /// The request's id.
        report: String,
    },
    /// The network gave no answer.
    #[error("no answer")]
    Offline,
    /// The two sides did not understand each other: most often an old tab after an update.
    #[error("malformed call")]
    Garbled,
}

/// How long a busy server asks to be left alone, in seconds.
const BUSY_SECONDS: u32 = 5;

/// For functions whose rule never says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoRefusal {}

/// How a form with fields is refused: at some of its fields, or as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejected<F, W = NoRefusal> {
    /// These fields need another value.
    Fields(Vec<Fault<F>>),
    /// The fields are well-formed, yet the rule says no.
    Whole(W),
}

/// A failure of any function, its fields and refusals by name. One type for all keeps the browser's
/// half small.
pub type PageFailure = Failure<Rejected<String, String>>;

impl<R> FromServerFnError for Failure<R>
where
    R: std::fmt::Debug + Serialize + DeserializeOwned + 'static,
{
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Deserialization(why) | ServerFnErrorErr::Args(why) => {
                Misread::parse(&why).map_or(Self::Garbled, Self::Misread)
            }
            _ => Self::Garbled,
        }
    }
}

impl PageFailure {
    /// Why a page could not be shown is why its form does not work.
    #[cfg(feature = "ssr")]
    pub(super) fn of_form<R>(self) -> Failure<R> {
        match self {
            Self::Denied(denial) => Failure::Denied(denial),
            Self::SignedOut => Failure::SignedOut,
            Self::Internal { report } => Failure::Internal { report },
            Self::Busy => Failure::Busy,
            _ => Failure::NotFound,
        }
    }
}

impl<R> Failure<R> {
    /// After how many seconds another try is worth it, if waiting helps.
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Limited { retry_after } => Some(*retry_after),
            Self::Busy => Some(BUSY_SECONDS),
            _ => None,
        }
    }

    /// The HTTP status of this answer for a program; a page is rendered with it too.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Refused(_) => 422,
            Self::Misread(_) | Self::Garbled => 400,
            Self::SignedOut => 401,
            Self::SudoNeeded | Self::Denied(_) => 403,
            Self::NotFound => 404,
            Self::Elsewhere { .. } => 409,
            Self::Limited { .. } => 429,
            Self::Busy | Self::Offline => 503,
            Self::Internal { .. } => 500,
        }
    }
}
