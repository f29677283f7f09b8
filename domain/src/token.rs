//! Links that are mailed once and work once.

use serde::{Deserialize, Serialize};

use crate::{closed_list::closed_list, invitation, time::Timestamp};

const MINUTE_MS: i64 = 60 * 1_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

closed_list! {
    /// What a mailed link is good for. A link for one purpose never serves another.
    pub enum Purpose: as_str {
        /// Confirms the address of a pending sign-up.
        VerifySignUp = "verify_sign_up",
        /// Chooses a new password.
        ResetPassword = "reset_password",
        /// Makes the first sign-up of an installation a member of staff.
        FirstStaff = "first_staff",
        /// Accepts or declines an invitation.
        Invitation = "invitation",
    }
}

impl Purpose {
    /// How long a link works, in milliseconds.
    pub const fn lifetime_ms(self) -> i64 {
        match self {
            Self::VerifySignUp => 24 * HOUR_MS,
            Self::ResetPassword => 30 * MINUTE_MS,
            Self::FirstStaff => HOUR_MS,
            Self::Invitation => invitation::VALID_DAYS * 24 * HOUR_MS,
        }
    }
}

/// What is stored about a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenFacts {
    /// What it was made for.
    pub purpose: Purpose,
    /// The first instant at which it no longer works.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Why a link does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LinkRefusal {
    /// No such link was ever made for this purpose.
    #[error("link is unknown")]
    Unknown,
    /// Its time is over.
    #[error("link has expired")]
    Expired,
    /// It has done its work already.
    #[error("link was used before")]
    Used,
    /// A newer link took its place. Only storage can tell: the facts of the older link are gone.
    #[error("link was replaced by a newer one")]
    Replaced,
}

/// Says whether a link works for the `wanted` purpose.
///
/// A used link says so even after its time: "it worked" is what its owner wants to hear.
pub fn state(facts: &TokenFacts, wanted: Purpose, now: Timestamp) -> Result<(), LinkRefusal> {
    if facts.purpose != wanted {
        return Err(LinkRefusal::Unknown);
    }
    if facts.used_at.is_some() {
        return Err(LinkRefusal::Used);
    }
    if now >= facts.expires_at {
        return Err(LinkRefusal::Expired);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::{option, prelude::*, sample::select};

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn fresh(purpose: Purpose) -> TokenFacts {
        TokenFacts { purpose, expires_at: NOW.plus_millis(purpose.lifetime_ms()), used_at: None }
    }

    #[test]
    fn a_link_works_until_the_very_instant_it_expires() {
        let link = fresh(Purpose::ResetPassword);
        let end = NOW.plus_minutes(30);
        assert_eq!(state(&link, Purpose::ResetPassword, end.plus_millis(-1)), Ok(()));
        assert_eq!(state(&link, Purpose::ResetPassword, end), Err(LinkRefusal::Expired));
    }

    #[test]
    fn lifetimes_are_those_promised_in_the_mails() {
        let minutes = Purpose::ALL.iter().map(|it| (it.as_str(), it.lifetime_ms() / MINUTE_MS));
        assert_eq!(
            minutes.collect::<Vec<_>>(),
            [
                ("verify_sign_up", 24 * 60),
                ("reset_password", 30),
                ("first_staff", 60),
                ("invitation", 14 * 24 * 60)
            ]
        );
    }

    #[test]
    fn a_used_link_says_used_even_after_its_time() {
        let link = TokenFacts { used_at: Some(NOW), ..fresh(Purpose::VerifySignUp) };
        let later = NOW.plus_days(2);
        assert_eq!(state(&link, Purpose::VerifySignUp, later), Err(LinkRefusal::Used));
    }

    fn any_purpose() -> impl Strategy<Value = Purpose> {
        select(Purpose::ALL)
    }

    proptest! {
        #[test]
        fn a_link_is_known_for_its_own_purpose_only(
            purpose in any_purpose(), wanted in any_purpose(), now: i64, expires_at: i64,
        ) {
            let expires_at = Timestamp::from_millis(expires_at);
            let link = TokenFacts { purpose, expires_at, used_at: None };
            let outcome = state(&link, wanted, Timestamp::from_millis(now));
            prop_assert_eq!(outcome == Err(LinkRefusal::Unknown), purpose != wanted);
        }

        #[test]
        fn a_used_link_never_works_again(
            purpose in any_purpose(), now: i64, expires_at: i64, used_at: i64,
        ) {
            let expires_at = Timestamp::from_millis(expires_at);
            let used_at = Some(Timestamp::from_millis(used_at));
            let link = TokenFacts { purpose, expires_at, used_at };
            let now = Timestamp::from_millis(now);
            prop_assert_eq!(state(&link, purpose, now), Err(LinkRefusal::Used));
        }

        #[test]
        fn a_dead_link_stays_dead(
            purpose in any_purpose(), expires_at: i64, used_at in option::of(any::<i64>()),
            now: i64, wait in 0..i64::MAX,
        ) {
            let link = TokenFacts {
                purpose,
                expires_at: Timestamp::from_millis(expires_at),
                used_at: used_at.map(Timestamp::from_millis),
            };
            let now = Timestamp::from_millis(now);
            let dead = state(&link, purpose, now).is_err();
            prop_assert!(!dead || state(&link, purpose, now.plus_millis(wait)).is_err());
        }
    }
}
