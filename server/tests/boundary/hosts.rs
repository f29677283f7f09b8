//! Whatever a request says about hosts, links in mails begin with the public address.

use axum::body::Body;
use backend::mail::Outgoing;
use http::{Method, Request, Uri, header::HOST};

use crate::support::{
    PASSWORD, Stage, both,
    browser::{FORM, HTML, encoded, sign_up_fields},
};

/// Header lines beside or instead of the right `Host`, and the form of the address.
struct Ask {
    hosts: &'static [&'static str],
    target: &'static str,
    others: &'static [(&'static str, &'static str)],
}

const OURS: &[&str] = &["console.example"];

const fn host(hosts: &'static [&'static str]) -> Ask {
    Ask { hosts, target: "", others: &[] }
}

const fn header(others: &'static [(&'static str, &'static str)]) -> Ask {
    Ask { hosts: OURS, target: "", others }
}

const fn absolute(target: &'static str, hosts: &'static [&'static str]) -> Ask {
    Ask { hosts, target, others: &[] }
}

const ASKS: &[Ask] = &[
    // Said by the host.
    host(OURS),
    host(&["evil.example"]),
    host(&["CONSOLE.example"]),
    host(&["console.example:443"]),
    host(&["console.example:8443"]),
    host(&["console.example:"]),
    host(&["console.example:99999"]),
    host(&["console.example:443@evil.example"]),
    host(&["console.example:80@evil.example"]),
    host(&["console.example@evil.example"]),
    host(&["evil.example@console.example"]),
    host(&["console.example.evil.example"]),
    host(&["evil.example/console.example"]),
    host(&["console.example/evil.example"]),
    host(&["console.example#evil.example"]),
    host(&["console.example?evil.example"]),
    host(&["console.example evil.example"]),
    host(&["console.example,evil.example"]),
    host(&["console.example\tevil.example"]),
    host(&["console.example."]),
    host(&[".console.example"]),
    host(&["localhost"]),
    host(&["127.0.0.1"]),
    host(&["[::1]"]),
    host(&["xn--console-example"]),
    host(&[""]),
    host(&[]),
    host(&["console.example", "console.example"]),
    host(&["console.example", "evil.example"]),
    host(&["evil.example", "console.example"]),
    // Said by headers of proxies.
    header(&[("x-forwarded-host", "evil.example")]),
    header(&[("x-forwarded-host", "console.example, evil.example")]),
    header(&[("x-forwarded-server", "evil.example"), ("x-host", "evil.example")]),
    header(&[("forwarded", "for=1.2.3.4;host=evil.example;proto=http")]),
    header(&[("forwarded", "host=\"evil.example:80\"")]),
    header(&[("x-forwarded-proto", "http"), ("x-forwarded-port", "8080")]),
    header(&[("x-original-url", "//evil.example/"), ("x-rewrite-url", "//evil.example/")]),
    header(&[("x-forwarded-prefix", "//evil.example"), ("x-http-host-override", "evil.example")]),
    header(&[("origin", "https://console.example"), ("referer", "https://evil.example/")]),
    // Said by the address itself.
    absolute("https://console.example", OURS),
    absolute("https://evil.example", OURS),
    absolute("https://console.example", &["evil.example"]),
    absolute("https://evil.example", &["evil.example"]),
    absolute("https://console.example:443@evil.example", OURS),
    absolute("https://evil.example@console.example", OURS),
    absolute("http://console.example", OURS),
    absolute("https://console.example", &[]),
    absolute("https://evil.example", &[]),
];

/// The public address as a browser may spell it.
const SPELLINGS: [&str; 3] = ["console.example", "CONSOLE.example", "console.example:443"];

impl Ask {
    /// Whether everything that names a host names ours, once in each place.
    fn is_ours(&self) -> bool {
        let target = self.target.split_once("://").map(|(_, host)| host);
        let mut named = self.hosts.iter().copied().chain(target).peekable();
        self.hosts.len() <= 1 && named.peek().is_some() && named.all(|it| SPELLINGS.contains(&it))
    }
}

/// The request as this ask wants it; `None` if no client could send it.
fn request(stage: &Stage, ask: &Ask, path: &str, body: &str) -> Option<Request<Body>> {
    let uri: Uri = format!("{}{path}", ask.target).parse().ok()?;
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(uri)
        .header("accept", HTML)
        .header("content-type", FORM)
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", stage.new_address());
    for host in ask.hosts {
        request = request.header(HOST, *host);
    }
    for (name, value) in ask.others {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).ok()
}

/// Everything in a mail that looks like an address leads to us.
fn check(mail: &Outgoing, what: &str) {
    let message = &mail.message;
    let ends = |it: char| it.is_whitespace() || "\"<>'".contains(it);
    let mut links = 0;
    for text in [&message.subject, &message.text, &message.html] {
        let text = text.replace("&#x2f;", "/");
        assert!(!text.contains("evil"), "{what}: {text}");
        for link in text.match_indices("http").map(|(at, _)| &text[at..]) {
            let link = link.split(ends).next().unwrap_or_default();
            let rest = link.strip_prefix("https://console.example/");
            assert!(rest.is_some(), "{what}: {link}");
            links += 1;
        }
    }
    assert!(links > 0, "{what}: no link");
}

#[test]
fn no_request_changes_where_the_links_of_its_mail_lead() {
    both(async |stage| {
        let world = &stage.world;
        for (index, ask) in ASKS.iter().enumerate() {
            let email = format!("host{index}@harbour.example");
            let sign_up = encoded(&sign_up_fields(&email, PASSWORD));
            let known = format!("known{index}@harbour.example");
            stage.signed_up(&known).await;
            world.clock.advance_minutes(2);
            let reset = encoded(&[("email", &known)]);
            for (path, body) in [
                ("/api/sign_up", sign_up.clone()),
                ("/signup", format!("form=sign_up&{sign_up}")),
                ("/api/request_reset", reset.clone()),
                ("/forgot", format!("form=request_reset&{reset}")),
            ] {
                let what = format!("{:?} {:?} {:?} {path}", ask.hosts, ask.target, ask.others);
                let Some(request) = request(stage, ask, path, &body) else { continue };
                world.clock.advance_minutes(20);
                let before = world.mails().len();
                let answer = stage.browser().send(request).await;
                world.work().await;
                let mails = world.mails();
                match answer.status.as_u16() {
                    200 | 303 => {
                        assert!(ask.is_ours(), "{what} is let in");
                        assert_eq!(mails.len(), before + 1, "{what}");
                        check(&mails[before], &what);
                        let location = answer.location().unwrap_or_default();
                        assert!(location.starts_with('/') && !location.starts_with("//"), "{what}");
                    }
                    400 | 421 => {
                        assert!(!ask.is_ours(), "{what} is refused");
                        assert_eq!(mails.len(), before, "{what}");
                    }
                    other => panic!("{what}: {other}"),
                }
                assert!(!answer.text().contains("evil"), "{what}: {}", answer.text());
                assert!(!format!("{:?}", answer.headers).contains("evil"), "{what}");
            }
        }
    });
}

#[test]
fn the_right_host_in_any_spelling_is_ours() {
    both(async |stage| {
        for ask in
            [host(&["console.example"]), host(&["CONSOLE.EXAMPLE"]), host(&["console.example:443"])]
        {
            let request = request(stage, &ask, "/api/choose_language", "locale=fr").expect("valid");
            assert_eq!(stage.browser().send(request).await.status, 200, "{:?}", ask.hosts);
        }
    });
}
