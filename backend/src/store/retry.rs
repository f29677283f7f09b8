//! Trying again after a transaction lost against another one.

use std::time::Duration;

use super::StoreError;
use crate::entropy::{Entropy, draw};

const MAX_RETRIES: u32 = 3;
const BASE_MS: u64 = 10;

/// An error that may say that nothing was written and that another try can succeed.
pub(crate) trait MayConflict {
    fn is_conflict(&self) -> bool;
}

impl MayConflict for StoreError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict)
    }
}

/// Runs `attempt`, which begins and commits one transaction, and repeats it at most three times
/// while it loses against others. Never after a commit whose outcome is unknown.
pub(crate) async fn retrying<T, E, F>(
    entropy: &dyn Entropy,
    mut attempt: impl FnMut() -> F,
) -> Result<T, E>
where
    E: MayConflict,
    F: Future<Output = Result<T, E>>,
{
    let mut tried = 0;
    loop {
        match attempt().await {
            Err(error) if error.is_conflict() && tried < MAX_RETRIES => {
                tried += 1;
                let [jitter] = draw::<1>(entropy);
                let wait = (BASE_MS << tried) + u64::from(jitter) / 8;
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
            outcome => return outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::entropy::OsEntropy;

    async fn outcomes(script: &[StoreError]) -> (Result<(), StoreError>, usize) {
        let attempts = Cell::new(0);
        let outcome = retrying(&OsEntropy, || async {
            let attempt = attempts.replace(attempts.get() + 1);
            match script.get(attempt) {
                Some(StoreError::Conflict) => Err(StoreError::Conflict),
                Some(StoreError::CommitUnknown) => Err(StoreError::CommitUnknown),
                _ => Ok(()),
            }
        })
        .await;
        (outcome, attempts.get())
    }

    #[tokio::test(start_paused = true)]
    async fn a_lost_transaction_is_repeated() {
        let (outcome, attempts) = outcomes(&[StoreError::Conflict, StoreError::Conflict]).await;
        assert!(outcome.is_ok());
        assert_eq!(attempts, 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_hopeless_one_is_given_up_after_three_repetitions() {
        let (outcome, attempts) = outcomes(&[const { StoreError::Conflict }; 9]).await;
        assert!(matches!(outcome, Err(StoreError::Conflict)));
        assert_eq!(attempts, 4);
    }

    #[tokio::test]
    async fn a_commit_of_unknown_outcome_is_never_repeated() {
        let (outcome, attempts) = outcomes(&[StoreError::CommitUnknown]).await;
        assert!(matches!(outcome, Err(StoreError::CommitUnknown)));
        assert_eq!(attempts, 1);
    }
}
