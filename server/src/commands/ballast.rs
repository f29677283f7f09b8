//! Room kept for the day the disk is full, when even deleting needs some.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

/// The name of the file in the database's folder.
const BALLAST_FILE: &str = "ballast";
const BYTES: u64 = 64 * 1024 * 1024;
/// Making the ballast must not be what fills the disk.
const KEEP_FREE: u64 = 4 * BYTES;
#[cfg(target_os = "linux")]
const TMPFS: u64 = 0x0102_1994;

/// Makes the ballast if it is missing and there is room for it; a folder in memory needs none.
pub fn keep(folder: &Path) {
    let outcome = if is_in_memory(folder) { Ok(()) } else { make(folder) };
    if let Err(error) = outcome {
        tracing::warn!(%error, folder = %folder.display(), "no room is kept for a full disk");
    }
}

/// Gives the room back; says whether there was any.
pub fn drop(folder: &Path) -> io::Result<bool> {
    match fs::remove_file(folder.join(BALLAST_FILE)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn make(folder: &Path) -> io::Result<()> {
    let path = folder.join(BALLAST_FILE);
    if fs::metadata(&path).is_ok_and(|it| it.len() == BYTES) {
        return Ok(());
    }
    let space = rustix::fs::statvfs(folder)?;
    if space.f_bavail.saturating_mul(space.f_frsize) < KEEP_FREE {
        return Err(io::Error::other("the disk is nearly full"));
    }
    let file = File::options().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    // Blocks, not a hole.
    rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, BYTES)?;
    file.sync_all()
}

#[cfg(target_os = "linux")]
fn is_in_memory(folder: &Path) -> bool {
    rustix::fs::statfs(folder).is_ok_and(|it| u64::try_from(it.f_type) == Ok(TMPFS))
}

#[cfg(not(target_os = "linux"))]
fn is_in_memory(_folder: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    #[test]
    fn the_ballast_takes_real_room_and_is_made_once() {
        // Beside the sources: the folder for temporary files may lie in memory.
        let dir = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).expect("a folder");
        make(dir.path()).expect("made");
        let first = fs::metadata(dir.path().join(BALLAST_FILE)).expect("a file");
        assert!(first.len() == BYTES && first.blocks() * 512 >= BYTES, "{first:?}");
        make(dir.path()).expect("there already");
        let second = fs::metadata(dir.path().join(BALLAST_FILE)).expect("a file");
        assert_eq!(first.ino(), second.ino());
        assert_eq!(first.mtime_nsec(), second.mtime_nsec());
        assert!(drop(dir.path()).expect("removed"));
        assert!(!drop(dir.path()).expect("nothing there"));
    }

    #[test]
    fn a_folder_that_cannot_be_written_costs_only_the_ballast() {
        keep(Path::new("/nowhere/at/all"));
    }
}
