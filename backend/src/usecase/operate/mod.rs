//! What the operator runs: checks and backups.

mod check_invariants;

pub use crate::{
    history::verify_history,
    store::{BackupError, backup},
};
pub use check_invariants::{Break, check_invariants};
