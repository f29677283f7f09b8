//! `atrio check-invariants` and `atrio verify-history`: read everything, change nothing.

use std::fmt::Display;

use backend::usecase::operate;

use super::{CommandError, open, say};
use crate::config::Config;

/// Checks that the stored data agrees with itself.
pub async fn check_invariants(config: &Config) -> Result<(), CommandError> {
    let store = open::open_read_only(config).await?;
    let findings = operate::check_invariants(&store).await;
    store.close_read_only().await;
    report(&findings?, "All invariants hold.")
}

/// Checks that no history entry was changed or removed, and that signatures fit.
pub async fn verify_history(config: &Config) -> Result<(), CommandError> {
    let store = open::open_read_only(config).await?;
    let keys = open::read_keys(config)?;
    let flaws = operate::verify_history(&store, Some(&keys)).await;
    store.close_read_only().await;
    report(&flaws?, "All histories are whole.")
}

fn report(findings: &[impl Display], all_well: &str) -> Result<(), CommandError> {
    if findings.is_empty() {
        say(all_well);
        return Ok(());
    }
    for finding in findings {
        say(finding);
    }
    Err(CommandError::Refused(format!("{} findings", findings.len())))
}
