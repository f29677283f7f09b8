//! The end of a transaction that wrote: with its history, or for one of a few technical reasons.

use domain::time::Timestamp;

use crate::{
    Backend,
    entropy::draw,
    failpoint::failpoint,
    history::{Entry, Event, Events, details_hash},
    store::{self, StoreError, Tx},
};

/// Transactions that are nobody's act and leave no history.
///
/// The list is short on purpose: what somebody would want to read about later does not belong here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Technical {
    /// Something was tried: a limit was drawn on before it is known how it ends.
    Attempt,
    /// A session was seen.
    LastSeen,
    /// Somebody without an account asked for something; a worker will look into it.
    Requested,
    /// A sign-up that nobody has confirmed yet was looked into, or dropped.
    PendingSignUp,
    /// A form of several pages was begun or continued; its last page is the act.
    Draft,
    /// The link for the first member of staff was renewed.
    FirstStaffLink,
    /// A worker took something on, or put it off.
    Lease,
    /// A mail left, or never will.
    Delivery,
    /// What had expired was forgotten.
    Purge,
    /// Histories were signed as they were.
    Signing,
}

impl Technical {
    /// Whether it leaves work for the workers. Their own commits do not, or they would never rest.
    const fn is_news(self) -> bool {
        matches!(self, Self::Requested | Self::PendingSignUp)
    }

    #[cfg(test)]
    const ALL: [Self; 10] = [
        Self::Attempt,
        Self::LastSeen,
        Self::Requested,
        Self::PendingSignUp,
        Self::Draft,
        Self::FirstStaffLink,
        Self::Lease,
        Self::Delivery,
        Self::Purge,
        Self::Signing,
    ];
}

impl Backend {
    /// Writes down what happened, commits, and wakes the workers.
    pub(crate) async fn commit(
        &self,
        mut tx: Tx,
        now: Timestamp,
        events: impl Into<Events>,
    ) -> Result<(), StoreError> {
        let Events { first, more } = events.into();
        for event in std::iter::once(first).chain(more) {
            self.append(&mut tx, now, &event).await?;
        }
        self.finish(tx).await?;
        self.wake();
        Ok(())
    }

    /// Commits what is nobody's act, and wakes the workers if it leaves them something to do.
    pub(crate) async fn commit_technical(
        &self,
        tx: Tx,
        reason: Technical,
    ) -> Result<(), StoreError> {
        tracing::trace!(?reason, "technical commit");
        self.finish(tx).await?;
        if reason.is_news() {
            self.wake();
        }
        Ok(())
    }

    async fn finish(&self, tx: Tx) -> Result<(), StoreError> {
        failpoint!("before_commit");
        tx.commit().await?;
        failpoint!("after_commit");
        Ok(())
    }

    async fn append(&self, tx: &mut Tx, now: Timestamp, event: &Event) -> Result<(), StoreError> {
        let head = store::history::head(tx, event.chain).await?;
        let (salt, body) = (draw::<16>(&*self.entropy), event.body());
        let entry = Entry {
            chain: event.chain,
            seq: head.seq + 1,
            happened_at: now,
            actor: event.actor,
            act: event.act.as_str().to_owned(),
            objects: event.objects.clone(),
            details_hash: details_hash(&salt, &body),
        };
        let hash = entry.hash(&head.hash);
        store::history::append(tx, &entry, &hash, &salt, &body).await
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    fn sources(folder: &Path, all: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("source folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                sources(&path, all);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).expect("source text");
                all.push((path.display().to_string(), text));
            }
        }
    }

    fn all_sources() -> Vec<(String, String)> {
        let mut all = Vec::new();
        sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut all);
        all
    }

    #[test]
    fn the_list_of_technical_commits_is_short_and_known() {
        insta::assert_snapshot!(format!("{:?}", Technical::ALL), @"[Attempt, LastSeen, Requested, PendingSignUp, Draft, FirstStaffLink, Lease, Delivery, Purge, Signing]");
        let used = |reason: Technical| {
            let name = format!("Technical::{reason:?}");
            all_sources()
                .iter()
                .any(|(path, text)| !path.ends_with("commit.rs") && text.contains(&name))
        };
        for reason in Technical::ALL {
            assert!(used(reason), "{reason:?} is used nowhere");
        }
    }

    #[test]
    fn a_worker_does_not_wake_itself() {
        let own = [Technical::Lease, Technical::Delivery, Technical::Purge, Technical::Signing];
        assert!(own.iter().all(|it| !it.is_news()));
    }

    #[test]
    fn no_use_case_commits_behind_the_back_of_history() {
        for (path, text) in all_sources() {
            let may = path.contains("/src/test")
                || ["commit.rs", "store/tx.rs"].iter().any(|it| path.ends_with(it));
            assert!(may || !text.contains("tx.commit()"), "{path}");
        }
    }
}
