//! A copy of the database that is consistent in itself, taken while the original is served.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use sqlx::{ConnectOptions, Connection as _};

use super::{Database, Store, StoreError, connect::sqlite_options};

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database is a server; it has its own tools.
    #[error("PostgreSQL is backed up with its own tools: pg_basebackup and a WAL archive")]
    NotAFile,
    /// The file exists already; a backup never overwrites one.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The copy could not be read back without findings; it was removed.
    #[error("the copy is not sound: {0}")]
    Unsound(String),
    /// The file system refused.
    #[error("backup file: {0}")]
    File(#[from] io::Error),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Copies the database into a new file and reads the copy back.
///
/// Nobody waits meanwhile: the copy is what was committed when it began. It lies on disk when this
/// returns.
pub async fn backup(store: &Store, target: &Path) -> Result<(), BackupError> {
    let Store::Sqlite(it) = store else { return Err(BackupError::NotAFile) };
    if target.exists() {
        return Err(BackupError::Exists(target.to_owned()));
    }
    let partial = target.with_extension("partial");
    if partial.exists() {
        fs::remove_file(&partial)?;
    }
    let copied = copy(&it.path, &partial).await;
    let outcome = match copied {
        Ok(()) => check(&partial).await,
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        // What is left of a failed copy helps nobody; the first error is the one to report.
        let _ = fs::remove_file(&partial);
        return Err(error);
    }
    fs::rename(&partial, target)?;
    if let Some(folder) = target.parent().filter(|it| !it.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

async fn copy(source: &Path, partial: &Path) -> Result<(), BackupError> {
    let text = partial.to_str().ok_or_else(|| io::Error::other("path is not Unicode"))?;
    // A connection of its own: the pool of readers may not write, not even elsewhere.
    let mut connection =
        sqlite_options(source).read_only(true).connect().await.map_err(StoreError::from)?;
    sqlx::query("VACUUM INTO $1")
        .bind(text)
        .execute(&mut connection)
        .await
        .map_err(StoreError::from)?;
    connection.close().await.map_err(StoreError::from)?;
    File::open(partial)?.sync_all()?;
    Ok(())
}

async fn check(partial: &Path) -> Result<(), BackupError> {
    let copy = Store::connect_read_only(&Database::Sqlite { path: partial.to_owned() }).await?;
    let findings = crate::usecase::operate::check_invariants(&copy).await?;
    copy.close_read_only().await;
    match findings.first() {
        None => Ok(()),
        Some(finding) => Err(BackupError::Unsound(finding.to_string())),
    }
}
