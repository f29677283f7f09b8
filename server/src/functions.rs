//! Calling server functions: for scripts that ask at `/api/…`, and for pages that were posted.

use app::api::{
    Failure,
    request::{Posted, Visitor},
};
use axum::{
    body::Body,
    http::{HeaderValue, Request, StatusCode, header::ACCEPT},
    response::{IntoResponse, Response},
};
use leptos::prelude::provide_context;

use crate::state::AppState;

/// Answers are small; what is longer was not made by a server function.
const MAX_ANSWER_BYTES: usize = 1 << 20;

/// Who waits for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// A script of ours.
    Script,
    /// A page that was posted as a whole.
    Page,
}

/// Runs the server function at the request's address for `visitor`.
pub async fn call(
    state: &AppState,
    visitor: Visitor,
    caller: Caller,
    mut request: Request<Body>,
) -> Response {
    // The framework would answer a plain form post by its own redirect to the referrer.
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    let backend = state.backend.clone();
    let context = move || {
        provide_context(backend.clone());
        provide_context(visitor.clone());
        if caller == Caller::Page {
            provide_context(Posted);
        }
    };
    let answer = leptos_axum::handle_server_fns_with_context(context, request).await;
    corrected(answer.into_response()).await
}

/// The framework answers every error with 500. Our functions set their own status; what remains are
/// calls that could not be read, which are the caller's mistake.
async fn corrected(answer: Response) -> Response {
    if answer.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, MAX_ANSWER_BYTES).await.unwrap_or_default();
    let failure: Option<Failure<serde::de::IgnoredAny>> = serde_json::from_slice(&bytes).ok();
    if let Some(Failure::Misread(_) | Failure::Garbled) = failure {
        tracing::info!(event = "misread_call");
        parts.status = StatusCode::BAD_REQUEST;
    }
    Response::from_parts(parts, Body::from(bytes))
}
