//! Clients that ask and then do not take the answer: on a real socket each is given up in time, and
//! whoever is only slow, or waits for a slow answer, is served.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, response::IntoResponse as _, routing::get};
use http::{Request, Version};
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use server::{
    config::PublicUrl,
    edge::{EdgeLimits, Protection, protect, serve},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinSet,
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// The limits, in small.
const STALL: Duration = Duration::from_secs(1);
const EXCHANGE: Duration = Duration::from_secs(3);
/// A busy machine looks at its timers later.
const TOLERANCE: Duration = Duration::from_secs(3);
/// After that we look no longer whether somebody is given up.
const PATIENCE: Duration = Duration::from_secs(12);
const DRIP: Duration = Duration::from_millis(200);
/// More than the buffers of both sides hold together.
const LARGE: usize = 48 << 20;
const GET: &[u8] = b"GET /large HTTP/1.1\r\nHost: a.example\r\n\r\n";

/// A site on a socket of its own that gives each address one connection, so that a second one tells
/// whether the first is still open.
struct Site {
    address: SocketAddr,
    stop: CancellationToken,
}

impl Site {
    async fn open(exchange: Duration) -> Self {
        let limits = EdgeLimits {
            connections_per_client: 1,
            write_stall: STALL,
            exchange,
            ..EdgeLimits::default()
        };
        let router = Router::new()
            .route("/large", get(|| async { Body::from(vec![b'x'; LARGE]) }))
            .route("/late", get(|| async { sleep(STALL * 2).await }))
            .route("/small", get(|| async { "small" }));
        let metrics = Arc::default();
        let protection = Protection {
            public_url: PublicUrl::parse("https://a.example").expect("valid"),
            limits: limits.clone(),
            renderer: Arc::new(|status, _, _| status.into_response()),
            metrics: Arc::clone(&metrics),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (address, stop) = (listener.local_addr().expect("bound"), CancellationToken::new());
        tokio::spawn(serve(listener, protect(router, protection), limits, metrics, stop.clone()));
        Self { address, stop }
    }

    /// A connection; what is not read soon stays with the server if there is little room here.
    async fn connect(&self, little_room: bool) -> TcpStream {
        let socket = TcpSocket::new_v4().expect("a socket");
        if little_room {
            socket.set_recv_buffer_size(4_096).expect("a small buffer");
        }
        socket.connect(self.address).await.expect("connected")
    }

    /// Whether the one connection is free again.
    async fn is_free(&self) -> bool {
        let mut socket = TcpStream::connect(self.address).await.expect("connected");
        let small = b"GET /small HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n";
        let mut answer = Vec::new();
        // Whoever is turned away may find the connection reset.
        let _ = socket.write_all(small).await;
        let _ = timeout(Duration::from_secs(2), socket.read_to_end(&mut answer)).await;
        answer.starts_with(b"HTTP/1.1 200 ")
    }

    /// How long it takes until whoever holds the connection has lost it; `None`: too long.
    async fn given_up(&self) -> Option<Duration> {
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if self.is_free().await {
                return Some(begin.elapsed());
            }
            sleep(DRIP / 4).await;
        }
        None
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A frame of HTTP/2 (RFC 9113, 4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("short").to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// The beginning of a connection of HTTP/2 in which no stream may be sent a byte.
fn without_window() -> Vec<u8> {
    let no_window = frame(4, 0, 0, &[0, 4, 0, 0, 0, 0]);
    [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice(), &no_window].concat()
}

/// Asks for a path in a stream of HTTP/2: literal header fields without compression (RFC 7541, 6.2.2).
fn asks(stream: u32, path: &str) -> Vec<u8> {
    let literal = |name: u8, value: &str| {
        [&[name, u8::try_from(value.len()).expect("short")], value.as_bytes()].concat()
    };
    // 0x82 is `:method: GET`, 0x87 `:scheme: https`.
    let head = [vec![0x82, 0x87], literal(4, path), literal(1, "a.example")].concat();
    frame(1, 0x5, stream, &head)
}

/// What a client does with its connection, for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Over HTTP/1: takes a byte now and then, which makes no room for more.
    ByteByByte,
    /// Over HTTP/1: takes nothing of many answers.
    Nothing,
    /// Over HTTP/1: takes so much at a time that the server can always write on.
    Trickle,
    /// Over HTTP/2: grants no window.
    NoWindow,
    /// The same, and keeps the connection busy with pings.
    NoWindowButPings,
    /// The same in as many streams as are allowed.
    NoWindowInManyStreams,
}

/// Those who take nothing, and the limit that ends each.
const READERS: [(Reader, Duration); 5] = [
    (Reader::ByteByByte, STALL),
    (Reader::Nothing, STALL),
    (Reader::NoWindow, EXCHANGE),
    (Reader::NoWindowButPings, EXCHANGE),
    (Reader::NoWindowInManyStreams, EXCHANGE),
];

impl Reader {
    /// What it says first.
    fn opening(self) -> Vec<u8> {
        match self {
            Self::ByteByByte | Self::Trickle => GET.to_vec(),
            Self::Nothing => GET.repeat(20),
            Self::NoWindow | Self::NoWindowButPings => {
                [without_window(), asks(1, "/small")].concat()
            }
            Self::NoWindowInManyStreams => {
                let streams = (0..100).map(|it| asks(2 * it + 1, "/small"));
                [vec![without_window()], streams.collect()].concat().concat()
            }
        }
    }

    /// Holds its connection as long as it can.
    async fn hold(self, mut socket: TcpStream) {
        loop {
            sleep(DRIP).await;
            let taken = match self {
                Self::ByteByByte => socket.read(&mut [0; 1]).await.map(drop),
                Self::Trickle => take(&mut socket, LARGE / 48).await,
                Self::NoWindowButPings => socket.write_all(&frame(6, 0, 0, &[0; 8])).await,
                _ => Ok(()),
            };
            if taken.is_err() {
                return;
            }
        }
    }
}

/// Reads as much as this.
async fn take(socket: &mut TcpStream, bytes: usize) -> io::Result<()> {
    socket.read_exact(&mut vec![0; bytes]).await.map(drop)
}

/// Lets a reader hold its connection; says how long it could.
async fn siege(reader: Reader) -> Option<Duration> {
    let site = Site::open(EXCHANGE).await;
    let mut socket = site.connect(reader != Reader::Trickle).await;
    socket.write_all(&reader.opening()).await.expect("sent");
    let held = tokio::spawn(reader.hold(socket));
    let lasted = site.given_up().await;
    held.abort();
    println!("{reader:?}: given up after {lasted:?}");
    lasted
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_does_not_take_the_answer_is_given_up() {
    let mut sieges = JoinSet::new();
    for (reader, limit) in READERS {
        sieges.spawn(async move { (reader, limit, siege(reader).await) });
    }
    for (reader, limit, lasted) in sieges.join_all().await {
        let fits = lasted.is_some_and(|it| it < limit + TOLERANCE && it + DRIP > STALL);
        assert!(fits, "{reader:?}: {lasted:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_takes_the_answer_slowly_has_the_time_of_an_exchange() {
    let lasted = siege(Reader::Trickle).await;
    let fits = lasted.is_some_and(|it| it < EXCHANGE + TOLERANCE && it + DRIP > EXCHANGE);
    assert!(fits, "{lasted:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_that_takes_everything_in_time_is_served() {
    let site = Site::open(PATIENCE).await;
    let mut socket = TcpStream::connect(site.address).await.expect("connected");
    let closing = String::from_utf8_lossy(GET).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    socket.write_all(closing.as_bytes()).await.expect("sent");
    let mut taken = 0;
    let mut buffer = vec![0; LARGE / 6];
    loop {
        // Each pause is shorter than the stall that is allowed.
        sleep(STALL / 4).await;
        let mut full = 0;
        while full < buffer.len() {
            match socket.read(&mut buffer[full..]).await.expect("more") {
                0 => {
                    taken += full;
                    assert!(taken > LARGE, "{taken}");
                    return;
                }
                count => full += count,
            }
        }
        taken += full;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_waits_for_a_late_answer_is_served() {
    let late = Site::open(PATIENCE).await;
    let mut socket = TcpStream::connect(late.address).await.expect("connected");
    let request = b"GET /late HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n";
    socket.write_all(request).await.expect("sent");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.expect("an answer");
    assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer));

    let late = Site::open(PATIENCE).await;
    let socket = TokioIo::new(TcpStream::connect(late.address).await.expect("connected"));
    let handshake = http2::handshake(TokioExecutor::new(), socket).await.expect("HTTP/2");
    let (mut client, connection) = handshake;
    tokio::spawn(connection);
    for path in ["late", "small"] {
        let request = Request::get(format!("https://a.example/{path}")).version(Version::HTTP_2);
        let request = request.body(Empty::<axum::body::Bytes>::new()).expect("valid");
        let answer = client.send_request(request).await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        answer.into_body().collect().await.expect("a body");
    }
}
