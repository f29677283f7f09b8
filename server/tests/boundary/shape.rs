//! Requests of a shape that no page of ours sends: too much, too many, too clever.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Body, Bytes};
use http::{Method, Request, Uri, request::Builder};
use http_body::Frame;

use crate::support::{Answer, Browser, Stage, both, browser::JSON, calls, stage::UNHURRIED};

/// A request that nothing but the shape is wrong with, and the statuses that fit.
type Shape = (&'static str, Builder, Body, &'static [u16]);

fn post(browser: &Browser<'_>, target: &str) -> Builder {
    browser.post_request(target, JSON)
}

async fn send_all(browser: &mut Browser<'_>, shapes: Vec<Shape>) {
    for (what, request, body, expected) in shapes {
        let answer = browser.send(request.body(body).expect("a request")).await;
        assert!(expected.contains(&answer.status.as_u16()), "{what}: {}", answer.status);
        check(what, &answer);
    }
}

fn check(what: &str, answer: &Answer) {
    assert!(!answer.status.is_server_error(), "{what}: {}", answer.status);
    assert!(answer.set_cookies().is_empty(), "{what}");
}

/// A body that arrives in pieces, without saying how long it will be.
struct Pieces {
    left: usize,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let body = self.get_mut();
        let length = body.left.min(8_192);
        body.left -= length;
        Poll::Ready((length > 0).then(|| Ok(Frame::data(Bytes::from(vec![b'a'; length])))))
    }
}

fn in_pieces(left: usize) -> Body {
    Body::new(Pieces { left })
}

#[test]
fn too_much_is_refused_before_anything_is_done_with_it() {
    both(async |stage| {
        let before = stage.digest().await;
        for call in calls::ALL {
            // From an address of its own: all of it together would be too fast for one.
            let browser = stage.browser();
            let target = format!("/api/{}", call.function);
            let targets = [Some(target), call.page("0000000000")];
            for target in targets.into_iter().flatten() {
                let gzip: Vec<u8> = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
                let ask = || post(&browser, &target);
                let shapes: Vec<Shape> = vec![
                    ("64 KiB and one byte", ask(), vec![b'a'; 65_537].into(), &[413]),
                    ("the same in pieces", ask(), in_pieces(65_537), &[413]),
                    ("16 MiB in pieces", ask(), in_pieces(16 << 20), &[413]),
                    ("announced", ask().header("content-length", "65537"), "".into(), &[413]),
                    (
                        "4 GiB announced",
                        ask().header("content-length", "4294967296"),
                        "".into(),
                        &[413],
                    ),
                    (
                        "a lie about it",
                        ask().header("content-length", "1"),
                        in_pieces(70_000),
                        &[413],
                    ),
                    ("packed", ask().header("content-encoding", "gzip"), gzip.into(), &[415]),
                    (
                        "packed twice",
                        ask().header("content-encoding", "br, gzip"),
                        "".into(),
                        &[415],
                    ),
                    (
                        "sent packed",
                        ask().header("transfer-encoding", "gzip, chunked"),
                        "".into(),
                        &[415],
                    ),
                    ("100,000 keys", ask(), "a&".repeat(100_000).into(), &[413]),
                    ("32,000 keys", ask(), "a&".repeat(32_000).into(), &[400]),
                    ("101 keys", ask(), keys(101).into(), &[400]),
                    ("only separators", ask(), "&".repeat(60_000).into(), &[400, 401, 403, 422]),
                ];
                let mut stranger = stage.browser();
                if ["sign_out", "switch_person", "choose_language", "choose_theme"]
                    .contains(&call.function)
                {
                    send_all(&mut stranger, shapes.into_iter().take(12).collect()).await;
                } else {
                    send_all(&mut stranger, shapes).await;
                }
            }
        }
        let mut browser = stage.browser();
        let heads: Vec<Shape> = vec![
            (
                "101 headers",
                many_headers(browser.ask(Method::GET, "/login")),
                Body::empty(),
                &[431],
            ),
            ("a long address", browser.ask(Method::GET, &long(3_072)), Body::empty(), &[414]),
            (
                "a long query",
                browser.ask(Method::GET, &format!("/login?{}", "a".repeat(3_072))),
                Body::empty(),
                &[414],
            ),
            (
                "a long next",
                browser.ask(Method::GET, &format!("/login?next=/{}", "a".repeat(2_048))),
                Body::empty(),
                &[414],
            ),
        ];
        send_all(&mut browser, heads).await;
        assert_eq!(stage.digest().await, before);
    });
}

fn keys(count: usize) -> String {
    (0..count).map(|it| format!("k{it}=&")).collect()
}

fn long(bytes: usize) -> String {
    format!("/{}", "a".repeat(bytes))
}

fn many_headers(request: Builder) -> Builder {
    (0..101).fold(request, |it, at| it.header(format!("x-{at}"), "1"))
}

#[test]
fn a_long_header_that_is_understood_is_no_reason_to_fall() {
    both(async |stage| {
        let long = "a".repeat(9 * 1_024);
        for name in [
            "cookie",
            "user-agent",
            "accept",
            "accept-language",
            "referer",
            "origin",
            "x-forwarded-for",
            "sec-fetch-site",
            "content-type",
            "x-request-id",
            "forwarded",
            "if-none-match",
            "range",
        ] {
            let mut browser = stage.browser();
            let mut request = browser.ask(Method::GET, "/login");
            let headers = request.headers_mut().expect("headers");
            headers.insert(name, long.parse().expect("a value"));
            let answer = browser.send(request.body(Body::empty()).expect("a request")).await;
            assert_eq!(answer.status, 200, "{name}");
            assert!(
                !format!("{:?}{}", answer.headers, answer.text()).contains(&long[..100]),
                "{name}"
            );
        }
    });
}

#[test]
fn methods_and_addresses_that_nobody_needs_are_refused() {
    both(async |stage| {
        let mut browser = stage.browser();
        let before = stage.digest().await;
        for (method, target, expected) in [
            ("CONNECT", "/login", &[400, 405][..]),
            ("CONNECT", "console.example:443", &[400, 405]),
            ("TRACE", "/login", &[405]),
            ("TRACK", "/login", &[405]),
            ("PROPFIND", "/", &[405]),
            ("FOO", "/", &[405]),
            ("GET\u{7f}", "/", &[]),
            ("OPTIONS", "*", &[400, 405]),
            ("OPTIONS", "/login", &[405]),
            ("PUT", "/login", &[405]),
            ("DELETE", "/profile/sessions", &[405]),
            ("PATCH", "/api/sign_in", &[405]),
            ("GET", "/api/sign_in", &[405]),
            ("POST", "/favicon.svg", &[405]),
            ("POST", "/healthz", &[405]),
            ("POST", "/nowhere", &[404]),
            ("POST", "/api/nowhere", &[404]),
            ("GET", "console.example:443", &[400]),
            ("GET", "//login", &[400]),
            ("GET", "/login//", &[400]),
            ("GET", "/./login", &[400]),
            ("GET", "/../login", &[400]),
            ("GET", "/a/../login", &[400]),
            ("GET", "/%2e/login", &[400]),
            ("GET", "/%2e%2e/login", &[400]),
            ("GET", "/%2flogin", &[400]),
            ("GET", "/o%2f0000000000", &[400]),
            ("GET", "/o/%2f", &[400]),
            ("GET", "/login%00", &[400]),
            ("GET", "/login%0a", &[400]),
            ("GET", "/log%7fin", &[400]),
            ("GET", "/login%5c..", &[400]),
            ("GET", "/%ff%fe", &[400]),
            ("GET", "/%c0%af", &[400]),
            ("GET", "/%ed%a0%80", &[400]),
            ("GET", "/%", &[400]),
            ("GET", "/%4", &[400]),
            ("GET", "/%zz", &[400]),
            ("GET", "/%u0041", &[400]),
            ("GET", "/login/", &[404]),
            ("GET", "/LOGIN", &[404]),
            ("GET", "/login.html", &[404]),
            ("GET", "/login;x=y", &[404]),
            ("GET", "/%6cogin", &[200, 404]),
            ("GET", "/o/x", &[303, 404]),
            ("GET", "/o/0000000000/x", &[404]),
            ("GET", "/login?%ff=%00&=&&t", &[200]),
            ("GET", "/login?next=%0d%0a%00", &[200]),
            ("GET", "/verify?t=%00", &[303]),
            ("GET", "/verify?t=", &[303]),
            ("GET", "/check?reference=%00%ff%0a", &[200]),
        ] {
            let Ok(method) = Method::from_bytes(method.as_bytes()) else {
                assert!(expected.is_empty(), "{method} can be asked for");
                continue;
            };
            let uri: Uri = target.parse().unwrap_or_else(|_| panic!("{target} is no address"));
            let request = browser.post_request("/", JSON).method(method.clone()).uri(uri);
            let request: Request<Body> = request.body(Body::empty()).expect("a request");
            let answer = browser.clone().send(request).await;
            let status = answer.status.as_u16();
            assert!(expected.contains(&status), "{method} {target}: {status}");
            if status != 303 {
                check(target, &answer);
            }
        }
        // A browser that has just been told something keeps nothing of it.
        assert!(browser.get("/login").await.set_cookies().is_empty());
        assert_eq!(stage.digest().await, before);
    });
}

#[test]
fn a_post_to_a_page_without_a_form_is_a_bad_request() {
    both(async |stage| {
        let stage = &Stage::with_pace(&stage.world, &stage.origin, UNHURRIED);
        let mut browser = stage.signed_up("olivia@harbour.example").await;
        let home = browser.get("/").await.location().expect("a dashboard").to_owned();
        for page in calls::pages_from(&home) {
            for body in [
                "",
                "form",
                "form=",
                "form=nothing",
                "x=y",
                "form=sign_in&form=sign_in",
                "%",
                "=&=",
            ] {
                let request = post(&browser, &page).body(Body::from(body)).expect("a request");
                let answer = browser.send(request).await;
                assert_eq!(answer.status, 400, "{page} {body:?}");
                check(&page, &answer);
            }
        }
    });
}
