//! Our cookies: their names, their attributes, and how they are read.

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// The session's token.
    Session,
    /// The mark of a browser that signed in before.
    Device,
    /// The token of a sign-up link, while its page is open.
    VerifyLink,
    /// The token of a password link, while its page is open.
    ResetLink,
    /// The token of an invitation, while it is being answered.
    InvitationLink,
    /// The token of the link that makes the first member of staff.
    StaffLink,
    /// The address that a mail was just sent to, shown on the next page.
    Sent,
    /// A [`Flash`](crate::flash::Flash).
    Flash,
    /// The language that was chosen.
    Locale,
    /// The colours that were chosen.
    Theme,
}

impl Cookie {
    const fn base(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Device => "device",
            Self::VerifyLink => "verify-link",
            Self::ResetLink => "reset-link",
            Self::InvitationLink => "invitation-link",
            Self::StaffLink => "staff-link",
            Self::Sent => "sent",
            Self::Flash => "flash",
            Self::Locale => "locale",
            Self::Theme => "theme",
        }
    }

    /// How long the browser keeps it, in seconds; `None`: until it closes.
    const fn lifetime(self) -> Option<u32> {
        match self {
            Self::Session => None,
            Self::Device => Some(400 * 86_400),
            Self::VerifyLink | Self::ResetLink | Self::Sent => Some(600),
            // Long enough to find a password, or to choose a new one by mail.
            Self::InvitationLink | Self::StaffLink => Some(3_600),
            Self::Flash => Some(60),
            Self::Locale | Self::Theme => Some(365 * 86_400),
        }
    }
}

/// Reads and writes our cookies under the public URL's scheme.
///
/// Over https their names carry the `__Host-` prefix, which binds them to this very host (ASVS
/// 3.3.1). Over http, which is for loopback only, browsers would refuse that prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cookies {
    /// Whether the public URL is https.
    pub secure: bool,
}

impl Cookies {
    /// The name under which `cookie` travels.
    pub fn name(self, cookie: Cookie) -> String {
        let prefix = if self.secure { "__Host-" } else { "atrio-" };
        format!("{prefix}{}", cookie.base())
    }

    /// The value of `cookie`; a cookie that was sent twice is not believed at all.
    pub fn read(self, headers: &HeaderMap, cookie: Cookie) -> Option<String> {
        let name = self.name(cookie);
        let mut values = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned());
        let first = values.next()?;
        values.next().is_none().then_some(first)
    }

    /// A `Set-Cookie` for the cookie's usual time.
    pub fn set(self, cookie: Cookie, value: &str) -> Option<HeaderValue> {
        self.line(cookie, value, cookie.lifetime())
    }

    /// A `Set-Cookie` that lives for `seconds`.
    pub fn set_for(self, cookie: Cookie, value: &str, seconds: u32) -> Option<HeaderValue> {
        self.line(cookie, value, Some(seconds))
    }

    /// A `Set-Cookie` that removes the cookie.
    pub fn clear(self, cookie: Cookie) -> Option<HeaderValue> {
        self.line(cookie, "", Some(0))
    }

    fn line(self, cookie: Cookie, value: &str, seconds: Option<u32>) -> Option<HeaderValue> {
        let age = seconds.map(|it| format!("; Max-Age={it}")).unwrap_or_default();
        let secure = if self.secure { "; Secure" } else { "" };
        let name = self.name(cookie);
        HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}"
        ))
        .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Cookies = Cookies { secure: false };

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, HeaderValue::from_str(line).expect("a header"));
        }
        headers
    }

    #[test]
    fn over_https_the_name_binds_the_cookie_to_the_host() {
        let cookies = Cookies { secure: true };
        assert_eq!(
            cookies.set(Cookie::Session, "x"),
            Some(HeaderValue::from_static(
                "__Host-session=x; Path=/; HttpOnly; SameSite=Lax; Secure"
            ))
        );
        assert_eq!(cookies.read(&headers(&["atrio-session=x"]), Cookie::Session), None);
    }

    #[test]
    fn a_cookie_sent_twice_is_not_believed() {
        let read = |lines: &[&str]| PLAIN.read(&headers(lines), Cookie::Session);
        assert_eq!(read(&["a=b; atrio-session=x"]).as_deref(), Some("x"));
        assert_eq!(read(&["atrio-session=x; atrio-session=y"]), None);
        assert_eq!(read(&["atrio-session=x", "atrio-session=x"]), None);
    }

    #[test]
    fn a_value_cannot_start_another_header() {
        assert_eq!(PLAIN.set(Cookie::Sent, "x\r\nSet-Cookie: y=z"), None);
    }
}
