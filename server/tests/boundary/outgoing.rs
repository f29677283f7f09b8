//! Nothing leaves the machine but mail, and statements to the database: no address that somebody gave
//! us is ever opened.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What opens a connection, or starts another program that could.
const WAYS_OUT: &[&str] = &[
    "TcpStream::connect",
    "TcpSocket",
    "UdpSocket",
    "UnixStream",
    "UnixDatagram",
    "lookup_host",
    "to_socket_addrs",
    "hyper::client",
    "hyper_util::client",
    "TokioExecutor::connect",
    "tungstenite",
    "reqwest",
    "ureq",
    "isahc",
    "surf::",
    "awc::",
    "curl::",
    "lettre",
    "AsyncSmtpTransport",
    "process::Command",
    "Command::new",
    "native_tls",
    "tokio_rustls",
    "rustls::",
];

/// The one file that sends mail.
const MAIL: &str = "backend/src/mail/smtp.rs";
/// The folder of the database; only there may its driver be named.
const STORE: &str = "backend/src/store/";
/// What only the browser's half of the application uses.
const BROWSER: &str = "gloo_net::";

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// All sources of the program, without tests: path below the workspace, and text.
fn sources() -> Vec<(String, String)> {
    let mut folders: Vec<PathBuf> =
        ["domain", "backend", "app", "server"].map(|it| workspace().join(it).join("src")).into();
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("sources") {
            let path = entry.expect("an entry").path();
            let is_test = ["tests", "tests.rs"].iter().any(|it| path.ends_with(it));
            if is_test {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let name = path.strip_prefix(workspace()).expect("inside").display().to_string();
                sources.push((name, without_comments(code)));
            }
        }
    }
    sources
}

fn without_comments(code: &str) -> String {
    let lines = code.lines().filter(|it| !it.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn nothing_but_the_mail_opens_connections() {
    let sources = sources();
    assert!(sources.len() > 100, "{}", sources.len());
    let mut found = BTreeSet::new();
    for (name, code) in &sources {
        for way in WAYS_OUT.iter().filter(|it| code.contains(**it)) {
            assert_eq!(name, MAIL, "{name} uses {way}");
            found.insert(way);
        }
    }
    assert!(!found.is_empty(), "the search finds what is there");
}

#[test]
fn only_the_store_speaks_to_the_database() {
    let names = sources().into_iter().filter(|(_, code)| code.contains("sqlx::"));
    let names: Vec<_> = names.map(|(name, _)| name).collect();
    assert!(names.len() > 10, "{names:?}");
    let elsewhere: Vec<_> = names.iter().filter(|it| !it.starts_with(STORE)).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

/// The browser asks its own server only: every address that it is given begins with a slash.
#[test]
fn the_browser_asks_nobody_else() {
    let mut files = Vec::new();
    for (name, code) in sources() {
        if code.contains(BROWSER) {
            assert!(!code.contains("http://") && !code.contains("https://"), "{name}");
            files.push(name);
        }
    }
    files.sort();
    assert_eq!(files, ["app/src/form/call.rs", "app/src/words.rs"]);
}
