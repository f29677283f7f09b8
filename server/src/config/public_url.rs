//! The address under which people reach the console; links, cookies and accepted hosts follow it.

use std::{fmt, net::IpAddr};

use url::{Host, Url};

/// Checked public address: scheme, host and port, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    https: bool,
    loopback: bool,
    /// Lower case, IPv6 in brackets, without port.
    host: String,
    port: u16,
}

impl PublicUrl {
    /// Reads `https://host[:port]`; plain `http` is accepted for this machine only.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("is not an address: {error}"))?;
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err("must begin with https://".to_owned()),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not contain a user name or password".to_owned());
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("must end after host and port: the console lives at the root".to_owned());
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err("has no host".to_owned());
        };
        let loopback = is_loopback(&host);
        if !https && !loopback {
            return Err(
                "must begin with https:// unless its host is localhost, 127.0.0.1 or [::1]"
                    .to_owned(),
            );
        }
        Ok(Self { https, loopback, host: host.to_string(), port })
    }

    /// `https://console.example.org`: what browsers send as `Origin`, and the start of every link.
    pub fn origin(&self) -> String {
        let scheme = if self.https { "https" } else { "http" };
        format!("{scheme}://{}", self.authority())
    }

    /// Host and, unless it is the scheme's own, port: what browsers send as `Host`.
    pub fn authority(&self) -> String {
        if self.port == self.default_port() {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// Host without port.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port that needs no mention: 443 or 80.
    pub fn default_port(&self) -> u16 {
        if self.https { 443 } else { 80 }
    }

    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Only this machine reaches the console: development, or a trial.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

pub(super) fn is_loopback<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => name.as_ref() == "localhost",
        Host::Ipv4(address) => IpAddr::from(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::from(*address).is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_url_decides_origin_and_authority() {
        for (text, origin, authority) in [
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000", "127.0.0.1:3000"),
            ("http://localhost", "http://localhost", "localhost"),
            ("http://[::1]:3000/", "http://[::1]:3000", "[::1]:3000"),
            ("https://a.example", "https://a.example", "a.example"),
            ("HTTPS://A.example:443/", "https://a.example", "a.example"),
            ("https://a.example:8443", "https://a.example:8443", "a.example:8443"),
            ("https://müller.example", "https://xn--mller-kva.example", "xn--mller-kva.example"),
        ] {
            let url = PublicUrl::parse(text).expect(text);
            assert_eq!(url.origin(), origin);
            assert_eq!(url.authority(), authority);
        }
    }

    #[test]
    fn plain_http_beyond_this_machine_and_anything_after_the_port_are_refused() {
        for text in [
            "http://a.example",
            "http://10.0.0.1:3000",
            "http://127.0.0.1.example",
            "http://0.0.0.0:3000",
            "ftp://a.example",
            "a.example",
            "",
            "https://",
            "https://a.example/console",
            "https://a.example/?x=1",
            "https://a.example/#x",
            "https://user@a.example",
            "https://user:pass@a.example",
        ] {
            assert!(PublicUrl::parse(text).is_err(), "{text} was accepted");
        }
    }
}
