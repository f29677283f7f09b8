//! Handing legal responsibility over to somebody who accepts it.

use serde::{Deserialize, Serialize};

use crate::{
    closed_list::closed_list,
    rights::{MemberState, Place, Role},
    time::Timestamp,
};

/// How long the offer stands.
pub const VALID_DAYS: i64 = 14;

closed_list! {
    /// What whoever hands over becomes.
    pub enum Afterwards: as_str {
        /// Stays, with all rights but those of a legal representative.
        Administrator = "administrator",
        /// Stays, without further rights.
        Collaborator = "collaborator",
        /// Leaves the organization.
        Leaves = "leaves",
    }
}

impl Afterwards {
    /// The place that they have then; none for whoever leaves.
    pub const fn place(self) -> Option<Place> {
        match self {
            Self::Administrator => Some(Place::of(Role::Administrator)),
            Self::Collaborator => Some(Place::of(Role::Collaborator)),
            Self::Leaves => None,
        }
    }
}

closed_list! {
    /// How an offer ended.
    pub enum HandoverEnding: as_str {
        /// The responsibility has passed over.
        Accepted = "accepted",
        /// Whoever was to take it on does not want to.
        Declined = "declined",
        /// A legal representative took it back.
        Cancelled = "cancelled",
        /// Nobody answered in time, and another offer took its place.
        Expired = "expired",
    }
}

/// Why nothing is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum HandoverRefusal {
    /// Another offer waits for an answer.
    #[error("another handover is open")]
    AlreadyOpen,
    /// It was answered, taken back, or is too old; or there never was one for this person.
    #[error("the handover is not open")]
    NotOpen,
    /// Only an active member who is no legal representative yet can take responsibility on.
    #[error("this person cannot take responsibility on")]
    NotEligible,
    /// Whoever offered it may not hand it over any more.
    #[error("whoever offered it is no active legal representative any more")]
    NoLongerTheirs,
}

/// What a membership is at present; `None` is no membership.
pub type Present = Option<(Role, MemberState)>;

/// Whether somebody can take responsibility on.
pub fn eligible(receiver: Present) -> Result<(), HandoverRefusal> {
    match receiver {
        Some((role, MemberState::Active)) if role < Role::LegalRepresentative => Ok(()),
        _ => Err(HandoverRefusal::NotEligible),
    }
}

/// Whether an offer can be accepted now: nothing that it rests on may have changed.
pub fn acceptable(
    giver: Present,
    receiver: Present,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<(), HandoverRefusal> {
    if now >= expires_at {
        return Err(HandoverRefusal::NotOpen);
    }
    if giver != Some((Role::LegalRepresentative, MemberState::Active)) {
        return Err(HandoverRefusal::NoLongerTheirs);
    }
    eligible(receiver)
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample};

    use super::*;
    use crate::membership::representatives_change;

    const ACTIVE: Present = Some((Role::LegalRepresentative, MemberState::Active));

    fn any_present() -> impl Strategy<Value = Present> {
        prop::option::of((sample::select(Role::ALL), sample::select(MemberState::ALL)))
    }

    fn at(days: i64) -> Timestamp {
        Timestamp::from_millis(0).plus_days(days)
    }

    #[test]
    fn an_offer_is_accepted_in_time_by_an_active_member_from_an_active_representative() {
        let member = Some((Role::Collaborator, MemberState::Active));
        let check = |giver, receiver, now| acceptable(giver, receiver, at(VALID_DAYS), at(now));
        assert_eq!(check(ACTIVE, member, VALID_DAYS - 1), Ok(()));
        assert_eq!(check(ACTIVE, member, VALID_DAYS), Err(HandoverRefusal::NotOpen));
        assert_eq!(check(None, member, 0), Err(HandoverRefusal::NoLongerTheirs));
        let held = Some((Role::LegalRepresentative, MemberState::Suspended));
        assert_eq!(check(held, member, 0), Err(HandoverRefusal::NoLongerTheirs));
        assert_eq!(check(ACTIVE, ACTIVE, 0), Err(HandoverRefusal::NotEligible));
        assert_eq!(check(ACTIVE, None, 0), Err(HandoverRefusal::NotEligible));
    }

    /// What may happen to an organization of a few people.
    #[derive(Debug, Clone)]
    enum Step {
        /// Somebody becomes this, by whatever way members change.
        Change(usize, Present),
        /// One hands over to another and becomes this.
        HandOver(usize, usize, Afterwards),
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..4_usize, any_present()).prop_map(|(who, to)| Step::Change(who, to)),
            (0..4_usize, 0..4_usize, sample::select(Afterwards::ALL))
                .prop_map(|(from, to, then)| Step::HandOver(from, to, then)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn whatever_happens_somebody_is_responsible(
            steps in prop::collection::vec(any_step(), 0..40),
        ) {
            let mut people: [Present; 4] = [ACTIVE, None, None, None];
            let mut active = 1;
            for step in steps {
                match step {
                    Step::Change(who, to) => {
                        if let Ok(change) = representatives_change(active, people[who], to) {
                            (people[who], active) = (to, active + change);
                        }
                    }
                    Step::HandOver(from, to, then) => {
                        if acceptable(people[from], people[to], at(1), at(0)).is_err() {
                            continue;
                        }
                        // The one takes it on before the other puts it down.
                        let up = representatives_change(active, people[to], ACTIVE);
                        (people[to], active) = (ACTIVE, active + up.expect("one more"));
                        let place = then.place().map(|it| (it.role, MemberState::Active));
                        let down = representatives_change(active, people[from], place);
                        (people[from], active) = (place, active + down.expect("one is left"));
                    }
                }
                let counted = people.iter().filter(|it| **it == ACTIVE).count();
                prop_assert_eq!(i64::try_from(counted), Ok(active));
                prop_assert!(active >= 1);
            }
        }
    }
}
