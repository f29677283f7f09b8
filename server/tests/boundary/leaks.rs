//! What must not get out: secrets into logs and pages, and anything of use in a stolen database.

use std::collections::BTreeSet;

use backend::{SecretToken, mail::MailKind, testing::dump, usecase::setup};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::support::{
    Answer, Browser, PASSWORD, Stage, both, browser::sign_up_fields, calls, log, on_sqlite,
    scenes::Setting,
};

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
        let link = setup::first_staff_link(&stage.world.backend).await.expect("asked");
        let link = link.expect("nobody is staff");
        let values = stolen(stage).await;
        let secrets = values.iter().filter(|it| SecretToken::parse(it).is_some()).count();
        // At least the hashes of two sessions, their devices, and three links.
        assert!(secrets >= 7, "{secrets} of {}", values.len());
        let customers = staff_page(stage, None).await;
        assert_ne!(staff_page(stage, Some(link.expose())).await, customers, "the link works");
        for (number, value) in values.iter().enumerate() {
            try_as_session_and_link(stage, value).await;
            let page = staff_page(stage, Some(value)).await;
            assert_eq!(page, customers, "{value} is a link for staff");
            if SecretToken::parse(value).is_some() {
                try_as_device(stage, &setting, value).await;
                sign_up_as_staff(stage, number, value).await;
            }
        }
        assert_eq!(stage.world.count("pending_sign_ups WHERE staff").await, 0);
        sign_up_as_staff(stage, values.len(), link.expose()).await;
        assert_eq!(stage.world.count("pending_sign_ups WHERE staff").await, 1, "the link works");
        println!("{} values, {secrets} in the form of secrets", values.len());
    });
}

async fn try_as_session_and_link(stage: &Stage, value: &str) {
    let mut browser = stage.browser();
    browser.set_cookie("session", value);
    assert!(!browser.is_signed_in().await, "{value} is a session");
    for (cookie, page, form) in [
        ("verify-link", "/verify", "verify_sign_up"),
        ("reset-link", "/reset", "reset_password"),
        ("verify-link", "/verify", "discard_sign_up"),
        ("verify-link", "/verify", "renew_sign_up_link"),
    ] {
        let mut browser = stage.browser();
        browser.set_cookie(cookie, value);
        let answer = browser.call(form, calls::of(form).fields).await;
        assert_eq!(answer.status, 422, "{value} opens {page}: {}", answer.text());
    }
}

async fn try_as_device(stage: &Stage, setting: &Setting<'_>, value: &str) {
    let mut browser = stage.browser();
    browser.set_cookie("device", value);
    browser.sign_in(&setting.owner, PASSWORD).await;
    assert_ne!(browser.cookie("device"), Some(value), "{value} is a device");
}

/// The page to sign up as somebody sees it who holds this as a link for staff.
async fn staff_page(stage: &Stage, link: Option<&str>) -> String {
    let mut browser = stage.browser();
    if let Some(link) = link {
        browser.set_cookie("staff-link", link);
    }
    let answer = browser.get("/signup").await;
    assert_eq!(answer.status, 200, "{link:?}");
    answer.text().to_owned()
}

async fn sign_up_as_staff(stage: &Stage, number: usize, link: &str) {
    let mut browser = stage.browser();
    browser.set_cookie("staff-link", link);
    let email = format!("thief{number}@harbour.example");
    let answer = browser.post("/signup", "sign_up", &sign_up_fields(&email, PASSWORD)).await;
    assert_eq!(answer.status, 303, "{link}: {}", answer.text());
}
