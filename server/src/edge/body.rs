//! Watches a request's body while it arrives: neither too much nor too slowly.

use std::{
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{
    HeaderMap,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::refusal::Refusal;

/// How much a body may be and how long it may pause.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimits {
    pub bytes: u64,
    /// How much it may be where a file is sent.
    pub file_bytes: u64,
    /// Whether a file is sent to the page at a path.
    pub takes_files: fn(&str) -> bool,
    /// Longest time without a byte while the handler waits for one.
    pub idle: Duration,
}

/// The layer. Whatever a handler makes of a body that broke off, the client learns the reason.
pub async fn watch(State(limits): State<BodyLimits>, request: Request, next: Next) -> Response {
    let takes_files = is_multipart(request.headers()) && (limits.takes_files)(request.uri().path());
    let most = if takes_files { limits.file_bytes } else { limits.bytes };
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
    if announced.and_then(|it| it.parse::<u64>().ok()).is_some_and(|it| it > most) {
        return Refusal::BodyTooLarge.into_response();
    }
    let verdict = Verdict::default();
    let request = request.map(|body| {
        let verdict = Arc::clone(&verdict);
        Body::new(WatchedBody { inner: body, left: most, idle: limits.idle, timer: None, verdict })
    });
    let response = next.run(request).await;
    match verdict.get() {
        Some(refusal) => refusal.into_response(),
        None => response,
    }
}

/// `Content-Type` says that the body may hold a file.
pub fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|it| it.trim() == "multipart/form-data")
}

type Verdict = Arc<OnceLock<Refusal>>;

/// The body broke off because of a limit.
#[derive(Debug, thiserror::Error)]
#[error("request body refused: {}", .0.name())]
struct BodyRefused(Refusal);

struct WatchedBody {
    inner: Body,
    left: u64,
    idle: Duration,
    /// Set while the handler waits for the client.
    timer: Option<Pin<Box<Sleep>>>,
    verdict: Verdict,
}

impl WatchedBody {
    fn refuse(&self, refusal: Refusal) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let refusal = *self.verdict.get_or_init(|| refusal);
        Poll::Ready(Some(Err(BodyRefused(refusal).into())))
    }
}

impl http_body::Body for WatchedBody {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(context) else {
            let idle = self.idle;
            let timer =
                self.timer.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + idle)));
            ready!(timer.as_mut().poll(context));
            return self.refuse(Refusal::BodyTooSlow);
        };
        self.timer = None;
        let length = match &frame {
            Some(Ok(frame)) => frame.data_ref().map_or(0, Bytes::len),
            _ => 0,
        };
        match self.left.checked_sub(u64::try_from(length).unwrap_or(u64::MAX)) {
            Some(left) => self.left = left,
            None => return self.refuse(Refusal::BodyTooLarge),
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::to_bytes, middleware::from_fn_with_state, routing::post};
    use http::StatusCode;
    use tokio::sync::mpsc;

    use super::*;
    use tower::ServiceExt as _;

    /// A body whose pieces the test sends one by one.
    struct Pieces(mpsc::Receiver<&'static [u8]>);

    impl http_body::Body for Pieces {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            let piece = ready!(self.0.poll_recv(context));
            Poll::Ready(piece.map(|piece| Ok(Frame::data(Bytes::from_static(piece)))))
        }
    }

    fn app() -> Router {
        // A handler that takes any failure of the body for a server error, as codecs do.
        let read = |body: Body| async move {
            to_bytes(body, usize::MAX)
                .await
                .map_or(StatusCode::INTERNAL_SERVER_ERROR, |_| StatusCode::OK)
        };
        let limits = BodyLimits {
            bytes: 10,
            file_bytes: 20,
            takes_files: |path| path == "/file",
            idle: Duration::from_secs(10),
        };
        Router::new()
            .route("/read", post(read))
            .route("/file", post(read))
            .route("/ignore", post(|| async {}))
            .layer(from_fn_with_state(limits, watch))
    }

    async fn status(path: &str, length: Option<&str>, body: Body) -> u16 {
        let kind = if path == "/file" { "multipart/form-data; boundary=b" } else { "text/plain" };
        let request = Request::post(path).header(CONTENT_TYPE, kind);
        let mut request = request.body(body).expect("valid");
        if let Some(length) = length {
            request.headers_mut().insert(CONTENT_LENGTH, length.parse().expect("a value"));
        }
        app().oneshot(request).await.expect("answered").status().as_u16()
    }

    fn pieces(pieces: &'static [&'static [u8]]) -> Body {
        let (sender, receiver) = mpsc::channel(pieces.len().max(1));
        for piece in pieces {
            sender.try_send(*piece).expect("room");
        }
        Body::new(Pieces(receiver))
    }

    #[tokio::test]
    async fn a_body_beyond_the_limit_is_refused_announced_or_not() {
        for (length, body, expected) in [
            (None, pieces(&[b"0123456789"]), 200),
            (None, pieces(&[b"01234", b"56789"]), 200),
            (None, pieces(&[b"0123456789", b"x"]), 413),
            (None, pieces(&[b"0123456789x"]), 413),
            (None, pieces(&[]), 200),
            (Some("11"), Body::empty(), 413),
            (Some("18446744073709551615"), Body::empty(), 413),
            (Some("10"), pieces(&[b"0123456789"]), 200),
            // Announced small, sent large.
            (Some("1"), pieces(&[b"0123456789x"]), 413),
        ] {
            assert_eq!(status("/read", length, body).await, expected, "{length:?}");
        }
        assert_eq!(status("/file", None, pieces(&[b"0123456789x"])).await, 200);
        assert_eq!(status("/file", None, pieces(&[b"0123456789", b"0123456789x"])).await, 413);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_stops_sending_is_given_up_after_the_idle_time() {
        let (sender, receiver) = mpsc::channel(1);
        sender.try_send(b"half".as_slice()).expect("room");
        let started = Instant::now();
        assert_eq!(status("/read", None, Body::new(Pieces(receiver))).await, 408);
        assert_eq!(started.elapsed().as_secs(), 10);
        drop(sender);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_but_steady_client_is_served() {
        let (sender, receiver) = mpsc::channel(1);
        let answer = tokio::spawn(status("/read", None, Body::new(Pieces(receiver))));
        for _ in 0..5 {
            tokio::time::advance(Duration::from_secs(9)).await;
            sender.send(b"x".as_slice()).await.expect("still read");
            // Lets the reader take the piece, which restarts its timer.
            tokio::task::yield_now().await;
        }
        drop(sender);
        assert_eq!(answer.await.expect("no panic"), 200);
    }

    #[tokio::test]
    async fn a_body_that_nobody_reads_is_no_reason_to_refuse() {
        assert_eq!(status("/ignore", None, pieces(&[b"0123456789x"])).await, 200);
    }
}
