//! Signatures of what a chain was on a day.

use domain::{history::Chain, time::Timestamp};

use super::Hash;
use crate::{Keys, keys::Tag};

const PURPOSE: &[u8] = b"history head 1";

/// Vouches for a chain up to one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The newest entry it covers.
    pub(crate) seq: i64,
    pub(crate) signed_at: Timestamp,
    pub(crate) tag: Tag,
}

impl Signature {
    /// Signs a chain up to the entry `seq`, whose hash covers all before it.
    pub(crate) fn make(keys: &Keys, chain: Chain, seq: i64, hash: &Hash, now: Timestamp) -> Self {
        let tag = keys.vouch(PURPOSE, &message(chain, seq, hash, now));
        Self { seq, signed_at: now, tag }
    }

    /// Whether this was made here, for an entry with this hash.
    pub(crate) fn fits(&self, keys: &Keys, chain: Chain, hash: &Hash) -> bool {
        keys.has_vouched(PURPOSE, &message(chain, self.seq, hash, self.signed_at), &self.tag)
    }
}

/// Every field has a fixed length, but for the kind, which stands last.
fn message(chain: Chain, seq: i64, hash: &Hash, at: Timestamp) -> Vec<u8> {
    let subject = chain.subject();
    let (seq, at) = (seq.to_be_bytes(), at.as_millis().to_be_bytes());
    [&subject.as_bytes()[..], &seq, hash, &at, chain.kind().as_bytes()].concat()
}
