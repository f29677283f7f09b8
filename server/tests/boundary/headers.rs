//! The headers of every answer: all that must be there, and none besides.

use std::collections::BTreeSet;

use axum::body::Body;
use backend::mail::MailKind;
use http::Method;

use crate::support::{
    Answer, Browser, PASSWORD, Stage, both, browser::sign_up_fields, calls, html, on_sqlite,
};

/// On every answer.
const ALWAYS: [&str; 9] = [
    "cache-control",
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-request-id",
];

/// On some answers.
const SOMETIMES: [&str; 12] = [
    "allow",
    "clear-site-data",
    "content-encoding",
    "content-length",
    "content-type",
    "location",
    "retry-after",
    "serverfnerror",
    "serverfnredirect",
    "set-cookie",
    "vary",
    "transfer-encoding",
];

/// What kind of answer it is, as far as its headers go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page before sign-in, or an error.
    Door,
    /// A page behind it.
    Console,
    /// An answer to a script.
    Json,
    /// A file of this build, which never changes.
    File,
    /// The icon, which may change.
    Icon,
    /// Nothing to see.
    Bare,
    /// A health check.
    Text,
}

const STRICT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

fn console_policy(nonce: &str) -> String {
    let script = format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'");
    let style = format!("style-src 'self' 'nonce-{nonce}'");
    STRICT_POLICY.replace("script-src 'self'", &script).replace("style-src 'self'", &style)
}

/// Checks all headers of an answer.
pub fn check(what: &str, answer: &Answer, kind: Kind, https: bool) {
    let what = format!("{what} ({})", answer.status);
    let names: BTreeSet<&str> = answer.headers.keys().map(http::HeaderName::as_str).collect();
    for name in ALWAYS.iter().filter(|it| https || **it != "strict-transport-security") {
        assert!(names.contains(name), "{what}: no {name}");
        assert_eq!(answer.headers.get_all(*name).iter().count(), 1, "{what}: {name} twice");
    }
    for name in &names {
        let known = ALWAYS.contains(name) || SOMETIMES.contains(name);
        assert!(known, "{what}: unexpected {name}");
    }
    assert_eq!(names.contains("strict-transport-security"), https, "{what}");
    let is = |name: &str, value: &str| {
        assert_eq!(answer.header(name), Some(value), "{what}: {name}");
    };
    is("x-content-type-options", "nosniff");
    is("cross-origin-opener-policy", "same-origin");
    is("cross-origin-resource-policy", "same-origin");
    if https {
        is("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    let carries_token =
        answer.set_cookies().iter().any(|it| it.contains("-link=") && !it.contains("Max-Age=0"));
    is("referrer-policy", if carries_token { "no-referrer" } else { "same-origin" });
    let permissions = answer.header("permissions-policy").unwrap_or_default();
    assert!(permissions.split(", ").all(|it| it.ends_with("=()")), "{what}: {permissions}");

    is(
        "cache-control",
        match kind {
            Kind::File => "public, max-age=31536000, immutable",
            Kind::Icon => "public, max-age=86400",
            _ => "no-store",
        },
    );
    match kind {
        Kind::Console => {
            let nonce = answer.nonce().expect("a nonce").to_owned();
            assert_eq!(nonce.len(), 22, "{what}");
            is("content-security-policy", &console_policy(&nonce));
        }
        _ => is("content-security-policy", STRICT_POLICY),
    }
    check_type(&what, answer, kind);
    check_cookies(&what, answer, https);
}

fn check_type(what: &str, answer: &Answer, kind: Kind) {
    let content = answer.header("content-type");
    match kind {
        Kind::Door | Kind::Console => {
            assert_eq!(content, Some("text/html; charset=utf-8"), "{what}");
            assert!(answer.text().starts_with("<!DOCTYPE html>"), "{what}");
        }
        // RFC 8259: JSON is UTF-8 and has no charset.
        Kind::Json => {
            assert!(content.is_some_and(|it| it.starts_with("application/json")), "{what}")
        }
        Kind::File | Kind::Icon => {
            let known = [
                "text/javascript; charset=utf-8",
                "text/css; charset=utf-8",
                "application/wasm",
                "image/svg+xml; charset=utf-8",
                "application/json; charset=utf-8",
            ];
            assert!(content.is_some_and(|it| known.contains(&it)), "{what}: {content:?}");
        }
        Kind::Text => assert_eq!(content, Some("text/plain; charset=utf-8"), "{what}"),
        Kind::Bare => {
            assert_eq!(content, None, "{what}");
            assert!(answer.body.is_empty(), "{what}: {}", answer.text());
        }
    }
}

fn check_cookies(what: &str, answer: &Answer, https: bool) {
    for line in answer.set_cookies() {
        let parts: Vec<_> = line.split("; ").collect();
        let prefix = if https { "__Host-" } else { "atrio-" };
        assert!(parts[0].starts_with(prefix), "{what}: {line}");
        for attribute in ["Path=/", "HttpOnly", "SameSite=Lax"] {
            assert!(parts.contains(&attribute), "{what}: {line}");
        }
        assert_eq!(parts.contains(&"Secure"), https, "{what}: {line}");
        assert!(!line.contains("Domain"), "{what}: {line}");
    }
}

/// Every page for somebody without and with a session.
async fn pages(stage: &Stage) {
    let https = stage.is_https();
    let mut stranger = stage.browser();
    let mut member = stage.signed_up("olivia@harbour.example").await;
    let home = member.get("/").await.location().expect("a dashboard").to_owned();
    member.confirm(PASSWORD).await;
    for page in calls::pages_from(&home) {
        let answer = stranger.get(&page).await;
        let kind = if answer.status == 303 { Kind::Bare } else { Kind::Door };
        check(&page, &answer, kind, https);

        let answer = member.get(&page).await;
        let behind = page.starts_with(&home) || page.starts_with("/profile") || page == "/search";
        let kind = match answer.status.as_u16() {
            303 => Kind::Bare,
            _ if behind => Kind::Console,
            _ => Kind::Door,
        };
        check(&format!("{page} signed in"), &answer, kind, https);
    }
    for (page, kind) in [("/o/0000000000", Kind::Console), ("/nowhere", Kind::Console)] {
        let answer = member.get(page).await;
        assert_eq!(answer.status, 404, "{page}");
        check(page, &answer, kind, https);
    }
    let answer = stranger.get("/nowhere").await;
    check("/nowhere", &answer, Kind::Door, https);
}

/// Every function, and every form without script, well and badly filled in.
async fn functions(stage: &Stage) {
    let https = stage.is_https();
    let mut browser = stage.signed_in("olivia@harbour.example").await;
    browser.confirm(PASSWORD).await;
    let home = browser.get("/").await;
    let org =
        home.location().and_then(|it| it.strip_prefix("/o/")).expect("a dashboard").to_owned();
    for call in calls::ALL.iter().filter(|it| it.function != "sign_out") {
        let fields = call.about("0000000000", "00000000-0000-7000-8000-000000000000");
        check(call.function, &browser.call(call.function, &fields).await, Kind::Json, https);
        let answer = browser.call(call.function, &[("x", "y")]).await;
        check(&format!("{} misread", call.function), &answer, Kind::Json, https);
        let answer = stage.browser().call(call.function, &fields).await;
        check(&format!("{} by a stranger", call.function), &answer, Kind::Json, https);
        let Some(page) = call.page(&org) else { continue };
        for fields in [&fields[..], &[("x", "y")]] {
            let answer = browser.post(&page, call.function, fields).await;
            let kind = match (answer.status.as_u16(), page.as_str()) {
                (303, _) => Kind::Bare,
                (_, page) if page.starts_with("/profile") || page.starts_with("/o/") => {
                    Kind::Console
                }
                _ => Kind::Door,
            };
            check(&format!("{} on {page}", call.function), &answer, kind, https);
        }
    }
    let answer = browser.call("sign_out", &[]).await;
    check("sign_out", &answer, Kind::Json, https);
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
    check("no such function", &browser.call("no_such", &[]).await, Kind::Json, https);
}

/// Every file that a page loads.
async fn files(stage: &Stage) {
    let https = stage.is_https();
    let mut browser = stage.signed_in("olivia@harbour.example").await;
    browser.confirm(PASSWORD).await;
    let mut files = BTreeSet::from(["/favicon.svg".to_owned()]);
    for page in ["/login", "/", "/profile/sessions"] {
        let page = browser.open(page).await;
        let tags = html::tags(page.text());
        let addresses = tags.iter().filter_map(|it| it.attribute("href").or(it.attribute("src")));
        files.extend(addresses.filter(|it| it.starts_with("/pkg/")).map(str::to_owned));
    }
    let folder =
        files.iter().find_map(|it| it.strip_suffix("/door.css")).expect("a style").to_owned();
    files.extend(["common", "door", "shell"].map(|it| format!("{folder}/words/it/{it}.json")));
    assert!(files.len() >= 9, "{files:?}");
    for file in &files {
        for encoding in [None, Some("br"), Some("gzip, br;q=0.5")] {
            let mut request = browser.ask(Method::GET, file);
            if let Some(encoding) = encoding {
                request = request.header("accept-encoding", encoding);
            }
            let answer = browser.send(request.body(Body::empty()).expect("a request")).await;
            assert_eq!(answer.status, 200, "{file}");
            assert!(!answer.body.is_empty() && answer.set_cookies().is_empty(), "{file}");
            let kind = if file == "/favicon.svg" { Kind::Icon } else { Kind::File };
            check(file, &answer, kind, https);
            if !file.contains("/words/") {
                assert_eq!(answer.header("vary"), Some("accept-encoding"), "{file}");
            }
        }
    }
    for path in ["/healthz", "/readyz"] {
        let answer = browser.get(path).await;
        check(path, &answer, Kind::Text, https);
    }
    let beside = ["", "/", "/atrio.js.map", "/atrio_bg.wasm.map", "/door.css.br", "/manifest.json"];
    let outside = [
        "/pkg",
        "/pkg/",
        "/.git/config",
        "/.env",
        "/robots.txt",
        "/Cargo.toml",
        "/data/atrio.sqlite",
    ];
    let beside = beside.into_iter().map(|it| format!("{folder}{it}"));
    let other = folder.replace(|it: char| it.is_ascii_digit(), "0");
    let beside =
        beside.chain([format!("{other}x/door.css"), format!("{folder}/words/xx/door.json")]);
    for path in beside.chain(outside.map(str::to_owned)) {
        let answer = stage.browser().get(&path).await;
        assert_eq!(answer.status, 404, "{path}");
        check(&path, &answer, Kind::Door, https);
    }
}

/// Answers of the layers themselves.
async fn refusals(stage: &Stage) {
    let https = stage.is_https();
    let mut browser = stage.browser();
    let long = format!("/login?{}", "a".repeat(3_000));
    let ask = |browser: &Browser<'_>, method, path: &str| browser.ask(method, path);
    let cases = [
        (400, ask(&browser, Method::GET, "/a/%2e%2e/b")),
        (403, ask(&browser, Method::POST, "/login")),
        (405, ask(&browser, Method::TRACE, "/login")),
        (405, browser.post_request("/login", "*/*").method(Method::DELETE)),
        (413, browser.post_request("/login", "*/*").header("content-length", "70000")),
        (414, ask(&browser, Method::GET, &long)),
        (415, browser.post_request("/login", "*/*").header("content-encoding", "gzip")),
        (421, ask(&browser, Method::GET, "https://evil.example/").header("host", "evil.example")),
        (
            431,
            (0..101)
                .fold(ask(&browser, Method::GET, "/"), |it, at| it.header(format!("x-{at}"), "1")),
        ),
    ];
    for (status, mut request) in cases {
        if status == 421 {
            let headers = request.headers_mut().expect("headers");
            headers.insert("host", "evil.example".parse().expect("a value"));
        }
        let answer = browser.send(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        check("a refusal", &answer, Kind::Door, https);
    }
}

#[test]
fn every_answer_over_https_carries_exactly_its_headers() {
    both(async |stage| {
        pages(stage).await;
        functions(stage).await;
        files(stage).await;
        refusals(stage).await;
    });
}

#[test]
fn every_answer_on_loopback_carries_exactly_its_headers() {
    on_sqlite(async |stage| {
        let stage = Stage::new(&stage.world, "http://127.0.0.1:3000");
        pages(&stage).await;
        functions(&stage).await;
        files(&stage).await;
        refusals(&stage).await;
    });
}

#[test]
fn a_nonce_is_used_once_and_stands_on_every_inline_script_and_style() {
    both(async |stage| {
        let mut browser = stage.signed_up("olivia@harbour.example").await;
        let mut seen = BTreeSet::new();
        for _ in 0..5 {
            let answer = browser.open("/").await;
            let nonce = answer.nonce().expect("a nonce").to_owned();
            for tag in html::tags(answer.text()) {
                let runs =
                    tag.name == "script" && tag.attribute("type") != Some("application/json");
                if runs || tag.name == "style" {
                    let own = tag.attribute("src").is_some_and(|it| it.starts_with("/pkg/"));
                    assert!(own || tag.attribute("nonce") == Some(&nonce), "{tag:?}");
                }
                let inline = tag.attributes.keys().any(|it| it.starts_with("on") || it == "style");
                assert!(!inline, "{tag:?}");
            }
            assert!(seen.insert(nonce), "a nonce came twice");
        }
        let door = stage.browser().get("/login").await;
        assert!(!door.text().contains("nonce"));
    });
}

#[test]
fn the_links_cookie_lives_for_minutes_and_the_session_until_the_browser_closes() {
    both(async |stage| {
        let mut browser = stage.browser();
        browser
            .post("/signup", "sign_up", &sign_up_fields("olivia@harbour.example", PASSWORD))
            .await;
        stage.world.work().await;
        let link = stage.mailed_link(MailKind::ConfirmSignUp, "olivia@harbour.example");
        let taken = browser.get(&link).await;
        assert!(taken.set_cookies()[0].contains("Max-Age=600"), "{:?}", taken.set_cookies());
        let done = browser.post("/verify", "verify_sign_up", &[("password", PASSWORD)]).await;
        let session = done.set_cookies().into_iter().find(|it| it.starts_with("__Host-session="));
        assert!(!session.expect("a session").contains("Max-Age"));
    });
}
