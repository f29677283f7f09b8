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

/// The lengths of nonces and of secrets, which are random: now and then one spells a word.
const RANDOM: [usize; 2] = [22, 43];

/// The first of these words that a text uses.
pub fn inside_word(text: &str) -> Option<&'static str> {
    let text = without_random(text).to_lowercase();
    INSIDE.iter().find(|it| text.contains(**it)).copied()
}

fn without_random(text: &str) -> String {
    let is_part = |it: char| it.is_ascii_alphanumeric() || "-_".contains(it);
    // In a policy, a dash stands before the nonce.
    let text = text.replace("nonce-", "nonce ");
    let pieces = text.split_inclusive(|it| !is_part(it)).map(|piece| {
        let word = piece.trim_end_matches(|it| !is_part(it));
        let has = |kind: fn(&char) -> bool| word.chars().any(|it| kind(&it));
        let mixed = has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase);
        if RANDOM.contains(&word.len()) && mixed { &piece[word.len()..] } else { piece }
    });
    pieces.collect()
}

#[test]
fn inside_words_are_found_however_they_are_written_but_not_in_secrets() {
    assert_eq!(inside_word("relation \"users\" does not exist"), Some("relation"));
    assert_eq!(inside_word("Caused by: Os Error 111"), Some("os error"));
    assert_eq!(inside_word("Please try again in a moment."), None);
    let cookie = "session=hg77K7DCdVWkxpGqwE24axUmDXnQ8qZodwIQA3nH-qY; Path=/";
    assert_eq!(inside_word(cookie), None);
    assert_eq!(inside_word("'nonce-SqlsqlsqlsqlsqlsqlsqlQ' x"), None);
    assert_eq!(inside_word(&cookie.replace("; Path", "; axum")), Some("axum"));
}
