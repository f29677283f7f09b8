//! Mailed links: every state has its page with the next step, in every language, and a link works
//! once, for its own purpose, for as long as it said.

use app::words::Words;
use backend::mail::MailKind;
use domain::locale::Locale;
use http::{Method, StatusCode};

use crate::support::{Answer, PASSWORD, Stage, both, browser::sign_up_fields, html};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    SignUp,
    Reset,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Expired,
    Used,
    Replaced,
    Tampered,
    NeverOpened,
}

const STATES: [State; 5] =
    [State::Expired, State::Used, State::Replaced, State::Tampered, State::NeverOpened];

/// Title and text of a state's page.
fn texts(purpose: For, state: State, words: Words) -> (&'static str, &'static str) {
    let door = words.door();
    let title = match state {
        State::Expired => door.link_expired_title(),
        State::Used => door.link_used_title(),
        State::Replaced => door.link_replaced_title(),
        State::Tampered => door.link_unknown_title(),
        State::NeverOpened => door.link_missing_title(),
    };
    let text = match (purpose, state) {
        (For::SignUp, State::Expired) => door.verify_expired_text(),
        (For::SignUp, State::Used) => door.verify_used_text(),
        (For::SignUp, State::Replaced) => door.verify_replaced_text(),
        (For::SignUp, State::Tampered) => door.verify_unknown_text(),
        (For::SignUp, State::NeverOpened) => door.verify_missing_text(),
        (For::Reset, State::Expired) => door.reset_expired_text(),
        (For::Reset, State::Used) => door.reset_used_text(),
        (For::Reset, State::Replaced) => door.reset_replaced_text(),
        (For::Reset, State::Tampered) => door.reset_unknown_text(),
        (For::Reset, State::NeverOpened) => door.reset_missing_text(),
    };
    (title, text)
}

/// What the page offers: the target of its link, or the name of its form.
fn next_step(purpose: For, state: State) -> &'static str {
    match (purpose, state) {
        (_, State::Used) => "/login",
        (For::SignUp, State::Expired) => "renew_sign_up_link",
        (For::SignUp, _) => "/signup",
        (For::Reset, _) => "/forgot",
    }
}

async fn sign_up_link(stage: &Stage, email: &str) -> String {
    let mut browser = stage.browser();
    browser.post("/signup", "sign_up", &sign_up_fields(email, PASSWORD)).await;
    stage.world.work().await;
    stage.mailed_link(MailKind::ConfirmSignUp, email)
}

async fn reset_link(stage: &Stage, email: &str) -> String {
    stage.browser().post("/forgot", "request_reset", &[("email", email)]).await;
    stage.world.work().await;
    stage.mailed_link(MailKind::ResetPassword, email)
}

/// Makes a link and brings it into this state.
async fn link_in(stage: &Stage, purpose: For, state: State, email: &str) -> String {
    let mut browser = stage.browser();
    let link = match purpose {
        For::SignUp => sign_up_link(stage, email).await,
        For::Reset => {
            browser.sign_up(email, PASSWORD).await;
            stage.world.clock.advance_minutes(2);
            reset_link(stage, email).await
        }
    };
    match (state, purpose) {
        (State::Expired, For::SignUp) => stage.world.clock.advance_minutes(24 * 60),
        (State::Expired, For::Reset) => stage.world.clock.advance_minutes(30),
        (State::Used, _) => {
            browser.open(&link).await;
            let (page, form) = match purpose {
                For::SignUp => ("/verify", "verify_sign_up"),
                For::Reset => ("/reset", "reset_password"),
            };
            let answer = browser.post(page, form, &[("password", PASSWORD)]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        }
        (State::Replaced, _) => {
            stage.world.clock.advance_minutes(2);
            let newer = match purpose {
                For::SignUp => sign_up_link(stage, email).await,
                For::Reset => reset_link(stage, email).await,
            };
            assert_ne!(newer, link);
        }
        (State::Tampered | State::NeverOpened, _) => {}
    }
    match state {
        State::Tampered => changed(&link),
        State::NeverOpened => link.split('?').next().unwrap_or_default().to_owned(),
        _ => link,
    }
}

/// Another character in the middle of the token.
fn changed(link: &str) -> String {
    let (before, after) = link.split_at(link.len() - 20);
    let other = if after.starts_with('A') { 'B' } else { 'A' };
    format!("{before}{other}{}", &after[1..])
}

#[test]
fn a_link_that_does_not_work_says_why_and_what_to_do_in_every_language() {
    both(async |stage| {
        for purpose in [For::SignUp, For::Reset] {
            for state in STATES {
                let email = format!("{purpose:?}.{state:?}@harbour.example").to_lowercase();
                let link = link_in(stage, purpose, state, &email).await;
                let before = stage.digest().await;
                for locale in Locale::ALL.iter().copied() {
                    let answer = stage.browser_in(locale).open(&link).await;
                    check(&answer, purpose, state, Words::new(locale));
                }
                assert_eq!(stage.digest().await, before, "looking changes nothing");
            }
        }
    });
}

fn check(answer: &Answer, purpose: For, state: State, words: Words) {
    let what = format!("{purpose:?} {state:?} {:?}", words.locale());
    let status = if state == State::NeverOpened { StatusCode::OK } else { StatusCode::GONE };
    assert_eq!(answer.status, status, "{what}: {}", answer.text());
    let (title, text) = texts(purpose, state, words);
    assert!(html::title(answer.text()).contains(title), "{what}");
    assert!(html::visible(answer.text()).contains(text), "{what}");
    let step = next_step(purpose, state);
    let offered = html::tags(answer.text()).into_iter().any(|tag| {
        tag.attribute("href") == Some(step)
            || (tag.attribute("name"), tag.attribute("value")) == (Some("form"), Some(step))
    });
    assert!(offered, "{what}: {step} is not offered in {}", answer.text());
}

#[test]
fn a_link_of_each_state_is_refused_when_its_form_is_posted_all_the_same() {
    both(async |stage| {
        for purpose in [For::SignUp, For::Reset] {
            for state in STATES {
                let email = format!("{purpose:?}.{state:?}@harbour.example").to_lowercase();
                let link = link_in(stage, purpose, state, &email).await;
                let mut browser = stage.browser();
                browser.open(&link).await;
                let before = stage.digest().await;
                let forms: &[&str] = match purpose {
                    For::SignUp => &["verify_sign_up", "discard_sign_up"],
                    For::Reset => &["reset_password"],
                };
                for form in forms {
                    let password = ("password", PASSWORD);
                    let code = ("code", "123456");
                    let fields = [if *form == "discard_sign_up" { code } else { password }];
                    let answer = browser.call(form, &fields).await;
                    assert_eq!(answer.status, 422, "{purpose:?} {state:?} {form}");
                    let refusal = &answer.failure().1["whole"];
                    assert_eq!(refusal, "no_longer_valid", "{}", answer.text());
                    let page = if purpose == For::SignUp { "/verify" } else { "/reset" };
                    let posted = browser.post(page, form, &fields).await;
                    assert!([410, 422].contains(&posted.status.as_u16()), "{}", posted.status);
                }
                assert_eq!(stage.digest().await, before, "{purpose:?} {state:?}");
            }
        }
    });
}

#[test]
fn an_expired_sign_up_link_is_renewed_and_the_password_stays() {
    both(async |stage| {
        let email = "olivia@harbour.example";
        let old = link_in(stage, For::SignUp, State::Expired, email).await;
        let mut browser = stage.browser();
        browser.open(&old).await;
        let misread = browser.post("/verify", "renew_sign_up_link", &[("x", "y")]).await;
        assert_eq!(misread.status, StatusCode::GONE);
        assert!(misread.text().contains(Words::new(Locale::En).form().refusal_form()));
        let answer = browser.post("/verify", "renew_sign_up_link", &[]).await;
        assert_eq!(answer.location(), Some("/verify"), "{}", answer.text());
        let page = browser.get("/verify").await;
        let door = Words::new(Locale::En).door();
        assert!(html::title(page.text()).contains(door.verify_renewed_title()));
        stage.world.work().await;

        let new = stage.mailed_link(MailKind::ConfirmSignUp, email);
        assert_ne!(new, old);
        assert_eq!(stage.browser().open(&old).await.status, StatusCode::GONE);
        browser.open(&new).await;
        let done = browser.post("/verify", "verify_sign_up", &[("password", PASSWORD)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    });
}

#[test]
fn a_link_serves_no_other_purpose() {
    both(async |stage| {
        let verify = sign_up_link(stage, "pending@harbour.example").await;
        let reset = link_in(stage, For::Reset, State::NeverOpened, "olivia@harbour.example").await;
        assert_eq!(reset, "/reset");
        let reset = stage.mailed_link(MailKind::ResetPassword, "olivia@harbour.example");
        let token = |link: &str| link.split_once("t=").expect("a token").1.to_owned();
        for wrong in
            [format!("/reset?t={}", token(&verify)), format!("/verify?t={}", token(&reset))]
        {
            let answer = stage.browser().open(&wrong).await;
            assert_eq!(answer.status, StatusCode::GONE);
            let unknown = Words::new(Locale::En).door().link_unknown_title();
            assert!(html::title(answer.text()).contains(unknown));
        }
        let mut browser = stage.browser();
        browser.set_cookie("session", &token(&reset));
        assert!(!browser.is_signed_in().await);
    });
}

#[test]
fn a_robot_that_only_wants_the_head_gets_no_token() {
    both(async |stage| {
        let link = sign_up_link(stage, "olivia@harbour.example").await;
        let mut robot = stage.browser();
        let request = robot.ask(Method::HEAD, &link).body(axum::body::Body::empty());
        let answer = robot.send(request.expect("a request")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.set_cookies().is_empty() && answer.body.is_empty());
    });
}
