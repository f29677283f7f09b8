//! What only the inside of the program talks about: no answer of ours uses these words.

/// The words, in lower case.
const INSIDE: &[&str] = &[
    "sql",
    "select ",
    "insert ",
    "update ",
    "sqlite",
    "postgres",
    "sqlx",
    "relation",
    "syntax error",
    "no such table",
    "does not exist",
    "constraint",
    "accepting connections",
    "closed pool",
    "disk image",
    "not a database",
    "terminating",
    "atrio_test_",
    "_gone",
    "refuse_",
    "token_hash",
    "email_canonical",
    "password_hash",
    "user_id",
    "org_id",
    "session_id",
    "pending_sign_ups",
    "sign_in_failures",
    "member_spans",
    "role_spans",
    "history_details",
    "outbox",
    "storeerror",
    "databaseerror",
    "sendfailure",
    "backend::",
    "server::",
    "app::",
    "domain::",
    "tokio",
    "axum",
    "hyper",
    "tower",
    "serde",
    "lettre::",
    "rustls",
    "smtp",
    "/src/",
    ".rs:",
    "/root/",
    "/home/",
    env!("CARGO_MANIFEST_DIR"),
    "/tmp/",
    "/dev/shm",
    "panicked",
    "unwrap()",
    "stack backtrace",
    "os error",
    "broken pipe",
    "connection refused",
    "rustc",
];

/// The first of these words that a text uses.
pub fn inside_word(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    INSIDE.iter().find(|it| text.contains(**it)).copied()
}

#[test]
fn inside_words_are_found_however_they_are_written() {
    assert_eq!(inside_word("relation \"users\" does not exist"), Some("relation"));
    assert_eq!(inside_word("Caused by: Os Error 111"), Some("os error"));
    assert_eq!(inside_word("Please try again in a moment."), None);
}
