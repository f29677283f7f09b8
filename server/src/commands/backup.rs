//! `atrio backup`: a verified copy of a SQLite database.

use std::path::Path;

use backend::usecase::operate;

use super::{CommandError, open, say};
use crate::config::Config;

/// Copies the database into `target`, also while it is being served.
pub async fn backup(config: &Config, target: &Path) -> Result<(), CommandError> {
    let store = open::open_read_only(config).await?;
    let outcome = operate::backup(&store, target).await;
    store.close_read_only().await;
    outcome?;
    say(format_args!("The backup {} is complete and verified.", target.display()));
    say(format_args!("Keep a copy of {} in another place.", config.secret_key_file.display()));
    Ok(())
}
