//! A browser: cookies, the headers that browsers send, and no script.

use std::collections::BTreeMap;

use axum::body::{Body, Bytes, to_bytes};
use backend::mail::MailKind;
use domain::locale::Locale;
use http::{
    HeaderMap, Method, Request, StatusCode,
    header::{
        ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE, USER_AGENT,
    },
    request::Builder,
};
use server::edge::PeerAddress;
use tower::ServiceExt as _;

use super::Stage;

/// What browsers say that they would like to get for a page.
pub const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
/// What our own script says.
pub const JSON: &str = "application/json";
/// How forms are sent.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A browser.
#[derive(Clone)]
pub struct Browser<'a> {
    pub stage: &'a Stage,
    /// Cookies by name.
    pub jar: BTreeMap<String, String>,
    /// From where it asks.
    pub address: String,
    /// The language it asks for.
    pub locale: Locale,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Fields of a form, in order.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

/// Fields as they travel.
pub fn encoded<K: AsRef<str>, V: AsRef<str>>(fields: &[(K, V)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl<'a> Browser<'a> {
    pub fn new(stage: &'a Stage, locale: Locale) -> Self {
        Self { stage, jar: BTreeMap::new(), address: stage.new_address(), locale }
    }

    /// The name under which a cookie of ours travels here.
    pub fn cookie_name(&self, base: &str) -> String {
        let prefix = if self.stage.is_https() { "__Host-" } else { "atrio-" };
        format!("{prefix}{base}")
    }

    /// A cookie of ours.
    pub fn cookie(&self, base: &str) -> Option<&str> {
        self.jar.get(&self.cookie_name(base)).map(String::as_str)
    }

    /// Sets a cookie of ours by hand.
    pub fn set_cookie(&mut self, base: &str, value: &str) {
        self.jar.insert(self.cookie_name(base), value.to_owned());
    }

    /// The beginning of a request with all headers that browsers send; a test may add its own.
    pub fn ask(&self, method: Method, target: &str) -> Builder {
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header(HOST, self.stage.host())
            .header(USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
            .header(ACCEPT_LANGUAGE, self.locale.tag())
            .header("x-forwarded-for", &self.address);
        let cookies: Vec<_> = self.jar.iter().map(|(name, it)| format!("{name}={it}")).collect();
        if cookies.is_empty() { request } else { request.header(COOKIE, cookies.join("; ")) }
    }

    /// Sends a request and keeps the cookies of the answer.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let peer = "192.0.2.1".parse().expect("an address");
        request.extensions_mut().insert(PeerAddress(peer));
        let response = self.stage.app.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a whole body");
        for line in parts.headers.get_all(SET_COOKIE) {
            self.keep(line.to_str().expect("ASCII"));
        }
        Answer { status: parts.status, headers: parts.headers, body }
    }

    fn keep(&mut self, line: &str) {
        let (pair, attributes) = line.split_once(';').expect("attributes");
        let (name, value) = pair.split_once('=').expect("a pair");
        if attributes.split(';').any(|it| it.trim() == "Max-Age=0") {
            self.jar.remove(name);
        } else {
            self.jar.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Opens an address.
    pub async fn get(&mut self, target: &str) -> Answer {
        let request = self.ask(Method::GET, target).header(ACCEPT, HTML);
        let request = request.header("sec-fetch-site", "same-origin").body(Body::empty());
        self.send(request.expect("a request")).await
    }

    /// Opens an address and follows redirects, as many as a person would bear.
    pub async fn open(&mut self, target: &str) -> Answer {
        let mut answer = self.get(target).await;
        for _ in 0..5 {
            let Some(next) = answer.location().map(str::to_owned) else { break };
            answer = self.get(&next).await;
        }
        answer
    }

    /// The beginning of a post by one of our own pages.
    pub fn post_request(&self, target: &str, accept: &str) -> Builder {
        self.ask(Method::POST, target)
            .header(ACCEPT, accept)
            .header(CONTENT_TYPE, FORM)
            .header("origin", &self.stage.origin)
            .header("sec-fetch-site", "same-origin")
    }

    /// Posts a form to its page, as it happens without script.
    pub async fn post(&mut self, path: &str, form: &str, fields: Fields<'_>) -> Answer {
        let body = encoded(&[&[("form", form)], fields].concat());
        let request = self.post_request(path, HTML).body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// Calls a server function, as our script does.
    pub async fn call(&mut self, function: &str, fields: Fields<'_>) -> Answer {
        self.call_raw(function, encoded(fields)).await
    }

    /// Calls a server function with a body of the test's own.
    pub async fn call_raw(&mut self, function: &str, body: impl Into<Body>) -> Answer {
        let request = self.post_request(&format!("/api/{function}"), JSON).body(body.into());
        self.send(request.expect("a request")).await
    }

    /// Signs up completely, from the form to the dashboard, whose path it gives.
    pub async fn sign_up(&mut self, email: &str, password: &str) -> String {
        let answer = self.post("/signup", "sign_up", &sign_up_fields(email, password)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        self.stage.world.work().await;
        let link = self.stage.mailed_link(MailKind::ConfirmSignUp, email);
        self.open(&link).await;
        let answer = self.post("/verify", "verify_sign_up", &[("password", password)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.location().expect("a dashboard").to_owned()
    }

    /// Signs in.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        let fields = [("email", email), ("password", password)];
        let answer = self.post("/login", "sign_in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer
    }

    /// Proves once more to be the one who signed in.
    pub async fn confirm(&mut self, password: &str) {
        let answer = self.post("/sudo", "confirm_identity", &[("password", password)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }

    /// Whether the console opens to this browser.
    pub async fn is_signed_in(&mut self) -> bool {
        let answer = self.get("/").await;
        assert!(!answer.status.is_server_error(), "{}", answer.text());
        answer.location() != Some("/login")
    }
}

/// What somebody of this address types when signing up.
pub fn sign_up_fields<'a>(email: &'a str, password: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("kind", "company"),
        ("first_name", "Olivia"),
        ("last_name", "Hart"),
        ("org_name", "Harbour Press Ltd"),
        ("email", email),
        ("password", password),
    ]
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or("<not UTF-8>")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|it| it.to_str().ok())
    }

    pub fn location(&self) -> Option<&str> {
        self.header(LOCATION.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The name of the failure, and what it says more: `"signed_out"`, `{"refused": …}`.
    pub fn failure(&self) -> (String, serde_json::Value) {
        let mut json = self.json();
        match json.get_mut("failure").map(serde_json::Value::take).unwrap_or_default() {
            serde_json::Value::String(name) => (name, serde_json::Value::Null),
            serde_json::Value::Object(more) => more.into_iter().next().unwrap_or_default(),
            _ => Default::default(),
        }
    }

    pub fn set_cookies(&self) -> Vec<&str> {
        let lines = self.headers.get_all(SET_COOKIE).iter();
        lines.map(|it| it.to_str().expect("ASCII")).collect()
    }

    /// The nonce that the answer's policy names.
    pub fn nonce(&self) -> Option<&str> {
        let (_, rest) = self.header("content-security-policy")?.split_once("'nonce-")?;
        rest.split_once('\'').map(|(nonce, _)| nonce)
    }

    /// Everything about the answer but what differs each time: the request's id and the nonce.
    pub fn lasting(&self) -> String {
        let id = self.header("x-request-id").expect("an id");
        let mut lines: Vec<String> = self
            .headers
            .iter()
            .filter(|(name, _)| name.as_str() != "x-request-id")
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect();
        lines.sort();
        let whole = format!("{}\n{}\n\n{}", self.status, lines.join("\n"), self.text());
        let whole = whole.replace(id, "ID");
        match self.nonce() {
            Some(nonce) => whole.replace(nonce, "NONCE"),
            None => whole,
        }
    }
}
