//! The door: signing up, in and out, forgotten passwords, proofs of identity.

pub(super) mod begin_session;
mod check_reference;
mod confirm_sudo;
mod discard_sign_up;
pub(super) mod new_password;
mod open_link;
pub(super) mod password_attempt;
mod renew_sign_up_link;
mod request_reset;
mod request_sign_up;
mod reset_password;
mod sign_in;
mod sign_out;
mod verify_sign_up;

pub use crate::mail::MailKind;
pub use check_reference::{SentMail, check_reference};
pub use confirm_sudo::{SudoRefusal, confirm_sudo};
pub use discard_sign_up::{DiscardRefusal, discard_sign_up};
pub use open_link::{LinkView, open_link};
pub use renew_sign_up_link::renew_sign_up_link;
pub use request_reset::request_reset;
pub use request_sign_up::request_sign_up;
pub use reset_password::{ResetRefusal, reset_password};
pub use sign_in::{SignInRefusal, sign_in};
pub use sign_out::sign_out;
pub use verify_sign_up::{VerifyRefusal, verify_sign_up};
