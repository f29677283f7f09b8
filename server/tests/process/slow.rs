//! Clients that dawdle on purpose: each is given up in time, and nobody else notices.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    task::JoinSet,
    time::{sleep, timeout},
};

use super::support::{http, program::Atrio, until, within};

/// What a client holds back, how many do it, and after how many seconds it is given up.
#[derive(Debug, Clone, Copy)]
enum Attack {
    DripsHead,
    DripsBody,
    WithholdsBody,
    SaysNothing,
}

const ATTACKS: [(Attack, usize, u64); 4] = [
    (Attack::DripsHead, 40, 10),
    (Attack::DripsBody, 30, 30),
    (Attack::WithholdsBody, 15, 10),
    (Attack::SaysNothing, 15, 10),
];
/// Connections that one address may have at once.
const PER_ADDRESS: usize = 64;
/// A busy machine looks at its timers later.
const TOLERANCE: Duration = Duration::from_secs(4);
const DRIP: Duration = Duration::from_secs(1);

async fn connect(port: u16, from: Ipv4Addr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind((from, 0).into()).expect("all of 127.0.0.0/8 is this machine");
    let server = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    socket.connect(server).await.expect("connected")
}

/// Attacks until the server has had enough; says how long it took.
async fn attack(port: u16, from: Ipv4Addr, attack: Attack) -> Duration {
    let begin = Instant::now();
    let mut stream = connect(port, from).await;
    let host = format!("127.0.0.1:{port}");
    let head = http::head(
        "POST",
        "/login",
        &host,
        &[
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("content-length", "1000"),
        ],
    );
    let (at_once, drips) = match attack {
        Attack::DripsHead => (&head[..10], true),
        Attack::DripsBody => (head.as_str(), true),
        Attack::WithholdsBody => (head.as_str(), false),
        Attack::SaysNothing => ("", false),
    };
    stream.write_all(at_once.as_bytes()).await.expect("sent");
    let (mut answers, mut line) = stream.into_split();
    let dripping = tokio::spawn(async move {
        while drips && line.write_all(b"x").await.is_ok() {
            sleep(DRIP).await;
        }
        // Hanging up first would spare the server its decision.
        sleep(Duration::from_mins(1)).await;
        drop(line);
    });
    let mut answer = Vec::new();
    // A connection that was reset is given up, too.
    let _ = timeout(Duration::from_mins(1), answers.read_to_end(&mut answer)).await;
    dripping.abort();
    begin.elapsed()
}

/// Takes all connections that one address may have, and one more.
async fn crowd(port: u16) {
    let own = Ipv4Addr::new(127, 0, 0, 99);
    let mut taken = Vec::new();
    for _ in 0..PER_ADDRESS {
        taken.push(connect(port, own).await);
    }
    let mut refused = connect(port, own).await;
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(5), refused.read_to_end(&mut answer)).await;
    assert!(read.is_ok_and(|it| it.is_ok()), "the one too many is turned away at once");
    assert!(answer.starts_with(b"HTTP/1.1 503 "), "{}", String::from_utf8_lossy(&answer));
    drop(taken.pop());
    // The place is given back as soon as the server has noticed.
    let host = format!("127.0.0.1:{port}");
    let request = http::head("GET", "/healthz", &host, &[]);
    let again = async {
        loop {
            let mut stream = connect(port, own).await;
            let mut answer = [0; 12];
            let sent = stream.write_all(request.as_bytes()).await;
            if sent.is_ok()
                && stream.read_exact(&mut answer).await.is_ok()
                && answer == *b"HTTP/1.1 200"
            {
                return;
            }
        }
    };
    timeout(Duration::from_secs(5), again).await.expect("a place for the next one");
}

/// Asks as a normal person does until told to stop; gives the longest wait.
fn normal_person(port: u16, enough: &AtomicBool) -> Duration {
    let mut longest = Duration::ZERO;
    while !enough.load(Ordering::SeqCst) {
        let begin = Instant::now();
        let answer = http::get(port, "/login").expect("an answer");
        assert_eq!(answer.status, 200);
        longest = longest.max(begin.elapsed());
        thread::sleep(Duration::from_millis(100));
    }
    longest
}

/// The database is a file, so what is a socket is a connection, or was there from the start.
fn open_sockets(atrio: &Atrio) -> usize {
    let files = fs::read_dir(format!("/proc/{}/fd", atrio.pid())).expect("it runs");
    let targets = files.filter_map(|it| fs::read_link(it.ok()?.path()).ok());
    targets.filter(|it| it.to_string_lossy().starts_with("socket:")).count()
}

#[test]
fn slow_clients_are_given_up_in_time_and_nobody_else_notices() {
    let mut atrio = Atrio::new();
    atrio.launch();
    http::get(atrio.port, "/login").expect("an answer");
    let base = open_sockets(&atrio);
    let (port, enough) = (atrio.port, AtomicBool::new(false));
    let longest = thread::scope(|scope| {
        let person = scope.spawn(|| normal_person(port, &enough));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(besiege(port));
        enough.store(true, Ordering::SeqCst);
        person.join().expect("served all the time")
    });
    println!("longest wait of a normal person: {longest:?}");
    assert!(longest < Duration::from_secs(1), "{longest:?}");
    until("all connections are closed", || (open_sockets(&atrio) <= base).then_some(()));
}

/// Connections whose answers nobody reads, and the answers that each asks for: together more than the
/// buffers of both sides hold.
const UNREAD: usize = 40;
const ANSWERS: usize = 60;
/// How long an answer may lie unread.
const WRITE_STALL: Duration = Duration::from_secs(30);

/// The largest file that every browser loads.
fn large_file(port: u16) -> String {
    let page = http::get(port, "/login").expect("an answer").body;
    let style = page.split('"').find(|it| it.ends_with("/door.css")).expect("a style");
    style.replace("door.css", "atrio_bg.wasm")
}

/// Asks for a lot and reads hardly anything of it, for as long as the connection lasts.
async fn hoard(port: u16, number: usize, path: &str) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4_096).expect("a small buffer");
    let server = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = socket.connect(server).await.expect("connected");
    let ask = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n");
    stream.write_all(ask.repeat(ANSWERS).as_bytes()).await.expect("sent");
    // Half of them take a byte a second, which makes no room for more.
    while number % 2 == 1 && stream.read(&mut [0; 1]).await.is_ok() {
        sleep(DRIP).await;
    }
    std::future::pending::<()>().await;
}

#[test]
fn answers_that_nobody_reads_are_given_up_in_time() {
    let mut atrio = Atrio::new();
    atrio.launch();
    let path = large_file(atrio.port);
    let base = open_sockets(&atrio);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let begin = Instant::now();
    for number in 0..UNREAD {
        let (port, path) = (atrio.port, path.clone());
        runtime.spawn(async move { hoard(port, number, &path).await });
    }
    // Not counted from `base`: what was asked before may still have been open then.
    until("they are connected", || (open_sockets(&atrio) >= UNREAD).then_some(()));
    within(WRITE_STALL + TOLERANCE, "all are given up", || {
        (open_sockets(&atrio) <= base).then_some(())
    });
    println!("given up after {:?}", begin.elapsed());
    assert!(begin.elapsed() + Duration::from_secs(1) > WRITE_STALL, "{:?}", begin.elapsed());
    runtime.shutdown_background();
}

async fn besiege(port: u16) {
    let mut attackers = JoinSet::new();
    let kinds = ATTACKS.iter().flat_map(|(kind, count, limit)| {
        std::iter::repeat_n((*kind, Duration::from_secs(*limit)), *count)
    });
    for (number, (kind, limit)) in kinds.enumerate() {
        let last = u8::try_from(2 + number % 10).expect("small");
        let from = Ipv4Addr::new(127, 0, 0, last);
        attackers.spawn(async move { (kind, limit, attack(port, from, kind).await) });
    }
    crowd(port).await;
    while let Some(outcome) = attackers.join_next().await {
        let (kind, limit, lasted) = outcome.expect("no attacker failed");
        assert!(lasted < limit + TOLERANCE, "{kind:?} was borne for {lasted:?}");
        assert!(lasted + Duration::from_secs(1) > limit, "{kind:?} was cut off after {lasted:?}");
    }
}
