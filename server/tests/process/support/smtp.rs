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

/// Everything that was said about one mail, word for word: the envelope, all headers, all parts.
#[derive(Debug, Clone)]
pub struct Conversation {
    pub to: String,
    pub words: String,
}

type Harm = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    letters: Vec<Letter>,
    conversations: Vec<Conversation>,
    trap: Option<(Moment, Harm)>,
    /// What clients authenticated with, encoded as it came.
    credentials: Vec<String>,
}

/// Listens on a port of its own for as long as the tests run.
#[derive(Clone)]
pub struct SmtpServer {
    pub port: u16,
    state: Arc<Mutex<State>>,
    door: Arc<Mutex<()>>,
}

impl SmtpServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let server = Self { port, state: Arc::default(), door: Arc::default() };
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

    /// Nobody is greeted for as long as the guard lives.
    pub fn hold(&self) -> MutexGuard<'_, ()> {
        self.door.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does `harm` the next time this moment comes.
    pub fn arm(&self, moment: Moment, harm: impl FnOnce() + Send + 'static) {
        self.lock().trap = Some((moment, Box::new(harm)));
    }

    /// Everything that has arrived for this address.
    pub fn letters_to(&self, to: &str) -> Vec<Letter> {
        self.lock().letters.iter().filter(|it| it.to == to).cloned().collect()
    }

    /// All mails that have arrived, with everything around them but what clients authenticated with.
    pub fn conversations(&self) -> Vec<Conversation> {
        self.lock().conversations.clone()
    }

    /// What clients authenticated with.
    pub fn credentials(&self) -> Vec<String> {
        self.lock().credentials.clone()
    }

    fn keep(&self, lines: &[String], to: &str, said: &str) {
        let mut state = self.lock();
        state.letters.push(letter(lines, to));
        state.conversations.push(Conversation { to: to.to_owned(), words: said.to_owned() });
    }

    /// Says whether harm was done: the other side is then not worth talking to.
    fn reach(&self, moment: Moment) -> bool {
        let trap = self.lock().trap.take_if(|it| it.0 == moment);
        trap.map(|(_, harm)| harm()).is_some()
    }

    fn talk(&self, stream: &TcpStream) -> io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let (mut to, mut said) = (String::new(), Vec::new());
        drop(self.hold());
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
            if verb != "AUTH" {
                said.push(line.clone());
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
                    let all = read_lines(&mut lines)?;
                    said.extend(all.iter().cloned());
                    self.keep(&all, &to, &said.join("\n"));
                    said.clear();
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

/// The lines of a mail, up to the dot that ends it.
fn read_lines(lines: &mut impl Iterator<Item = io::Result<String>>) -> io::Result<Vec<String>> {
    let mut all = Vec::new();
    loop {
        let line = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
        if line == "." {
            return Ok(all);
        }
        // RFC 5321: a leading dot was doubled.
        all.push(line.strip_prefix('.').map_or_else(|| line.clone(), str::to_owned));
    }
}

fn letter(lines: &[String], to: &str) -> Letter {
    let id = lines.iter().find_map(|it| it.strip_prefix("Message-ID: ")).unwrap_or_default();
    Letter { message_id: id.to_owned(), to: to.to_owned(), text: plain_text(lines) }
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

/// RFC 2045, 6.7. What is not encoded like this stays as it is.
pub fn unquoted(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut pieces = text.split('=');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let digits = piece.get(..2).and_then(|it| u8::from_str_radix(it, 16).ok());
        match digits {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(&piece.as_bytes()[2..]);
            }
            None => bytes.extend_from_slice(format!("={piece}").as_bytes()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
