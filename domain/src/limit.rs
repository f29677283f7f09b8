//! How often something may be tried.

use crate::{closed_list::closed_list, time::Timestamp};

/// Wrong passwords in a row after which the password of an account no longer signs in, until it is
/// reset by mail.
pub const PASSWORD_OFF_AFTER: u32 = 100;

/// Wrong passwords in a row that are free of any delay, and the first that is not.
const DELAY_FROM: u32 = 10;
const MAX_DELAY_SECONDS: i64 = 15 * 60;

/// One whole token, in the unit of [`Level::tokens_milli`].
const TOKEN: i64 = 1_000;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;

closed_list! {
    /// Actions that are limited by a token bucket shared by all nodes.
    pub enum Limited: as_str {
        /// Passwords tried from one client address.
        PasswordPerAddress = "password_per_address",
        /// New passwords judged for one client address.
        NewPasswordPerAddress = "new_password_per_address",
        /// Sign-ups from one client address.
        RegistrationPerAddress = "registration_per_address",
        /// Organizations that one person creates.
        OrganizationPerUser = "organization_per_user",
        /// Mails to one recipient, the short limit.
        MailPerRecipientMinute = "mail_per_recipient_minute",
        /// Mails to one recipient, the long limit.
        MailPerRecipientHour = "mail_per_recipient_hour",
        /// Mails caused from one client address.
        MailPerAddress = "mail_per_address",
        /// Invitations that one organization sends.
        InvitationPerOrganization = "invitation_per_organization",
        /// Addresses that one person looks up by beginning to invite them.
        InvitationPreviewPerUser = "invitation_preview_per_user",
        /// Rights that one person asks for.
        RequestPerUser = "request_per_user",
        /// Files that one person takes of lists.
        ExportPerUser = "export_per_user",
    }
}

impl Limited {
    /// The rate of each action: all limits in one table.
    pub const fn rate(self) -> Rate {
        match self {
            Self::PasswordPerAddress | Self::NewPasswordPerAddress => {
                Rate { burst: 10, refill_every_ms: 2 * SECOND_MS }
            }
            Self::RegistrationPerAddress => Rate { burst: 5, refill_every_ms: 12 * MINUTE_MS },
            Self::MailPerRecipientMinute => Rate { burst: 1, refill_every_ms: MINUTE_MS },
            Self::MailPerRecipientHour => Rate { burst: 3, refill_every_ms: 20 * MINUTE_MS },
            // Enough for a whole company at once, and too few to look through lists of addresses.
            Self::InvitationPerOrganization | Self::InvitationPreviewPerUser => {
                Rate { burst: 200, refill_every_ms: 10 * SECOND_MS }
            }
            Self::MailPerAddress
            | Self::OrganizationPerUser
            | Self::RequestPerUser
            | Self::ExportPerUser => Rate { burst: 10, refill_every_ms: 6 * MINUTE_MS },
        }
    }
}

/// The size of a token bucket and how fast it fills. Both are at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Tokens in a full bucket.
    pub burst: u32,
    /// Milliseconds until one token comes back.
    pub refill_every_ms: i64,
}

impl Rate {
    /// Milliseconds in which an empty bucket becomes full; from then on it may be forgotten.
    pub fn full_after_ms(self) -> i64 {
        self.refill_every_ms.saturating_mul(self.burst.into())
    }
}

/// How full a bucket was, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Thousandths of a token.
    pub tokens_milli: i64,
    /// When this was true.
    pub at: Timestamp,
}

/// Milliseconds to wait until the next try can succeed. Always positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RetryAfterMs(pub i64);

impl RetryAfterMs {
    /// Whole seconds, rounded up, as the `Retry-After` header wants them.
    pub const fn seconds(self) -> u64 {
        self.0.unsigned_abs().div_ceil(SECOND_MS.unsigned_abs())
    }
}

/// Takes one token out of a bucket; `None` is a bucket never used, hence full.
///
/// A refusal leaves the bucket as it was: pressing harder does not lengthen the wait. A level from
/// further in the future than a bucket takes to fill was noted by a clock gone wrong; it is
/// forgotten.
pub fn take(level: Option<Level>, rate: Rate, now: Timestamp) -> Result<Level, RetryAfterMs> {
    let before = before(level, rate, now);
    let tokens = filled(before, rate, now);
    if tokens < TOKEN {
        let every = rate.refill_every_ms.max(1);
        let kept = before.tokens_milli.clamp(0, capacity(rate));
        let needed = (TOKEN - kept).saturating_mul(every).saturating_add(TOKEN - 1) / TOKEN;
        return Err(RetryAfterMs(before.at.plus_millis(needed).since(now)));
    }
    // A clock set back must not let the same time be counted twice.
    Ok(Level { tokens_milli: tokens - TOKEN, at: now.max(before.at) })
}

/// How many tokens could be taken out of a bucket now; `None` is a bucket never used, hence full.
pub fn left(level: Option<Level>, rate: Rate, now: Timestamp) -> u32 {
    let tokens = filled(before(level, rate, now), rate, now);
    u32::try_from(tokens / TOKEN).unwrap_or_default()
}

/// How full a bucket was when it was used last.
fn before(level: Option<Level>, rate: Rate, now: Timestamp) -> Level {
    let full = Level { tokens_milli: capacity(rate), at: now };
    level.filter(|it| it.at.since(now) <= rate.full_after_ms()).unwrap_or(full)
}

/// How full it is now.
fn filled(before: Level, rate: Rate, now: Timestamp) -> i64 {
    let kept = before.tokens_milli.clamp(0, capacity(rate));
    let passed = now.since(before.at);
    let refilled = passed.saturating_mul(TOKEN) / rate.refill_every_ms.max(1);
    kept.saturating_add(refilled).min(capacity(rate))
}

fn capacity(rate: Rate) -> i64 {
    i64::from(rate.burst.max(1)) * TOKEN
}

/// Milliseconds that a sign-in has to wait after so many wrong passwords in a row: nothing below
/// ten, then one second, doubling up to a quarter of an hour.
pub fn failure_delay_ms(failures: u32) -> i64 {
    let Some(doublings) = failures.checked_sub(DELAY_FROM) else { return 0 };
    let seconds = 1_i64 << doublings.min(62);
    seconds.min(MAX_DELAY_SECONDS) * SECOND_MS
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    /// Tries once at each of these moments; counts how often it worked.
    fn successes(rate: Rate, tries: impl IntoIterator<Item = Timestamp>) -> usize {
        let mut level = None;
        let mut count = 0;
        for now in tries {
            if let Ok(after) = take(level, rate, now) {
                level = Some(after);
                count += 1;
            }
        }
        count
    }

    #[test]
    fn the_limits_are_these() {
        let row = |limited: &Limited| {
            let rate = limited.rate();
            let per_hour = 60 * MINUTE_MS / rate.refill_every_ms;
            let Rate { burst, .. } = rate;
            format!("{:<27} burst {burst:>3}, {per_hour:>4} per hour", limited.as_str())
        };
        let table: Vec<_> = Limited::ALL.iter().map(row).collect();
        insta::assert_snapshot!(table.join("\n"), @r"
        password_per_address        burst  10, 1800 per hour
        new_password_per_address    burst  10, 1800 per hour
        registration_per_address    burst   5,    5 per hour
        organization_per_user       burst  10,   10 per hour
        mail_per_recipient_minute   burst   1,   60 per hour
        mail_per_recipient_hour     burst   3,    3 per hour
        mail_per_address            burst  10,   10 per hour
        invitation_per_organization burst 200,  360 per hour
        invitation_preview_per_user burst 200,  360 per hour
        request_per_user            burst  10,   10 per hour
        export_per_user             burst  10,   10 per hour
        ");
    }

    #[test]
    fn an_unused_bucket_is_full() {
        let rate = Limited::RegistrationPerAddress.rate();
        assert_eq!(successes(rate, [NOW; 9]), 5);
    }

    #[test]
    fn what_is_left_is_what_can_be_taken() {
        let rate = Limited::RegistrationPerAddress.rate();
        assert_eq!(left(None, rate, NOW), 5);
        let level = take(None, rate, NOW).expect("full");
        assert_eq!(left(Some(level), rate, NOW), 4);
        assert_eq!(left(Some(level), rate, NOW.plus_minutes(12)), 5);
        let empty = Level { tokens_milli: 0, at: NOW };
        assert_eq!(left(Some(empty), rate, NOW), 0);
    }

    #[test]
    fn one_mail_a_minute_reaches_a_recipient() {
        let rate = Limited::MailPerRecipientMinute.rate();
        let level = take(None, rate, NOW).expect("full");
        let refusal = take(Some(level), rate, NOW.plus_seconds(20));
        assert_eq!(refusal, Err(RetryAfterMs(40_000)));
        assert!(take(Some(level), rate, NOW.plus_seconds(60)).is_ok());
    }

    #[test]
    fn a_clock_set_back_refills_nothing() {
        let rate = Limited::MailPerRecipientHour.rate();
        let back_and_forth = [NOW, NOW.plus_hours(-1), NOW, NOW.plus_hours(-1), NOW];
        assert_eq!(successes(rate, back_and_forth), 3);
    }

    #[test]
    fn a_clock_gone_wrong_locks_nobody_out_for_long() {
        let rate = Limited::MailPerRecipientMinute.rate();
        let wrong = take(None, rate, NOW.plus_days(400)).expect("full");
        assert!(take(Some(wrong), rate, NOW).is_ok());
    }

    #[test]
    fn the_retry_header_is_rounded_up() {
        let seconds = [1, 999, 1_000, 1_001].map(|it| RetryAfterMs(it).seconds());
        assert_eq!(seconds, [1, 1, 1, 2]);
    }

    #[test]
    fn wrong_passwords_are_free_below_ten_and_never_cost_more_than_a_quarter_of_an_hour() {
        let seconds = |failures| failure_delay_ms(failures) / SECOND_MS;
        let delays = [0, 9, 10, 11, 12, 19, 20, 99, u32::MAX].map(seconds);
        assert_eq!(delays, [0, 0, 1, 2, 4, 512, 900, 900, 900]);
    }

    fn any_rate() -> impl Strategy<Value = Rate> {
        (1_u32..20, 1_i64..4_000_000)
            .prop_map(|(burst, refill_every_ms)| Rate { burst, refill_every_ms })
    }

    proptest! {
        #[test]
        fn waiting_as_told_works_and_a_millisecond_less_does_not(
            rate in any_rate(), tokens_milli in 0..TOKEN, passed in -4_000_000_i64..4_000_000,
        ) {
            let level = Some(Level { tokens_milli, at: NOW });
            let now = NOW.plus_millis(passed);
            if let Err(RetryAfterMs(wait)) = take(level, rate, now) {
                prop_assert!(wait > 0);
                prop_assert!(take(level, rate, now.plus_millis(wait)).is_ok());
                prop_assert!(take(level, rate, now.plus_millis(wait - 1)).is_err());
            }
        }

        #[test]
        fn no_pattern_of_tries_beats_the_rate(
            rate in any_rate(), pauses in vec(0_i64..2_000_000, 1..60),
        ) {
            let mut now = NOW;
            let tries = pauses.iter().map(|pause| {
                now = now.plus_millis(*pause);
                now
            });
            let allowed = i64::try_from(successes(rate, tries.collect::<Vec<_>>())).expect("few");
            let passed: i64 = pauses.iter().skip(1).sum();
            prop_assert!(allowed <= i64::from(rate.burst) + passed / rate.refill_every_ms);
        }

        #[test]
        fn no_stored_level_panics_or_overfills(
            limited in select(Limited::ALL), tokens_milli: i64, at: i64, now: i64,
        ) {
            let rate = limited.rate();
            let level = Some(Level { tokens_milli, at: Timestamp::from_millis(at) });
            if let Ok(after) = take(level, rate, Timestamp::from_millis(now)) {
                prop_assert!((0..i64::from(rate.burst) * TOKEN).contains(&after.tokens_milli));
            }
        }
    }
}
