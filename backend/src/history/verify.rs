//! Reading all chains over again.

use std::fmt;

use domain::{
    history::{Act, Chain},
    id::{OrgId, UserId},
};
use uuid::Uuid;

use super::{EMPTY_CHAIN, details_hash};
use crate::{
    Keys,
    store::{self, Store, StoreError, Tx},
};

const OWNERS_PER_PAGE: i64 = 200;
const ENTRIES_PER_PAGE: i64 = 1_000;

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The entry of this number is not there, although later ones or the owner's row say so.
    Missing,
    /// The entry does not fit its hash or the one before it: it was changed or moved.
    Changed,
    /// The details beside the entry are not those it was written with.
    DetailsChanged,
    /// The entry was appended without the owner's row knowing.
    Unknown,
    /// The chain was another one when it was signed, or its signature was made with no key of ours.
    Resigned,
    /// The chain belongs to nobody.
    Orphan,
}

/// The first bad entry of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadChain {
    /// `org` or `user`, and whose.
    pub chain: Chain,
    /// The number of the entry, counted from one.
    pub seq: i64,
    /// What is wrong with it.
    pub flaw: Flaw,
}

impl fmt::Display for BadChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { chain, seq, flaw } = self;
        let flaw = match flaw {
            Flaw::Missing => "is missing",
            Flaw::Changed => "was changed or moved",
            Flaw::DetailsChanged => "has other details than it was written with",
            Flaw::Unknown => "was appended behind the owner's back",
            Flaw::Resigned => "does not fit its signature",
            Flaw::Orphan => "belongs to nobody",
        };
        write!(f, "history of {} {}: entry {seq} {flaw}", chain.kind(), chain.subject())
    }
}

/// Reads all chains and names the first bad entry of each one that has any. Erased details are
/// fine. Signatures are looked at if there are keys to look with.
pub async fn verify_history(
    store: &Store,
    keys: Option<&Keys>,
) -> Result<Vec<BadChain>, StoreError> {
    let mut bad = Vec::new();
    let beginnings =
        [Chain::User(UserId::from_uuid(Uuid::nil())), Chain::Org(OrgId::from_uuid(Uuid::nil()))];
    for mut after in beginnings {
        loop {
            // Heads and entries are read in one snapshot, or a new entry would look like a flaw.
            let mut tx = store.read().await?;
            let owners = store::history::owners_after(&mut tx, after, OWNERS_PER_PAGE).await?;
            let Some((last, _)) = owners.last() else { break };
            after = *last;
            for (chain, head) in &owners {
                bad.extend(verify_chain(&mut tx, *chain, head, keys).await?);
            }
        }
    }
    let mut tx = store.read().await?;
    for (id, kind) in store::history::orphans(&mut tx).await? {
        let chain = Chain::from_parts(&kind, id).ok_or(StoreError::Corrupt("history.chain"))?;
        bad.push(BadChain { chain, seq: 1, flaw: Flaw::Orphan });
    }
    Ok(bad)
}

async fn verify_chain(
    tx: &mut Tx,
    chain: Chain,
    head: &store::history::Head,
    keys: Option<&Keys>,
) -> Result<Option<BadChain>, StoreError> {
    let flaw = |seq, flaw| Ok(Some(BadChain { chain, seq, flaw }));
    let signature = match keys {
        Some(keys) => store::history::signature(tx, chain).await?.map(|it| (keys, it)),
        None => None,
    };
    let (mut seq, mut before) = (0, EMPTY_CHAIN);
    loop {
        let page = store::history::page(tx, chain, seq, ENTRIES_PER_PAGE).await?;
        if page.is_empty() {
            break;
        }
        for stored in page {
            let expected = seq + 1;
            if expected > head.seq {
                return flaw(expected, Flaw::Unknown);
            }
            if stored.entry.seq != expected {
                return flaw(expected, Flaw::Missing);
            }
            let group = Act::parse(&stored.entry.act).map(|it| it.group().as_str());
            if stored.entry.chain != chain
                || stored.entry.hash(&before) != stored.hash
                // Whoever changed the group would hide the entry from those who look for it.
                || (group.is_some() && stored.group.as_deref() != group)
            {
                return flaw(expected, Flaw::Changed);
            }
            if let Some((salt, body)) = &stored.details
                && details_hash(salt, body) != stored.entry.details_hash
            {
                return flaw(expected, Flaw::DetailsChanged);
            }
            if let Some((keys, signature)) = &signature
                && signature.seq == expected
                && !signature.fits(keys, chain, &stored.hash)
            {
                return flaw(expected, Flaw::Resigned);
            }
            (seq, before) = (expected, stored.hash);
        }
    }
    if seq < head.seq {
        return flaw(seq + 1, Flaw::Missing);
    }
    if before != head.hash {
        return flaw(seq, Flaw::Changed);
    }
    Ok(None)
}
