//! A whole journey with marked secrets: afterwards they are nowhere but where they belong.

use std::{
    fmt::Write as _,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::support::{
    http::{self, Answer, Browser},
    mailbox::{link, token},
    people::{Person, is_asked, is_signed_in, is_welcome},
    program::{Atrio, free_port},
    smtp::{Letter, SmtpServer, unquoted},
    until,
};

const EMAIL: &str = "olivia@harbour.example";
const FIRST_PASSWORD: &str = "Marked+first/9f2c71e0b4=quiet";
const SECOND_PASSWORD: &str = "Marked+second/5d8ae36f17=loud";
const WRONG_PASSWORD: &str = "Marked+wrong/c04b92d8a6=silent";
const SMTP_PASSWORD: &str = "Marked-smtp-71c3a9e5f2";
/// To confirm, to reset, that a password was changed, of a new browser, that there is an account.
const KINDS: usize = 5;

/// Somebody at the door, who remembers everything that was to stay secret, and all pages seen.
struct Journey {
    browser: Browser,
    secrets: Vec<(&'static str, String)>,
    pages: Vec<String>,
}

impl Journey {
    fn keep(&mut self, what: &'static str, secret: impl Into<String>) {
        self.secrets.push((what, secret.into()));
    }

    /// Remembers the answer and the cookies that came with it.
    fn seen(&mut self, answer: std::io::Result<Answer>) -> Answer {
        let answer = answer.expect("an answer");
        self.pages.push(answer.body.clone());
        for name in ["session", "device"] {
            let value = self.browser.cookie(name).map(str::to_owned);
            if let Some(value) = value.filter(|it| !self.secrets.iter().any(|kept| kept.1 == *it)) {
                self.keep("cookie", value);
            }
        }
        answer
    }

    fn get(&mut self, path: &str) -> Answer {
        let answer = self.browser.get(path);
        self.seen(answer)
    }

    fn submit(&mut self, path: &str, form: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.browser.submit(path, form, fields);
        self.seen(answer)
    }
}

/// The mail with this link.
fn next_letter(smtp: &SmtpServer, link: &str) -> Letter {
    until(link, || smtp.letters_to(EMAIL).into_iter().find(|it| it.text.contains(link)))
}

/// Signs up with a mistake, confirms with a mistake, signs out and in, resets, looks around, comes
/// back from elsewhere.
fn travel(atrio: &mut Atrio, smtp: &SmtpServer, staff_link: &str) -> Journey {
    let browser = Browser::new(atrio.port, 1);
    let mut journey = Journey { browser, secrets: Vec::new(), pages: Vec::new() };
    for (what, secret) in [
        ("first password", FIRST_PASSWORD),
        ("second password", SECOND_PASSWORD),
        ("wrong password", WRONG_PASSWORD),
        ("mail password", SMTP_PASSWORD),
        ("staff link", token(staff_link)),
    ] {
        journey.keep(what, secret);
    }
    let opened = journey.browser.open(staff_link);
    journey.seen(opened);
    sign_up(&mut journey, smtp);
    // Nobody gets two mails a minute that a stranger can cause.
    atrio.later(Duration::from_secs(61));
    reset(&mut journey, smtp);
    atrio.later(Duration::from_secs(61));
    come_back(&mut journey, smtp, atrio.port);
    journey
}

fn sign_up(journey: &mut Journey, smtp: &SmtpServer) {
    let person = person(FIRST_PASSWORD);
    journey.get("/signup");
    let mistaken = [("email", "nobody"), ("password", FIRST_PASSWORD), ("kind", "company")];
    assert_eq!(journey.submit("/signup", "sign_up", &mistaken).status, 422);
    let asked = person.asks_for_account(&mut journey.browser);
    assert!(is_asked(&journey.seen(asked)));

    let mail = next_letter(smtp, "/verify?t=");
    journey.keep("sign-up link", token(link(&mail.text)));
    let opened = journey.browser.open(link(&mail.text));
    journey.seen(opened);
    journey.get("/verify");
    let wrong = [("password", WRONG_PASSWORD)];
    assert_eq!(journey.submit("/verify", "verify_sign_up", &wrong).status, 422);
    let right = [("password", FIRST_PASSWORD)];
    let welcome = journey.submit("/verify", "verify_sign_up", &right);
    assert!(is_welcome(&welcome), "{welcome:?}");
    let dashboard = welcome.leads_to().unwrap_or_default().to_owned();
    assert_eq!(journey.get(&dashboard).status, 200);
    journey.submit("/logout", "sign_out", &[]);
}

fn reset(journey: &mut Journey, smtp: &SmtpServer) {
    let wrong = [("email", EMAIL), ("password", WRONG_PASSWORD)];
    assert_eq!(journey.submit("/login", "sign_in", &wrong).status, 422);
    journey.submit("/forgot", "request_reset", &[("email", EMAIL)]);
    let mail = next_letter(smtp, "/reset?t=");
    journey.keep("reset link", token(link(&mail.text)));
    let opened = journey.browser.open(link(&mail.text));
    journey.seen(opened);
    journey.get("/reset");
    let new = [("password", SECOND_PASSWORD)];
    let reset = journey.submit("/reset", "reset_password", &new);
    assert_eq!(reset.leads_to(), Some("/login"), "{reset:?}");
    let signed_in = person(SECOND_PASSWORD).signs_in(&mut journey.browser);
    assert!(is_signed_in(&journey.seen(signed_in)));
    journey.get("/sudo");
    journey.submit("/sudo", "confirm_identity", &new);
    assert_eq!(journey.get("/profile/sessions").status, 200);
    journey.get("/nowhere");
    journey.submit("/profile/sessions", "end_other_sessions", &[]);
}

/// In another browser: signs in, which its owner is told, and signs up again, which they are told too.
fn come_back(journey: &mut Journey, smtp: &SmtpServer, port: u16) {
    journey.browser = Browser::new(port, 2);
    let signed_in = person(SECOND_PASSWORD).signs_in(&mut journey.browser);
    assert!(is_signed_in(&journey.seen(signed_in)));
    journey.submit("/logout", "sign_out", &[]);
    let asked = person(FIRST_PASSWORD).asks_for_account(&mut journey.browser);
    assert!(is_asked(&journey.seen(asked)));
    until("a mail of each kind", || (smtp.letters_to(EMAIL).len() >= KINDS).then_some(()));
}

fn person(password: &str) -> Person {
    Person { email: EMAIL.to_owned(), password: password.to_owned() }
}

/// The ways in which a secret may be written down.
fn spellings(secret: &str) -> Vec<String> {
    let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let hex = secret.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string");
        hex
    });
    let escaped = secret.replace('/', "\\/");
    vec![secret.to_owned(), encoded, hex, escaped, STANDARD.encode(secret)]
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("listed").map(|it| it.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn no_secret_is_left_anywhere() {
    let smtp = SmtpServer::start();
    let metrics = free_port();
    let mut atrio = Atrio::new()
        .set("ATRIO_SMTP_URL", format!("smtp://atrio:{SMTP_PASSWORD}@127.0.0.1:{}", smtp.port))
        .set("ATRIO_MAIL_FROM", "console@provider.example")
        .set("ATRIO_METRICS_LISTEN", format!("127.0.0.1:{metrics}"))
        .set("ATRIO_LOG", "trace,json");
    atrio.launch();
    let printed = atrio.printed();
    let staff_link = printed.split_whitespace().find(|it| it.contains("?t=")).expect("a link");
    let mut journey = travel(&mut atrio, &smtp, staff_link);
    assert!(!smtp.credentials().is_empty(), "the mail password was of use");
    let cookies = journey.secrets.iter().filter(|it| it.0 == "cookie").count();
    assert!(cookies >= 3, "two sessions and a device at least, not {cookies}");
    let key = fs::read_to_string(atrio.data().join("secret.key")).expect("the key file");
    let key = key.split_whitespace().nth(1).expect("`id key`").to_owned();
    journey.keep("key", key);

    for path in files(&atrio.data()) {
        let mode = fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is open to others", path.display());
    }
    let places = places(&mut atrio, metrics, staff_link, &journey);
    // The search does find what is there.
    let known = places.iter().filter(|it| finds(&it.1, EMAIL)).count();
    assert!(known >= 2, "the address is in the database and on pages");
    for (what, secret) in &journey.secrets {
        for spelling in spellings(secret) {
            for (place, content) in &places {
                assert!(!finds(content, &spelling), "the {what} ({spelling}) is in {place}");
            }
        }
    }
    letters_keep_secrets(&smtp, &journey);
}

/// Everything that the program wrote anywhere but into mails.
fn places(
    atrio: &mut Atrio,
    metrics: u16,
    staff_link: &str,
    journey: &Journey,
) -> Vec<(String, Vec<u8>)> {
    // While it runs, what is not in the database's file yet is in its log beside it.
    let mut places: Vec<(String, Vec<u8>)> = Vec::new();
    for path in files(&atrio.data()).into_iter().filter(|it| !it.ends_with("secret.key")) {
        places.push((path.display().to_string(), fs::read(&path).expect("a file")));
    }
    assert!(places.iter().any(|it| it.0.ends_with("atrio.sqlite-wal") && !it.1.is_empty()));
    let counters = http::get(metrics, "/metrics").expect("an answer").body;
    let config = atrio.succeeds(["config"]);
    atrio.stop();
    let printed = atrio.printed().replace(staff_link, "");
    let file = atrio.data().join("atrio.sqlite");
    places.push(("the database after the stop".to_owned(), fs::read(file).expect("a file")));
    for (place, content) in [
        ("standard output", printed),
        ("the log", atrio.log()),
        ("the metrics", counters),
        ("atrio config", config),
        ("the pages", journey.pages.join("\n")),
    ] {
        assert!(!content.is_empty(), "{place}");
        places.push((place.to_owned(), content.into_bytes()));
    }
    places
}

/// No mail says anything secret but its own link, and that is in no other mail.
fn letters_keep_secrets(smtp: &SmtpServer, journey: &Journey) {
    let mails = smtp.conversations();
    assert!(mails.len() >= KINDS, "{}", mails.len());
    assert!(mails.iter().all(|it| it.to == EMAIL), "nobody else has asked for anything");
    // What is said in another encoding would be found in no spelling.
    let encoded = mails.iter().any(|it| it.words.contains("Content-Transfer-Encoding: base64"));
    assert!(!encoded, "the search reads these mails");
    for (what, secret) in &journey.secrets {
        let mailed = ["sign-up link", "reset link"].contains(what);
        let told = mails.iter().filter(|mail| {
            let forms = [mail.words.clone(), unquoted(&mail.words)];
            spellings(secret).iter().any(|it| forms.iter().any(|form| form.contains(it)))
        });
        assert_eq!(told.count(), usize::from(mailed), "the {what} ({secret}) in mails");
    }
}

fn finds(content: &[u8], text: &str) -> bool {
    content.windows(text.len()).any(|it| it == text.as_bytes())
}
