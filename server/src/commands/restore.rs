//! `atrio restore`: verifies a backup first, then puts it in place in one step.

use std::{
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
};

use backend::{
    Clock as _, Database as StoreDatabase, SchemaState, Store, SystemClock, usecase::operate,
};

use super::{
    CommandError,
    lock::{DatabaseLock, LOCK_FILE, folder_of},
    say,
};
use crate::config::{Config, Database};

/// The files that belong to a SQLite database: itself, its log, the log's index.
const SUFFIXES: [&str; 3] = ["", "-wal", "-shm"];

/// Puts the backup `source` in place of the database. An existing database is moved aside if
/// `replace`, else the command refuses.
pub async fn restore(config: &Config, source: &Path, replace: bool) -> Result<(), CommandError> {
    let Database::Sqlite(target) = &config.database else {
        let text = "PostgreSQL is restored with its own tools, see docs/configuration.md";
        return Err(CommandError::Refused(text.to_owned()));
    };
    let _lock = DatabaseLock::acquire(target)?;
    if !replace {
        refuse_if_occupied(target, &config.secret_key_file)?;
    }
    let copy = with_suffix(target, ".restoring");
    let verified = match copy_durably(source, &copy) {
        Ok(()) => verify(&copy).await,
        Err(error) => Err(error),
    };
    let placed = match verified {
        Ok(()) => put_in_place(&copy, target),
        Err(error) => Err(error),
    };
    // A verified copy has been renamed; anything else is of no use to anybody.
    for suffix in SUFFIXES {
        let _ = fs::remove_file(with_suffix(&copy, suffix));
    }
    if let Some(aside) = placed? {
        say(format_args!("The former database is kept as {}.", aside.display()));
    }
    say(format_args!("The backup {} is in place as {}.", source.display(), target.display()));
    Ok(())
}

/// A restore begins in an empty folder; only the lock and the key may be there already.
fn refuse_if_occupied(target: &Path, key_file: &Path) -> Result<(), CommandError> {
    let folder = folder_of(target);
    let entries =
        fs::read_dir(folder).map_err(|error| CommandError::io(folder.display(), error))?;
    for entry in entries {
        let entry = entry.map_err(|error| CommandError::io(folder.display(), error))?;
        if entry.file_name() != LOCK_FILE
            && Some(entry.file_name().as_os_str()) != key_file.file_name()
        {
            let text = format!(
                "{} is not empty ({}): restore into an empty folder, or add --replace to move an \
                 existing database aside",
                folder.display(),
                entry.file_name().display()
            );
            return Err(CommandError::Refused(text));
        }
    }
    Ok(())
}

fn copy_durably(source: &Path, copy: &Path) -> Result<(), CommandError> {
    let log = with_suffix(source, "-wal");
    if fs::metadata(&log).is_ok_and(|it| it.len() > 0) {
        let text = format!("{} belongs to a database in use: take a backup of it", log.display());
        return Err(CommandError::Refused(text));
    }
    fs::copy(source, copy).map_err(|error| CommandError::io(source.display(), error))?;
    let synced = File::open(copy).and_then(|file| file.sync_all());
    synced.map_err(|error| CommandError::io(copy.display(), error))
}

/// Reads the whole copy: structure, invariants, histories.
async fn verify(copy: &Path) -> Result<(), CommandError> {
    let store = Store::connect_read_only(&StoreDatabase::Sqlite { path: copy.to_owned() }).await?;
    let outcome = inspect(&store).await;
    store.close_read_only().await;
    match outcome? {
        Some(finding) => Err(CommandError::Refused(format!(
            "the backup is not sound, nothing was changed: {finding}"
        ))),
        None => Ok(()),
    }
}

/// The first thing that is wrong.
async fn inspect(store: &Store) -> Result<Option<String>, CommandError> {
    match store.schema_state().await? {
        SchemaState::TooNew { .. } => {
            return Ok(Some("a newer version of atrio made it".to_owned()));
        }
        SchemaState::Behind { .. } => {
            return Ok(Some(
                "its schema is that of an older version of atrio: restore it with that \
                            version, then update"
                    .to_owned(),
            ));
        }
        SchemaState::Current => {}
    }
    if let Some(finding) = operate::check_invariants(store).await?.first() {
        return Ok(Some(finding.to_string()));
    }
    Ok(operate::verify_history(store, None).await?.first().map(ToString::to_string))
}

/// Moves an existing database aside and the copy to its place; returns where the old one went.
fn put_in_place(copy: &Path, target: &Path) -> Result<Option<PathBuf>, CommandError> {
    let io_error = |error| CommandError::io(target.display(), error);
    let aside = with_suffix(target, &format!(".before-{}", SystemClock.now().as_millis()));
    let mut moved = None;
    // The database itself goes last, so that a crash in between leaves a whole one at its place.
    for suffix in SUFFIXES.into_iter().rev() {
        let old = with_suffix(target, suffix);
        if old.exists() {
            fs::rename(&old, with_suffix(&aside, suffix)).map_err(io_error)?;
            moved = Some(aside.clone());
        }
    }
    fs::rename(copy, target).map_err(io_error)?;
    File::open(folder_of(target)).and_then(|folder| folder.sync_all()).map_err(io_error)?;
    Ok(moved)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn folder_with(files: &[(&str, &str)]) -> TempDir {
        let dir = tempfile::tempdir().expect("a temporary directory");
        for (name, text) in files {
            fs::write(dir.path().join(name), text).expect("written");
        }
        dir
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn only_a_folder_without_data_is_restored_into() {
        for (files, free) in [
            (&[][..], true),
            (&[("atrio.lock", ""), ("secret.key", "x")], true),
            (&[("atrio.sqlite", "old")], false),
            (&[("atrio.sqlite-wal", "old")], false),
            (&[("notes.txt", "x")], false),
        ] {
            let dir = folder_with(files);
            let (target, key) = (dir.path().join("atrio.sqlite"), dir.path().join("secret.key"));
            assert_eq!(refuse_if_occupied(&target, &key).is_ok(), free, "{files:?}");
        }
    }

    #[test]
    fn a_database_in_use_is_no_backup() {
        let dir = folder_with(&[("live", "data"), ("live-wal", "more data"), ("whole", "data")]);
        let copy = dir.path().join("copy");
        assert!(copy_durably(&dir.path().join("live"), &copy).is_err());
        assert!(copy_durably(&dir.path().join("missing"), &copy).is_err());
        copy_durably(&dir.path().join("whole"), &copy).expect("copied");
        assert_eq!(fs::read_to_string(&copy).expect("a file"), "data");
    }

    #[test]
    fn what_was_there_is_kept_aside_with_its_log() {
        let dir = folder_with(&[("db", "old"), ("db-wal", "old log"), ("db.restoring", "new")]);
        let target = dir.path().join("db");
        let aside = put_in_place(&with_suffix(&target, ".restoring"), &target).expect("placed");
        let aside = aside.expect("there was one");
        assert_eq!(fs::read_to_string(&target).expect("a file"), "new");
        assert_eq!(fs::read_to_string(&aside).expect("a file"), "old");
        assert_eq!(fs::read_to_string(with_suffix(&aside, "-wal")).expect("a file"), "old log");
        assert_eq!(names(dir.path()).len(), 3);
    }

    #[test]
    fn into_an_empty_folder_nothing_is_kept_aside() {
        let dir = folder_with(&[("db.restoring", "new")]);
        let target = dir.path().join("db");
        let aside = put_in_place(&with_suffix(&target, ".restoring"), &target).expect("placed");
        assert_eq!((aside, names(dir.path())), (None, vec!["db".to_owned()]));
    }
}
