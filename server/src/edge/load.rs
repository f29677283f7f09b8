//! Takes no more work than can be done: a cap on requests at once, and on the time of each.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tokio::{sync::Semaphore, time::timeout};

use super::{host::is_health_check, refusal::Refusal};

/// The layer that refuses at once instead of queueing. Health checks pass: a busy process lives.
pub async fn shed(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    if is_health_check(request.uri().path()) {
        return next.run(request).await;
    }
    match places.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => Refusal::Overloaded.into_response(),
    }
}

/// The layer that gives up on an answer that does not come.
pub async fn limit_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::TimedOut.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use axum::{Router, body::Body, middleware::from_fn_with_state, routing::get};
    use http::StatusCode;
    use tokio::sync::Notify;
    use tower::ServiceExt as _;

    use super::*;

    fn request(path: &str) -> Request {
        Request::get(path).body(Body::empty()).expect("valid")
    }

    async fn status(app: &Router, path: &str) -> StatusCode {
        app.clone().oneshot(request(path)).await.expect("answered").status()
    }

    #[tokio::test]
    async fn a_full_house_refuses_at_once_and_recovers() {
        let (entered, leave) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (inside, exit) = (Arc::clone(&entered), Arc::clone(&leave));
        let wait = move || async move {
            inside.notify_one();
            exit.notified().await;
        };
        let app = Router::new()
            .route("/wait", get(wait))
            .route("/quick", get(|| async {}))
            .route("/healthz", get(|| async {}))
            .layer(from_fn_with_state(Arc::new(Semaphore::new(1)), shed));

        let slow = tokio::spawn(app.clone().oneshot(request("/wait")));
        entered.notified().await;
        let refused = app.clone().oneshot(request("/quick")).await.expect("answered");
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()["retry-after"], "5");
        assert_eq!(status(&app, "/healthz").await, StatusCode::OK);

        leave.notify_one();
        let answered = slow.await.expect("no panic").expect("answered");
        assert_eq!(answered.status(), StatusCode::OK);
        assert_eq!(status(&app, "/quick").await, StatusCode::OK);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_never_comes_is_given_up() {
        let app = Router::new()
            .route("/never", get(pending::<()>))
            .route("/quick", get(|| async {}))
            .layer(from_fn_with_state(Duration::from_secs(30), limit_time));
        let started = tokio::time::Instant::now();
        assert_eq!(status(&app, "/quick").await, StatusCode::OK);
        assert_eq!(status(&app, "/never").await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(started.elapsed().as_secs(), 30);
    }
}
