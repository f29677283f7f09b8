//! Two addresses for machines: does the process live, and should it get requests?

use std::{
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use axum::{Router, extract::State, routing::get};
use http::StatusCode;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// A database that needs longer counts as down.
const DATABASE_PATIENCE: Duration = Duration::from_millis(500);
/// With less space even deleting may fail.
const FREE_BYTES: u64 = 256 * 1024 * 1024;

/// Asks whether the database answers and has the schema that this program works with.
pub type DatabaseCheck = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// What readiness depends on.
#[derive(Clone)]
pub struct Health {
    pub database: DatabaseCheck,
    /// The folder of a database file, which needs room to grow.
    pub folder: Option<PathBuf>,
    /// Cancelled once the program is about to stop.
    pub draining: CancellationToken,
}

impl Health {
    /// `/healthz` and `/readyz`. Both tell yes or no and nothing more; the log knows why.
    pub fn router(self) -> Router {
        Router::new()
            .route("/healthz", get(|| async { "alive\n" }))
            .route("/readyz", get(readiness))
            .with_state(self)
    }

    /// The first reason not to send requests here.
    async fn obstacle(&self) -> Option<&'static str> {
        if self.draining.is_cancelled() {
            return Some("stopping");
        }
        if timeout(DATABASE_PATIENCE, (self.database)()).await != Ok(true) {
            return Some("database");
        }
        let cramped = self.folder.as_deref().is_some_and(|it| free_bytes(it) < FREE_BYTES);
        cramped.then_some("disk space")
    }
}

async fn readiness(State(health): State<Health>) -> (StatusCode, &'static str) {
    match health.obstacle().await {
        None => (StatusCode::OK, "ready\n"),
        Some(obstacle) => {
            tracing::warn!(obstacle, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
    }
}

/// Space that the program may still fill; none if the folder cannot be asked.
fn free_bytes(folder: &Path) -> u64 {
    rustix::fs::statvfs(folder).map_or(0, |it| it.f_bavail.saturating_mul(it.f_frsize))
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use axum::body::{Body, to_bytes};
    use http::Request;
    use tower::ServiceExt as _;

    use super::*;

    fn healthy() -> Health {
        Health {
            database: Arc::new(|| Box::pin(ready(true))),
            folder: None,
            draining: CancellationToken::new(),
        }
    }

    async fn answer(health: &Health, path: &str) -> (u16, String) {
        let request = Request::get(path).body(Body::empty()).expect("valid");
        let response = health.clone().router().oneshot(request).await.expect("answered");
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 100).await.expect("short");
        (status, String::from_utf8(body.to_vec()).expect("UTF-8"))
    }

    #[tokio::test]
    async fn a_healthy_process_is_alive_and_ready() {
        let health = Health { folder: None, ..healthy() };
        assert_eq!(answer(&health, "/healthz").await, (200, "alive\n".to_owned()));
        assert_eq!(answer(&health, "/readyz").await, (200, "ready\n".to_owned()));
    }

    #[tokio::test(start_paused = true)]
    async fn whatever_is_missing_the_answer_is_the_same_and_the_process_lives() {
        let stopping = healthy();
        stopping.draining.cancel();
        for health in [
            Health { database: Arc::new(|| Box::pin(ready(false))), ..healthy() },
            Health { database: Arc::new(|| Box::pin(pending())), ..healthy() },
            Health { folder: Some(PathBuf::from("/nowhere/at/all")), ..healthy() },
            stopping,
        ] {
            assert_eq!(answer(&health, "/readyz").await, (503, "not ready\n".to_owned()));
            assert_eq!(answer(&health, "/healthz").await, (200, "alive\n".to_owned()));
        }
    }

    #[test]
    fn free_space_is_counted_in_bytes() {
        let here = free_bytes(Path::new("/"));
        assert!(here.is_multiple_of(512) && here < 1 << 60, "{here}");
    }
}
