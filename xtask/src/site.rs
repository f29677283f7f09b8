//! The whole site, in `target/site`:
//!
//! ```text
//! target/site/manifest.json        what the server has to know
//! target/site/pkg/<hash>/…         everything a page loads, each file with its .br beside it
//! target/site/root/…               files with fixed addresses: favicon
//! ```
//!
//! Not the files but their folder carries the hash: the names of glue and chunks are written inside
//! the modules, and renaming them would break a split build.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Instant, SystemTime},
};

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{Effort, Outcome, pack, styles, wasm};

/// Where everything is left.
pub fn folder() -> PathBuf {
    workspace().join("target/site")
}

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Builds the site and puts it in the place of the old one.
pub fn build(effort: Effort) -> Outcome<()> {
    let start = Instant::now();
    let staging = workspace().join("target/site-staging");
    if staging.exists() {
        fs::remove_dir_all(&staging)?;
    }
    let pkg = staging.join("pkg/new");
    fs::create_dir_all(&pkg)?;

    let chunks = wasm::build(&pkg, effort)?;
    styles::build(&pkg)?;
    scripts(&pkg, effort)?;
    let hash = hash_of(&pkg)?;
    copy(&workspace().join("public"), &staging.join("root"))?;
    pack::compress(&staging, effort)?;
    fs::rename(&pkg, staging.join("pkg").join(&hash))?;
    let manifest = json!({ "hash": hash, "chunks": chunks });
    fs::write(staging.join("manifest.json"), serde_json::to_string_pretty(&manifest)?)?;

    replace(&staging, &folder())?;
    println!("site: {hash} in {:.1} s", start.elapsed().as_secs_f32());
    pack::report(&folder().join("pkg").join(&hash))?;
    Ok(())
}

/// The scripts that are written by hand: one starts the console, one helps the door.
fn scripts(pkg: &Path, effort: Effort) -> Outcome<()> {
    let source = |name: &str| fs::read_to_string(workspace().join("frontend").join(name));
    let watched = effort == Effort::Watched;
    for name in ["boot.js", "door.js"] {
        let import = if watched { "import './reload.js';\n" } else { "" };
        fs::write(pkg.join(name), format!("{import}{}", source(name)?))?;
    }
    if watched {
        // Every build is a new one, also if only the server changed.
        let begun = fs::metadata(pkg)?.modified()?.duration_since(SystemTime::UNIX_EPOCH)?;
        let mark = format!("// {}\n", begun.as_millis());
        fs::write(pkg.join("reload.js"), source("reload.js")? + &mark)?;
    }
    Ok(())
}

fn hash_of(folder: &Path) -> Outcome<String> {
    let mut files = BTreeMap::new();
    for path in pack::files(folder)? {
        files.insert(path.strip_prefix(folder)?.to_owned(), fs::read(&path)?);
    }
    let mut hasher = Sha256::new();
    for (name, bytes) in files {
        hasher.update(name.to_string_lossy().as_bytes());
        hasher.update([0]);
        hasher.update(u64::try_from(bytes.len())?.to_le_bytes());
        hasher.update(bytes);
    }
    Ok(hasher
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .concat())
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to)?;
    for path in pack::files(from)? {
        let target = to.join(path.strip_prefix(from)?);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(&path, target)?;
    }
    Ok(())
}

/// Swaps the folders only when something changed, so that an equal site rebuilds no server.
fn replace(new: &Path, old: &Path) -> Outcome<()> {
    let manifest = |folder: &Path| fs::read_to_string(folder.join("manifest.json")).ok();
    if manifest(new) == manifest(old) && pack::same_files(new, old)? {
        fs::remove_dir_all(new)?;
        return Ok(());
    }
    if old.exists() {
        fs::remove_dir_all(old)?;
    }
    fs::rename(new, old)?;
    Ok(())
}
