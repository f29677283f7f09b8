//! The accept loop: takes connections up to the limits, serves each on its own, and stops in order.

use std::{io, net::IpAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use http::{Request, Response, Version};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

use super::{
    client_address::PeerAddress,
    guarded_stream::{Activity, GuardedStream, OpenRequest},
    limits::EdgeLimits,
    metrics::Metrics,
    seats::{Seat, Seats},
    tracked_body::TrackedBody,
};

/// Pause after a failed accept, which mostly means that file descriptors ran out.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Clients that are being turned away with words at once; beyond them, without.
const POLITE_REFUSALS: usize = 64;
const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\
    retry-after: 5\r\ncontent-length: 0\r\n\r\n";

/// Serves `app` until `stop` is cancelled and the open requests are answered, or given up after
/// `limits.drain`.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: EdgeLimits,
    metrics: Arc<Metrics>,
    stop: CancellationToken,
) {
    let drain = limits.drain;
    let total = limits.connections;
    let seats = Seats::new(total, limits.connections_per_client, limits.trusted_proxies.clone());
    let connections = TaskTracker::new();
    let refusals = Arc::new(Semaphore::new(POLITE_REFUSALS));
    let server = Arc::new(Server { app, protocol: protocol(&limits), limits, stop });
    let cut = CancellationToken::new();

    while let Some((socket, peer)) = next_connection(&listener, &server.stop).await {
        let seat = seats.take(peer);
        metrics.count_connection(seat.is_some());
        if let Some(seat) = seat {
            let connection = Arc::clone(&server).serve_connection(socket, peer, seat);
            connections.spawn(cut.clone().run_until_cancelled_owned(connection));
        } else if let Ok(place) = Arc::clone(&refusals).try_acquire_owned() {
            let refusal = refuse(socket, server.limits.linger);
            connections.spawn(async move {
                refusal.await;
                drop(place);
            });
        }
    }
    drop(listener);

    connections.close();
    if timeout(drain, connections.wait()).await.is_err() {
        tracing::warn!(open = connections.len(), "connections cut off at the end of the drain");
        cut.cancel();
        connections.wait().await;
    }
}

/// The next connection, or none once the program stops.
async fn next_connection(
    listener: &TcpListener,
    stop: &CancellationToken,
) -> Option<(TcpStream, IpAddr)> {
    loop {
        match stop.run_until_cancelled(listener.accept()).await? {
            Ok((socket, peer)) => return Some((socket, peer.ip())),
            // The client was gone before we looked.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept a connection");
                stop.run_until_cancelled(sleep(ACCEPT_PAUSE)).await?;
            }
        }
    }
}

fn protocol(limits: &EdgeLimits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    let head_bytes = usize::try_from(limits.head_bytes).unwrap_or(usize::MAX);
    builder
        .http1()
        .timer(TokioTimer::new())
        // The stream itself tells a late head from a long rest; this timer also makes hyper look
        // for the next request as soon as one is answered.
        .header_read_timeout(limits.keep_alive)
        // Clients that send nothing more still get their answer.
        .half_close(true)
        .max_headers(limits.head.headers)
        .max_buf_size(head_bytes);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams)
        .max_header_list_size(limits.head_bytes);
    builder
}

struct Server {
    app: Router,
    protocol: Builder<TokioExecutor>,
    limits: EdgeLimits,
    stop: CancellationToken,
}

impl Server {
    async fn serve_connection(self: Arc<Self>, socket: TcpStream, peer: IpAddr, seat: Seat) {
        // Fails only for a socket that is gone already, which the first read will tell.
        let _ = socket.set_nodelay(true);
        let activity = Arc::new(Activity::default());
        let stream = GuardedStream::new(socket, Arc::clone(&activity), &self.limits);
        let service = service_fn(|request: Request<Incoming>| {
            let open = activity.begin(request.version() >= Version::HTTP_2);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(PeerAddress(peer));
            let answer = self.app.clone().oneshot(request);
            async move { answer.await.map(|it| track(it, open)) }
        });
        let connection = self.protocol.serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        let finished = self.stop.run_until_cancelled(connection.as_mut()).await;
        let result = if let Some(result) = finished {
            result
        } else {
            connection.as_mut().graceful_shutdown();
            connection.await
        };
        if let Err(error) = result {
            tracing::debug!(error = %error, "connection ended early");
        }
        drop(seat);
    }
}

/// Keeps the request open until its answer's body is sent or given up.
fn track(response: Response<Body>, open: OpenRequest) -> Response<Body> {
    response.map(|body| Body::new(TrackedBody::new(body, open)))
}

/// Turns a client away in words that every HTTP client understands.
async fn refuse(socket: TcpStream, linger: Duration) {
    let limits = EdgeLimits { linger, write_stall: linger, ..EdgeLimits::default() };
    let mut stream = GuardedStream::new(socket, Arc::default(), &limits);
    if stream.write_all(BUSY).await.is_ok() {
        // The client may be gone; there is nobody left to tell.
        let _ = stream.shutdown().await;
    }
}
