//! Redirects lead to pages of ours, whatever an address, a form or a header asks for.

use std::collections::BTreeSet;

use axum::body::Body;
use domain::id::PublicId;
use http::{HeaderValue, Method};

use crate::support::{
    Answer, PASSWORD, both,
    browser::{HTML, encoded},
    calls, html,
};

const OLIVIA: &str = "olivia@harbour.example";
const HOST: &str = "evil.example";

/// Ways to say another host, made by hand.
const TRICKS: &[&str] = &[
    "",
    " ",
    ".",
    "..",
    "#",
    "?",
    "login",
    "evil.example",
    "@evil.example",
    "//evil.example@",
    "https:evil.example",
    "https:/evil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:x",
    "about:blank",
    "mailto:a@b.example",
    "ftp://evil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "/%0d/evil.example",
    "/%00/evil.example",
    "/%5cevil.example",
    "/%5c%5cevil.example",
    "/%2f/evil.example",
    "/%2fevil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/./evil.example",
    "/../evil.example",
    "/;@evil.example",
    "/:@evil.example",
    "/@evil.example",
    "/.evil.example",
    "/\u{0}",
    "/a\u{0}b",
    "/a\r\nSet-Cookie: x=y",
    "/a\nLocation: //evil.example",
    "/a\r\n\r\n<script>alert(1)</script>",
    "/%0d%0aSet-Cookie:x=y",
    "/%E5%98%8A%E5%98%8DSet-Cookie:x=y",
    "/\u{560a}\u{560d}Set-Cookie:x=y",
    "\u{2f}\u{2f}evil.example",
    "\u{ff0f}\u{ff0f}evil.example",
    "/\u{2044}evil.example",
    "/\u{2215}evil.example",
    "\u{29f8}\u{29f8}evil.example",
    "/\u{fe68}evil.example",
    "/\u{ff3c}evil.example",
    "https://console.example@evil.example",
    "https://console.example.evil.example",
    "https://evil.example/console.example",
    "https://evil.example#console.example",
    "https://evil.example?console.example",
    "https://console.example:443@evil.example",
    "https://console.example%2eevil.example",
    "https://console.example\\.evil.example",
    "http://console.example/",
    "https://console.example/",
    "https://CONSOLE.example/profile/sessions",
    "//console.example/profile/sessions",
    "/login",
    "/logout",
    "/sudo",
    "/api/sign_out",
    "/verify?t=x",
    "/o/",
    "/o/x",
    "/o/0000000000/",
    "/o/0000000000/..",
    "/o/0000000000?x=y",
    "/o/0000000000#x",
    "/o/000000000",
    "/o/00000000000",
    "/o/OOOOOOOOOO",
    "/o/%30000000000",
    "/o/0000000000%2f..",
    "/o/0000000000;x",
    "/o/0000000000 ",
    " /o/0000000000",
    "\t/o/0000000000",
    "/O/0000000000",
    "/o/0000000000/users/",
    "/o/0000000000/users/..",
    "/o/0000000000/users/01890A5D-AC96-774B-BCCE-B302099A8057",
    "/o/0000000000/users/01890a5d-ac96-774b-bcce-b302099a8057//evil.example",
    "/profile/sessions/",
    "/profile/sessions?x",
    "/profile//sessions",
    "/profile/./sessions",
    "/profile/sessions#x",
    "/PROFILE/sessions",
    "profile/sessions",
    "/profile/sessions%00",
    "/profile/sessions\r\nX: y",
    "/favicon.svg",
    "/pkg/x/door.js",
    "/dev/mail",
    "/healthz",
    "[]",
    "{}",
    "null",
    "undefined",
    "0",
    "true",
    "<script>",
    "\"><b>",
    "'",
    "${7*7}",
    "{{7*7}}",
];

/// All payloads.
fn payloads() -> Vec<String> {
    let mut all: BTreeSet<String> = TRICKS.iter().map(|it| (*it).to_owned()).collect();
    let starts = [
        "//",
        "///",
        "////",
        "\\\\",
        "/\\",
        "\\/",
        "\\",
        "/\\/",
        "/\t/",
        "\t//",
        "/\n/",
        "\n//",
        "/ /",
        " //",
        "\u{a0}//",
        "\u{200b}//",
        "\u{feff}//",
        "/\u{1}/",
        "/?/",
        "/#/",
        "//\t",
        "http://",
        "https://",
        "HTTPS://",
        "hTtP:\\\\",
        "https:\\\\",
        "ws://",
        "//user@",
        "//a:b@",
        "//[::1]@",
    ];
    for start in starts {
        all.extend([format!("{start}{HOST}"), format!("{start}{HOST}/o/0000000000")]);
    }
    for start in ["/", "//", "https://", "/o/"] {
        all.insert(format!("{start}{}", "a".repeat(30_000)));
    }
    all.into_iter().collect()
}

/// What a redirect may name after signing in or confirming.
fn is_inside(location: &str) -> bool {
    let org = location
        .strip_prefix("/o/")
        .map(|it| {
            ["/settings", "/activity"].iter().find_map(|end| it.strip_suffix(end)).unwrap_or(it)
        })
        .is_some_and(|it| it.parse::<PublicId>().is_ok());
    let own = [
        "/",
        "/profile/sessions",
        "/profile/activity",
        "/profile/organizations",
        "/profile/organizations/new",
    ];
    org || own.contains(&location)
}

/// Nothing of a payload got into the headers, and exactly one place is named.
fn check(answer: &Answer, payload: &str) {
    let what = format!("{payload:?}");
    assert_eq!(answer.headers.get_all("location").iter().count(), 1, "{what}");
    let location = answer.location().expect("a location");
    assert!(is_inside(location), "{what} leads to {location}");
    assert_eq!(
        location == "/",
        !is_inside(payload) || payload == "/",
        "{what} leads to {location}"
    );
    for line in answer.set_cookies() {
        assert!(line.starts_with("__Host-"), "{what}: {line}");
    }
    assert!(!format!("{:?}", answer.headers).contains(HOST), "{what}: {:?}", answer.headers);
}

#[test]
fn the_payloads_are_many() {
    assert!(payloads().len() >= 150, "{}", payloads().len());
}

#[test]
fn what_a_form_calls_next_is_a_page_of_ours_or_the_start() {
    both(async |stage| {
        stage.signed_up(OLIVIA).await;
        for payload in payloads() {
            for (page, form) in [("/login", "sign_in"), ("/sudo", "confirm_identity")] {
                let mut browser = stage.signed_in(OLIVIA).await;
                let mut fields = vec![("password", PASSWORD), ("next", &payload)];
                if form == "sign_in" {
                    fields.push(("email", OLIVIA));
                }
                check(&browser.post(page, form, &fields).await, &payload);
                stage.world.clock.advance_ms(1);
                let mut browser = stage.signed_in(OLIVIA).await;
                let called = browser.call(form, &fields).await;
                check(&called, &payload);
            }
        }
    });
}

#[test]
fn what_an_address_calls_next_stands_on_the_page_only_if_it_is_ours() {
    both(async |stage| {
        stage.signed_up(OLIVIA).await;
        for page in ["/login", "/sudo"] {
            // One session may ask only so often in a minute.
            let mut member = stage.signed_in(OLIVIA).await;
            for payload in payloads() {
                let target = format!("{page}?{}", encoded(&[("next", &payload)]));
                let answer = member.get(&target).await;
                if target.len() > 2_048 {
                    assert_eq!(answer.status, 414);
                    continue;
                }
                assert_eq!(answer.status, 200, "{payload:?}");
                let next = html::tags(answer.text());
                let next = next.iter().find(|it| it.attribute("name") == Some("next"));
                let value = next.and_then(|it| it.attribute("value"));
                assert_eq!(value, Some(payload.as_str()).filter(|it| is_inside(it)), "{page}");
                assert!(!answer.text().contains(HOST), "{payload:?}");
            }
        }
    });
}

#[test]
fn a_refused_form_keeps_no_next_that_leads_away() {
    both(async |stage| {
        for payload in payloads().iter().filter(|it| it.len() < 2_000) {
            let fields = [("email", ""), ("password", ""), ("next", payload)];
            let answer = stage.browser().post("/login", "sign_in", &fields).await;
            assert_eq!(answer.status, 422, "{payload:?}");
            for tag in html::tags(answer.text()) {
                let leads = ["href", "action", "src", "formaction"];
                let away = leads
                    .iter()
                    .filter_map(|it| tag.attribute(it))
                    .any(|it| !it.starts_with('/') && !it.starts_with('#'));
                assert!(!away, "{payload:?}: {tag:?}");
            }
        }
    });
}

#[test]
fn the_referrer_decides_nothing() {
    both(async |stage| {
        stage.signed_up(OLIVIA).await;
        let body = encoded(&[("email", OLIVIA), ("password", PASSWORD)]);
        for payload in payloads() {
            let Ok(referrer) = HeaderValue::from_bytes(payload.as_bytes()) else { continue };
            for target in ["/login", "/api/sign_in"] {
                let mut browser = stage.browser();
                let body =
                    format!("{}{body}", if target == "/login" { "form=sign_in&" } else { "" });
                let request = browser.post_request(target, HTML).header("referer", &referrer);
                let answer = browser.send(request.body(Body::from(body)).expect("valid")).await;
                assert_eq!(answer.location(), Some("/"), "{payload:?}: {}", answer.text());
                stage.world.clock.advance_ms(1);

                let request = browser.post_request(target, HTML).header("referer", &referrer);
                let body = if target == "/login" { "form=sign_in&x=y" } else { "x=y" };
                let answer = browser.send(request.body(Body::from(body)).expect("valid")).await;
                assert_eq!(answer.location(), None, "{payload:?}");
                assert!(answer.status.is_client_error(), "{payload:?}: {}", answer.status);
            }
        }
    });
}

#[test]
fn an_error_claimed_by_an_address_is_not_shown() {
    both(async |stage| {
        let mut member = stage.signed_up(OLIVIA).await;
        let home = member.get("/").await.location().expect("a dashboard").to_owned();
        let pages: Vec<_> = calls::pages_from(&home).collect();
        for page in &pages {
            // One session may ask only so often in a minute.
            let mut member = stage.signed_in(OLIVIA).await;
            member.confirm(PASSWORD).await;
            stage.world.backend.settled().await;
            let plain = member.get(page).await.lasting();
            for payload in payloads().iter().filter(|it| it.len() < 500) {
                let query = encoded(&[
                    ("__err", payload.as_str()),
                    ("__path", "/api/end_other_sessions"),
                    ("error", payload),
                ]);
                let answer = member.get(&format!("{page}?{query}")).await;
                assert!(answer.lasting() == plain, "{page}?{query}: {}", answer.text());
            }
        }
    });
}

#[test]
fn somebody_sent_to_sign_in_comes_back_to_pages_of_ours_only() {
    both(async |stage| {
        for payload in payloads() {
            let path = payload.trim_start_matches('/');
            let request = stage.browser().ask(Method::GET, &format!("/{path}")).body(Body::empty());
            // What is no address at all cannot be asked for.
            let Ok(request) = request else { continue };
            let answer = stage.browser().send(request).await;
            assert!(!answer.status.is_server_error(), "{payload:?}");
            if let Some(location) = answer.location() {
                let next = location.split_once("?next=").map_or("/", |(_, next)| next);
                assert!(is_inside(next) && location.starts_with('/'), "{payload:?}: {location}");
                assert!(!location.contains(HOST), "{payload:?}: {location}");
            }
        }
    });
}

/// The bound of the helper above: without it, the tests would accept anything.
#[test]
fn only_pages_one_can_come_back_to_are_inside() {
    for outside in ["//evil.example", "/o/x", "/login", "https://console.example/", ""] {
        assert!(!is_inside(outside), "{outside}");
    }
}
