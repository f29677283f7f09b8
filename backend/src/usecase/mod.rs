//! What people can do. One public function per file: load, authorize, decide, write, commit.

pub mod activity;
pub mod door;
pub mod draft;
pub mod handover;
pub mod invitation;
pub mod operate;
pub mod organization;
pub mod people;
pub mod products;
pub mod profile;
pub mod request;
pub mod session;
pub mod setup;
pub mod team;

use domain::{
    email::Email,
    id::{DeviceId, PublicId, SessionId, UserId},
    rights::Denial,
    session::{SessionFacts, Stay},
    time::Timestamp,
};

use crate::{
    password::HasherBusy,
    secret::{SecretToken, TokenHash},
    store::{MayConflict, Profile, StoreError},
};

/// Why a use case did not happen. `R` is what its own rule may say; [`std::convert::Infallible`]
/// where the rule never refuses.
#[derive(Debug, thiserror::Error)]
pub enum UseCaseError<R> {
    /// The rule says no.
    #[error("refused")]
    Refused(R),
    /// The person may not do this.
    #[error(transparent)]
    Denied(#[from] Denial),
    /// There is nothing, or nothing that this person may know of.
    #[error("not found")]
    NotFound,
    /// The person has to prove again to be themselves.
    #[error("a fresh proof of identity is needed")]
    SudoNeeded,
    /// Too often.
    #[error("limited for {retry_after_seconds} s")]
    Limited {
        /// When it is worth another try.
        retry_after_seconds: u64,
    },
    /// Too much at once; worth another try in a moment.
    #[error("busy")]
    Busy,
    /// Storage failed.
    #[error(transparent)]
    Store(StoreError),
}

impl<R> From<StoreError> for UseCaseError<R> {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            other => Self::Store(other),
        }
    }
}

impl<R> From<HasherBusy> for UseCaseError<R> {
    fn from(_: HasherBusy) -> Self {
        Self::Busy
    }
}

impl<R> MayConflict for UseCaseError<R> {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_conflict())
    }
}

/// A signed-in person, as of this request.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The session.
    pub session: SessionId,
    /// The person.
    pub user: UserId,
    /// The address they sign in with.
    pub email: Email,
    /// What they have set for themselves.
    pub profile: Profile,
    /// Since when they have their picture, if they have one.
    pub picture_at: Option<Timestamp>,
    /// Whether they work for the provider.
    pub staff: bool,
    /// Age and proofs of the session.
    pub facts: SessionFacts,
    /// The organization that they looked at last in this browser: where `/` leads, and nothing else.
    pub last_org: Option<PublicId>,
    /// The browser.
    pub device: DeviceId,
    /// The secret that the session was found by: what changes the session insists on it.
    pub(crate) token: TokenHash,
}

/// Somebody has just signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session's secret, for a cookie.
    pub session: SecretToken,
    /// Whether that cookie outlives the browser.
    pub stay: Stay,
    /// When the session ends at the latest.
    pub expires_at: Timestamp,
    /// The mark of this browser, new or as it was: a cookie for 400 days from now.
    pub device: SecretToken,
    /// Who.
    pub user: UserId,
    /// Where to go: an organization of theirs, if there is one.
    pub organization: Option<PublicId>,
}
