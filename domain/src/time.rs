//! Points in time.

use serde::{Deserialize, Serialize};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
///
/// It cannot be asked for; it is always given. All arithmetic saturates.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Wraps milliseconds since the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// This instant moved by some milliseconds.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This instant moved by some seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_millis(seconds.saturating_mul(SECOND))
    }

    /// This instant moved by some minutes.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_millis(minutes.saturating_mul(MINUTE))
    }

    /// This instant moved by some hours.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_millis(hours.saturating_mul(HOUR))
    }

    /// This instant moved by some days of 24 hours.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_millis(days.saturating_mul(DAY))
    }

    /// Milliseconds passed since `earlier`; zero when `earlier` lies in the future, so that a clock
    /// set back never yields a negative age.
    pub const fn since(self, earlier: Self) -> i64 {
        let passed = self.0.saturating_sub(earlier.0);
        if passed < 0 { 0 } else { passed }
    }

    /// Milliseconds since the epoch, zero for times before it.
    pub(crate) const fn unsigned_millis(self) -> u64 {
        if self.0 < 0 { 0 } else { self.0.unsigned_abs() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn units_agree_with_each_other() {
        let zero = Timestamp::default();
        assert_eq!(zero.plus_seconds(60), zero.plus_minutes(1));
        assert_eq!(zero.plus_minutes(60), zero.plus_hours(1));
        assert_eq!(zero.plus_hours(24), zero.plus_days(1));
        assert_eq!(zero.plus_days(1).as_millis(), 86_400_000);
    }

    #[test]
    fn the_end_of_time_is_never_passed() {
        let end = Timestamp::from_millis(i64::MAX);
        assert_eq!(end.plus_days(i64::MAX), end);
        assert_eq!(end.since(Timestamp::from_millis(i64::MIN)), i64::MAX);
    }

    #[test]
    fn json_is_the_bare_number() {
        let json = serde_json::to_string(&Timestamp::from_millis(1_800_000_000_000));
        assert_eq!(json.expect("a number"), "1800000000000");
    }

    proptest! {
        #[test]
        fn an_age_is_never_negative(earlier: i64, later: i64) {
            let age = Timestamp::from_millis(later).since(Timestamp::from_millis(earlier));
            prop_assert!(age >= 0);
        }

        #[test]
        fn what_was_added_has_passed(start in -1_i64 << 60..1 << 60, millis in 0_i64..1 << 60) {
            let start = Timestamp::from_millis(start);
            prop_assert_eq!(start.plus_millis(millis).since(start), millis);
        }
    }
}
