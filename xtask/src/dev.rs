//! `make dev`: watches the sources, rebuilds what changed, restarts the server; open pages reload.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    process::{Child, Command},
    thread,
    time::{Duration, SystemTime},
};

use crate::{
    Effort, Outcome, pack,
    site::{self, workspace},
};

const SOURCES: [&str; 8] =
    ["domain", "backend", "app", "frontend", "server", "style", "public", "Cargo.toml"];

/// Runs until it is interrupted. A failed build leaves the last good server running.
pub fn run(arguments: &[&str]) -> Outcome<()> {
    let mut seen = None;
    let mut server: Option<Child> = None;
    loop {
        let sources = sources()?;
        if seen.as_ref() != Some(&sources) {
            seen = Some(sources);
            match rebuild() {
                Ok(()) => {
                    if let Some(mut old) = server.take() {
                        old.kill()?;
                        old.wait()?;
                    }
                    server = Some(start(arguments)?);
                }
                Err(why) => eprintln!("xtask: {why}; waiting for the next change"),
            }
        }
        thread::sleep(Duration::from_millis(300));
    }
}

fn rebuild() -> Outcome<()> {
    site::build(Effort::Watched)?;
    let status = Command::new("cargo")
        .current_dir(workspace())
        .args(["build", "--quiet", "--package", "server"])
        .status()?;
    if status.success() { Ok(()) } else { Err("the server does not compile".into()) }
}

fn start(arguments: &[&str]) -> Outcome<Child> {
    let program = workspace().join("target/debug/atrio");
    Ok(Command::new(program).current_dir(workspace()).args(arguments).spawn()?)
}

/// All sources with the time of their last change.
fn sources() -> Outcome<BTreeMap<PathBuf, SystemTime>> {
    let mut found = BTreeMap::new();
    for source in SOURCES {
        let path = workspace().join(source);
        let files = if path.is_dir() { pack::files(&path)? } else { vec![path] };
        for file in files {
            // An editor may have taken it away meanwhile.
            if let Ok(changed) = fs::metadata(&file).and_then(|it| it.modified()) {
                found.insert(file, changed);
            }
        }
    }
    Ok(found)
}
