//! Offers to become a member: whom they go to, and what their link leads to.

use serde::{Deserialize, Serialize};

use crate::{closed_list::closed_list, rights::MemberState, token::LinkRefusal};

/// How long an invitation can be accepted.
pub const VALID_DAYS: i64 = 14;

/// The most addresses that are invited in one go.
pub const MOST_AT_ONCE: usize = 200;

closed_list! {
    /// How an invitation came to its end.
    pub enum Ending: as_str {
        /// The person became a member.
        Accepted = "accepted",
        /// The person does not want to.
        Declined = "declined",
        /// Somebody of the organization took it back.
        Cancelled = "cancelled",
        /// It had expired, and a newer one took its place.
        Replaced = "replaced",
    }
}

/// What inviting an address would come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An invitation to somebody without an account here.
    NewPerson,
    /// An invitation to somebody who has an account.
    HasLogin,
    /// As before; and the person was removed lately, which could be taken back instead.
    RemovedLately,
    /// Nothing: they belong to the organization.
    AlreadyMember,
    /// Nothing: an earlier invitation waits for an answer.
    AlreadyInvited,
    /// Nothing: the address stands there twice.
    Repeated,
    /// Nothing: too many were invited, or this address got too many mails.
    OverLimit,
    /// Nothing: this is no address.
    Malformed,
}

impl Outcome {
    /// Whether an invitation is sent.
    pub const fn sends(self) -> bool {
        matches!(self, Self::NewPerson | Self::HasLogin | Self::RemovedLately)
    }
}

/// Why something about an invitation does not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum InvitationRefusal {
    /// It was accepted, declined or taken back meanwhile.
    #[error("the invitation has ended")]
    Ended,
    /// The person has become a member meanwhile.
    #[error("the person is a member already")]
    AlreadyMember,
    /// Another invitation to that address waits already.
    #[error("the address is invited already")]
    AlreadyInvited,
    /// More than [`MOST_AT_ONCE`] were typed.
    #[error("too many addresses at once")]
    TooMany,
    /// Nobody would be invited.
    #[error("nobody is left to be invited")]
    Nobody,
}

/// What is true of an invitation and of what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Whether the link works by itself.
    pub link: Result<(), LinkRefusal>,
    /// How the invitation ended, if it did.
    pub ending: Option<Ending>,
    /// Whether the organization is about to be deleted; `None` if it is gone.
    pub closing: Option<bool>,
    /// Whether whoever sent it may still give what it offers.
    pub backed: bool,
    /// What the owner of the invited address is to the organization already.
    pub member: Option<MemberState>,
    /// Whether the invited address has an account.
    pub has_account: bool,
}

/// Who opens the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Nobody is signed in.
    Nobody,
    /// The owner of the invited address.
    Invited,
    /// Somebody else.
    SomebodyElse,
}

closed_list! {
    /// What the one address of all invitations shows: each has its own page and next step.
    pub enum Screen: as_str {
        /// No such invitation.
        Unknown = "unknown",
        /// A newer link was sent.
        Replaced = "replaced",
        /// Too late; one can ask for a new one.
        Expired = "expired",
        /// Somebody took it back.
        Cancelled = "cancelled",
        /// It was declined.
        Declined = "declined",
        /// It was accepted.
        Accepted = "accepted",
        /// The person belongs to the organization.
        AlreadyMember = "already_member",
        /// The person belongs to it, and their membership is on hold.
        OnHold = "on_hold",
        /// The organization does not exist any more.
        Gone = "gone",
        /// The organization is about to be deleted.
        Closing = "closing",
        /// Whoever sent it may not invite any more; one can ask for a new one.
        NotBacked = "not_backed",
        /// Somebody else is signed in.
        WrongPerson = "wrong_person",
        /// Nobody is signed in, and the address has an account.
        SignIn = "sign_in",
        /// Nobody is signed in, and the address has no account yet.
        NewAccount = "new_account",
        /// All is there but the answer.
        Ready = "ready",
    }
}

impl Screen {
    /// Whether whoever was invited may still decline.
    pub const fn can_be_declined(self) -> bool {
        matches!(self, Self::SignIn | Self::NewAccount | Self::Ready)
    }

    /// Whether whoever opened the link may ask for another invitation.
    pub const fn can_be_asked_again(self) -> bool {
        matches!(self, Self::Expired | Self::NotBacked | Self::WrongPerson)
    }
}

/// What the link of an invitation leads to.
///
/// What has ended goes before what only hinders: of a cancelled invitation nobody needs to know that
/// they are signed in as somebody else.
pub const fn screen(facts: &Facts, reader: Reader) -> Screen {
    if matches!(facts.link, Err(LinkRefusal::Unknown)) {
        return Screen::Unknown;
    }
    let Some(closing) = facts.closing else { return Screen::Gone };
    match facts.member {
        Some(MemberState::Active) if matches!(reader, Reader::Invited) => {
            return Screen::AlreadyMember;
        }
        Some(MemberState::Suspended) if matches!(reader, Reader::Invited) => return Screen::OnHold,
        _ => {}
    }
    match facts.ending {
        Some(Ending::Accepted) => return Screen::Accepted,
        Some(Ending::Declined) => return Screen::Declined,
        Some(Ending::Cancelled) => return Screen::Cancelled,
        Some(Ending::Replaced) => return Screen::Replaced,
        None => {}
    }
    match facts.link {
        Err(LinkRefusal::Expired) => return Screen::Expired,
        Err(LinkRefusal::Replaced) => return Screen::Replaced,
        Err(LinkRefusal::Used) => return Screen::Accepted,
        Err(LinkRefusal::Unknown) => return Screen::Unknown,
        Ok(()) => {}
    }
    if closing {
        return Screen::Closing;
    }
    match (facts.member, reader, facts.has_account) {
        (Some(_), ..) => Screen::Accepted,
        _ if !facts.backed => Screen::NotBacked,
        (None, Reader::SomebodyElse, _) => Screen::WrongPerson,
        (None, Reader::Invited, _) => Screen::Ready,
        (None, Reader::Nobody, true) => Screen::SignIn,
        (None, Reader::Nobody, false) => Screen::NewAccount,
    }
}

/// A line of what was typed to invite people.
#[cfg(feature = "parse")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// As it was typed, without spaces around it.
    pub text: String,
    /// The address, if it is one.
    pub email: Result<crate::email::Email, crate::email::EmailProblem>,
    /// Whether it stood there before.
    pub repeated: bool,
}

/// Reads the addresses that were typed: one on each line, or with commas, semicolons or spaces
/// between them, also as mail programs copy them (`Ada Keller <ada@example.org>`).
#[cfg(feature = "parse")]
pub fn typed_addresses(text: &str) -> Vec<Typed> {
    let mut seen = std::collections::HashSet::new();
    let mut typed = Vec::new();
    for line in text.split(['\n', '\r', ',', ';']) {
        let line = line.trim();
        let bracketed = line.strip_suffix('>').and_then(|it| it.rsplit_once('<'));
        let words: Vec<&str> = match bracketed {
            Some((_, address)) => vec![address.trim()],
            None if line.matches('@').count() > 1 => line.split_whitespace().collect(),
            None => vec![line],
        };
        for word in words.into_iter().filter(|it| !it.is_empty()) {
            let email = crate::email::Email::parse(word);
            let repeated = email.as_ref().is_ok_and(|it| !seen.insert(it.canonical().to_owned()));
            typed.push(Typed { text: word.to_owned(), email, repeated });
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use proptest::{option, prelude::*, sample::select};

    use super::*;

    const FACTS: Facts = Facts {
        link: Ok(()),
        ending: None,
        closing: Some(false),
        backed: true,
        member: None,
        has_account: true,
    };

    #[test]
    fn each_state_has_its_screen() {
        let of = |facts: Facts, reader| screen(&facts, reader);
        let link = |refusal| Facts { link: Err(refusal), ..FACTS };
        let ended = |ending| Facts { ending: Some(ending), ..FACTS };
        let member = |state| Facts { member: Some(state), ..FACTS };
        assert_eq!(of(FACTS, Reader::Invited), Screen::Ready);
        assert_eq!(of(FACTS, Reader::Nobody), Screen::SignIn);
        assert_eq!(of(Facts { has_account: false, ..FACTS }, Reader::Nobody), Screen::NewAccount);
        assert_eq!(of(FACTS, Reader::SomebodyElse), Screen::WrongPerson);
        assert_eq!(of(Facts { backed: false, ..FACTS }, Reader::Invited), Screen::NotBacked);
        assert_eq!(of(Facts { closing: Some(true), ..FACTS }, Reader::Invited), Screen::Closing);
        assert_eq!(of(Facts { closing: None, ..FACTS }, Reader::Invited), Screen::Gone);
        assert_eq!(of(link(LinkRefusal::Unknown), Reader::Invited), Screen::Unknown);
        assert_eq!(of(link(LinkRefusal::Expired), Reader::Invited), Screen::Expired);
        assert_eq!(of(link(LinkRefusal::Replaced), Reader::Nobody), Screen::Replaced);
        assert_eq!(of(ended(Ending::Cancelled), Reader::SomebodyElse), Screen::Cancelled);
        assert_eq!(of(ended(Ending::Declined), Reader::Nobody), Screen::Declined);
        assert_eq!(of(ended(Ending::Accepted), Reader::Nobody), Screen::Accepted);
        assert_eq!(of(ended(Ending::Replaced), Reader::Nobody), Screen::Replaced);
        assert_eq!(of(member(MemberState::Active), Reader::Invited), Screen::AlreadyMember);
        assert_eq!(of(member(MemberState::Suspended), Reader::Invited), Screen::OnHold);
        assert_eq!(of(member(MemberState::Active), Reader::Nobody), Screen::Accepted);
    }

    fn any_facts() -> impl Strategy<Value = Facts> {
        let refusals = vec![
            LinkRefusal::Unknown,
            LinkRefusal::Expired,
            LinkRefusal::Used,
            LinkRefusal::Replaced,
        ];
        let link = prop_oneof![Just(Ok(())), select(refusals).prop_map(Err)];
        let ending = option::of(select(Ending::ALL));
        let member = option::of(select(MemberState::ALL));
        (link, ending, option::of(any::<bool>()), any::<bool>(), member, any::<bool>()).prop_map(
            |(link, ending, closing, backed, member, has_account)| Facts {
                link,
                ending,
                closing,
                backed,
                member,
                has_account,
            },
        )
    }

    proptest! {
        #[test]
        fn only_who_was_invited_is_asked_and_only_while_everything_holds(
            facts in any_facts(),
            reader in select(vec![Reader::Nobody, Reader::Invited, Reader::SomebodyElse]),
        ) {
            let holds = facts.link.is_ok()
                && facts.ending.is_none()
                && facts.closing == Some(false)
                && facts.backed
                && facts.member.is_none();
            let screen = screen(&facts, reader);
            prop_assert_eq!(screen == Screen::Ready, holds && reader == Reader::Invited);
            prop_assert_eq!(
                screen == Screen::NewAccount,
                holds && reader == Reader::Nobody && !facts.has_account
            );
            prop_assert!(!screen.can_be_declined() || holds);
        }
    }

    #[cfg(feature = "parse")]
    #[test]
    fn addresses_are_read_as_people_copy_them() {
        let text = "ada@example.org, bo@example.org;carla@example.org\r\n\r\n \
                    Dora Müller <dora@example.org>\nema@example.org fritz@example.org\nADA@example.org\nno address";
        let typed = typed_addresses(text);
        let texts: Vec<_> = typed.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "ada@example.org",
                "bo@example.org",
                "carla@example.org",
                "dora@example.org",
                "ema@example.org",
                "fritz@example.org",
                "ADA@example.org",
                "no address"
            ]
        );
        assert!(typed[6].repeated && !typed[0].repeated);
        assert!(typed[7].email.is_err());
    }
}
