//! Sessions: only the newest secret works, exactly as it was given, for as long as it may.

use app::form::{Remedy, Told};
use backend::{SecretToken, mail::MailKind};
use http::{StatusCode, header::COOKIE};

use crate::support::{Answer, Browser, PASSWORD, Stage, both, browser::HTML};

const OLIVIA: &str = "olivia@harbour.example";

/// Whether this value of the session's cookie opens the console.
async fn opens(stage: &Stage, value: &str) -> bool {
    let mut browser = stage.browser();
    browser.set_cookie("session", value);
    browser.is_signed_in().await
}

fn token(browser: &Browser<'_>) -> String {
    browser.cookie("session").expect("a session").to_owned()
}

/// What a person reads of an answer.
fn told(answer: &Answer) -> Told {
    serde_json::from_value(answer.json()["told"].take()).expect("told")
}

#[test]
fn every_proof_of_identity_gives_a_new_secret_and_the_old_one_is_dead() {
    both(async |stage| {
        let mut browser = stage.signed_up(OLIVIA).await;
        let mut seen = vec![token(&browser)];
        for _ in 0..2 {
            browser.confirm(PASSWORD).await;
            seen.push(token(&browser));
        }
        browser.sign_in(OLIVIA, PASSWORD).await;
        seen.push(token(&browser));
        let mut different = seen.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), seen.len());
        for dead in &seen[..2] {
            assert!(!opens(stage, dead).await, "replaced");
        }
        assert!(opens(stage, &seen[3]).await);

        browser.post("/logout", "sign_out", &[]).await;
        assert!(!opens(stage, &seen[3]).await, "signed out");
    });
}

#[test]
fn a_secret_planted_before_signing_in_is_worth_nothing_afterwards() {
    both(async |stage| {
        stage.signed_up(OLIVIA).await;
        let planted = SecretToken::mint(&backend::OsEntropy);
        let mut victim = stage.browser();
        victim.set_cookie("session", planted.expose());
        victim.set_cookie("device", planted.expose());
        victim.sign_in(OLIVIA, PASSWORD).await;
        assert_ne!(token(&victim), planted.expose());
        assert_ne!(victim.cookie("device"), Some(planted.expose()));
        assert!(!opens(stage, planted.expose()).await);
    });
}

#[test]
fn no_other_spelling_of_a_secret_works() {
    both(async |stage| {
        let browser = stage.signed_up(OLIVIA).await;
        let real = token(&browser);
        let mut others: Vec<String> = (0..real.len())
            .map(|at| {
                let other = if &real[at..=at] == "A" { "E" } else { "A" };
                format!("{}{other}{}", &real[..at], &real[at + 1..])
            })
            .collect();
        others.extend([
            real[..42].to_owned(),
            real[1..].to_owned(),
            format!("{real}{real}"),
            format!("{real}="),
            format!("{real}A"),
            format!("\"{real}\""),
            real.to_lowercase(),
            real.to_uppercase(),
            real.chars().rev().collect(),
            "A".repeat(43),
            "x".repeat(8 * 1024),
            String::new(),
        ]);
        for other in others.iter().filter(|it| **it != real) {
            assert!(!opens(stage, other).await, "{other}");
        }
        assert!(opens(stage, &real).await);
    });
}

#[test]
fn a_session_sent_twice_is_believed_in_no_order() {
    both(async |stage| {
        let browser = stage.signed_up(OLIVIA).await;
        let (real, name) = (token(&browser), browser.cookie_name("session"));
        let pair = |value: &str| format!("{name}={value}");
        let wrong = "A".repeat(43);
        for lines in [
            vec![format!("{}; {}", pair(&wrong), pair(&real))],
            vec![format!("{}; {}", pair(&real), pair(&wrong))],
            vec![format!("{}; {}", pair(&real), pair(&real))],
            vec![pair(&real), pair(&wrong)],
            vec![pair(&real), pair(&real)],
            vec![format!("{}; {name}=", pair(&real))],
        ] {
            let mut stranger = stage.browser();
            let mut request = stranger.ask(http::Method::GET, "/").header("accept", HTML);
            for line in &lines {
                request = request.header(COOKIE, line);
            }
            let request = request.body(axum::body::Body::empty()).expect("a request");
            let answer = stranger.send(request).await;
            assert_eq!(answer.location(), Some("/login"), "{lines:?}");
        }
        let unprefixed = real.clone();
        let mut stranger = stage.browser();
        for name in ["session", "atrio-session", "__Secure-session", "__host-session"] {
            stranger.jar = [(name.to_owned(), unprefixed.clone())].into();
            assert!(!stranger.is_signed_in().await, "{name}");
        }
    });
}

#[test]
fn a_new_password_ends_what_was_stolen_before() {
    both(async |stage| {
        let thief = token(&stage.signed_up(OLIVIA).await);
        stage.world.clock.advance_minutes(2);
        let link = stage.world.request_reset(OLIVIA).await;
        let mut owner = stage.browser();
        owner.open(&format!("/reset?t={}", link.expose())).await;
        let fields = [("password", "violet harbour lantern 77")];
        let answer = owner.post("/reset", "reset_password", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        assert!(!opens(stage, &thief).await);
        assert_eq!(stage.world.count("sessions").await, 0);
        assert_eq!(owner.cookie("session"), None, "nobody is signed in by a reset");
    });
}

#[test]
fn a_session_ends_by_itself_when_idle_and_at_the_latest_after_its_time() {
    both(async |stage| {
        stage.signed_up(OLIVIA).await;
        // Whether the device is to be remembered, minutes between visits, visits that still count.
        for (stay, minutes, visits) in
            [(false, 60, 0), (false, 59, 24), (true, 14 * 24 * 60, 0), (true, 13 * 24 * 60, 2)]
        {
            let mut browser = stage.browser();
            let mut fields = vec![("email", OLIVIA), ("password", PASSWORD)];
            if stay {
                fields.push(("stay", "on"));
            }
            let answer = browser.post("/login", "sign_in", &fields).await;
            let line = answer.set_cookies().join("\n");
            let lasts = line.lines().any(|it| {
                it.starts_with(&browser.cookie_name("session")) && it.contains("Max-Age=2592000")
            });
            assert_eq!(lasts, stay, "{line}");
            for visit in 0..visits {
                stage.world.clock.advance_minutes(minutes);
                assert!(browser.is_signed_in().await, "{stay} {minutes} {visit}");
                stage.world.backend.settled().await;
            }
            stage.world.clock.advance_minutes(minutes);
            assert!(!browser.is_signed_in().await, "{stay} {minutes}");
        }
    });
}

#[test]
fn a_fresh_proof_counts_for_ten_minutes() {
    both(async |stage| {
        let mut browser = stage.signed_up(OLIVIA).await;
        browser.confirm(PASSWORD).await;
        stage.world.clock.advance_ms(10 * 60 * 1_000 - 1);
        assert_eq!(browser.get("/profile/sessions").await.status, StatusCode::OK);
        stage.world.clock.advance_ms(1);
        let late = browser.get("/profile/sessions").await;
        assert_eq!(late.location(), Some("/sudo?next=/profile/sessions"));
        assert_eq!(browser.call("list_sessions", &[]).await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_form_takes_the_password_with_it_when_the_proof_has_run_out() {
    both(async |stage| {
        let mut browser = stage.signed_up(OLIVIA).await;
        let mut other = stage.signed_in(OLIVIA).await;
        stage.world.clock.advance_minutes(11);
        let act = "end_other_sessions";
        let late = browser.call(act, &[]).await;
        assert_eq!(late.failure().0, "sudo_needed");
        assert_eq!(told(&late).remedy, Some(Remedy::Prove));

        for (fields, status) in [
            (vec![("proof", "not the password at all")], StatusCode::UNPROCESSABLE_ENTITY),
            (vec![("proof", "")], StatusCode::UNPROCESSABLE_ENTITY),
            (vec![("proof", PASSWORD), ("proof", PASSWORD)], StatusCode::BAD_REQUEST),
        ] {
            let refused = browser.call(act, &fields).await;
            assert_eq!(refused.status, status, "{}", refused.text());
            if status == StatusCode::UNPROCESSABLE_ENTITY {
                let Told { complaints, remedy, .. } = told(&refused);
                assert_eq!(complaints[0].field.as_deref(), Some("proof"), "{complaints:?}");
                assert_eq!(remedy, Some(Remedy::Prove));
            }
            assert!(other.is_signed_in().await, "{fields:?}");
        }
        // An act that does not ask for it does not know it.
        let elsewhere = browser.call("choose_theme", &[("theme", "dark"), ("proof", "x")]).await;
        assert_eq!(elsewhere.status, StatusCode::BAD_REQUEST);

        let before = token(&browser);
        let done = browser.call(act, &[("proof", PASSWORD)]).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
        assert!(!other.is_signed_in().await);
        assert_ne!(token(&browser), before);
        assert!(!opens(stage, &before).await, "replaced");
        // The proof counts for what comes next.
        assert_eq!(browser.get("/profile/sessions").await.status, StatusCode::OK);
    });
}

#[test]
fn wrong_passwords_sent_with_a_form_are_counted_as_where_one_signs_in() {
    both(async |stage| {
        let mut browser = stage.signed_up(OLIVIA).await;
        stage.world.clock.advance_minutes(11);
        let mut statuses = Vec::new();
        for _ in 0..40 {
            let proof = [("proof", "not the password at all")];
            statuses.push(browser.call("end_other_sessions", &proof).await.status);
        }
        assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
        let right = browser.call("end_other_sessions", &[("proof", PASSWORD)]).await;
        assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(right.header("retry-after").is_some());
    });
}

#[test]
fn a_known_browser_is_not_told_about_by_mail() {
    both(async |stage| {
        let mut browser = stage.signed_up(OLIVIA).await;
        browser.post("/logout", "sign_out", &[]).await;
        browser.sign_in(OLIVIA, PASSWORD).await;
        stage.world.work().await;
        let told = |stage: &Stage| {
            stage.world.mails().iter().filter(|it| it.kind == MailKind::NewSignIn).count()
        };
        assert_eq!(told(stage), 0, "the mark of the browser was known");
        stage.signed_in(OLIVIA).await;
        stage.world.work().await;
        assert_eq!(told(stage), 1);
    });
}
