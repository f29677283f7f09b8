//! A mail server that keeps what it gets, and can do harm at a chosen moment.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

/// A mail as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub message_id: String,
    pub to: String,
    /// The plain text.
    pub text: String,
}

/// A step of handing over a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Nothing has been said yet.
    Greeting,
    /// The sender is known.
    Sender,
    /// The mail is here, the other side does not know yet.
    BeforeAnswer,
    /// The other side has been told.
    AfterAnswer,
}

type Harm = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    letters: Vec<Letter>,
    trap: Option<(Moment, Harm)>,
    /// What clients authenticated with, encoded as it came.
    credentials: Vec<String>,
}

/// Listens on a port of its own for as long as the tests run.
#[derive(Clone)]
pub struct SmtpServer {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

impl SmtpServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let server = Self { port, state: Arc::default() };
        let own = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let server = own.clone();
                // A client that hangs up is the client's business.
                thread::spawn(move || server.talk(&stream).ok());
            }
        });
        server
    }

    /// What `ATRIO_SMTP_URL` takes.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does `harm` the next time this moment comes.
    pub fn arm(&self, moment: Moment, harm: impl FnOnce() + Send + 'static) {
        self.lock().trap = Some((moment, Box::new(harm)));
    }

    /// Everything that has arrived for this address.
    pub fn letters_to(&self, to: &str) -> Vec<Letter> {
        self.lock().letters.iter().filter(|it| it.to == to).cloned().collect()
    }

    /// What clients authenticated with.
    pub fn credentials(&self) -> Vec<String> {
        self.lock().credentials.clone()
    }

    /// Says whether harm was done: the other side is then not worth talking to.
    fn reach(&self, moment: Moment) -> bool {
        let trap = self.lock().trap.take_if(|it| it.0 == moment);
        trap.map(|(_, harm)| harm()).is_some()
    }

    fn talk(&self, stream: &TcpStream) -> io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let mut to = String::new();
        say(stream, "220 test")?;
        while let Some(line) = lines.next().transpose()? {
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            let stop = match verb.as_str() {
                "EHLO" => self.reach(Moment::Greeting),
                "MAIL" => self.reach(Moment::Sender),
                _ => false,
            };
            if stop {
                return Ok(());
            }
            match verb.as_str() {
                "EHLO" => say(stream, "250-test\r\n250 AUTH PLAIN")?,
                "AUTH" => {
                    self.lock().credentials.push(line);
                    say(stream, "235 welcome")?;
                }
                "RCPT" => {
                    let named = line.split(['<', '>']).nth(1).unwrap_or_default();
                    named.clone_into(&mut to);
                    say(stream, "250 yes")?;
                }
                "DATA" => {
                    say(stream, "354 go on")?;
                    let letter = read_letter(&mut lines, to.clone())?;
                    self.lock().letters.push(letter);
                    if self.reach(Moment::BeforeAnswer) {
                        return Ok(());
                    }
                    say(stream, "250 kept")?;
                    if self.reach(Moment::AfterAnswer) {
                        return Ok(());
                    }
                }
                "QUIT" => return say(stream, "221 bye"),
                _ => say(stream, "250 yes")?,
            }
        }
        Ok(())
    }
}

fn say(mut stream: &TcpStream, line: &str) -> io::Result<()> {
    stream.write_all(format!("{line}\r\n").as_bytes())
}

fn read_letter(
    lines: &mut impl Iterator<Item = io::Result<String>>,
    to: String,
) -> io::Result<Letter> {
    let mut all = Vec::new();
    loop {
        let line = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
        if line == "." {
            break;
        }
        // RFC 5321: a leading dot was doubled.
        all.push(line.strip_prefix('.').map_or_else(|| line.clone(), str::to_owned));
    }
    let id = all.iter().find_map(|it| it.strip_prefix("Message-ID: ")).unwrap_or_default();
    Ok(Letter { message_id: id.to_owned(), to, text: plain_text(&all) })
}

/// The first part of the message, which is the plain text, without its transfer encoding.
fn plain_text(lines: &[String]) -> String {
    let mut rest = lines.iter().skip_while(|it| !it.starts_with("Content-Type: text/plain"));
    let quoted = rest
        .by_ref()
        .take_while(|it| !it.is_empty())
        .any(|it| it == "Content-Transfer-Encoding: quoted-printable");
    let body: Vec<&str> =
        rest.map_while(|it| (!it.starts_with("--")).then_some(it.as_str())).collect();
    if quoted { unquoted(&body.join("\n")) } else { body.join("\n") }
}

/// RFC 2045, 6.7.
fn unquoted(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut pieces = text.split('=');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).expect("a text")
}
