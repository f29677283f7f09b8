//! The whole edge on a real socket: what arrives as bytes, and what leaves.

use std::{net::SocketAddr, time::Duration};

use axum::{
    body::to_bytes,
    response::IntoResponse as _,
    routing::{get, post},
};
use http::{Request, StatusCode, Version};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use super::*;

const GET: &str = "GET /hello HTTP/1.1\r\nHost: a.example\r\n\r\n";
const CLOSING_GET: &str = "GET /hello HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n";

struct Site {
    address: SocketAddr,
    stop: CancellationToken,
    server: JoinHandle<()>,
    metrics: Arc<Metrics>,
    /// Told when a handler of `/wait` has begun; tells it to finish.
    entered: Arc<Notify>,
    leave: Arc<Notify>,
}

async fn buggy() -> StatusCode {
    panic!("a bug")
}

impl Site {
    async fn start(limits: EdgeLimits) -> Self {
        let (entered, leave) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (inside, exit) = (Arc::clone(&entered), Arc::clone(&leave));
        let wait = move || async move {
            inside.notify_one();
            exit.notified().await;
            "waited"
        };
        let echo = |body: axum::body::Body| async move {
            to_bytes(body, usize::MAX).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
        };
        let router = Router::new()
            .route("/hello", get(|| async { "hello" }))
            .route("/echo", post(echo))
            .route("/wait", get(wait))
            .route("/panic", get(buggy))
            .route("/healthz", get(|| async { "ok" }));
        let metrics = Arc::new(Metrics::default());
        let app = protect(
            router,
            Protection {
                public_url: PublicUrl::parse("https://a.example").expect("valid"),
                limits: limits.clone(),
                renderer: Arc::new(|status, _, id| format!("{status}, {id}").into_response()),
                metrics: Arc::clone(&metrics),
            },
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let stop = CancellationToken::new();
        let server = tokio::spawn(serve(listener, app, limits, Arc::clone(&metrics), stop.clone()));
        Self { address, stop, server, metrics, entered, leave }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("connected")
    }

    /// Sends bytes, says that no more will come, and reads the whole answer.
    async fn send(&self, bytes: &[u8]) -> String {
        let mut socket = self.connect().await;
        // The server may answer and close before everything is sent.
        let _ = socket.write_all(bytes).await;
        let _ = socket.shutdown().await;
        read_all(&mut socket).await
    }

    async fn status(&self, bytes: &[u8]) -> u16 {
        let answer = self.send(bytes).await;
        let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3));
        status.and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{answer:?}"))
    }
}

async fn read_all(socket: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.expect("an orderly end, not a reset");
    String::from_utf8_lossy(&answer).into_owned()
}

async fn read_until(socket: &mut TcpStream, end: &str) -> String {
    let mut answer = String::new();
    while !answer.ends_with(end) {
        let mut buffer = [0; 4096];
        let count = socket.read(&mut buffer).await.expect("more");
        assert_ne!(count, 0, "ended after {answer:?}");
        answer.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    answer
}

fn post_with(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /echo HTTP/1.1\r\nHost: a.example\r\nSec-Fetch-Site: same-origin\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn requests_of_a_wrong_shape_get_an_answer_of_4xx_and_no_reset() {
    let site = Site::start(EdgeLimits::default()).await;
    let head = |line: &str| format!("{line}\r\nHost: a.example\r\n\r\n").into_bytes();
    let many = format!("GET /hello HTTP/1.1\r\nHost: a.example\r\n{}\r\n", "x: y\r\n".repeat(100));
    let large =
        format!("GET /hello HTTP/1.1\r\nHost: a.example\r\nx: {}\r\n\r\n", "y".repeat(9216));
    let chunk = [b"11170\r\n".as_slice(), &vec![b'x'; 70_000], b"\r\n0\r\n\r\n"].concat();
    for (bytes, expected) in [
        (GET.as_bytes().to_vec(), 200),
        (head("GET https://a.example/hello HTTP/1.1"), 200),
        (head("CONNECT a.example:443 HTTP/1.1"), 405),
        (head("TRACE / HTTP/1.1"), 405),
        (head("OPTIONS * HTTP/1.1"), 400),
        (head("GET https://evil.example/hello HTTP/1.1"), 400),
        (head("GET a.example:80 HTTP/1.1"), 400),
        (head("GET //evil.example HTTP/1.1"), 400),
        (head("GET /./hello HTTP/1.1"), 400),
        (head("GET /a%2fb HTTP/1.1"), 400),
        (head("GET /%00 HTTP/1.1"), 400),
        (head("GET /%ff HTTP/1.1"), 400),
        (b"GET /\xff HTTP/1.1\r\nHost: a.example\r\n\r\n".to_vec(), 400),
        (head(&format!("GET /{} HTTP/1.1", "x".repeat(3000))), 414),
        (many.into_bytes(), 431),
        (large.into_bytes(), 431),
        (b"GET /hello HTTP/1.1\r\n\r\n".to_vec(), 400),
        (b"GET /hello HTTP/1.1\r\nHost: a.example\r\nHost: a.example\r\n\r\n".to_vec(), 400),
        (b"GET /hello HTTP/1.1\r\nHost: b.example\r\n\r\n".to_vec(), 421),
        (b"POST /hello HTTP/1.1\r\nHost: a.example\r\nOrigin: null\r\n\r\n".to_vec(), 403),
        (b"nonsense\r\n\r\n".to_vec(), 400),
        (post_with("Content-Length: 2\r\n", b"ab"), 200),
        (post_with("Content-Length: 65537\r\n", &vec![b'x'; 65_537]), 413),
        (post_with("Content-Length: 2097153\r\n", &vec![b'x'; 200_000]), 413),
        (post_with("Transfer-Encoding: chunked\r\n", &chunk), 413),
        (post_with("Content-Encoding: gzip\r\nContent-Length: 2\r\n", b"ab"), 415),
        (head("DELETE /hello HTTP/1.1"), 403),
        (head("GET /missing HTTP/1.1"), 404),
    ] {
        let shown = String::from_utf8_lossy(&bytes).chars().take(60).collect::<String>();
        assert_eq!(site.status(&bytes).await, expected, "{shown:?}");
    }
    assert_eq!(site.status(GET.as_bytes()).await, 200, "the next request is served");
}

#[tokio::test]
async fn a_refusal_is_a_page_with_all_headers() {
    let site = Site::start(EdgeLimits::default()).await;
    for (path, host) in
        [("/missing", "a.example"), ("/hello", "b.example"), ("/panic", "a.example")]
    {
        let answer =
            site.send(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).await;
        for header in [
            "x-request-id: ",
            "content-security-policy: default-src 'none'; ",
            "x-content-type-options: nosniff\r\n",
            "strict-transport-security: ",
            "cache-control: no-store\r\n",
        ] {
            assert!(answer.contains(header), "{header} is missing in {answer}");
        }
        assert!(!answer.contains("\r\nserver:"), "{answer}");
        let id = answer.split("x-request-id: ").nth(1).and_then(|rest| rest.get(..16));
        assert!(id.is_some_and(|id| answer.ends_with(&format!(", {id}"))), "{answer}");
    }
}

#[tokio::test]
async fn a_panicking_handler_costs_only_its_own_answer() {
    let site = Site::start(EdgeLimits::default()).await;
    let mut socket = site.connect().await;
    socket.write_all(GET.replace("/hello", "/panic").as_bytes()).await.expect("sent");
    socket.write_all(CLOSING_GET.as_bytes()).await.expect("sent");
    let answers = read_all(&mut socket).await;
    assert!(answers.starts_with("HTTP/1.1 500 "), "{answers}");
    assert!(answers.contains("HTTP/1.1 200 OK"), "{answers}");
    assert!(!answers.contains("a bug"), "{answers}");
    assert!(site.metrics.expose().contains("{reason=\"panicked\"} 1\n"));
}

#[tokio::test]
async fn a_client_that_closes_its_half_still_gets_its_answer() {
    let site = Site::start(EdgeLimits::default()).await;
    let mut socket = site.connect().await;
    socket.write_all(GET.replace("/hello", "/wait").as_bytes()).await.expect("sent");
    socket.shutdown().await.expect("half closed");
    site.entered.notified().await;
    site.leave.notify_one();
    assert!(read_all(&mut socket).await.ends_with("waited"));
}

#[tokio::test(start_paused = true)]
async fn an_unfinished_head_is_given_up_after_ten_seconds() {
    let site = Site::start(EdgeLimits::default()).await;
    for start in [
        "",
        "G",
        "GET /hello HTTP/1.1\r\nHost: a.exam",
        "PRI * HT",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut socket = site.connect().await;
        let started = Instant::now();
        socket.write_all(start.as_bytes()).await.expect("sent");
        read_all(&mut socket).await;
        // The last second is the wait for the client's own end.
        assert!((10..=11).contains(&started.elapsed().as_secs()), "{start:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unfinished_body_is_given_up_after_ten_seconds() {
    let site = Site::start(EdgeLimits::default()).await;
    let mut socket = site.connect().await;
    let started = Instant::now();
    socket.write_all(&post_with("Content-Length: 10\r\n", b"half")).await.expect("sent");
    assert!(read_all(&mut socket).await.starts_with("HTTP/1.1 408 "));
    assert!((10..=11).contains(&started.elapsed().as_secs()));
}

#[tokio::test(start_paused = true)]
async fn a_dripping_body_is_given_up_with_its_request() {
    let site = Site::start(EdgeLimits::default()).await;
    let (mut reading, mut writing) = site.connect().await.into_split();
    writing.write_all(&post_with("Content-Length: 1000\r\n", b"")).await.expect("sent");
    let drip = tokio::spawn(async move {
        while writing.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(9)).await;
        }
    });
    let started = Instant::now();
    let mut answer = [0; 12];
    reading.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 503");
    assert_eq!(started.elapsed().as_secs(), 30);
    drip.abort();
}

#[tokio::test(start_paused = true)]
async fn a_connection_serves_many_requests_and_ends_after_a_minute_of_rest() {
    let site = Site::start(EdgeLimits::default()).await;
    let mut socket = site.connect().await;
    for _ in 0..3 {
        socket.write_all(GET.as_bytes()).await.expect("sent");
        read_until(&mut socket, "hello").await;
        tokio::time::advance(Duration::from_secs(50)).await;
    }
    let rested = Instant::now();
    assert_eq!(read_all(&mut socket).await, "");
    let seconds = rested.elapsed().as_secs();
    assert!((10..=11).contains(&seconds), "{seconds} s after fifty");
}

#[tokio::test]
async fn one_address_gets_only_its_share_of_connections() {
    let limits = EdgeLimits { connections_per_client: 2, ..EdgeLimits::default() };
    let site = Site::start(limits).await;
    let mut sockets = [site.connect().await, site.connect().await];
    for socket in &mut sockets {
        socket.write_all(GET.as_bytes()).await.expect("sent");
        read_until(socket, "hello").await;
    }
    let answer = site.send(GET.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("retry-after: 5\r\n"), "{answer}");
    assert!(site.metrics.expose().contains("atrio_refused_connections_total 1\n"));

    let [first, _second] = sockets;
    let mut first = first;
    first.write_all(CLOSING_GET.as_bytes()).await.expect("sent");
    read_all(&mut first).await;
    drop(first);
    // The place is free as soon as the server has seen the end, which it has when it refuses no more.
    while site.status(GET.as_bytes()).await == 503 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn stopping_finishes_open_requests_and_lets_nobody_in() {
    let site = Site::start(EdgeLimits::default()).await;
    let mut idle = site.connect().await;
    idle.write_all(GET.as_bytes()).await.expect("sent");
    read_until(&mut idle, "hello").await;
    let mut open = site.connect().await;
    open.write_all(GET.replace("/hello", "/wait").as_bytes()).await.expect("sent");
    site.entered.notified().await;

    site.stop.cancel();
    assert_eq!(read_all(&mut idle).await, "", "a resting connection is closed");
    drop(idle);
    assert!(TcpStream::connect(site.address).await.is_err(), "nobody gets in");
    site.leave.notify_one();
    let answer = read_all(&mut open).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("waited"), "{answer}");
    drop(open);
    site.server.await.expect("no panic");
}

#[tokio::test(start_paused = true)]
async fn stopping_waits_for_nobody_longer_than_the_drain() {
    let site = Site::start(EdgeLimits::default()).await;
    let mut half_sent = site.connect().await;
    half_sent.write_all(b"GET /hel").await.expect("sent");
    let mut open = site.connect().await;
    open.write_all(GET.replace("/hello", "/wait").as_bytes()).await.expect("sent");
    site.entered.notified().await;

    let asked = Instant::now();
    site.stop.cancel();
    site.server.await.expect("no panic");
    assert_eq!(asked.elapsed().as_secs(), 20);
    assert_eq!(read_all(&mut open).await, "");
}

#[tokio::test]
async fn http2_passes_the_same_checks() {
    let site = Site::start(EdgeLimits::default()).await;
    let socket = TokioIo::new(site.connect().await);
    let (mut client, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), socket).await.expect("HTTP/2");
    tokio::spawn(connection);
    for (method, uri, expected) in [
        ("GET", "https://a.example/hello", 200),
        ("GET", "https://b.example/hello", 421),
        ("GET", "https://a.example/a//b", 400),
        ("POST", "https://a.example/hello", 403),
        ("TRACE", "https://a.example/hello", 405),
    ] {
        let request = Request::builder().method(method).uri(uri).version(Version::HTTP_2);
        let request = request.body(Empty::<axum::body::Bytes>::new()).expect("valid");
        let response = client.send_request(request).await.expect("answered");
        assert_eq!(response.status().as_u16(), expected, "{method} {uri}");
        assert!(response.headers().contains_key("x-request-id"));
        response.into_body().collect().await.expect("a body");
    }
}
