//! The headers of answers that nobody hopes to see: another name, too slow, gone, too often, broken,
//! too busy; and of the mailbox on loopback.

use std::{
    convert::Infallible,
    num::NonZeroU32,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    routing::get,
};
use backend::{
    jobs::run_due,
    mail::{DevFolder, Post},
};
use http::{Method, StatusCode};
use http_body::Frame;
use server::{
    edge::{BodyLimits, EdgeLimits},
    pace::PaceLimits,
};

use crate::{
    headers::{Kind, check},
    support::{Answer, PASSWORD, Stage, both, browser::sign_up_fields, calls, on_sqlite},
};

const SOON: Duration = Duration::from_millis(20);
const PUBLIC: &str = "https://console.example";
const LOOPBACK: &str = "http://127.0.0.1:3000";

/// A body of which nothing ever arrives.
struct Silence;

impl http_body::Body for Silence {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

async fn buggy() -> StatusCode {
    panic!("a bug, for once on purpose")
}

fn site(stage: &Stage, limits: EdgeLimits) -> Stage {
    let routes = Router::new().route("/buggy", get(buggy));
    Stage::with_edge(&stage.world, &stage.origin, limits, routes)
}

/// Checks a refusal as a page and as an answer to a script.
fn check_both(page: &Answer, script: &Answer, status: u16, https: bool) {
    for (answer, kind) in [(page, Kind::Door), (script, Kind::Json)] {
        assert_eq!(answer.status, status, "{}", answer.text());
        check("a rare answer", answer, kind, https);
        let waits = answer.header("retry-after");
        assert_eq!(waits.is_some(), [429, 503].contains(&status), "{status}: {waits:?}");
        assert!(waits.is_none_or(|it| it.parse::<u32>().is_ok_and(|it| it > 0)), "{waits:?}");
    }
}

/// Posts to a page and calls a function with a body that never comes.
async fn say_nothing(stage: &Stage) -> [Answer; 2] {
    let mut answers = Vec::new();
    for target in ["/login", "/api/sign_in"] {
        let mut browser = stage.browser();
        let request = browser.post_request(target, "*/*").body(Body::new(Silence));
        answers.push(browser.send(request.expect("a request")).await);
    }
    answers.try_into().expect("two")
}

async fn slow_and_busy(stage: &Stage) {
    let https = stage.is_https();
    let body = BodyLimits { idle: SOON, ..EdgeLimits::default().body };
    let late = say_nothing(&site(stage, EdgeLimits { body, ..EdgeLimits::default() })).await;
    check_both(&late[0], &late[1], 408, https);

    let limits = EdgeLimits { request_time: SOON, ..EdgeLimits::default() };
    let given_up = say_nothing(&site(stage, limits)).await;
    check_both(&given_up[0], &given_up[1], 503, https);

    let full = site(stage, EdgeLimits { requests: 0, ..EdgeLimits::default() });
    let page = full.browser().get("/login").await;
    let script = full.browser().call("sign_in", calls::of("sign_in").fields).await;
    check_both(&page, &script, 503, https);

    let answer = site(stage, EdgeLimits::default()).browser().get("/buggy").await;
    assert_eq!(answer.status, 500);
    assert!(!answer.text().contains("a bug"));
    check("a panic", &answer, Kind::Door, https);
}

async fn another_name(stage: &Stage) {
    let https = stage.is_https();
    let port = stage.host().split_once(':').map_or("", |(_, port)| port);
    for name in ["localhost", "127.0.0.1", "[::1]"] {
        let host = if port.is_empty() { name.to_owned() } else { format!("{name}:{port}") };
        if host == stage.host() {
            continue;
        }
        let mut browser = stage.browser();
        let mut request = browser.ask(Method::GET, "/login?next=/");
        let headers = request.headers_mut().expect("headers");
        headers.insert("host", host.parse().expect("a value"));
        let answer = browser.send(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status, 308, "{host}");
        let right = format!("{}/login?next=/", stage.origin);
        assert_eq!(answer.location(), Some(right.as_str()), "{host}");
        check(&host, &answer, Kind::Bare, https);
    }
}

/// Links that are gone, and limits that are reached.
async fn gone_and_too_often(stage: &Stage) {
    let https = stage.is_https();
    for (page, cookie, form) in
        [("/verify", "verify-link", "verify_sign_up"), ("/reset", "reset-link", "reset_password")]
    {
        let mut browser = stage.browser();
        browser.set_cookie(cookie, &"A".repeat(43));
        for answer in [browser.get(page).await, browser.post(page, form, &[("x", "y")]).await] {
            assert_eq!(answer.status, 410, "{page}");
            check(page, &answer, Kind::Door, https);
        }
    }
    let mut browser = stage.browser();
    let fields = sign_up_fields("often@harbour.example", PASSWORD);
    let mut script = browser.call("sign_up", &fields).await;
    while script.status == 200 {
        script = browser.call("sign_up", &fields).await;
    }
    let page = browser.post("/signup", "sign_up", &fields).await;
    check_both(&page, &script, 429, https);

    // The first tier counts everything that is not a file.
    let once = PaceLimits { per_network: NonZeroU32::MIN, ..PaceLimits::default() };
    let stage = Stage::with_pace(&stage.world, &stage.origin, once);
    let mut hasty = stage.browser();
    assert_eq!(hasty.get("/login").await.status, 200);
    let page = hasty.get("/login").await;
    let script = hasty.call("sign_in", calls::of("sign_in").fields).await;
    check_both(&page, &script, 429, https);
}

/// Ends the stage: afterwards there is no database.
async fn broken(stage: &Stage) {
    let https = stage.is_https();
    let email = "broken@harbour.example";
    let mut member = stage.signed_up(email).await;
    stage.world.tamper("ALTER TABLE limits RENAME TO limits_gone").await;
    let fields = [("email", email), ("password", PASSWORD)];
    let page = stage.browser().post("/login", "sign_in", &fields).await;
    let script = stage.browser().call("sign_in", &fields).await;
    check_both(&page, &script, 500, https);

    stage.world.backend.settled().await;
    stage.world.backend.store.close().await;
    let page = member.get("/profile/sessions").await;
    check_both(&page, &member.call("list_sessions", &[]).await, 503, https);
    let answer = stage.browser().get("/readyz").await;
    assert_eq!(answer.status, 503);
    check("/readyz", &answer, Kind::Text, https);
}

#[test]
fn a_rare_answer_over_https_carries_exactly_its_headers() {
    both(async |stage| {
        let stage = Stage::new(&stage.world, PUBLIC);
        slow_and_busy(&stage).await;
        another_name(&Stage::new(&stage.world, "https://localhost")).await;
        another_name(&Stage::new(&stage.world, "https://127.0.0.1:8443")).await;
        gone_and_too_often(&stage).await;
        broken(&stage).await;
    });
}

#[test]
fn a_rare_answer_on_loopback_carries_exactly_its_headers() {
    on_sqlite(async |stage| {
        let stage = Stage::new(&stage.world, LOOPBACK);
        slow_and_busy(&stage).await;
        another_name(&stage).await;
        gone_and_too_often(&stage).await;
        broken(&stage).await;
    });
}

#[test]
fn the_mailbox_on_loopback_carries_exactly_its_headers() {
    both(async |stage| {
        let stage = Stage::new(&stage.world, LOOPBACK);
        let mut browser = stage.browser();
        let empty = browser.get("/dev/mail").await;
        assert_eq!(empty.status, 200);
        check("an empty mailbox", &empty, Kind::Door, false);

        let fields = sign_up_fields("olivia@harbour.example", PASSWORD);
        browser.post("/signup", "sign_up", &fields).await;
        let folder = DevFolder::new(stage.mail_folder()).expect("a folder");
        run_due(&stage.world.backend, &Post::DevFolder(folder.clone())).await.expect("work");
        let mails = folder.list().expect("mails");
        let mail = mails.first().expect("a mail");
        for (path, status) in [
            ("/dev/mail".to_owned(), 200),
            (format!("/dev/mail/{}", mail.id), 200),
            (format!("/dev/mail/{}x", mail.id), 404),
            ("/dev/mail/..%2fsecret.key".to_owned(), 400),
        ] {
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, status, "{path}");
            assert_eq!(answer.text().contains(&mail.subject), status == 200, "{path}");
            check(&path, &answer, Kind::Door, false);
            assert!(answer.set_cookies().is_empty(), "{path}");
        }
    });
}
