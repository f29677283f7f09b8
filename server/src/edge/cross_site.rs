//! Lets only our own pages change anything: the answer to cross-site request forgery.

use std::sync::Arc;

use axum::extract::{Request, State};
use http::{HeaderMap, HeaderName, Method, header::ORIGIN};

use super::refusal::Refusal;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The layer. The state is the public origin. Browsers state in `Sec-Fetch-Site` where a request
/// comes from and pages cannot forge it; only where it is missing, `Origin` decides.
pub async fn check(State(origin): State<Arc<str>>, request: Request) -> Result<Request, Refusal> {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if reads || is_for_machines(request.uri().path()) || is_proven(request.headers(), &origin) {
        Ok(request)
    } else {
        Err(Refusal::CrossSite)
    }
}

/// Addresses that read no cookie: a foreign page gains nothing by calling them.
fn is_for_machines(path: &str) -> bool {
    path == "/api/v1" || path.starts_with("/api/v1/") || path.starts_with("/callback/")
}

fn is_proven(headers: &HeaderMap, origin: &str) -> bool {
    if headers.contains_key(SEC_FETCH_SITE) {
        only_value(headers, &SEC_FETCH_SITE) == Some(b"same-origin")
    } else {
        only_value(headers, &ORIGIN) == Some(origin.as_bytes())
    }
}

fn only_value<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then(|| first.as_bytes())
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::map_request_with_state};
    use http::HeaderValue;
    use tower::ServiceExt as _;

    use super::*;

    async fn status(method: &str, path: &str, headers: &[(&'static str, &'static str)]) -> u16 {
        let origin: Arc<str> = Arc::from("https://a.example");
        let app = Router::new().fallback(|| async {}).layer(map_request_with_state(origin, check));
        let request = Request::builder().method(method).uri(path).body(Body::empty());
        let mut request = request.expect("valid");
        for (name, value) in headers {
            request.headers_mut().append(*name, HeaderValue::from_static(value));
        }
        app.oneshot(request).await.expect("answered").status().as_u16()
    }

    #[tokio::test]
    async fn a_change_needs_proof_that_our_own_page_asked_for_it() {
        const OURS: (&str, &str) = ("origin", "https://a.example");
        for (headers, expected) in [
            (&[("sec-fetch-site", "same-origin")][..], 200),
            (&[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], 200),
            (&[OURS], 200),
            (&[], 403),
            (&[("sec-fetch-site", "same-site"), OURS], 403),
            (&[("sec-fetch-site", "cross-site"), OURS], 403),
            (&[("sec-fetch-site", "none"), OURS], 403),
            (&[("sec-fetch-site", ""), OURS], 403),
            (&[("sec-fetch-site", "Same-Origin")], 403),
            (&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], 403),
            (&[("origin", "null")], 403),
            (&[("origin", "http://a.example")], 403),
            (&[("origin", "https://a.example:8443")], 403),
            (&[("origin", "https://a.example.evil.example")], 403),
            (&[("origin", "https://evil.example/https://a.example")], 403),
            (&[("origin", "https://a.example/")], 403),
            (&[("origin", "https://A.example")], 403),
            (&[("origin", "https://sub.a.example")], 403),
            (&[OURS, ("origin", "https://evil.example")], 403),
            (&[("referer", "https://a.example/login")], 403),
        ] {
            for method in ["POST", "PUT", "PATCH", "DELETE", "X"] {
                assert_eq!(status(method, "/login", headers).await, expected, "{headers:?}");
            }
        }
    }

    #[tokio::test]
    async fn reading_needs_no_proof_and_a_header_does_not_make_it_a_change() {
        for method in ["GET", "HEAD", "OPTIONS"] {
            let foreign = [("sec-fetch-site", "cross-site"), ("x-http-method-override", "POST")];
            assert_eq!(status(method, "/login", &foreign).await, 200);
        }
    }

    #[tokio::test]
    async fn addresses_for_machines_need_no_browser() {
        for (path, expected) in [
            ("/api/v1", 200),
            ("/api/v1/organizations", 200),
            ("/callback/test", 200),
            ("/api/v10", 403),
            ("/api/login", 403),
            ("/callback", 403),
            ("/x/api/v1/", 403),
            ("/API/v1/", 403),
        ] {
            assert_eq!(status("POST", path, &[]).await, expected, "{path}");
        }
    }
}
