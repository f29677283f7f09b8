//! Whether the data is sound.

use std::fmt;

use crate::{
    history::verify_history,
    store::{self, Store, StoreError},
};

/// A rule that the data breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// What should hold.
    pub rule: &'static str,
    /// Where it does not.
    pub example: String,
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: broken at {}", self.rule, self.example)
    }
}

/// Checks everything that must always hold, histories (but for signatures) included; an empty list is good news.
pub async fn check_invariants(store: &Store) -> Result<Vec<Break>, StoreError> {
    let mut tx = store.read().await?;
    let findings = store::invariants::findings(&mut tx).await?;
    drop(tx);
    let mut breaks: Vec<_> =
        findings.into_iter().map(|it| Break { rule: it.rule, example: it.example }).collect();
    for bad in verify_history(store, None).await? {
        breaks.push(Break { rule: "history is complete and unchanged", example: bad.to_string() });
    }
    Ok(breaks)
}
