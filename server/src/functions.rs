//! Calling server functions: for scripts that ask at `/api/…`, and for pages that were posted.

use app::{
    api::{
        Failure, PageFailure,
        request::{Posted, Visitor},
        strict_form,
    },
    form::{self, FormKind, Told},
    route::Route,
    words::Words,
};
use axum::{
    body::{Body, Bytes},
    http::{
        HeaderValue, Request, StatusCode,
        header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use futures::stream;
use leptos::prelude::provide_context;

use crate::{forms, proof, state::AppState};

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
    request: Request<Body>,
) -> Response {
    let words = visitor.words();
    let form = request.uri().path().strip_prefix("/api/").and_then(forms::named);
    let kind = form.map(|it| it.kind);
    if kind.is_none() {
        let (request, here) = looked_at(request).await;
        return told(run(state, visitor, caller, request).await, (kind, here), words).await;
    }
    if !kind.is_some_and(|it| it.proves()) {
        return told(run(state, visitor, caller, request).await, (kind, None), words).await;
    }
    match proof::take(state, visitor, request).await {
        Ok((visitor, request, cookie)) => {
            let answer = run(state, visitor, caller, request).await;
            let mut answer = told(answer, (kind, None), words).await;
            if let Some(line) = cookie {
                answer.headers_mut().append(SET_COOKIE, line);
            }
            answer
        }
        Err(why) => refused(&why.0, &why.1),
    }
}

/// Reads ahead which page a call is about, for whoever is told that they may not see it. What cannot be
/// read is left to the function, which says so.
async fn looked_at(request: Request<Body>) -> (Request<Body>, Option<Route>) {
    let (parts, body) = request.into_parts();
    match axum::body::to_bytes(body, usize::MAX).await {
        Ok(bytes) => {
            let here = page_of(&bytes);
            (Request::from_parts(parts, Body::from(bytes)), here)
        }
        Err(error) => {
            let broken = stream::once(async { Err::<Bytes, _>(error) });
            (Request::from_parts(parts, Body::from_stream(broken)), None)
        }
    }
}

/// The product that these arguments name, or else the organization.
fn page_of(body: &[u8]) -> Option<Route> {
    let pairs = strict_form::pairs(body).ok()?;
    let named = |key: &str| pairs.iter().find(|(it, _)| it == key).map(|(_, value)| &**value);
    let org = named("org")?.parse().ok()?;
    let product = || Some((named("kind")?.parse().ok()?, named("product")?.parse().ok()?));
    let product = product().map(|(kind, product)| Route::Product(org, kind, product));
    Some(product.unwrap_or(Route::Dashboard(org)))
}

async fn run(
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
    leptos_axum::handle_server_fns_with_context(context, request).await.into_response()
}

/// Adds to a failure what the browser shows of it.
///
/// The framework answers every error with 500. Our functions set their own status; what remains are
/// calls that could not be read, which are the caller's mistake.
async fn told(
    answer: Response,
    (kind, here): (Option<FormKind>, Option<Route>),
    words: Words,
) -> Response {
    if answer.status().is_success() {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, MAX_ANSWER_BYTES).await.unwrap_or_default();
    let Ok(failure) = serde_json::from_slice::<PageFailure>(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    if parts.status == StatusCode::INTERNAL_SERVER_ERROR
        && matches!(failure, Failure::Misread(_) | Failure::Garbled)
    {
        tracing::info!(event = "misread_call");
        parts.status = StatusCode::BAD_REQUEST;
    }
    let told = if let Some(kind) = kind {
        form::tell_form(&failure, kind, words)
    } else {
        let here = here.filter(|_| matches!(failure, Failure::Denied(_)));
        form::tell(&failure, here, words)
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, body_of(&failure, &told))
}

fn refused(failure: &PageFailure, told: &Told) -> Response {
    let status = StatusCode::from_u16(failure.status()).unwrap_or_default();
    let kind = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let mut answer = (status, kind, body_of(failure, told)).into_response();
    if let Some(seconds) = failure.retry_after() {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

/// For programs the failure itself, for the browser what to show.
fn body_of(failure: &PageFailure, told: &Told) -> Body {
    Body::from(serde_json::json!({ "failure": failure, "told": told }).to_string())
}
