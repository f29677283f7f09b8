//! The security headers that every answer carries, pages, files and refusals alike.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, SERVER,
        STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    },
};

use super::random::random_bytes;

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The powerful features of browsers; the console uses none.
const NO_PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), \
     usb=()",
);
const ONE_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// The policy of answers that run no script of the page's own: nothing inline, no WebAssembly.
const STRICT: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
     base-uri 'none'; object-src 'none'",
);

/// The request's nonce: 128 random bits in base64url. A request extension; inline scripts and
/// styles of the answer need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(pub String);

/// Put into a page's response extensions, asks for the policy without nonce and WebAssembly, so
/// that the same page can be kept and shown to everybody.
#[derive(Debug, Clone, Copy)]
pub struct StrictPolicy;

/// The layer. `https` tells whether the public URL is reached over TLS.
pub async fn secure(State(https): State<bool>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce(URL_SAFE_NO_PAD.encode(random_bytes::<16>()));
    let policy = policy_with(&nonce);
    request.extensions_mut().insert(nonce);
    let mut response = next.run(request).await;

    let strict = response.extensions().get::<StrictPolicy>().is_some();
    let headers = response.headers_mut();
    let policy = if strict || !is_page(headers) { STRICT } else { policy };
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(PERMISSIONS_POLICY, NO_PERMISSIONS);
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
    headers.remove(SERVER);
    response
}

fn policy_with(Nonce(nonce): &Nonce) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
         object-src 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(STRICT)
}

/// Only documents need the nonce; files may be kept by caches and must not carry one.
fn is_page(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

#[cfg(test)]
mod tests {
    use axum::{
        Extension, Router, body::Body, middleware::from_fn_with_state, response::Html,
        response::IntoResponse, routing::get,
    };
    use tower::ServiceExt as _;

    use super::*;

    async fn answer(https: bool, path: &str) -> (HeaderMap, String) {
        let page = |Extension(Nonce(nonce)): Extension<Nonce>| async move { Html(nonce) };
        let door = || async {
            let mut response = Html("door").into_response();
            response.extensions_mut().insert(StrictPolicy);
            response
        };
        let own = || async {
            let policy = (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
            let headers = [policy, (CACHE_CONTROL, "max-age=60"), (REFERRER_POLICY, "no-referrer")];
            (headers, [(SERVER, "leaky/1.0")], Html("own"))
        };
        let app = Router::new()
            .route("/page", get(page))
            .route("/door", get(door))
            .route("/own", get(own))
            .route("/file", get(|| async { "text" }))
            .layer(from_fn_with_state(https, secure));
        let request = Request::get(path).body(Body::empty()).expect("valid");
        let response = app.oneshot(request).await.expect("answered");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 1024).await.expect("short");
        (parts.headers, String::from_utf8(body.to_vec()).expect("UTF-8"))
    }

    #[tokio::test]
    async fn every_answer_carries_the_whole_set() {
        for path in ["/page", "/door", "/own", "/file", "/missing"] {
            let (headers, _) = answer(true, path).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("strict-transport-security", "max-age=31536000; includeSubDomains"),
            ] {
                assert_eq!(headers[name], value, "{path}");
            }
            assert!(headers.contains_key("content-security-policy"), "{path}");
            assert!(
                headers["permissions-policy"].to_str().is_ok_and(|it| it.contains("camera=()"))
            );
            assert!(!headers.contains_key("server"), "{path}");
        }
    }

    #[tokio::test]
    async fn a_page_gets_the_policy_with_its_own_nonce() {
        let (headers, nonce) = answer(false, "/page").await;
        assert_eq!(nonce.len(), 22);
        assert_eq!(
            headers["content-security-policy"].to_str().expect("ASCII"),
            format!(
                "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
                 style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; \
                 connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
                 base-uri 'none'; object-src 'none'"
            )
        );
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["referrer-policy"], "same-origin");
        assert_ne!(answer(false, "/page").await.1, nonce, "a nonce is used once");
    }

    #[tokio::test]
    async fn kept_pages_and_files_get_no_nonce_and_no_webassembly() {
        for path in ["/door", "/file", "/missing"] {
            let policy = answer(false, path).await.0["content-security-policy"].clone();
            let policy = policy.to_str().expect("ASCII");
            assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
            assert!(!policy.contains("nonce") && !policy.contains("wasm"), "{path}: {policy}");
        }
    }

    #[tokio::test]
    async fn what_a_handler_decided_stays() {
        let (headers, _) = answer(true, "/own").await;
        assert_eq!(headers["content-security-policy"], "default-src 'none'; sandbox");
        assert_eq!(headers["cache-control"], "max-age=60");
        assert_eq!(headers["referrer-policy"], "no-referrer");
    }

    #[tokio::test]
    async fn plain_http_promises_no_tls() {
        assert!(!answer(false, "/page").await.0.contains_key("strict-transport-security"));
    }
}
