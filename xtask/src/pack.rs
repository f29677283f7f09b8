//! Compression beforehand: a `.br` beside each file that gains from it.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::{Effort, Outcome};

/// All files below `folder`, in order of name; none if it does not exist.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        if !next.exists() {
            continue;
        }
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether both folders hold the same bytes under the same names.
pub fn same_files(one: &Path, other: &Path) -> Outcome<bool> {
    let names = |folder: &Path| -> Outcome<Vec<PathBuf>> {
        files(folder)?.iter().map(|path| Ok(path.strip_prefix(folder)?.to_owned())).collect()
    };
    let all = names(one)?;
    if all != names(other)? {
        return Ok(false);
    }
    for name in all {
        if fs::read(one.join(&name))? != fs::read(other.join(&name))? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes `<file>.br` wherever that is smaller.
pub fn compress(folder: &Path, effort: Effort) -> Outcome<()> {
    let quality = if effort == Effort::Release { 11 } else { 5 };
    for path in files(folder)? {
        let bytes = fs::read(&path)?;
        let mut packed = Vec::new();
        {
            let mut writer = brotli::CompressorWriter::new(&mut packed, 1 << 16, quality, 22);
            writer.write_all(&bytes)?;
        }
        if packed.len() + 64 < bytes.len() {
            let mut name = path.into_os_string();
            name.push(".br");
            fs::write(name, packed)?;
        }
    }
    Ok(())
}

/// Prints what a browser will load.
pub fn report(folder: &Path) -> Outcome<()> {
    for path in files(folder)?.iter().filter(|path| path.extension().is_some_and(|it| it != "br")) {
        let raw = fs::metadata(path)?.len();
        let packed = fs::metadata(format!("{}.br", path.display())).map_or(raw, |it| it.len());
        println!("  {packed:>8} B brotli  {raw:>8} B  {}", path.strip_prefix(folder)?.display());
    }
    Ok(())
}
