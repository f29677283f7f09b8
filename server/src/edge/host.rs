//! Serves the one public address; other names of this machine lead to it, all others nowhere.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{
    HeaderValue, StatusCode, Uri,
    header::{HOST, LOCATION},
    uri::Authority,
};

use super::refusal::Refusal;
use crate::config::PublicUrl;

/// The names by which a machine calls itself.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The layer. Behind it a request's URI is path and query only, whatever form the client chose.
pub async fn check(State(public): State<PublicUrl>, mut request: Request, next: Next) -> Response {
    if !is_health_check(request.uri().path()) {
        let host = match addressed_host(&request) {
            Ok(host) => host,
            Err(refusal) => return refusal.into_response(),
        };
        match judge(&host, &public) {
            Verdict::Ours => {}
            Verdict::OwnName => return redirect(&public, request.uri()),
            Verdict::Foreign => return Refusal::ForeignHost.into_response(),
        }
    }
    if let Some(target) = request.uri().path_and_query() {
        *request.uri_mut() = Uri::from(target.clone());
    }
    next.run(request).await
}

/// Health checks come from machines that know only our address.
pub fn is_health_check(path: &str) -> bool {
    path == "/healthz" || path == "/readyz"
}

enum Verdict {
    Ours,
    OwnName,
    Foreign,
}

/// The host that the client means. Where URI (HTTP/2, absolute form) and header name one, they
/// must agree, else two programs on the way could read two different hosts.
fn addressed_host(request: &Request) -> Result<Authority, Refusal> {
    let mut lines = request.headers().get_all(HOST).iter();
    let header = lines.next().map(|line| parse(line.as_bytes())).transpose()?;
    if lines.next().is_some() {
        return Err(Refusal::MalformedHost);
    }
    match (request.uri().authority(), header) {
        (Some(target), Some(header)) if *target == header => Ok(header),
        (Some(target), None) => parse(target.as_str().as_bytes()),
        (None, Some(header)) => Ok(header),
        _ => Err(Refusal::MalformedHost),
    }
}

fn parse(text: &[u8]) -> Result<Authority, Refusal> {
    Authority::try_from(text)
        .ok()
        .filter(|it| !it.host().is_empty() && !it.as_str().contains('@'))
        // `host:` and `host:99999` parse, but name no port.
        .filter(|it| it.port_u16().is_some() || it.as_str() == it.host())
        .ok_or(Refusal::MalformedHost)
}

fn judge(addressed: &Authority, public: &PublicUrl) -> Verdict {
    let port = addressed.port_u16().unwrap_or(public.default_port());
    let host = addressed.host();
    if port != public.port() {
        Verdict::Foreign
    } else if host.eq_ignore_ascii_case(public.host()) {
        Verdict::Ours
    } else if public.is_loopback() && OWN_NAMES.iter().any(|own| host.eq_ignore_ascii_case(own)) {
        Verdict::OwnName
    } else {
        Verdict::Foreign
    }
}

fn redirect(public: &PublicUrl, uri: &Uri) -> Response {
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    match HeaderValue::try_from(format!("{}{target}", public.origin())) {
        Ok(location) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response(),
        Err(_) => Refusal::Target.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::from_fn_with_state};
    use tower::ServiceExt as _;

    use super::*;

    async fn send(public: &str, uri: &str, hosts: &[&str]) -> Response {
        let public = PublicUrl::parse(public).expect("valid");
        let app = Router::new()
            .fallback(|uri: Uri| async move { uri.to_string() })
            .layer(from_fn_with_state(public, check));
        let mut request = Request::post(uri).body(Body::empty()).expect("valid");
        for host in hosts {
            let host = HeaderValue::from_bytes(host.as_bytes()).expect("a header value");
            request.headers_mut().append(HOST, host);
        }
        app.oneshot(request).await.expect("answered")
    }

    #[tokio::test]
    async fn only_the_public_host_is_served() {
        for (public, host, status) in [
            ("https://a.example", "a.example", 200),
            ("https://a.example", "A.EXAMPLE", 200),
            ("https://a.example", "a.example:443", 200),
            ("https://a.example", "a.example:80", 421),
            ("https://a.example", "a.example.", 421),
            ("https://a.example", "b.example", 421),
            ("https://a.example", "a.example.evil.example", 421),
            ("https://a.example", "localhost", 421),
            ("https://a.example", "127.0.0.1:443", 421),
            ("https://a.example:8443", "a.example:8443", 200),
            ("https://a.example:8443", "a.example", 421),
            ("https://a.example", "a.example:443@evil.example", 400),
            ("https://a.example", "evil.example@a.example", 400),
            ("https://a.example", "a.example:", 400),
            ("https://a.example", "a.example:99999", 400),
            ("https://a.example", "a.example/evil", 400),
            ("https://a.example", "a.example, evil.example", 400),
            ("https://a.example", "", 400),
            ("https://a.example", "é.example", 400),
            ("http://127.0.0.1:3000", "127.0.0.1:3000", 200),
            ("http://127.0.0.1:3000", "127.0.0.1", 421),
            ("http://127.0.0.1:3000", "localhost:3001", 421),
            ("http://127.0.0.1:3000", "evil.example:3000", 421),
            ("http://127.0.0.1:3000", "127.0.0.2:3000", 421),
        ] {
            let response = send(public, "/login?a=b", &[host]).await;
            assert_eq!(response.status().as_u16(), status, "{host} at {public}");
        }
    }

    #[tokio::test]
    async fn other_names_of_this_machine_lead_to_the_public_one() {
        for (public, host) in [
            ("http://127.0.0.1:3000", "localhost:3000"),
            ("http://127.0.0.1:3000", "[::1]:3000"),
            ("http://localhost:3000", "127.0.0.1:3000"),
            ("https://localhost", "127.0.0.1"),
        ] {
            let response = send(public, "/login?a=b", &[host]).await;
            assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT, "{host}");
            assert_eq!(response.headers()[LOCATION], format!("{public}/login?a=b"));
        }
    }

    #[tokio::test]
    async fn two_answers_to_which_host_are_one_too_many() {
        let public = "https://a.example";
        for (uri, hosts, status) in [
            ("/", &["a.example", "a.example"][..], 400),
            ("/", &["a.example", "evil.example"], 400),
            ("/", &[], 400),
            ("https://a.example/", &["a.example"], 200),
            ("https://a.example/", &[], 200),
            ("https://a.example/", &["evil.example"], 400),
            ("https://evil.example/", &["a.example"], 400),
            ("https://evil.example/", &["evil.example"], 421),
            ("https://a.example@evil.example/", &[], 400),
        ] {
            assert_eq!(send(public, uri, hosts).await.status().as_u16(), status, "{uri} {hosts:?}");
        }
    }

    #[tokio::test]
    async fn behind_the_check_only_path_and_query_are_left() {
        let response = send("https://a.example", "https://a.example/x?y=z", &[]).await;
        let body = axum::body::to_bytes(response.into_body(), 100).await.expect("short");
        assert_eq!(body, "/x?y=z");
    }

    #[tokio::test]
    async fn health_checks_take_any_host() {
        for path in ["/healthz", "/readyz"] {
            for hosts in [&["10.0.0.7:3000"][..], &[], &["a", "b"]] {
                assert_eq!(send("https://a.example", path, hosts).await.status(), StatusCode::OK);
            }
        }
        assert_eq!(send("https://a.example", "/healthz/x", &["b"]).await.status().as_u16(), 421);
    }
}
