//! What happens to a membership, beyond who may do it.

use serde::{Deserialize, Serialize};

use crate::{
    rights::{MemberState, Role},
    time::Timestamp,
};

/// How long a removal can be taken back.
pub const UNDO_DAYS: i64 = 7;

/// Which messages of an organization reach a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Invoices, payments, renewals.
    pub billing_reminders: bool,
    /// What happens to products.
    pub product_events: bool,
}

impl Contact {
    /// Everything.
    pub const ALL: Self = Self { billing_reminders: true, product_events: true };

    /// Without reminders that nobody else would get: the only legal representative always has them.
    #[must_use]
    pub const fn held(self, only_representative: bool) -> Self {
        Self { billing_reminders: self.billing_reminders || only_representative, ..self }
    }
}

/// What a membership amounts to for legal responsibility; `None` is no membership.
pub type Weight = Option<(Role, MemberState)>;

/// Why something about a membership does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum MemberRefusal {
    /// Nobody would be left who answers for the organization.
    #[error("the last active legal representative cannot go")]
    LastRepresentative,
    /// Somebody else has changed the member since the form was opened.
    #[error("the member has changed meanwhile")]
    Changed,
    /// The time in which this could be taken back is over.
    #[error("it is too late to take this back")]
    TooLate,
}

/// By how many active legal representatives an organization has more afterwards, if that leaves one.
///
/// `active` is how many it has before.
pub fn representatives_change(
    active: i64,
    before: Weight,
    after: Weight,
) -> Result<i64, MemberRefusal> {
    let counts =
        |it: Weight| i64::from(it == Some((Role::LegalRepresentative, MemberState::Active)));
    let change = counts(after) - counts(before);
    if change < 0 && active + change < 1 {
        Err(MemberRefusal::LastRepresentative)
    } else {
        Ok(change)
    }
}

/// Whether an ended membership can still be taken up again: somebody else ended it, lately.
pub fn can_be_undone(left: bool, ended_at: Timestamp, now: Timestamp) -> bool {
    !left && now < ended_at.plus_days(UNDO_DAYS)
}

/// What a person is called, without capitals and accents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameKeys {
    /// Last name first, as lists are ordered.
    pub sort: String,
    /// First name first, as people are spoken of.
    pub given: String,
}

#[cfg(feature = "parse")]
impl NameKeys {
    /// The keys of a name.
    pub fn of(first_name: &crate::text::PersonName, last_name: &crate::text::PersonName) -> Self {
        let folded = |one: &str, other: &str| crate::search::folded(&format!("{one} {other}"));
        Self {
            sort: folded(last_name.as_str(), first_name.as_str()),
            given: folded(first_name.as_str(), last_name.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample};

    use super::*;

    const REPRESENTATIVE: Weight = Some((Role::LegalRepresentative, MemberState::Active));

    #[test]
    fn the_last_active_representative_stays() {
        for after in [
            None,
            Some((Role::LegalRepresentative, MemberState::Suspended)),
            Some((Role::Administrator, MemberState::Active)),
        ] {
            assert_eq!(
                representatives_change(1, REPRESENTATIVE, after),
                Err(MemberRefusal::LastRepresentative)
            );
            assert_eq!(representatives_change(2, REPRESENTATIVE, after), Ok(-1));
        }
    }

    #[test]
    fn a_suspended_representative_may_go_without_counting() {
        let suspended = Some((Role::LegalRepresentative, MemberState::Suspended));
        assert_eq!(representatives_change(1, suspended, None), Ok(0));
        assert_eq!(representatives_change(1, suspended, REPRESENTATIVE), Ok(1));
    }

    #[test]
    fn who_left_is_not_fetched_back_and_who_was_removed_only_for_a_week() {
        let ended = Timestamp::from_millis(0);
        assert!(can_be_undone(false, ended, ended.plus_days(6)));
        assert!(!can_be_undone(false, ended, ended.plus_days(7)));
        assert!(!can_be_undone(true, ended, ended));
    }

    #[test]
    fn the_only_representative_keeps_the_reminders() {
        let off = Contact { billing_reminders: false, product_events: false };
        assert!(off.held(true).billing_reminders && !off.held(true).product_events);
        assert_eq!(off.held(false), off);
    }

    #[cfg(feature = "parse")]
    #[test]
    fn names_are_ordered_as_people_look_for_them() {
        let name = |text| crate::text::PersonName::parse(text).expect("a name");
        let keys = NameKeys::of(&name("Inés"), &name("Ávila"));
        assert_eq!((keys.sort.as_str(), keys.given.as_str()), ("avila ines", "ines avila"));
    }

    fn any_weight() -> impl Strategy<Value = Weight> {
        prop::option::of((sample::select(Role::ALL), sample::select(MemberState::ALL)))
    }

    proptest! {
        #[test]
        fn whatever_happens_one_active_representative_is_left(
            changes in prop::collection::vec((0..4_usize, any_weight()), 0..60),
        ) {
            let mut members = [REPRESENTATIVE, None, None, None];
            let active = |members: &[Weight]| members.iter().filter(|it| **it == REPRESENTATIVE).count();
            for (who, after) in changes {
                let before = i64::try_from(active(&members)).expect("few");
                if let Ok(change) = representatives_change(before, members[who], after) {
                    members[who] = after;
                    let counted = i64::try_from(active(&members)).expect("few");
                    prop_assert_eq!(before + change, counted);
                }
                prop_assert!(active(&members) >= 1);
            }
        }
    }
}
