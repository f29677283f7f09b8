//! SIGTERM: not ready any more, then no new connections, then what was begun is finished.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use super::support::{
    http::{self, Browser, connect, head, read_answer},
    mailbox::Mailbox,
    people::{Person, is_asked},
    program::Atrio,
    smtp::SmtpServer,
    until,
};

/// Five seconds of notice, twenty to finish, one to close.
const LONGEST_STOP: Duration = Duration::from_secs(26);
const FORM: &str = "form=sign_in&email=olivia%40harbour.example&password=not+the+right+one";

/// A form on its way: everything but the last byte is sent, so that an answer must still come.
struct HalfSent(TcpStream);

impl HalfSent {
    fn begin(port: u16, host: &str) -> Self {
        let length = FORM.len().to_string();
        let headers = [
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("content-length", &length),
            ("expect", "100-continue"),
        ];
        let mut stream = connect(port).expect("connected");
        stream.write_all(head("POST", "/login", host, &headers).as_bytes()).expect("sent");
        // The handler now waits for the body.
        let mut proceed = [0; 25];
        stream.read_exact(&mut proceed).expect("an interim answer");
        assert_eq!(&proceed, b"HTTP/1.1 100 Continue\r\n\r\n");
        stream.write_all(&FORM.as_bytes()[..FORM.len() - 1]).expect("sent");
        Self(stream)
    }

    fn finish(mut self) -> http::Answer {
        self.0.write_all(&FORM.as_bytes()[FORM.len() - 1..]).expect("sent");
        read_answer(&mut self.0).expect("an answer")
    }
}

#[test]
fn a_node_says_first_that_it_stops_then_finishes_what_was_begun() {
    let smtp = SmtpServer::start();
    let mut atrio = Atrio::new()
        .set("ATRIO_PUBLIC_URL", "https://console.example.org")
        .set("ATRIO_SMTP_URL", smtp.url())
        .set("ATRIO_MAIL_FROM", "console@example.org");
    atrio.launch();
    let begun = HalfSent::begin(atrio.port, "console.example.org");
    let told = Instant::now();
    atrio.terminate();

    until("it is not ready any more", || {
        let answer = http::get(atrio.port, "/readyz").expect("still serving");
        (answer.status == 503).then_some(())
    });
    let alive = http::get(atrio.port, "/healthz").expect("still serving");
    assert_eq!(alive.status, 200);
    until("no new connections", || http::get(atrio.port, "/healthz").is_err().then_some(()));
    assert!(told.elapsed() > Duration::from_secs(4), "balancers get time to notice");

    assert!(atrio.ended().is_none(), "a request is open");
    let answer = begun.finish();
    assert_eq!(answer.status, 422, "{answer:?}");
    let status = atrio.ends_within(LONGEST_STOP);
    assert!(status.success() && told.elapsed() < LONGEST_STOP, "{status} {:?}", told.elapsed());
}

#[test]
fn idle_and_half_sent_connections_hold_up_nothing_for_long() {
    let mut atrio = Atrio::new();
    atrio.launch();
    let host = format!("127.0.0.1:{}", atrio.port);
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n\r\n");
    let mut open: Vec<TcpStream> = Vec::new();
    for _ in 0..100 {
        let mut idle = connect(atrio.port).expect("connected");
        idle.write_all(request.as_bytes()).expect("sent");
        let mut answer = [0; 12];
        idle.read_exact(&mut answer).expect("answered");
        assert_eq!(&answer, b"HTTP/1.1 200");
        open.push(idle);
    }
    for _ in 0..20 {
        let mut half = connect(atrio.port).expect("connected");
        half.write_all(&request.as_bytes()[..20]).expect("sent");
        open.push(half);
    }
    let told = Instant::now();
    atrio.terminate();
    let status = atrio.ends_within(LONGEST_STOP);
    println!("100 idle, 20 half-sent: {:?}", told.elapsed());
    assert!(status.success(), "{status}:\n{}", atrio.log());
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let mut atrio = Atrio::new();
    atrio.launch();
    let host = format!("127.0.0.1:{}", atrio.port);
    let _begun = HalfSent::begin(atrio.port, &host);
    atrio.terminate();
    until("it is stopping", || atrio.log().contains("stopping").then_some(()));
    assert!(atrio.ended().is_none(), "a request is open");
    atrio.terminate();
    let status = atrio.ends_within(Duration::from_secs(2));
    assert_eq!(status.code(), Some(1), "{}", atrio.log());
}

#[test]
fn an_ordered_stop_leaves_one_whole_file_and_no_work_half_done() {
    let mut atrio = Atrio::on_disk();
    for round in 0..3 {
        atrio.launch();
        let person = Person::named(&format!("round{round}"));
        let mut browser = Browser::new(atrio.port, round);
        let asked = person.asks_for_account(&mut browser).expect("an answer");
        assert!(is_asked(&asked), "{asked:?}");
        atrio.stop();
        let log = atrio.data().join("atrio.sqlite-wal");
        let left = log.metadata().map_or(0, |it| it.len());
        assert_eq!(left, 0, "the write-ahead log was written back");
        atrio.succeeds(["check-invariants"]);
    }
    atrio.launch();
    let mailbox = Mailbox::of(&atrio);
    for round in 0..3 {
        let to = format!("round{round}@harbour.example");
        mailbox.expect(&to, backend::mail::MailKind::ConfirmSignUp);
    }
}
