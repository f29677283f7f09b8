//! Memory stays flat, whatever is posted: mutated, enormous, endless; and passwords take what two of
//! them need, however many come at once.

use std::{
    env, fs,
    io::{Read as _, Write as _},
    thread,
};

use super::support::{
    http::{Browser, connect, head},
    mutation::{Lots as _, mutated},
    program::Atrio,
    random::Random,
};

/// Before the first look: pages are rendered once and kept, threads get their memory.
const WARM_UP: usize = 400;
/// What the program may need more than then, in KiB.
const GROWTH: u64 = 32 * 1_024;
/// What hashing may take: 19 MiB for each of two passwords, and some for everything around it.
const HASHING: u64 = (2 * 19 + 64) * 1_024;
/// Requests from one address; more in a minute would be refused.
const PER_ADDRESS: usize = 300;
/// Requests between two looks.
const LOOK: usize = 50;
/// People who enter passwords at the same time, and how many each.
const HASTY: usize = 8;
const PASSWORDS: usize = 15;

type Fields = &'static [(&'static str, &'static str)];

/// Forms that are read to the end and then refused: no password is hashed, which is measured apart.
const FORMS: [(&str, &str, Fields); 6] = [
    ("/login", "sign_in", &[("email", "nobody"), ("password", "some other password 99")]),
    ("/forgot", "request_reset", &[("email", "a@b.example")]),
    ("/verify", "verify_sign_up", &[("password", "some other password 99")]),
    ("/verify", "discard_sign_up", &[("code", "123456")]),
    ("/login", "choose_language", &[("locale", "fr")]),
    (
        "/signup",
        "sign_up",
        &[
            ("kind", "company"),
            ("first_name", "Nora"),
            ("last_name", "Quist"),
            ("org_name", "Quist Boats Ltd"),
            ("email", "nora"),
            ("password", "some other password 99"),
        ],
    ),
];

/// Bodies in the second part: as many as `ATRIO_FUZZ` says, else 2,000.
fn bodies() -> usize {
    env::var("ATRIO_FUZZ").map_or(2_000, |it| it.parse().expect("ATRIO_FUZZ is a number"))
}

/// Memory of the program at this moment, in KiB.
fn resident(atrio: &Atrio) -> u64 {
    memory(atrio, "VmRSS:")
}

/// What the system says of the program's memory, in KiB.
pub(super) fn memory(atrio: &Atrio, what: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", atrio.pid())).expect("it runs");
    let line = status.lines().find_map(|it| it.strip_prefix(what)).expect("a size");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Who has posted how much, and the most memory that was needed meanwhile.
struct Storm<'a> {
    atrio: &'a Atrio,
    random: Random,
    posted: usize,
    most: u64,
}

impl Storm<'_> {
    fn rage(&mut self, bodies: usize) {
        self.most = 0;
        for _ in 0..bodies {
            self.posted += 1;
            match self.posted % 40 {
                0 => self.announce(),
                20 => self.pour(),
                _ => self.mutate(),
            }
            if self.posted.is_multiple_of(LOOK) {
                self.most = self.most.max(resident(self.atrio));
            }
        }
    }

    fn browser(&self) -> Browser {
        Browser::new(self.atrio.port, self.posted / PER_ADDRESS)
    }

    fn mutate(&mut self) {
        let (page, form, fields) = *self.random.pick(&FORMS);
        let body = mutated(fields, &mut self.random);
        let (path, body) = if self.posted.is_multiple_of(2) {
            (format!("/api/{form}"), body)
        } else {
            (page.to_owned(), [format!("form={form}&").as_bytes(), &body].concat())
        };
        let answer = self.browser().post(&path, &body).expect("an answer");
        assert!(answer.status < 500, "{path} {:?}: {answer:?}", String::from_utf8_lossy(&body));
    }

    fn begin(&self, header: (&str, &str)) -> std::net::TcpStream {
        let host = format!("127.0.0.1:{}", self.atrio.port);
        let form = ("content-type", "application/x-www-form-urlencoded");
        let headers = [("sec-fetch-site", "same-origin"), form, header];
        let mut stream = connect(self.atrio.port).expect("connected");
        let head = head("POST", "/login", &host, &headers);
        stream.write_all(head.as_bytes()).expect("sent");
        stream
    }

    /// Says that 4 GiB will come.
    fn announce(&self) {
        let mut stream = self.begin(("content-length", "4294967296"));
        // The server need not wait for any of it.
        let _ = stream.write_all(&vec![b'a'; 100_000]);
        refused(&mut stream);
    }

    /// Sends as many pieces as the server takes.
    fn pour(&self) {
        let mut stream = self.begin(("transfer-encoding", "chunked"));
        let piece = [b"2000\r\n".as_slice(), &[b'a'; 0x2000], b"\r\n"].concat();
        for _ in 0..2_000 {
            if stream.write_all(&piece).is_err() {
                break;
            }
        }
        refused(&mut stream);
    }
}

/// The connection ends with a refusal, or at once.
fn refused(stream: &mut impl std::io::Read) {
    let mut answer = Vec::new();
    let _ = stream.take(64 * 1_024).read_to_end(&mut answer);
    let status = answer.get(..12).unwrap_or_default();
    assert!(answer.is_empty() || status == b"HTTP/1.1 413", "{}", String::from_utf8_lossy(status));
}

#[test]
fn memory_stays_flat_whatever_is_posted() {
    let mut atrio = Atrio::new();
    atrio.launch();
    let mut storm = Storm { atrio: &atrio, random: Random::from_env(), posted: 0, most: 0 };
    storm.rage(WARM_UP);
    let before = storm.most.max(resident(&atrio));
    storm.rage(bodies());
    let (most, after) = (storm.most, resident(&atrio));
    println!("{} posts: {before} KiB before, at most {most}, {after} afterwards", storm.posted);
    assert!(most.max(after) < before + GROWTH, "{before} KiB grew to {most}, {after} afterwards");
    assert!(!atrio.log().contains("panicked"), "{}", atrio.log());
}

/// Signs in and up, each time from somewhere else, as somebody else.
fn hurry(port: u16, number: usize) {
    for turn in 0..PASSWORDS {
        let email = format!("p{number}.{turn}@harbour.example");
        let password = format!("copper kettle {number} on a slow tram {turn}");
        let mut browser = Browser::new(port, number * PASSWORDS + turn);
        let fields = [("email", email.as_str()), ("password", &password)];
        let answer = browser.submit("/login", "sign_in", &fields).expect("an answer");
        assert!([422, 503].contains(&answer.status), "{answer:?}");
        let names = [("kind", "company"), ("first_name", "Ada"), ("last_name", "Keller")];
        let fields = [&names[..], &[("org_name", "Harbour Print")], &fields].concat();
        let answer = browser.submit("/signup", "sign_up", &fields).expect("an answer");
        assert!([303, 503].contains(&answer.status), "{answer:?}");
    }
}

#[test]
fn passwords_take_the_memory_of_two_however_many_come_at_once() {
    let mut atrio = Atrio::new();
    atrio.launch();
    let (before, port) = (resident(&atrio), atrio.port);
    thread::scope(|scope| {
        for number in 0..HASTY {
            scope.spawn(move || hurry(port, number));
        }
    });
    let crowd = resident(&atrio);
    // One after the other, they are hashed by whichever thread is free.
    hurry(port, HASTY);
    let queue = resident(&atrio);
    println!("{before} KiB, {crowd} after many at once, {queue} after many in turn");
    assert!(crowd.max(queue) < before + HASHING, "{before} KiB grew to {crowd}, then {queue}");
}
