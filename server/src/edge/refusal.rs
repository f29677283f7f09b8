//! Why the edge turns a request away. A refusal travels as a bare response that is made a page later.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::{
    HeaderValue, StatusCode,
    header::{ALLOW, RETRY_AFTER},
    request::Parts,
};

/// Makes the page that a person sees instead of what was asked for. The text is the request's id.
pub type Renderer = Arc<dyn Fn(StatusCode, &Parts, &str) -> Response + Send + Sync>;

/// The methods that any address of ours could know; the router narrows them per address.
const METHODS: HeaderValue =
    HeaderValue::from_static("GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE");
/// Seconds after which a refused client may try again.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("5");

/// A reason to refuse a request before, or instead of, handling it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A method that nothing here uses.
    Method,
    /// A request target that is no plain path: another form, dot segments, control characters.
    Target,
    UriTooLong,
    TooManyHeaders,
    /// A compressed request body.
    ContentEncoding,
    /// No host, several, or none that can be read.
    MalformedHost,
    /// A host that is not ours.
    ForeignHost,
    /// A change without proof that it was asked for by one of our own pages.
    CrossSite,
    BodyTooLarge,
    /// The client stopped sending in the middle of its request.
    BodyTooSlow,
    /// More requests at once than can be worked on.
    Overloaded,
    TimedOut,
    Panicked,
}

impl Refusal {
    pub const ALL: [Self; 13] = [
        Self::Method,
        Self::Target,
        Self::UriTooLong,
        Self::TooManyHeaders,
        Self::ContentEncoding,
        Self::MalformedHost,
        Self::ForeignHost,
        Self::CrossSite,
        Self::BodyTooLarge,
        Self::BodyTooSlow,
        Self::Overloaded,
        Self::TimedOut,
        Self::Panicked,
    ];

    pub const fn status(self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Target | Self::MalformedHost => StatusCode::BAD_REQUEST,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::TooManyHeaders => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::ContentEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Overloaded | Self::TimedOut => StatusCode::SERVICE_UNAVAILABLE,
            Self::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The name in logs and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Target => "target",
            Self::UriTooLong => "uri_too_long",
            Self::TooManyHeaders => "too_many_headers",
            Self::ContentEncoding => "content_encoding",
            Self::MalformedHost => "malformed_host",
            Self::ForeignHost => "foreign_host",
            Self::CrossSite => "cross_site",
            Self::BodyTooLarge => "body_too_large",
            Self::BodyTooSlow => "body_too_slow",
            Self::Overloaded => "overloaded",
            Self::TimedOut => "timed_out",
            Self::Panicked => "panicked",
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        match self {
            Self::Method => response.headers_mut().insert(ALLOW, METHODS),
            Self::Overloaded | Self::TimedOut => {
                response.headers_mut().insert(RETRY_AFTER, RETRY_SECONDS)
            }
            _ => None,
        };
        response.extensions_mut().insert(self);
        response
    }
}
