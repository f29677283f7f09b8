//! Turns refusals, and errors that the router leaves without words, into pages; counts them.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{
    header::{CONTENT_LENGTH, CONTENT_TYPE},
    request::Parts,
};
use http_body::Body as _;

use super::{
    metrics::Metrics,
    refusal::{Refusal, Renderer},
    request_id::RequestId,
};

/// What the layer works with.
#[derive(Clone)]
pub struct ErrorPages {
    pub renderer: Renderer,
    pub metrics: Arc<Metrics>,
}

/// The layer.
pub async fn explain(State(pages): State<ErrorPages>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;

    let refusal = response.extensions().get::<Refusal>().copied();
    if let Some(refusal) = refusal {
        tracing::warn!(reason = refusal.name(), "refused");
    }
    pages.metrics.count(response.status(), refusal);
    if refusal.is_some() || is_wordless_error(&response) {
        page_instead_of(&response, &asked, &pages.renderer)
    } else {
        response
    }
}

/// The router answers unknown methods and unreadable requests with a bare status.
fn is_wordless_error(response: &Response) -> bool {
    let error = response.status().is_client_error() || response.status().is_server_error();
    error
        && !response.headers().contains_key(CONTENT_TYPE)
        && response.body().size_hint().exact() == Some(0)
}

/// The page, under the refusal's status and with its headers (`Allow`, `Retry-After`).
fn page_instead_of(refused: &Response, asked: &Parts, renderer: &Renderer) -> Response {
    let status = refused.status();
    let id = asked.extensions.get::<RequestId>().map_or("", RequestId::as_str);
    let made = catch_unwind(AssertUnwindSafe(|| renderer(status, asked, id)));
    let mut page = made.unwrap_or_else(|_| status.as_str().to_owned().into_response());
    *page.status_mut() = status;
    for (name, value) in refused.headers().iter().filter(|(name, _)| *name != CONTENT_LENGTH) {
        page.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    page
}

#[cfg(test)]
mod tests {
    use axum::{
        Router,
        body::{Body, to_bytes},
        middleware::from_fn_with_state,
        routing::get,
    };
    use http::StatusCode;
    use tower::ServiceExt as _;

    use super::*;

    fn app(renderer: Renderer) -> (Router, Arc<Metrics>) {
        let metrics = Arc::new(Metrics::default());
        let pages = ErrorPages { renderer, metrics: Arc::clone(&metrics) };
        let app = Router::new()
            .route("/refused", get(|| async { Refusal::Overloaded }))
            .route("/said", get(|| async { (StatusCode::CONFLICT, "own words") }))
            .route("/fine", get(|| async { "fine" }))
            .layer(from_fn_with_state(pages, explain));
        (app, metrics)
    }

    async fn answer(app: &Router, method: &str, path: &str) -> (Response<()>, String) {
        let request = Request::builder().method(method).uri(path).body(Body::empty());
        let response = app.clone().oneshot(request.expect("valid")).await.expect("answered");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1024).await.expect("short");
        (Response::from_parts(parts, ()), String::from_utf8(body.to_vec()).expect("UTF-8"))
    }

    #[tokio::test]
    async fn refusals_and_bare_errors_become_pages_and_nothing_else_does() {
        let (app, metrics) = app(Arc::new(|status, asked, _| {
            format!("page {} for {}", status.as_u16(), asked.uri.path()).into_response()
        }));
        for (method, path, status, body) in [
            ("GET", "/refused", 503, "page 503 for /refused"),
            ("GET", "/missing", 404, "page 404 for /missing"),
            ("DELETE", "/fine", 405, "page 405 for /fine"),
            ("GET", "/said", 409, "own words"),
            ("GET", "/fine", 200, "fine"),
        ] {
            let (response, text) = answer(&app, method, path).await;
            assert_eq!((response.status().as_u16(), text.as_str()), (status, body));
        }
        let (response, _) = answer(&app, "GET", "/refused").await;
        assert_eq!(response.headers()["retry-after"], "5");
        let (response, _) = answer(&app, "DELETE", "/fine").await;
        assert_eq!(response.headers()["allow"], "GET,HEAD");
        let exposed = metrics.expose();
        assert!(exposed.contains("atrio_refusals_total{reason=\"overloaded\"} 2\n"), "{exposed}");
        assert!(exposed.contains("atrio_server_errors_total 2\n"), "{exposed}");
    }

    #[tokio::test]
    async fn a_page_that_cannot_be_made_still_leaves_the_status() {
        let (app, _) = app(Arc::new(|_, _, _| panic!("no template")));
        let (response, text) = answer(&app, "GET", "/refused").await;
        assert_eq!((response.status().as_u16(), text.as_str()), (503, "503"));
    }
}
