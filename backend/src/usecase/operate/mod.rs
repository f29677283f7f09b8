//! What the operator runs: checks and backups.

mod check_invariants;
mod gauges;

pub use crate::{
    history::verify_history,
    jobs::purge,
    store::{BackupError, backup},
};
pub use check_invariants::{Break, check_invariants};
pub use gauges::{Gauges, gauges};
