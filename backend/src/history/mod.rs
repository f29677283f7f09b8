//! Chains of hashes over what happened.
//!
//! Each organization and each person has one chain. An entry's hash covers the entry and the hash
//! before it, and the owner's row holds the newest; so an entry that was changed, removed, moved or
//! cut off shows. Names and addresses stand beside the chain, which knows them only by a salted
//! hash: they can be erased without breaking it. Once a day the newest hash is signed with a key that
//! is not in the database, so that nobody rewrites a chain from its first entry on.

mod sign;
mod verify;

use std::collections::BTreeMap;

use domain::{
    history::{Act, Chain},
    id::UserId,
    rights::{Actor, Permit},
    time::Timestamp,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(crate) use sign::Signature;
pub use verify::{BadChain, Flaw, verify_history};

use crate::store::Locked;

pub(crate) type Hash = [u8; 32];

/// The hash before the first entry.
pub(crate) const EMPTY_CHAIN: Hash = [0; 32];

/// Separates these hashes from any others that are made of the same bytes.
const FORMAT: &[u8] = b"atrio history 1";

/// One entry of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) chain: Chain,
    /// Counted from one, without gaps.
    pub(crate) seq: i64,
    pub(crate) happened_at: Timestamp,
    /// Empty when Atrio itself acted.
    pub(crate) actor: Option<UserId>,
    /// The name of an [`Act`]. Verification also covers acts this program does not know any more.
    pub(crate) act: String,
    /// The ids of what the act was about.
    pub(crate) objects: String,
    pub(crate) details_hash: Hash,
}

impl Entry {
    /// The hash of this entry after the one before it. Every field is led by its length, so that no
    /// two entries are written alike.
    pub(crate) fn hash(&self, before: &Hash) -> Hash {
        let subject = self.chain.subject();
        let actor = self.actor.map(|it| it.as_uuid().into_bytes());
        let fields: [&[u8]; 8] = [
            self.chain.kind().as_bytes(),
            subject.as_bytes(),
            &self.seq.to_be_bytes(),
            &self.happened_at.as_millis().to_be_bytes(),
            actor.as_ref().map_or(&[], |it| &it[..]),
            self.act.as_bytes(),
            self.objects.as_bytes(),
            &self.details_hash,
        ];
        let mut hasher = Sha256::new().chain_update(FORMAT).chain_update(before);
        for field in fields {
            let length = u64::try_from(field.len()).unwrap_or(u64::MAX);
            hasher.update(length.to_be_bytes());
            hasher.update(field);
        }
        hasher.finalize().into()
    }
}

/// The hash by which a chain knows details that stand beside it.
pub(crate) fn details_hash(salt: &[u8], body: &str) -> Hash {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}

/// Something that happened, about to be written down.
///
/// It can only be made of a lock, so that the chain it goes into stands still.
pub(crate) struct Event {
    pub(crate) chain: Chain,
    pub(crate) act: Act,
    pub(crate) actor: Option<UserId>,
    pub(crate) objects: String,
    details: BTreeMap<String, String>,
}

impl Event {
    pub(crate) fn new(lock: &impl Locked, permit: &Permit, act: Act) -> Self {
        let actor = match permit.actor() {
            Actor::Person(user) => Some(user),
            Actor::System(_) => None,
        };
        Self { chain: lock.chain(), act, actor, objects: String::new(), details: BTreeMap::new() }
    }

    /// The same event, done by a person whom no permit could name yet.
    pub(crate) fn by(self, actor: UserId) -> Self {
        Self { actor: Some(actor), ..self }
    }

    /// The same event, naming something it was about.
    pub(crate) fn about(mut self, kind: &'static str, id: Uuid) -> Self {
        if !self.objects.is_empty() {
            self.objects.push(' ');
        }
        self.objects.push_str(kind);
        self.objects.push('=');
        self.objects.push_str(&id.to_string());
        self
    }

    /// The same event, with something worth knowing that may be erased one day.
    pub(crate) fn detail(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// The same event, with a value that it changed; either may be erased one day.
    pub(crate) fn change(mut self, field: &str, before: String, after: String) -> Self {
        self.details.insert(format!("{field}.before"), before);
        self.details.insert(format!("{field}.after"), after);
        self
    }

    /// The details as kept.
    pub(crate) fn body(&self) -> String {
        serde_json::Value::from_iter(self.details.clone()).to_string()
    }
}

/// Everything that one transaction did: one event, or more.
pub(crate) struct Events {
    pub(crate) first: Event,
    pub(crate) more: Vec<Event>,
}

impl From<Event> for Events {
    fn from(first: Event) -> Self {
        Self { first, more: Vec::new() }
    }
}

impl Events {
    pub(crate) fn and(mut self, event: Option<Event>) -> Self {
        self.more.extend(event);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_counts() {
        let user = UserId::from_uuid(Uuid::from_u128(7));
        let entry = Entry {
            chain: Chain::User(user),
            seq: 1,
            happened_at: Timestamp::from_millis(1),
            actor: None,
            act: "signed_in".to_owned(),
            objects: "session=1".to_owned(),
            details_hash: [1; 32],
        };
        let variants = [
            entry.clone(),
            Entry {
                chain: Chain::Org(domain::id::OrgId::from_uuid(user.as_uuid())),
                ..entry.clone()
            },
            Entry { seq: 2, ..entry.clone() },
            Entry { happened_at: Timestamp::from_millis(2), ..entry.clone() },
            Entry { actor: Some(user), ..entry.clone() },
            Entry { act: "signed_ins".to_owned(), objects: "ession=1".to_owned(), ..entry.clone() },
            Entry { objects: String::new(), ..entry.clone() },
            Entry { details_hash: [2; 32], ..entry.clone() },
        ];
        let mut hashes: Vec<_> = variants.iter().map(|it| it.hash(&EMPTY_CHAIN)).collect();
        hashes.push(entry.hash(&[1; 32]));
        let different: std::collections::BTreeSet<_> = hashes.iter().collect();
        assert_eq!(different.len(), hashes.len());
    }
}
