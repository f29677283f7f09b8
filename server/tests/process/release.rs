//! What a release is made of: none of the tests' hooks, no library that is known to lose data.

use std::{fs, path::Path, process::Command};

use super::support::program::text;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// The crates of `cargo build -p server` with these arguments: names, and features in brackets.
fn graph(arguments: &[&str]) -> Vec<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--locked", "--offline", "-p", "server", "-e", "normal"])
        .args(["--prefix", "none", "-f", "{p} [{f}]"])
        .args(arguments)
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    let crates = lines.lines().map(|it| {
        let (package, features) = it.split_once(" [").expect("a package and its features");
        let name = package.split(' ').next().unwrap_or_default();
        (name.to_owned(), features.to_owned())
    });
    crates.collect()
}

fn has_hooks(graph: &[(String, String)]) -> bool {
    let own = graph.iter().filter(|(name, _)| ["backend", "server"].contains(&name.as_str()));
    own.clone().for_each(|(name, features)| println!("{name} [{features}"));
    assert!(own.clone().count() >= 2, "backend and server are there");
    own.into_iter().any(|(_, features)| features.contains("test"))
}

#[test]
fn a_release_has_no_hooks_for_tests() {
    assert!(!has_hooks(&graph(&[])));
    // With the hooks the same search finds them.
    assert!(has_hooks(&graph(&["--features", "server/test-hooks"])));
}

/// Libraries that fetch addresses of the web. The program has nothing to fetch.
const WEB_CLIENTS: [&str; 9] =
    ["reqwest", "ureq", "isahc", "curl", "surf", "awc", "attohttpc", "minreq", "hyper-rustls"];

#[test]
fn a_release_has_no_client_for_the_web() {
    let graph = graph(&[]);
    for (name, features) in &graph {
        assert!(!WEB_CLIENTS.contains(&name.as_str()), "{name}");
        let half = ["hyper", "hyper-util"].contains(&name.as_str());
        assert!(!half || !features.contains("client"), "{name} [{features}");
    }
    for known in ["hyper", "hyper-util", "lettre"] {
        assert!(graph.iter().any(|(name, _)| name == known), "{known} is there");
    }
}

#[test]
fn the_script_that_builds_a_release_asks_for_no_feature_and_keeps_to_the_lock_file() {
    let script = fs::read_to_string(root().join("scripts/build.sh")).expect("the script");
    let builds: Vec<&str> =
        script.lines().map(str::trim).filter(|it| it.starts_with("cargo build")).collect();
    assert_eq!(builds, ["cargo build --release --locked -p server"]);
    assert!(!script.contains("feature") && !script.contains("NATIVE"), "{script}");
}

/// The versions of a package in the lock file.
fn locked(name: &str) -> Vec<Vec<u32>> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("the lock file");
    let head = format!("name = \"{name}\"\nversion = \"");
    let versions = lock.split(&head).skip(1).filter_map(|it| it.split('"').next());
    versions.map(|it| it.split('.').filter_map(|part| part.parse().ok()).collect()).collect()
}

/// Older ones can corrupt a database in WAL mode: <https://sqlite.org/wal.html#walresetbug>.
#[test]
fn the_bundled_sqlite_is_one_that_keeps_its_word() {
    let [sqlite] = locked("libsqlite3-sys").try_into().expect("exactly one");
    assert!(sqlite >= vec![0, 37], "libsqlite3-sys {sqlite:?}");
    let [sqlx] = locked("sqlx").try_into().expect("exactly one");
    assert!(sqlx >= vec![0, 9], "sqlx {sqlx:?}");
}
