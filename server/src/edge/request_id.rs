//! Gives every request an id, shows it to the client, and logs how the request went.

use std::{fmt, time::Instant};

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderName, HeaderValue};
use tracing::{Instrument as _, field};

use super::random::random_bytes;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// An answer that took longer is worth a line; of the others a proxy in front keeps a list.
const SLOW_MS: u64 = 1_000;
/// The most bytes of a path that are logged.
const LOGGED_PATH_BYTES: usize = 256;

/// Sixteen hexadecimal characters, drawn here; what a client sends under that name is ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    fn draw() -> Self {
        Self(format!("{:016x}", u64::from_be_bytes(random_bytes())))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The layer. Queries may carry tokens, so they are never logged.
pub async fn identify(mut request: Request, next: Next) -> Response {
    let id = RequestId::draw();
    let span = tracing::info_span!(
        "request",
        %id,
        method = request.method().as_str(),
        path = beginning(request.uri().path()),
        client = field::Empty,
    );
    let header = HeaderValue::from_str(id.as_str());
    request.extensions_mut().insert(id);

    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| match response.status() {
        it if it.is_server_error() || ms >= SLOW_MS => tracing::warn!(status, ms, "answered"),
        _ => tracing::debug!(status, ms, "answered"),
    });

    if let Ok(header) = header {
        response.headers_mut().insert(X_REQUEST_ID, header);
    }
    response
}

fn beginning(path: &str) -> &str {
    &path[..path.floor_char_boundary(LOGGED_PATH_BYTES)]
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::from_fn, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn every_answer_carries_its_own_id_whatever_the_client_claims() {
        let handler =
            |axum::Extension(id): axum::Extension<RequestId>| async move { id.to_string() };
        let app = Router::new().route("/", get(handler)).layer(from_fn(identify));
        let mut seen = Vec::new();
        for path in ["/", "/", "/missing"] {
            let request = Request::get(path).header("x-request-id", "forged").body(Body::empty());
            let response = app.clone().oneshot(request.expect("valid")).await.expect("answered");
            let id = response.headers()["x-request-id"].to_str().expect("ASCII").to_owned();
            assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
            assert!(!seen.contains(&id));
            seen.push(id);
        }
    }

    #[test]
    fn long_paths_are_cut_between_characters() {
        let path = format!("/{}", "é".repeat(400));
        assert_eq!(beginning(&path).len(), 255);
        assert_eq!(beginning("/login"), "/login");
    }
}
