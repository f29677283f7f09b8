//! `make dev`: watches the sources, rebuilds what changed, restarts the server.

use std::{
    fs,
    path::{Path, PathBuf},
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
        let newest = newest_change()?;
        if seen != Some(newest) {
            seen = Some(newest);
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
    site::build(Effort::Quick)?;
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

fn newest_change() -> Outcome<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for source in SOURCES {
        let path = workspace().join(source);
        let files = if path.is_dir() { pack::files(&path)? } else { vec![path] };
        for file in files {
            newest = newest.max(modified(&file));
        }
    }
    Ok(newest)
}

fn modified(file: &Path) -> SystemTime {
    let file: PathBuf = file.to_owned();
    fs::metadata(file).and_then(|it| it.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}
