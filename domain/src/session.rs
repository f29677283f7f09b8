//! How long a signed-in browser stays signed in.

use crate::{closed_list::closed_list, time::Timestamp};

/// Sessions that one person may have at a time; the one idle for longest makes room.
pub const MAX_PER_USER: u32 = 50;

/// Days for which a browser that signed in once counts as known.
pub const DEVICE_DAYS: i64 = 400;

const SUDO_MS: i64 = 10 * 60 * 1_000;
/// A visit is noted at most this often, in milliseconds.
pub const TOUCH_MS: i64 = 60 * 1_000;

closed_list! {
    /// What was chosen at sign-in.
    pub enum Stay: as_str {
        /// Until the browser closes, or one day at most.
        Browser = "browser",
        /// "Stay signed in": 30 days at most.
        Remember = "remember",
    }
}

/// What is stored about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionFacts {
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When the session last did something; written at most once a minute.
    pub last_seen_at: Timestamp,
    /// What was chosen at sign-in.
    pub stay: Stay,
    /// When the person last proved to be themselves.
    pub sudo_at: Option<Timestamp>,
}

impl SessionFacts {
    /// A session that begins now, by a proof of identity that is as fresh as it can be.
    #[must_use]
    pub const fn begun(stay: Stay, now: Timestamp) -> Self {
        Self { created_at: now, last_seen_at: now, stay, sudo_at: Some(now) }
    }
}

/// Whether the session still counts.
pub fn alive(facts: &SessionFacts, now: Timestamp) -> bool {
    now < idle_end(facts).min(absolute_end(facts))
}

/// The first instant at which the session is over, however busy it was.
pub fn absolute_end(facts: &SessionFacts) -> Timestamp {
    match facts.stay {
        Stay::Browser => facts.created_at.plus_hours(24),
        Stay::Remember => facts.created_at.plus_days(30),
    }
}

/// The first instant at which the session is over if nothing more happens.
pub fn idle_end(facts: &SessionFacts) -> Timestamp {
    match facts.stay {
        Stay::Browser => facts.last_seen_at.plus_minutes(60),
        Stay::Remember => facts.last_seen_at.plus_days(14),
    }
}

/// Whether the person proved recently enough to be themselves for a sensitive act.
pub fn sudo_fresh(facts: &SessionFacts, now: Timestamp) -> bool {
    facts.sudo_at.is_some_and(|proved| now.since(proved) < SUDO_MS)
}

/// Whether `last_seen` is old enough to be worth a write.
pub fn should_touch(last_seen: Timestamp, now: Timestamp) -> bool {
    now.since(last_seen) >= TOUCH_MS
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn started(stay: Stay) -> SessionFacts {
        SessionFacts { created_at: START, last_seen_at: START, stay, sudo_at: None }
    }

    fn seen_at(stay: Stay, last_seen_at: Timestamp) -> SessionFacts {
        SessionFacts { last_seen_at, ..started(stay) }
    }

    #[test]
    fn an_idle_session_ends_after_an_hour() {
        let session = started(Stay::Browser);
        assert!(alive(&session, START.plus_minutes(60).plus_millis(-1)));
        assert!(!alive(&session, START.plus_minutes(60)));
    }

    #[test]
    fn a_busy_session_ends_after_a_day() {
        let session = seen_at(Stay::Browser, START.plus_hours(24).plus_millis(-1));
        assert!(alive(&session, START.plus_hours(24).plus_millis(-1)));
        assert!(!alive(&session, START.plus_hours(24)));
    }

    #[test]
    fn a_remembered_idle_session_ends_after_two_weeks() {
        let session = started(Stay::Remember);
        assert!(alive(&session, START.plus_days(14).plus_millis(-1)));
        assert!(!alive(&session, START.plus_days(14)));
    }

    #[test]
    fn a_remembered_busy_session_ends_after_thirty_days() {
        let session = seen_at(Stay::Remember, START.plus_days(30).plus_millis(-1));
        assert!(alive(&session, START.plus_days(30).plus_millis(-1)));
        assert!(!alive(&session, START.plus_days(30)));
    }

    #[test]
    fn a_proof_counts_for_ten_minutes() {
        let proved = SessionFacts { sudo_at: Some(START), ..started(Stay::Remember) };
        assert!(sudo_fresh(&proved, START.plus_minutes(10).plus_millis(-1)));
        assert!(!sudo_fresh(&proved, START.plus_minutes(10)));
        assert!(!sudo_fresh(&started(Stay::Browser), START));
    }

    #[test]
    fn a_visit_is_noted_once_a_minute() {
        assert!(!should_touch(START, START.plus_seconds(60).plus_millis(-1)));
        assert!(should_touch(START, START.plus_seconds(60)));
        assert!(!should_touch(START, START.plus_days(-1)), "a clock set back is no visit");
    }

    proptest! {
        #[test]
        fn no_session_outlives_its_absolute_end(
            stay in select(Stay::ALL), seen: i64, past in 0..i64::MAX,
        ) {
            let session = seen_at(stay, Timestamp::from_millis(seen));
            prop_assert!(!alive(&session, absolute_end(&session).plus_millis(past)));
        }

        #[test]
        fn a_dead_session_stays_dead(
            stay in select(Stay::ALL), seen in 0_i64..1 << 40, now in 0_i64..1 << 40,
            wait in 0..i64::MAX,
        ) {
            let session = seen_at(stay, START.plus_millis(seen));
            let now = START.plus_millis(now);
            prop_assert!(alive(&session, now) || !alive(&session, now.plus_millis(wait)));
        }
    }
}
