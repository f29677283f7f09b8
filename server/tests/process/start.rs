//! Starting: settings, locks, schema, keys, and the way in for the first member of staff.

use std::{
    fs,
    time::{Duration, Instant},
};

use backend::mail::MailKind;
use server::config::Key;

use super::support::{
    http::{self, Browser},
    mailbox::{Mailbox, link},
    people::{Person, is_asked, is_welcome},
    postgres::EmptyDatabase,
    program::{Atrio, text},
};

/// A setting with a value that cannot be used.
const WRONG: &[(Key, &str)] = &[
    (Key::Listen, "localhost"),
    // Nobody has this address.
    (Key::Listen, "203.0.113.1:3000"),
    (Key::PublicUrl, "http://console.example.org"),
    (Key::DataDir, " "),
    (Key::DataDir, "/proc/atrio"),
    (Key::DatabaseUrl, "mysql://user:hunter2@db.example/atrio"),
    (Key::DatabaseUrl, "sqlite:/proc/atrio/atrio.sqlite"),
    (Key::SmtpUrl, "smtp://user:hunter2@mail.example"),
    (Key::SmtpCaFile, "/nowhere/ca.pem"),
    (Key::MailFrom, "nobody"),
    (Key::SecretKeyFile, "/dev/null"),
    (Key::TrustedProxies, "0.0.0.0/0"),
    (Key::MetricsListen, "203.0.113.1:9100"),
    (Key::MetricsListen, "10.255.255.1:9100"),
    (Key::Log, "loud"),
];

#[test]
fn a_wrong_setting_is_one_line_that_names_it_and_shows_a_right_one() {
    for key in Key::ALL {
        assert!(WRONG.iter().any(|(wrong, _)| *wrong == key), "{} is not tried", key.name());
    }
    for (key, value) in WRONG {
        let mut atrio = Atrio::new();
        if *key != Key::Log {
            atrio.change("ATRIO_LOG", Some("error".to_owned()));
        }
        refuses(&mut atrio, key.name(), value);
    }
}

/// A name that no setting has is a mistake too: most likely a mistyped one.
#[test]
fn an_unknown_setting_is_one_line_that_names_it_and_the_one_meant() {
    let error = refuses(&mut Atrio::new(), "ATRIO_PUBLIC_ULR", "https://console.example.org");
    assert!(error.contains("ATRIO_PUBLIC_URL"), "{error}");
}

fn refuses(atrio: &mut Atrio, name: &str, value: &str) -> String {
    atrio.change(name, Some(value.to_owned()));
    atrio.spawn();
    let status = atrio.ends_within(Duration::from_secs(10));
    let error = atrio.log();
    assert_eq!(status.code(), Some(2), "{name}={value}: {error}");
    assert_eq!(error.lines().count(), 1, "{name}={value}: {error}");
    assert!(error.starts_with(&format!("{name}: ")), "{name}={value}: {error}");
    assert!(error.contains("; for example "), "{name}={value}: {error}");
    assert!(!error.contains("hunter2") && atrio.printed().is_empty(), "{error}");
    error
}

#[test]
fn the_settings_are_shown_with_their_origin_and_without_passwords() {
    let atrio = Atrio::new()
        .set("DATABASE_URL", "postgres://atrio:hunter2@db.example/atrio?sslpassword=hunter3")
        .set("ATRIO_SMTP_URL", "smtps://atrio:hunter4@mail.example:465")
        .set("ATRIO_MAIL_FROM", "Console <console@example.org>");
    let table = atrio.succeeds(["config"]);
    assert!(!table.contains("hunter"), "{table}");
    for key in Key::ALL {
        assert!(table.contains(&format!("  {}=", key.name())), "{} in {table}", key.name());
    }
    assert!(table.contains("environment  ATRIO_SMTP_URL=smtps://atrio:***@mail.example:465"));
    assert!(table.contains("default      ATRIO_METRICS_LISTEN=(not set)"), "{table}");
    assert!(!atrio.data().exists(), "showing settings makes nothing");
}

#[test]
fn every_command_explains_itself() {
    let atrio = Atrio::new();
    let general = atrio.succeeds(["--help"]);
    let listed = general.lines().skip_while(|it| *it != "Commands:").skip(1);
    let commands: Vec<&str> =
        listed.map_while(|it| it.split_whitespace().next()).filter(|it| *it != "help").collect();
    for known in ["serve", "config", "migrate", "backup", "restore", "check-invariants"] {
        assert!(commands.contains(&known), "{known} in {general}");
    }
    for command in commands {
        let help = atrio.succeeds([command, "--help"]);
        let usage = format!("Usage: atrio {command}");
        assert!(help.contains(&usage) && help.lines().count() > 4, "{help}");
    }
    let unknown = atrio.run(["unknown"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("Usage: atrio"));
}

#[test]
fn a_second_process_on_the_same_file_is_refused_at_once_with_the_reason_and_the_way_out() {
    let mut atrio = Atrio::new();
    atrio.launch();
    for command in ["serve", "migrate"] {
        let begin = Instant::now();
        let output = atrio.run([command]);
        let error = text(&output.stderr);
        assert!(begin.elapsed() < Duration::from_secs(2), "{command}: {:?}", begin.elapsed());
        assert_eq!(output.status.code(), Some(1), "{command}: {error}");
        assert!(error.contains("another atrio process"), "{command}: {error}");
        assert!(error.contains("PostgreSQL"), "{command}: {error}");
    }
    assert!(atrio.is_ready(), "the first one is not disturbed");
    // Those that only read may run beside it.
    atrio.succeeds(["check-invariants"]);
    atrio.succeeds(["verify-history"]);
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let mut atrio = Atrio::new();
    fs::create_dir(atrio.data()).expect("made");
    fs::write(atrio.data().join("atrio.sqlite"), "this is no database at all").expect("written");
    atrio.spawn();
    let status = atrio.ends_within(Duration::from_secs(10));
    assert_eq!(status.code(), Some(1), "{}", atrio.log());
    let kept = fs::read_to_string(atrio.data().join("atrio.sqlite")).expect("still there");
    assert_eq!(kept, "this is no database at all");
}

#[test]
fn on_postgres_serving_needs_a_migrated_schema_and_a_key_file() {
    let database = EmptyDatabase::create("start");
    let mut atrio = Atrio::new().set("DATABASE_URL", database.url());
    let key_file = atrio.beside("secret.key");
    atrio.change("ATRIO_SECRET_KEY_FILE", Some(key_file.display().to_string()));
    fs::write(&key_file, format!("1 {}\n", "0123456789abcdef".repeat(4))).expect("written");

    let output = atrio.run(["serve"]);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("atrio migrate"), "{error}");
    atrio.succeeds(["migrate"]);
    atrio.succeeds(["migrate"]);

    let elsewhere = atrio.beside("moved.key");
    fs::rename(&key_file, &elsewhere).expect("moved");
    let output = atrio.run(["serve"]);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("ATRIO_SECRET_KEY_FILE: "), "{error}");
    assert!(!key_file.exists(), "nodes share their key: none makes its own");
    fs::rename(&elsewhere, &key_file).expect("moved back");

    atrio.launch();
    let mut second = Atrio::new()
        .set("DATABASE_URL", database.url())
        .set("ATRIO_SECRET_KEY_FILE", key_file.display().to_string());
    second.launch();
    atrio.succeeds(["check-invariants"]);
    second.stop();
    atrio.stop();
}

/// Starts, again if it runs; gives the link for the first member of staff that is printed then.
fn start(atrio: &mut Atrio) -> Option<String> {
    if !atrio.printed().is_empty() {
        atrio.stop();
    }
    let before = atrio.printed().len();
    // Whoever is ready has printed everything.
    atrio.launch();
    let printed = atrio.printed().split_off(before);
    printed.split_whitespace().find(|it| it.contains("/signup?t=")).map(str::to_owned)
}

/// Whether whoever opens this link is told that their account will be one of staff.
fn makes_staff(atrio: &Atrio, link: &str) -> bool {
    let mut browser = Browser::new(atrio.port, 99);
    let opened = browser.open(link).expect("an answer");
    assert_eq!(opened.leads_to(), Some("/signup"), "{opened:?}");
    let page = browser.get("/signup").expect("an answer");
    assert_eq!(page.status, 200);
    page.body != http::get(atrio.port, "/signup").expect("an answer").body
}

fn signs_up(atrio: &Atrio, browser: &mut Browser, name: &str) {
    let person = Person::named(name);
    let asked = person.asks_for_account(browser).expect("an answer");
    assert!(is_asked(&asked), "{asked:?}");
    let mail = Mailbox::of(atrio).expect(&person.email, MailKind::ConfirmSignUp);
    let answer = person.confirms(browser, link(&mail.text)).expect("an answer");
    assert!(is_welcome(&answer), "{answer:?}");
}

#[test]
fn the_first_member_of_staff_comes_in_by_a_printed_link_that_works_once_and_for_an_hour() {
    let mut atrio = Atrio::new();
    let first = start(&mut atrio).expect("nobody is staff yet");
    assert!(makes_staff(&atrio, &first));
    let second = start(&mut atrio).expect("nobody is staff yet");
    assert!(!makes_staff(&atrio, &first), "replaced by the next start");
    assert!(makes_staff(&atrio, &second));
    atrio.later(Duration::from_mins(61));
    assert!(!makes_staff(&atrio, &second), "it is over an hour old");

    let third = start(&mut atrio).expect("nobody is staff yet");
    // Whoever comes without the link becomes a customer.
    signs_up(&atrio, &mut Browser::new(atrio.port, 1), "customer");
    assert!(makes_staff(&atrio, &third));
    let mut browser = Browser::new(atrio.port, 2);
    browser.open(&third).expect("an answer");
    signs_up(&atrio, &mut browser, "provider");
    assert!(!makes_staff(&atrio, &third), "used");

    assert_eq!(start(&mut atrio), None, "there is staff now");
    atrio.stop();
    assert_eq!(super::kills::count(&atrio, "users WHERE staff"), 1);
    assert_eq!(super::kills::count(&atrio, "users"), 2);
}
