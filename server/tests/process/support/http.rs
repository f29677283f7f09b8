//! A client as plain as can be: one connection per request, cookies, nothing by itself.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Read, Write as _},
    net::{Ipv4Addr, TcpStream},
};

use super::PATIENCE;

/// What the server said.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// The values of a header, whose name is given in lower case.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |it| it.0 == name).map(|it| it.1.as_str())
    }

    /// Everything about it but what differs each time: the request's id and the date.
    pub fn lasting(&self) -> String {
        let differs = |name: &str| ["x-request-id", "date"].contains(&name);
        let mut lines: Vec<String> = self
            .headers
            .iter()
            .filter(|(name, _)| !differs(name))
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        lines.sort();
        let whole = format!("{}\n{}\n\n{}", self.status, lines.join("\n"), self.body);
        self.header("x-request-id").fold(whole, |text, id| text.replace(id, "ID"))
    }

    /// Where it leads, if it is a redirect after a form.
    pub fn leads_to(&self) -> Option<&str> {
        self.header("location").next().filter(|_| self.status == 303)
    }
}

/// Connects to the program on this port.
pub fn connect(port: u16) -> io::Result<TcpStream> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Opens an address without being anybody.
pub fn get(port: u16, path: &str) -> io::Result<Answer> {
    let host = format!("127.0.0.1:{port}");
    ask(port, &head("GET", path, &host, &[]), b"")
}

/// The head of a request, after whose answer the connection closes.
pub fn head(method: &str, path: &str, host: &str, headers: &[(&str, &str)]) -> String {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n").expect("a string");
    }
    head + "\r\n"
}

fn ask(port: u16, head: &str, body: &[u8]) -> io::Result<Answer> {
    let mut stream = connect(port)?;
    stream.write_all(&[head.as_bytes(), body].concat())?;
    read_answer(&mut stream)
}

/// Reads one answer up to the end of the connection. One that was cut short is an error.
pub fn read_answer(stream: &mut impl Read) -> io::Result<Answer> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let text = String::from_utf8_lossy(&bytes);
    let (head, rest) = text.split_once("\r\n\r\n").ok_or_else(cut)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|it| it.split(' ').nth(1)?.parse().ok());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let value = |name: &str| headers.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
    let body = if value("transfer-encoding") == Some("chunked") {
        dechunked(rest).ok_or_else(cut)?
    } else {
        let length = value("content-length").and_then(|it| it.parse().ok());
        if length.is_some_and(|length: usize| length != rest.len()) {
            return Err(cut());
        }
        rest.to_owned()
    };
    Ok(Answer { status: status.ok_or_else(cut)?, headers, body })
}

fn dechunked(mut rest: &str) -> Option<String> {
    let mut body = String::new();
    loop {
        let (length, more) = rest.split_once("\r\n")?;
        let length = usize::from_str_radix(length, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.push_str(more.get(..length)?);
        rest = more.get(length..)?.strip_prefix("\r\n")?;
    }
}

/// A browser without script, behind a proxy that tells its address.
#[derive(Debug, Clone)]
pub struct Browser {
    port: u16,
    address: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// Each number is a client address of its own, so that limits count each browser alone.
    pub fn new(port: u16, number: usize) -> Self {
        let [_, a, b, c] = u32::try_from(number).expect("few browsers").to_be_bytes();
        Self { port, address: format!("10.{a}.{b}.{c}"), cookies: BTreeMap::new() }
    }

    /// The value of one of our cookies.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(&format!("atrio-{name}")).map(String::as_str)
    }

    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send("GET", "", path, b"")
    }

    /// Opens the address of a link, which names this host.
    pub fn open(&mut self, link: &str) -> io::Result<Answer> {
        let origin = format!("http://127.0.0.1:{}", self.port);
        let path = link.strip_prefix(&origin).unwrap_or_else(|| panic!("{link} is not ours"));
        self.get(path)
    }

    /// Posts a form to the page that it stands on.
    pub fn submit(
        &mut self,
        path: &str,
        form: &str,
        fields: &[(&str, &str)],
    ) -> io::Result<Answer> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair(app::form::NAME_KEY, form).extend_pairs(fields);
        self.post(path, body.finish().as_bytes())
    }

    /// Posts whatever this is as a form.
    pub fn post(&mut self, path: &str, body: &[u8]) -> io::Result<Answer> {
        self.post_as("application/x-www-form-urlencoded", path, body)
    }

    /// Posts whatever this is under a content type.
    pub fn post_as(&mut self, kind: &str, path: &str, body: &[u8]) -> io::Result<Answer> {
        self.send("POST", kind, path, body)
    }

    fn send(&mut self, method: &str, kind: &str, path: &str, body: &[u8]) -> io::Result<Answer> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (cookies, length) = (cookies.join("; "), body.len().to_string());
        let mut headers = vec![
            ("x-forwarded-for", self.address.as_str()),
            ("accept", "text/html"),
            ("accept-language", "en"),
            ("sec-fetch-site", "same-origin"),
        ];
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        if method == "POST" {
            headers.push(("content-type", kind));
            headers.push(("content-length", &length));
        }
        let host = format!("127.0.0.1:{}", self.port);
        let answer = ask(self.port, &head(method, path, &host, &headers), body)?;
        self.keep_cookies(&answer);
        Ok(answer)
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for line in answer.header("set-cookie") {
            let (name, rest) = line.split_once('=').expect("a cookie");
            match rest.split(';').next().unwrap_or_default() {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
    }
}
