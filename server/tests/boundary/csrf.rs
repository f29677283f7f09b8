//! Only our own pages make anything happen: foreign pages, other methods and other encodings do not,
//! however well the browser is signed in.

use axum::body::Body;
use http::{Method, Request, StatusCode, header::HeaderMap};
use server::forms;

use crate::support::{
    Browser, Stage, both,
    browser::{FORM, HTML, JSON, encoded},
    calls::{self, Call},
    scenes::Setting,
};

/// Values of `Origin` and `Sec-Fetch-Site` that no page of ours sends; `None`: the header is missing.
const FOREIGN: &[(Option<&str>, Option<&str>)] = &[
    (None, None),
    (Some("null"), None),
    (Some(""), None),
    (Some("https://evil.example"), None),
    (Some("http://console.example"), None),
    (Some("https://console.example:8443"), None),
    (Some("https://console.example:443"), None),
    (Some("https://console.example/"), None),
    (Some("https://console.example.evil.example"), None),
    (Some("https://evilconsole.example"), None),
    (Some("https://console.example@evil.example"), None),
    (Some("https://CONSOLE.example"), None),
    (Some("https://console.example https://evil.example"), None),
    (Some("console.example"), None),
    (Some("https://www.console.example"), None),
    (None, Some("cross-site")),
    (None, Some("same-site")),
    (None, Some("none")),
    (None, Some("")),
    (None, Some("Same-Origin")),
    (None, Some("same-origin, cross-site")),
    (Some("https://console.example"), Some("cross-site")),
    (Some("https://console.example"), Some("same-site")),
    (Some("https://console.example"), Some("none")),
    (Some("https://evil.example"), Some("cross-site")),
    (Some("null"), Some("cross-site")),
];

/// Encodings that a foreign form or script can send without asking first, and some that it cannot.
const ENCODINGS: &[(Option<&str>, &str)] = &[
    (Some("text/plain"), "form=sign_out&password=x"),
    (Some("text/plain;charset=utf-8"), r#"{"email":"a@b.example"}"#),
    (
        Some("multipart/form-data; boundary=b"),
        "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--b--",
    ),
    (Some("multipart/form-data"), "--b--"),
    (Some("application/json"), "{}"),
    (Some("application/octet-stream"), "x=1"),
    (Some("application/x-www-form-urlencodedx"), "x=1"),
    (Some("application/x-www-form-urlencoded, text/plain"), "x=1"),
    (Some("application/cbor"), "\u{1}"),
    (Some(""), "x=1"),
    (None, "x=1"),
];

const OVERRIDES: [(&str, &str); 4] = [
    ("x-http-method-override", "POST"),
    ("x-http-method", "POST"),
    ("x-method-override", "POST"),
    ("_method", "POST"),
];

/// A request that would work, if it came from a page of ours.
struct Attack {
    what: String,
    request: Request<Body>,
    /// The statuses that are an answer to it.
    refused: &'static [u16],
}

const NO_ORG: &str = "0000000000";

/// Where a function can be reached: directly, and through its page.
fn ways(call: &Call, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let body = encoded(fields);
    let direct = (format!("/api/{}", call.function), body.clone());
    let page = call.page(NO_ORG).map(|page| (page, format!("form={}&{body}", call.function)));
    [direct].into_iter().chain(page).collect()
}

fn attacks(browser: &Browser<'_>, call: &Call) -> Vec<Attack> {
    let mut attacks = Vec::new();
    for (target, body) in ways(call, &call.about(NO_ORG, "nothing")) {
        let mut add = |what: String, request: http::request::Builder, body: &str, refused| {
            let request = request.body(Body::from(body.to_owned())).expect("a request");
            attacks.push(Attack { what: format!("{target} {what}"), request, refused });
        };
        for (origin, site) in FOREIGN {
            for kind in
                [Some(FORM), Some("text/plain"), Some("multipart/form-data; boundary=b"), None]
            {
                let mut request = browser.ask(Method::POST, &target).header("accept", HTML);
                let headers =
                    [("origin", *origin), ("sec-fetch-site", *site), ("content-type", kind)];
                for (name, value) in headers {
                    if let Some(value) = value {
                        request = request.header(name, value);
                    }
                }
                add(format!("{origin:?} {site:?} {kind:?}"), request, &body, &[403]);
            }
        }
        for (kind, text) in ENCODINGS {
            let mut request = browser.post_request(&target, JSON);
            let headers: &mut HeaderMap = request.headers_mut().expect("headers");
            headers.remove("content-type");
            if let Some(kind) = kind {
                headers.insert("content-type", kind.parse().expect("a value"));
            }
            // Where a file may be sent, a body that holds none is misread.
            let may_hold_a_file = forms::upload_at(&target).is_some();
            let refused: &[u16] = if may_hold_a_file { &[400, 404, 415] } else { &[415] };
            add(format!("as {kind:?}"), request, text, refused);
        }
        for method in [Method::PUT, Method::PATCH, Method::DELETE] {
            let what = method.to_string();
            let request = browser.post_request(&target, JSON).method(method);
            add(what, request, &body, &[405]);
        }
        for (name, value) in OVERRIDES {
            let post = browser.ask(Method::POST, &target).header(name, "GET");
            add(format!("{name}: GET"), post.header("content-type", FORM), &body, &[403]);
            if target.starts_with("/api/") {
                for method in [Method::GET, Method::HEAD] {
                    let address = format!("{target}?{body}");
                    let request = browser.ask(method.clone(), &address).header(name, value);
                    let request = request.header("content-type", FORM);
                    let request = request.header("sec-fetch-site", "same-origin");
                    add(format!("{method} {name}"), request, &body, &[405]);
                }
            }
        }
    }
    attacks
}

async fn attack(stage: &Stage, setting: &Setting<'_>, call: &Call) -> usize {
    let mut browser = setting.browser_for(call.function).await;
    let before = stage.digest().await;
    let attacks = attacks(&browser, call);
    let count = attacks.len();
    for Attack { what, request, refused } in attacks {
        let answer = browser.send(request).await;
        assert!(refused.contains(&answer.status.as_u16()), "{what}: {}", answer.status);
        assert!(answer.set_cookies().is_empty(), "{what}");
        let allows = answer.headers.keys().any(|it| it.as_str().starts_with("access-control-"));
        assert!(!allows, "{what}: foreign pages may read this");
    }
    assert_eq!(stage.digest().await, before, "{}", call.function);
    count
}

#[test]
fn no_foreign_page_makes_a_function_act() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let mut attacks = 0;
        for call in calls::ALL {
            attacks += attack(stage, &setting, call).await;
        }
        println!("{attacks} attacks");
    });
}

#[test]
fn a_foreign_page_may_ask_nothing_beforehand() {
    both(async |stage| {
        for path in ["/", "/login", "/api/sign_in", "/profile/sessions"] {
            let mut browser = stage.browser();
            let request = browser
                .ask(Method::OPTIONS, path)
                .header("origin", "https://evil.example")
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "content-type");
            let answer = browser.send(request.body(Body::empty()).expect("a request")).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
            let allows = answer.headers.keys().any(|it| it.as_str().starts_with("access-control-"));
            assert!(!allows, "{path}");
        }
    });
}

#[test]
fn our_own_pages_are_let_through_with_either_proof() {
    both(async |stage| {
        for (name, value) in [("origin", stage.origin.as_str()), ("sec-fetch-site", "same-origin")]
        {
            let mut browser = stage.browser();
            let request = browser.ask(Method::POST, "/api/choose_language");
            let request = request.header("content-type", FORM).header(name, value);
            let request = request.body(Body::from("locale=fr")).expect("a request");
            assert_eq!(browser.send(request).await.status, StatusCode::OK, "{name}");
        }
    });
}
