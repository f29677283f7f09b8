//! `atrio purge`: makes room on a full disk.

use backend::usecase::operate;

use super::{CommandError, ballast, lock::folder_of, open, say};
use crate::config::{Config, Database};

/// Gives the ballast back to the disk, forgets what has expired, and makes the ballast anew if there
/// is room again.
pub async fn purge(config: &Config) -> Result<(), CommandError> {
    let _lock = open::lock(config)?;
    let folder = match &config.database {
        Database::Sqlite(path) => Some(folder_of(path)),
        Database::Postgres(_) => None,
    };
    if let Some(folder) = folder
        && ballast::drop(folder).map_err(|error| CommandError::io(folder.display(), error))?
    {
        say("The ballast is given back to the disk.");
    }
    let store = open::connect(config).await?;
    let backend = open::build_backend(config, store.clone())?;
    let outcome = operate::purge(&backend).await;
    store.close().await;
    say(format_args!("{} rows that had expired are forgotten.", outcome?));
    if let Some(folder) = folder {
        ballast::keep(folder);
    }
    Ok(())
}
