//! How mails leave: the server, the sender's address, and the authority that vouches for the server.

use std::{fmt, path::PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::{masked, public_url::is_loopback};

/// A complete way out for mails.
#[derive(Debug, Clone)]
pub struct Mail {
    pub server: SmtpUrl,
    /// `address` or `Name <address>`.
    pub from: String,
    /// PEM file of an authority to trust beside the public ones.
    pub ca_file: Option<PathBuf>,
}

/// URL of a mail server, password included; shown masked.
#[derive(Clone)]
pub struct SmtpUrl(SecretString);

impl SmtpUrl {
    /// Reads `smtps://…` or `smtp+starttls://…`; plain `smtp://…` to this machine only.
    ///
    /// # Errors
    /// A sentence that says what is wrong, without the value: it may contain a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("is not an address: {error}"))?;
        super::refuse_sample(&url)?;
        // No scheme that the parser knows, so it leaves an IPv4 host as text.
        let host = url.host_str().and_then(|host| url::Host::parse(host).ok());
        let Some(host) = host else { return Err("has no host".to_owned()) };
        match url.scheme() {
            "smtps" | "smtp+starttls" => {}
            "smtp" if is_loopback(&host) => {}
            "smtp" => {
                return Err(
                    "must use smtps:// or smtp+starttls:// unless the mail server is this \
                            machine"
                        .to_owned(),
                );
            }
            _ => return Err("must begin with smtps:// or smtp+starttls://".to_owned()),
        }
        Ok(Self(text.to_owned().into()))
    }

    /// The URL for the mail transport. Handle with care: it may contain a password.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Display for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&masked(self.expose()))
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads the sender: `address` or `Name <address>`.
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn parse_sender(text: &str) -> Result<String, String> {
    let address = match text.split_once('<') {
        Some((_, rest)) => rest.strip_suffix('>').ok_or("has < without > at its end")?,
        None => text,
    };
    let well_formed = address.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@')
    });
    if !well_formed || address.contains(char::is_whitespace) || text.contains(char::is_control) {
        return Err("is not a mail address".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unencrypted_mail_goes_to_this_machine_only() {
        for (text, accepted) in [
            ("smtp://localhost:1025", true),
            ("smtp://127.0.0.1", true),
            ("smtp://[::1]:25", true),
            ("smtps://user:pw@mail.example", true),
            ("smtp+starttls://mail.example:587", true),
            ("smtp://mail.example", false),
            ("smtp://mail.example:587?tls=required", false),
            ("smtp://localhost.example", false),
            ("smtp://", false),
            ("http://mail.example", false),
            ("mail.example:25", false),
            ("", false),
        ] {
            assert_eq!(SmtpUrl::parse(text).is_ok(), accepted, "{text}");
        }
    }

    #[test]
    fn the_mail_password_is_never_shown() {
        let server = SmtpUrl::parse("smtps://user:hunter2@mail.example").expect("valid");
        assert!(!format!("{server} {server:?}").contains("hunter2"));
        let refused = SmtpUrl::parse("smtp://user:hunter2@mail.example").expect_err("plain");
        assert!(!refused.contains("hunter2"));
    }

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        for (text, accepted) in [
            ("a@b.example", true),
            ("Example Console <a@b.example>", true),
            ("<a@b.example>", true),
            ("a b@c.example", false),
            ("Example Console <a@b.example", false),
            ("Example <a@b.example>\nBcc: x@y.example", false),
            ("a@b@c", false),
            ("@b", false),
            ("a@", false),
            ("console", false),
        ] {
            assert_eq!(parse_sender(text).is_ok(), accepted, "{text}");
        }
    }
}
