//! One process at a time works with a SQLite database: the lock file beside it says so.

use std::{
    fs::{DirBuilder, File, TryLockError},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

/// The name of the lock file in the database's folder.
pub const LOCK_FILE: &str = "atrio.lock";

/// Why the database cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error(
        "{} is held by another atrio process: a SQLite database is worked with by one process at a \
         time; stop the other one, or use PostgreSQL (DATABASE_URL=postgres://…) to run several",
        .0.display()
    )]
    Held(PathBuf),
    #[error(
        "{} lies on a network file system ({kind}), where SQLite loses data: use a local disk, or \
         PostgreSQL (DATABASE_URL=postgres://…)",
        folder.display()
    )]
    NetworkFolder { folder: PathBuf, kind: &'static str },
    #[error("{}: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
}

/// Holds the lock until dropped; the operating system lets go of it even if the process is killed.
#[derive(Debug)]
pub struct DatabaseLock {
    _file: File,
}

impl DatabaseLock {
    /// Takes the lock beside `database` or fails at once. Makes the folder, readable by its owner
    /// only, if it is missing.
    pub fn acquire(database: &Path) -> Result<Self, LockError> {
        let folder = folder_of(database);
        let io_error = |path: &Path| {
            let path = path.to_owned();
            move |error| LockError::Io { path, error }
        };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io_error(folder))?;
        if let Some(kind) = network_file_system(folder).map_err(io_error(folder))? {
            return Err(LockError::NetworkFolder { folder: folder.to_owned(), kind });
        }
        let path = folder.join(LOCK_FILE);
        let file = File::options().write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(io_error(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held(path)),
            Err(TryLockError::Error(error)) => Err(LockError::Io { path, error }),
        }
    }
}

/// The folder a file lies in.
pub fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Recognises file systems by their magic numbers, see statfs(2).
#[cfg(target_os = "linux")]
fn network_file_system(folder: &Path) -> io::Result<Option<&'static str>> {
    const KINDS: [(u64, &str); 8] = [
        (0x6969, "NFS"),
        (0x517b, "SMB"),
        (0xfe53_4d42, "SMB2"),
        (0xff53_4d42, "CIFS"),
        (0x00c3_6400, "Ceph"),
        (0x0102_1997, "9P"),
        (0x5346_414f, "AFS"),
        (0x0bd0_0bd0, "Lustre"),
    ];
    let magic = rustix::fs::statfs(folder)?.f_type;
    let kind = KINDS.into_iter().find(|(known, _)| u64::try_from(magic) == Ok(*known));
    Ok(kind.map(|(_, name)| name))
}

#[cfg(not(target_os = "linux"))]
fn network_file_system(_folder: &Path) -> io::Result<Option<&'static str>> {
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::*;

    #[test]
    fn a_second_holder_is_refused_at_once_and_told_the_way_out() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let database = dir.path().join("new/atrio.sqlite");
        let first = DatabaseLock::acquire(&database).expect("free");
        let refused = DatabaseLock::acquire(&database).expect_err("held").to_string();
        assert!(refused.contains("atrio.lock") && refused.contains("PostgreSQL"), "{refused}");
        drop(first);
        DatabaseLock::acquire(&database).expect("free again");
    }

    #[test]
    fn a_new_folder_is_closed_to_others() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let folder = dir.path().join("data");
        let _lock = DatabaseLock::acquire(&folder.join("atrio.sqlite")).expect("free");
        let mode = fs::metadata(&folder).expect("made").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn a_file_without_folder_lies_here() {
        assert_eq!(folder_of(Path::new("a.sqlite")), Path::new("."));
        assert_eq!(folder_of(Path::new("data/a.sqlite")), Path::new("data"));
    }
}
