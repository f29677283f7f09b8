//! Typed identifiers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::time::Timestamp;

macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Builds a version 7 id: time-ordered, yet free of clocks and generators of its own.
            pub fn mint(now: Timestamp, entropy: [u8; 10]) -> Self {
                Self(Builder::from_unix_timestamp_millis(now.unsigned_millis(), &entropy).into_uuid())
            }

            /// Wraps an id that was stored before.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare id, for storage.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self).map_err(|_| MalformedId)
            }
        }
    )+};
}

id_type!(
    /// A person with an account.
    UserId,
    /// An organization.
    OrgId,
    /// One signed-in browser.
    SessionId,
    /// A browser that a person has signed in from before.
    DeviceId,
    /// A sign-up that waits for its address to be confirmed.
    SignUpId,
    /// A mail, from the moment it is written.
    MailId,
    /// A piece of background work.
    JobId,
    /// Something that an organization has bought.
    ProductId,
    /// Several members who share what they may do.
    TeamId,
    /// A right on products, from when it was given until it was taken.
    GrantId,
    /// An offer to become a member.
    InvitationId,
    /// Legal responsibility, offered to somebody.
    HandoverId,
    /// Somebody's wish to be allowed something.
    RequestId,
);

/// The text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed identifier")]
pub struct MalformedId;

/// Ten characters that stand for an object in addresses: short, and not guessable from another.
///
/// Lower-case Crockford base 32, whose alphabet leaves out `i`, `l`, `o` and `u`. There is exactly
/// one spelling; nothing is folded, so that one page has one address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicId([u8; Self::LENGTH]);

impl PublicId {
    /// Number of characters.
    pub const LENGTH: usize = 10;

    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

    /// Builds an id from the first 50 bits of `entropy`.
    pub fn mint(entropy: [u8; 7]) -> Self {
        let mut bytes = [0; 8];
        bytes[..7].copy_from_slice(&entropy);
        let bits = u64::from_be_bytes(bytes);
        let mut position = 64;
        Self([(); Self::LENGTH].map(|()| {
            position -= 5;
            Self::ALPHABET[usize::from((bits >> position & 31) as u8)]
        }))
    }

    /// The ten characters.
    pub fn as_str(&self) -> &str {
        #[expect(clippy::expect_used, reason = "only characters of the alphabet are ever kept")]
        str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicId({self})")
    }
}

impl FromStr for PublicId {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let characters: [u8; Self::LENGTH] = text.as_bytes().try_into().map_err(|_| MalformedId)?;
        if characters.iter().all(|it| Self::ALPHABET.contains(it)) {
            Ok(Self(characters))
        } else {
            Err(MalformedId)
        }
    }
}

impl TryFrom<String> for PublicId {
    type Error = MalformedId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PublicId> for String {
    fn from(id: PublicId) -> Self {
        id.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_of_a_later_millisecond_sort_later() {
        let now = Timestamp::from_millis(1_800_000_000_000);
        let earlier = UserId::mint(now, [0xff; 10]);
        let later = UserId::mint(now.plus_millis(1), [0; 10]);
        assert!(earlier < later && earlier.to_string() < later.to_string());
    }

    #[test]
    fn a_minted_id_is_a_version_7_uuid() {
        let id = OrgId::mint(Timestamp::default(), [7; 10]);
        assert_eq!(id.as_uuid().get_version_num(), 7);
    }

    #[test]
    fn a_time_before_the_epoch_still_gives_an_id() {
        let before = JobId::mint(Timestamp::from_millis(-1), [7; 10]);
        assert_eq!(before, JobId::mint(Timestamp::default(), [7; 10]));
    }

    #[test]
    fn a_public_id_has_one_spelling_only() {
        assert!("0123456789".parse::<PublicId>().is_ok());
        for other in ["", "012345678", "0123456789a", "012345678A", "012345678o", "01234567é"] {
            assert_eq!(other.parse::<PublicId>(), Err(MalformedId), "{other:?}");
        }
    }

    #[test]
    fn public_ids_spread_over_the_whole_alphabet() {
        assert_eq!(PublicId::mint([0; 7]).as_str(), "0000000000");
        assert_eq!(PublicId::mint([0xff; 7]).as_str(), "zzzzzzzzzz");
        assert_eq!(PublicId::mint([0x08, 0, 0, 0, 0, 0, 0x40]).as_str(), "1000000001");
    }

    #[test]
    fn json_never_smuggles_in_a_malformed_public_id() {
        assert!(serde_json::from_str::<PublicId>(r#""../../etc/""#).is_err());
    }

    proptest! {
        #[test]
        fn an_id_survives_its_text_and_its_json(millis: i64, entropy: [u8; 10]) {
            let id = SessionId::mint(Timestamp::from_millis(millis), entropy);
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            let json = serde_json::to_string(&id).expect("an id is a string");
            prop_assert_eq!(serde_json::from_str::<SessionId>(&json).expect("own output"), id);
        }

        #[test]
        fn a_public_id_survives_its_text_and_its_json(entropy: [u8; 7]) {
            let id = PublicId::mint(entropy);
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            let json = serde_json::to_string(&id).expect("an id is a string");
            prop_assert_eq!(serde_json::from_str::<PublicId>(&json).expect("own output"), id);
        }

        #[test]
        fn public_ids_differ_when_their_50_bits_differ(a: [u8; 7], b: [u8; 7]) {
            let mut bits = (a, b);
            bits.0[6] &= 0xc0;
            bits.1[6] &= 0xc0;
            prop_assert_eq!(PublicId::mint(a) == PublicId::mint(b), bits.0 == bits.1);
        }
    }
}
