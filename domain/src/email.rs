//! E-mail addresses: as typed, and in the one form that tells whether two are the same.

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use serde::{Deserialize, Serialize};

/// The most bytes an address may have (RFC 5321 with erratum 1690).
pub const MAX_BYTES: u16 = 254;

/// Why an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum EmailProblem {
    /// Nothing was typed.
    #[error("address is missing")]
    Missing,
    /// It is longer than mail allows.
    #[error("address is too long")]
    TooLong,
    /// It is not an address, or one of a kind that nobody can tell from another.
    #[error("address is malformed")]
    Malformed,
    /// The part before the `@` mixes scripts, as look-alikes do.
    #[error("address mixes scripts")]
    MixedScripts,
}

/// An e-mail address.
///
/// Kept twice: *typed* (NFC, trimmed) is what people see and what mail is sent to; *canonical* is
/// what is compared, and must be unique. Folding two spellings into one can therefore only refuse a
/// second account, never send a mail to somebody else. Equality and hash look at the canonical form.
///
/// `Debug` shows the masked form, so that an address does not slip into a log.
#[derive(Clone)]
pub struct Email {
    typed: String,
    canonical: String,
}

impl Email {
    /// Puts together an address that was parsed before it was stored.
    pub fn from_stored(typed: String, canonical: String) -> Self {
        Self { typed, canonical }
    }

    /// The address as its owner wrote it.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The address in its comparable form: ASCII domain in lower case, local part in lower case if
    /// it is all ASCII.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The address that mail is handed over to: local part as typed, domain in ASCII.
    pub fn mailbox(&self) -> String {
        let (local, _) = split(&self.typed);
        let (_, domain) = split(&self.canonical);
        format!("{local}@{domain}")
    }

    /// The address with most of it left out, for logs: `o…@h….example`.
    pub fn masked(&self) -> String {
        let (local, domain) = split(&self.canonical);
        let initial = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
        let (host, top) = domain.rsplit_once('.').unwrap_or((domain, ""));
        format!("{}…@{}….{top}", initial(local), initial(host))
    }
}

fn split(address: &str) -> (&str, &str) {
    address.rsplit_once('@').unwrap_or((address, ""))
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for Email {}

impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical.hash(state);
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked())
    }
}

#[cfg(feature = "parse")]
mod parse {
    use std::iter;

    use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
    use unicode_normalization::UnicodeNormalization;
    use unicode_security::{GeneralSecurityProfile, MixedScript};

    use super::{Email, EmailProblem, MAX_BYTES};

    const MAX_LOCAL_BYTES: usize = 64;

    impl Email {
        /// Reads a bare address: no display name, no quoted local part, no address literal, no
        /// trailing dot, at least one dot in the domain.
        ///
        /// Beyond ASCII only characters that UTS 39 recommends for identifiers are taken, which
        /// leaves out everything invisible; in the domain they may come in compatibility forms
        /// (full-width), which IDNA folds. Dots and plus signs in the local part are kept: what they
        /// mean is up to the receiving server.
        pub fn parse(raw: &str) -> Result<Self, EmailProblem> {
            let raw = raw.trim();
            if raw.is_empty() {
                return Err(EmailProblem::Missing);
            }
            let typed: String = raw.nfc().collect();
            if typed.len() > usize::from(MAX_BYTES) {
                return Err(EmailProblem::TooLong);
            }
            let (local, domain) = typed.split_once('@').ok_or(EmailProblem::Malformed)?;
            // As sent too: NFC turns the Kelvin sign into a plain K.
            let sent = raw.split('@').next().unwrap_or_default();
            if !is_dot_atom(sent) || !is_dot_atom(local) {
                return Err(EmailProblem::Malformed);
            }
            if local.len() > MAX_LOCAL_BYTES {
                return Err(EmailProblem::TooLong);
            }
            if !local.is_single_script() {
                return Err(EmailProblem::MixedScripts);
            }
            let domain = ascii_domain(domain).ok_or(EmailProblem::Malformed)?;
            let canonical = format!("{}@{domain}", fold_local(local));
            if canonical.len() > usize::from(MAX_BYTES) {
                return Err(EmailProblem::TooLong);
            }
            Ok(Self { typed, canonical })
        }
    }

    /// Atoms joined by dots (RFC 5322 §3.2.3), extended beyond ASCII as by RFC 6532.
    fn is_dot_atom(local: &str) -> bool {
        local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_character))
    }

    fn is_atom_character(it: char) -> bool {
        if it.is_ascii() {
            it.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(it)
        } else {
            it.identifier_allowed()
        }
    }

    /// Folds case only where it is beyond doubt: some scripts fold case differently by language.
    fn fold_local(local: &str) -> String {
        if local.is_ascii() { local.to_ascii_lowercase() } else { local.to_owned() }
    }

    /// Brings a domain into its ASCII form (UTS 46, non-transitional, STD3 rules).
    pub(crate) fn ascii_domain(domain: &str) -> Option<String> {
        if !domain.chars().all(is_domain) {
            return None;
        }
        let ascii = Uts46::new()
            .to_ascii(
                domain.as_bytes(),
                AsciiDenyList::STD3,
                Hyphens::CheckFirstLast,
                DnsLength::Verify,
            )
            .ok()?;
        let (_, top) = ascii.rsplit_once('.')?;
        // An all-numeric top label would be an IP address.
        let is_number = top.bytes().all(|it| it.is_ascii_digit());
        (!is_number).then(|| ascii.into_owned())
    }

    /// ASCII is left to IDNA. Beyond it, what IDNA would drop, or take for a dot, is refused.
    fn is_domain(it: char) -> bool {
        it.is_ascii()
            || iter::once(it).nfkc().all(|folded| folded != '.' && folded.identifier_allowed())
    }
}

#[cfg(feature = "parse")]
pub(crate) use parse::ascii_domain;

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(typed: &str, canonical: &str) -> Email {
        Email::from_stored(typed.to_owned(), canonical.to_owned())
    }

    #[test]
    fn a_masked_address_names_nobody() {
        for (canonical, masked) in [
            ("olivia@harbour.example", "o…@h….example"),
            ("o@mail.harbour.example", "o…@m….example"),
            ("\u{e9}lan@xn--bcher-kva.example", "\u{e9}…@x….example"),
            ("damaged", "d…@…."),
            ("", "…@…."),
        ] {
            assert_eq!(stored("Typed@HARBOUR.example", canonical).masked(), masked);
        }
    }

    #[test]
    fn an_address_does_not_slip_into_a_log() {
        let email = stored("Olivia@harbour.example", "olivia@harbour.example");
        assert_eq!(format!("{email:?}"), "Email(o…@h….example)");
    }

    #[test]
    fn mail_goes_to_the_local_part_as_typed_at_the_domain_in_ascii() {
        let email = stored("Olivia@B\u{fc}cher.example", "olivia@xn--bcher-kva.example");
        assert_eq!(email.mailbox(), "Olivia@xn--bcher-kva.example");
    }
}
