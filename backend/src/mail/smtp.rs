//! Sending by SMTP, with TLS unless the server is on this machine.

use std::{net::IpAddr, time::Duration};

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message as Email, Tokio1Executor,
    message::{Mailbox, MultiPart},
    transport::smtp::{
        Error as SmtpError,
        client::{Certificate, Tls, TlsParameters},
    },
};

use super::{Outgoing, SendFailure};

const CONNECT: Duration = Duration::from_secs(10);
const TOTAL: Duration = Duration::from_secs(30);

/// Why mail cannot be configured as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpProblem {
    /// Neither `smtps://`, `smtp+starttls://` nor `smtp://`.
    #[error("the address of the mail server begins with smtps:// or smtp+starttls://")]
    Scheme,
    /// `smtp://` to another machine.
    #[error(
        "plain smtp:// is for a mail server on this machine only; use smtps:// or smtp+starttls://"
    )]
    NotEncrypted,
    /// The rest of the address.
    #[error("the address of the mail server cannot be read")]
    Malformed,
    /// The sender is not `name@example.org` or `Name <name@example.org>`.
    #[error("the sender's address cannot be read")]
    Sender,
    /// The file of the certificate authority.
    #[error("the certificate authority's file is not PEM")]
    Authority,
}

/// A connection to a mail server, made when it is needed.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// Reads `smtps://user:password@host:port`, `smtp+starttls://…`, or `smtp://localhost:port`.
    /// The server's certificate is verified, by `extra_authority` (PEM) too if one is given.
    pub fn new(url: &str, from: &str, extra_authority: Option<&[u8]>) -> Result<Self, SmtpProblem> {
        let (scheme, rest) = url.split_once("://").ok_or(SmtpProblem::Scheme)?;
        let host = host(rest).ok_or(SmtpProblem::Malformed)?;
        let plain = format!("smtp://{rest}");
        let (url, tls) = match scheme {
            "smtps" => (format!("smtps://{rest}"), Some(Tls::Wrapper as fn(_) -> _)),
            "smtp+starttls" => (plain, Some(Tls::Required as fn(_) -> _)),
            "smtp" if is_loopback(host) => (plain, None),
            "smtp" => return Err(SmtpProblem::NotEncrypted),
            _ => return Err(SmtpProblem::Scheme),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url)
            .map_err(|_| SmtpProblem::Malformed)?
            .timeout(Some(CONNECT));
        if let Some(tls) = tls {
            builder = builder.tls(tls(tls_parameters(host, extra_authority)?));
        }
        let from = from.parse().map_err(|_| SmtpProblem::Sender)?;
        Ok(Self { transport: builder.build(), from })
    }

    pub(super) async fn send(&self, mail: &Outgoing) -> Result<(), SendFailure> {
        let email = compose(&self.from, mail)?;
        match tokio::time::timeout(TOTAL, self.transport.send(email)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(SendFailure(class(&error))),
            Err(_) => Err(SendFailure("timeout")),
        }
    }
}

/// Builds the message from typed parts only: nothing in it can add a header.
fn compose(from: &Mailbox, mail: &Outgoing) -> Result<Email, SendFailure> {
    let to: Address = mail.to.parse().map_err(|_| SendFailure("recipient"))?;
    let written_at = Duration::from_millis(mail.written_at.as_millis().unsigned_abs());
    Email::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(mail.message.subject.clone())
        .message_id(Some(mail.message_id.clone()))
        .date(std::time::SystemTime::UNIX_EPOCH + written_at)
        .multipart(MultiPart::alternative_plain_html(
            mail.message.text.clone(),
            mail.message.html.clone(),
        ))
        .map_err(|_| SendFailure("message"))
}

fn tls_parameters(host: &str, authority: Option<&[u8]>) -> Result<TlsParameters, SmtpProblem> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = authority {
        let certificate = Certificate::from_pem(pem).map_err(|_| SmtpProblem::Authority)?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|_| SmtpProblem::Malformed)
}

/// The host in `user:password@host:port/…`, without the brackets of an IPv6 address.
fn host(rest: &str) -> Option<&str> {
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    let host = match place.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once(']')?.0,
        None => place.split(':').next()?,
    };
    (!host.is_empty()).then_some(host)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

/// What went wrong, without repeating what the server said.
fn class(error: &SmtpError) -> &'static str {
    if error.is_timeout() {
        "timeout"
    } else if error.is_tls() {
        "tls"
    } else if error.is_transient() {
        "refused for now"
    } else if error.is_permanent() {
        "refused"
    } else {
        "connection"
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::*;
    use crate::mail::{MailKind, Message};

    fn problem(url: &str) -> Option<SmtpProblem> {
        Smtp::new(url, "Atrio <console@alpenhost.example>", None).err()
    }

    #[tokio::test]
    async fn mail_leaves_the_machine_encrypted_or_not_at_all() {
        for good in [
            "smtps://mail.example",
            "smtps://user:p%40ss@mail.example:465",
            "smtp+starttls://user:pass@mail.example:587",
            "smtp://localhost:2525",
            "smtp://127.0.0.1:25",
            "smtp://[::1]:25",
        ] {
            assert_eq!(problem(good), None, "{good}");
        }
        for plain in ["smtp://mail.example", "smtp://localhost@mail.example", "smtp://10.0.0.1"] {
            assert_eq!(problem(plain), Some(SmtpProblem::NotEncrypted), "{plain}");
        }
        for other in ["http://mail.example", "mail.example", ""] {
            assert_eq!(problem(other), Some(SmtpProblem::Scheme), "{other}");
        }
        assert_eq!(problem("smtps://"), Some(SmtpProblem::Malformed));
    }

    #[tokio::test]
    async fn a_sender_that_is_no_address_is_refused() {
        for from in ["", "Atrio", "a@b@c", "console@alpenhost.example\r\nBcc: x@y.example"] {
            let outcome = Smtp::new("smtps://mail.example", from, None);
            assert_eq!(outcome.err(), Some(SmtpProblem::Sender), "{from:?}");
        }
    }

    fn hostile(to: &str, subject: &str) -> Outgoing {
        Outgoing {
            to: to.to_owned(),
            kind: MailKind::HasLogin,
            reference: "A7K2-9QXM".to_owned(),
            message_id: "<1@console.example>".to_owned(),
            written_at: Timestamp::from_millis(1_800_000_000_000),
            message: Message {
                subject: subject.to_owned(),
                text: "text\r\n.\r\nMAIL FROM:<x@y.example>\r\n".to_owned(),
                html: "<p>html</p>".to_owned(),
            },
        }
    }

    #[test]
    fn no_value_adds_a_header_or_a_recipient() {
        let from: Mailbox = "Atrio <console@alpenhost.example>".parse().expect("sender");
        for to in ["a@b.example\r\nBcc: x@y.example", "a@b.example, x@y.example", "<a@b.example>"] {
            assert_eq!(compose(&from, &hostile(to, "s")).err(), Some(SendFailure("recipient")));
        }
        let mail = hostile("olivia@harbour.example", "Hello\r\nBcc: x@y.example");
        let email = compose(&from, &mail).expect("composed");
        assert_eq!(email.envelope().to().len(), 1);
        let text = String::from_utf8(email.formatted()).expect("ASCII");
        let (headers, _) = text.split_once("\r\n\r\n").expect("headers");
        assert!(
            !headers.lines().any(|it| it.to_ascii_lowercase().starts_with("bcc:")),
            "{headers}"
        );
        assert!(headers.contains("Message-ID: <1@console.example>"), "{headers}");
    }
}
