//! What must not get out: the inside of the program when the database is broken, secrets into logs
//! and pages, and anything of use in a stolen database.

use std::collections::BTreeSet;

use backend::{SecretToken, mail::MailKind, testing::dump};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use server::router::PAGES;

use crate::support::{
    Answer, Browser, PASSWORD, Stage, both, browser::sign_up_fields, calls, log, on_sqlite,
    scenes::Setting,
};

/// Words of the inside that no page of ours uses.
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
    "_gone",
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
    "backend::",
    "server::",
    "app::",
    "domain::",
    "tokio",
    "axum",
    "hyper",
    "tower",
    "serde",
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
    "rustc",
];

fn check_nothing_inside(what: &str, answer: &Answer) {
    let headers = format!("{:?}", answer.headers);
    for text in [answer.text(), &headers] {
        let text = text.to_lowercase();
        for word in INSIDE {
            assert!(!text.contains(word), "{what} says {word:?}: {text}");
        }
    }
}

/// Asks for every page and function, as a stranger and as somebody signed in, by script and by page.
async fn ask_everything(stage: &Stage, browsers: &mut [Browser<'_>], home: &str) -> usize {
    let mut errors = 0;
    for browser in browsers {
        browser.address = stage.new_address();
        let mut answers = Vec::new();
        for page in PAGES.iter().map(|it| it.replace("/o/{org}", home)) {
            answers.push((page.clone(), browser.get(&page).await));
        }
        answers.push(("/readyz".to_owned(), browser.get("/readyz").await));
        answers.push(("/check".to_owned(), browser.get("/check?reference=ABCD-EFGH-JKMN").await));
        let org = home.trim_start_matches("/o/");
        // Signing out comes last: it ends the session that the others are asked with.
        let leaving = |call: &&calls::Call| call.function == "sign_out";
        let others = calls::ALL.iter().filter(|it| !leaving(it));
        for call in others.chain(calls::ALL.iter().filter(leaving)) {
            let fields = call.about(org, "00000000-0000-7000-8000-000000000000");
            let called = browser.call(call.function, &fields).await;
            answers.push((call.function.to_owned(), called));
            if let Some(page) = call.page {
                let posted = browser.post(page, call.function, &fields).await;
                answers.push((format!("{} on {page}", call.function), posted));
            }
        }
        for (what, answer) in answers {
            check_nothing_inside(&what, &answer);
            errors += usize::from(answer.status.is_server_error());
        }
    }
    errors
}

#[test]
fn a_broken_database_shows_nothing_of_itself() {
    both(async |stage| {
        let tables: Vec<String> = stage.world.rows().await.into_keys().collect();
        assert!(tables.len() > 15, "{tables:?}");
        for (index, table) in tables.iter().enumerate() {
            // Everybody afresh: what still works signs people out and uses links up.
            let setting = Setting::for_function(stage, &format!("table{index}")).await;
            let mut member = setting.browser_for("end_session").await;
            let home = member.get("/").await.location().expect("a dashboard").to_owned();
            // A new password ends the member's session, so that comes last.
            let mut browsers = vec![
                stage.browser(),
                member,
                setting.browser_for("verify_sign_up").await,
                setting.browser_for("reset_password").await,
            ];
            let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
            let gone = format!("{table}_gone");
            stage.world.tamper(&rename(table, &gone)).await;
            let errors = ask_everything(stage, &mut browsers, &home).await;
            println!("without {table}: {errors} errors");
            assert!(errors > 0 || UNUSED.contains(&table.as_str()), "{table} is not missed");
            stage.world.backend.settled().await;
            stage.world.tamper(&rename(&gone, table)).await;
            assert_eq!(stage.browser().get("/check?reference=x").await.status, 200);
        }
    });
}

/// Tables that nothing here reads: nobody came by a link for staff.
const UNUSED: [&str; 1] = ["installation"];

/// Secrets with a mark that nothing else has.
const FIRST_PASSWORD: &str = "xylograph Zanzibar 4711 quokka";
const SECOND_PASSWORD: &str = "ukulele Wollongong 8153 axolotl";
const WRONG_PASSWORD: &str = "theremin Ouagadougou 9926 narwhal";
const MARKED: &str = "marked@harbour.example";

/// Everything that the journey below was told and should have kept to itself.
#[derive(Default)]
struct Secrets {
    texts: BTreeSet<String>,
    pages: String,
}

impl Secrets {
    /// Notes the secrets that a browser holds, and what it was shown.
    fn note(&mut self, browser: &Browser<'_>, answer: &Answer) {
        let cookies = ["session", "device", "verify-link", "reset-link"];
        let held = cookies.iter().filter_map(|it| browser.cookie(it));
        self.texts.extend(held.map(str::to_owned));
        self.pages.push_str(answer.text());
        let headers = answer.headers.iter().filter(|(name, _)| *name != "set-cookie");
        self.pages.push_str(&format!("{:?}", headers.collect::<Vec<_>>()));
    }
}

async fn marked_journey(stage: &Stage) -> Secrets {
    let mut secrets = Secrets::default();
    let mut browser = stage.browser();
    secrets.texts.extend([FIRST_PASSWORD, SECOND_PASSWORD, WRONG_PASSWORD].map(str::to_owned));

    let answer = browser.post("/signup", "sign_up", &sign_up_fields(MARKED, "tooshort")).await;
    secrets.note(&browser, &answer);
    let answer = browser.post("/signup", "sign_up", &sign_up_fields(MARKED, FIRST_PASSWORD)).await;
    secrets.note(&browser, &answer);
    stage.world.work().await;
    let link = stage.mailed_link(MailKind::ConfirmSignUp, MARKED);
    for (page, form, password) in [
        ("/verify", "verify_sign_up", WRONG_PASSWORD),
        ("/verify", "verify_sign_up", FIRST_PASSWORD),
        ("/sudo", "confirm_identity", WRONG_PASSWORD),
        ("/sudo", "confirm_identity", FIRST_PASSWORD),
    ] {
        if form == "verify_sign_up" {
            secrets.note(&browser, &browser.clone().get(&link).await);
            let answer = browser.open(&link).await;
            secrets.note(&browser, &answer);
        }
        let answer = browser.post(page, form, &[("password", password)]).await;
        secrets.note(&browser, &answer);
    }
    for page in ["/", "/profile/sessions", "/logout", "/check", "/nowhere"] {
        let answer = browser.open(page).await;
        secrets.note(&browser, &answer);
    }
    stage.world.clock.advance_minutes(3);
    let answer = browser.post("/forgot", "request_reset", &[("email", MARKED)]).await;
    secrets.note(&browser, &answer);
    stage.world.work().await;
    let link = stage.mailed_link(MailKind::ResetPassword, MARKED);
    browser.open(&link).await;
    for password in ["tooshort", SECOND_PASSWORD] {
        let answer = browser.open("/reset").await;
        secrets.note(&browser, &answer);
        let answer = browser.post("/reset", "reset_password", &[("password", password)]).await;
        secrets.note(&browser, &answer);
    }
    for password in [WRONG_PASSWORD, FIRST_PASSWORD, SECOND_PASSWORD] {
        let fields = [("email", MARKED), ("password", password), ("stay", "on")];
        let answer = browser.post("/login", "sign_in", &fields).await;
        secrets.note(&browser, &answer);
    }
    let answer = browser.open("/").await;
    secrets.note(&browser, &answer);
    secrets
}

#[test]
fn secrets_of_a_journey_are_found_nowhere() {
    let listener = log::listen();
    both(async |stage| {
        let secrets = marked_journey(stage).await;
        // The passwords, a device, two links, and a session for each proof of identity.
        assert!(secrets.texts.len() >= 8, "{}", secrets.texts.len());
        stage.world.backend.settled().await;
        let rows = format!("{:?}", stage.world.rows().await);
        let logged = listener.heard();
        assert!(logged.contains("answered"), "the log is listened to");
        for secret in &secrets.texts {
            let bytes = URL_SAFE_NO_PAD.decode(secret).unwrap_or_default();
            let hex: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
            for (place, text) in [("database", &rows), ("log", &logged), ("pages", &secrets.pages)]
            {
                assert!(!text.contains(secret), "{secret} is in the {place}");
                let hidden = text.to_lowercase().contains(&hex) && hex.len() > 20;
                assert!(!hidden, "{secret} is in the {place} as digits");
            }
        }
        assert!(!logged.contains(MARKED), "the address is in the log");
    });
}

#[test]
fn secrets_of_a_journey_are_not_left_in_the_file_either() {
    on_sqlite(async |stage| {
        let secrets = marked_journey(stage).await;
        stage.world.backend.settled().await;
        let file = dump(&stage.world);
        for secret in &secrets.texts {
            let found = file.windows(secret.len()).any(|it| it == secret.as_bytes());
            assert!(!found, "{secret} is in the file");
        }
        let known = file.windows(MARKED.len()).any(|it| it == MARKED.as_bytes());
        assert!(known, "the file is read");
    });
}

/// Every value in the database as somebody might try it: as it is, and bytes in the form of a secret.
async fn stolen(stage: &Stage) -> BTreeSet<String> {
    let rows = stage.world.rows().await;
    let words = rows.values().flatten().flat_map(|row| row.split([' ', '\'', '"', ',', '=']));
    let mut values = BTreeSet::new();
    for word in words.filter(|it| !it.is_empty()) {
        values.insert(word.to_owned());
        let digits = word.trim_start_matches("\\\\x").trim_start_matches("\\x");
        let bytes: Option<Vec<u8>> = (0..digits.len() / 2)
            .map(|at| u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok())
            .collect();
        if let Some(bytes) = bytes.filter(|it| !it.is_empty()) {
            values.insert(URL_SAFE_NO_PAD.encode(&bytes));
            values.insert(digits.to_lowercase());
        }
    }
    values.retain(|it| it.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';'));
    values
}

#[test]
fn nothing_in_a_stolen_database_opens_a_door() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        setting.browser_for("end_session").await;
        let values = stolen(stage).await;
        let secrets = values.iter().filter(|it| SecretToken::parse(it).is_some()).count();
        // At least the hashes of two sessions, their devices, and two links.
        assert!(secrets >= 6, "{secrets} of {}", values.len());
        for value in &values {
            let mut browser = stage.browser();
            browser.set_cookie("session", value);
            assert!(!browser.is_signed_in().await, "{value} is a session");

            for (cookie, page, form) in [
                ("verify-link", "/verify", "verify_sign_up"),
                ("reset-link", "/reset", "reset_password"),
                ("verify-link", "/verify", "discard_sign_up"),
            ] {
                let mut browser = stage.browser();
                browser.set_cookie(cookie, value);
                let answer = browser.call(form, calls::of(form).fields).await;
                assert_eq!(answer.status, 422, "{value} opens {page}: {}", answer.text());
            }
            if SecretToken::parse(value).is_some() {
                let mut browser = stage.browser();
                browser.set_cookie("device", value);
                browser.sign_in(&setting.owner, PASSWORD).await;
                assert_ne!(browser.cookie("device"), Some(value.as_str()), "{value} is a device");
            }
        }
        println!("{} values, {secrets} in the form of secrets", values.len());
    });
}
