//! Refuses requests of a shape that no page of ours ever sends, before any route sees them.

use axum::extract::{Request, State};
use http::{
    HeaderMap, Method, Uri,
    header::{CONTENT_ENCODING, TRANSFER_ENCODING},
};
use percent_encoding::percent_decode_str;

use super::refusal::Refusal;

/// How much a request head may carry.
#[derive(Debug, Clone, Copy)]
pub struct HeadLimits {
    /// Bytes of path and query.
    pub uri_bytes: usize,
    /// Header lines.
    pub headers: usize,
}

/// The layer.
pub async fn check(State(limits): State<HeadLimits>, request: Request) -> Result<Request, Refusal> {
    check_method(request.method())?;
    check_target(request.uri(), limits)?;
    check_headers(request.headers(), limits)?;
    Ok(request)
}

fn check_method(method: &Method) -> Result<(), Refusal> {
    const USED: [Method; 7] = [
        Method::GET,
        Method::HEAD,
        Method::OPTIONS,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    if USED.contains(method) { Ok(()) } else { Err(Refusal::Method) }
}

fn check_target(uri: &Uri, limits: HeadLimits) -> Result<(), Refusal> {
    let target = uri.path_and_query().ok_or(Refusal::Target)?;
    if target.as_str().len() > limits.uri_bytes {
        return Err(Refusal::UriTooLong);
    }
    if is_plain_path(target.path()) { Ok(()) } else { Err(Refusal::Target) }
}

/// A path that means the same to every program that reads it: a proxy, the router, a file name.
fn is_plain_path(path: &str) -> bool {
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else { return false };
    // An encoded slash changes the number of segments; a percent sign that encodes nothing is
    // read differently by different programs.
    let slashes = |text: &str| text.matches('/').count();
    let well_encoded = path.split('%').skip(1).all(|rest| {
        rest.as_bytes().first_chunk::<2>().is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    });
    path.starts_with('/')
        && well_encoded
        && slashes(&decoded) == slashes(path)
        && !decoded.contains("//")
        && !decoded.contains(|c: char| c.is_control() || c == '\\')
        && !decoded.split('/').any(|segment| segment == "." || segment == "..")
}

fn check_headers(headers: &HeaderMap, limits: HeadLimits) -> Result<(), Refusal> {
    if headers.len() > limits.headers {
        return Err(Refusal::TooManyHeaders);
    }
    // No page compresses what it sends, and a small compressed body can become a huge one.
    let compressed = headers.contains_key(CONTENT_ENCODING)
        || headers
            .get_all(TRANSFER_ENCODING)
            .iter()
            .any(|value| !value.as_bytes().eq_ignore_ascii_case(b"chunked"));
    if compressed { Err(Refusal::ContentEncoding) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::map_request_with_state};
    use tower::ServiceExt as _;

    use super::*;

    async fn status(request: Request) -> u16 {
        let limits = HeadLimits { uri_bytes: 2048, headers: 100 };
        let app = Router::new().fallback(|| async {}).layer(map_request_with_state(limits, check));
        app.oneshot(request).await.expect("answered").status().as_u16()
    }

    fn request(method: &str, uri: &str) -> Request {
        Request::builder().method(method).uri(uri).body(Body::empty()).expect("valid")
    }

    #[tokio::test]
    async fn only_methods_that_something_uses_pass() {
        for method in ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] {
            assert_eq!(status(request(method, "/")).await, 200, "{method}");
        }
        for method in ["TRACE", "CONNECT", "PROPFIND", "get", "X"] {
            assert_eq!(status(request(method, "/")).await, 405, "{method}");
        }
        assert_eq!(status(request("CONNECT", "a.example:443")).await, 405);
    }

    #[tokio::test]
    async fn only_plain_paths_pass() {
        for (uri, expected) in [
            ("/", 200),
            ("/login", 200),
            ("/login/", 200),
            ("/o/abcdefgh12?a=//b&c=%00", 200),
            ("/caf%C3%A9", 200),
            ("/a..b/.c", 200),
            ("/%25", 200),
            ("http://a.example/login", 200),
            ("*", 400),
            ("a.example:80", 400),
            ("//", 400),
            ("//evil.example", 400),
            ("/a//b", 400),
            ("/./", 400),
            ("/a/../b", 400),
            ("/a/%2e%2e/b", 400),
            ("/a/%2E", 400),
            ("/a%2fb", 400),
            ("/a%2Fb", 400),
            ("/a%5cb", 400),
            ("/%00", 400),
            ("/%0d%0aSet-Cookie:a", 400),
            ("/%1b[31m", 400),
            ("/%7f", 400),
            ("/%c2%85", 400),
            ("/%ff", 400),
            ("/%c0%af", 400),
            ("/%", 400),
            ("/%4", 400),
            ("/%zz", 400),
        ] {
            let method = if uri == "*" { "OPTIONS" } else { "GET" };
            assert_eq!(status(request(method, uri)).await, expected, "{uri}");
        }
    }

    #[tokio::test]
    async fn addresses_and_heads_have_a_size() {
        for (length, expected) in [(2048, 200), (2049, 414)] {
            let query = format!("/?{}", "x".repeat(length - 2));
            assert_eq!(status(request("GET", &query)).await, expected);
            assert_eq!(
                status(request("GET", &format!("/{}", "x".repeat(length - 1)))).await,
                expected
            );
        }
        for (count, expected) in [(100, 200), (101, 431)] {
            let mut request = request("GET", "/");
            for _ in 0..count {
                request.headers_mut().append("x", http::HeaderValue::from_static("y"));
            }
            assert_eq!(status(request).await, expected);
        }
    }

    #[tokio::test]
    async fn compressed_bodies_are_refused() {
        for (name, value, expected) in [
            ("content-encoding", "gzip", 415),
            ("content-encoding", "identity", 415),
            ("transfer-encoding", "gzip, chunked", 415),
            ("transfer-encoding", "chunked", 200),
            ("accept-encoding", "gzip", 200),
        ] {
            let mut request = request("POST", "/");
            request.headers_mut().insert(name, http::HeaderValue::from_static(value));
            assert_eq!(status(request).await, expected, "{name}: {value}");
        }
    }
}
