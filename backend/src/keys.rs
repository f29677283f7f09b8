//! The installation's keys: they seal what waits in the outbox, and vouch for what was written here.

use std::fmt::Write;

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::entropy::{Entropy, draw};

const MIN_SECRET_BYTES: usize = 32;
const MAX_KEYS: usize = 2;
const NONCE_BYTES: usize = 24;
/// Format of a sealed value: version, key id, nonce, ciphertext.
const VERSION: u8 = 1;
const HEADER_BYTES: usize = 2;
const SEALING: &[u8] = b"atrio outbox 1";
const VOUCHING: &[u8] = b"atrio tags 1";

/// Why a key file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// There is no key in it.
    #[error("the key file holds no key")]
    Empty,
    /// More keys than the new one and the one being retired.
    #[error("the key file holds more than two keys")]
    TooMany,
    /// Not `<id> <hexadecimal>`, with an id from 1 to 255.
    #[error("line {line} of the key file is not `<id from 1 to 255> <hexadecimal key>`")]
    Malformed {
        /// Counted from one.
        line: usize,
    },
    /// Two keys share an id.
    #[error("two keys of the key file have the same id")]
    SameId,
    /// Too short, or all alike: made by hand, not drawn.
    #[error("line {line} of the key file: a key needs 32 random bytes")]
    Weak {
        /// Counted from one.
        line: usize,
    },
}

/// A sealed value cannot be opened: another key, another row, or damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed value cannot be opened")]
pub struct CannotOpen;

struct NamedKey {
    id: u8,
    cipher: XChaCha20Poly1305,
    tags: Hmac<Sha256>,
}

/// A keyed hash (HMAC-SHA-256): whoever has only the database cannot make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) key_id: u8,
    pub(crate) bytes: [u8; 32],
}

impl NamedKey {
    fn tag(&self, purpose: &'static [u8], message: &[u8]) -> Hmac<Sha256> {
        self.tags.clone().chain_update(purpose).chain_update(message)
    }
}

/// The active keys: the first seals, all of them open.
pub struct Keys(Vec<NamedKey>);

impl Keys {
    /// Reads a key file: one key per line as `<id> <hexadecimal>`, the sealing one first. Empty
    /// lines and lines beginning with `#` are skipped.
    pub fn read(file: &str) -> Result<Self, KeyProblem> {
        let mut keys: Vec<NamedKey> = Vec::new();
        for (index, text) in file.lines().enumerate() {
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let key = read_key(text, index + 1)?;
            if keys.iter().any(|it| it.id == key.id) {
                return Err(KeyProblem::SameId);
            }
            keys.push(key);
        }
        match keys.len() {
            0 => Err(KeyProblem::Empty),
            1..=MAX_KEYS => Ok(Self(keys)),
            _ => Err(KeyProblem::TooMany),
        }
    }

    /// The text of a new key file with one fresh key.
    pub fn generate(entropy: &dyn Entropy) -> Zeroizing<String> {
        let secret = Zeroizing::new(draw::<MIN_SECRET_BYTES>(entropy));
        // Room for everything beforehand, so that no copy is left behind by growing.
        let mut text = Zeroizing::new(String::with_capacity(4 * MIN_SECRET_BYTES));
        text.push_str("1 ");
        for byte in *secret {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
        text
    }

    /// Encrypts `clear` so that it opens only together with the same `owner`.
    pub fn seal(&self, entropy: &dyn Entropy, owner: &[u8], clear: &[u8]) -> Vec<u8> {
        let key = &self.0[0];
        let nonce = draw::<NONCE_BYTES>(entropy);
        let payload = Payload { msg: clear, aad: owner };
        #[expect(clippy::expect_used, reason = "fails only beyond 256 GiB")]
        let sealed = key.cipher.encrypt(&XNonce::from(nonce), payload).expect("short enough");
        [&[VERSION, key.id], &nonce[..], &sealed].concat()
    }

    /// Decrypts what [`Keys::seal`] made for the same `owner`.
    pub fn open(&self, owner: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let (header, rest) = sealed.split_at_checked(HEADER_BYTES).ok_or(CannotOpen)?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(CannotOpen)?;
        let key = match header {
            [VERSION, id] => self.0.iter().find(|it| it.id == *id).ok_or(CannotOpen)?,
            _ => return Err(CannotOpen),
        };
        key.cipher
            .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: owner })
            .map(Zeroizing::new)
            .map_err(|_| CannotOpen)
    }

    /// Vouches for a message. Messages of one `purpose` are of one length, or tell theirs.
    pub(crate) fn vouch(&self, purpose: &'static [u8], message: &[u8]) -> Tag {
        let key = &self.0[0];
        Tag { key_id: key.id, bytes: key.tag(purpose, message).finalize().into_bytes().into() }
    }

    /// The hashes that any active key makes of a message.
    pub(crate) fn tags(
        &self,
        purpose: &'static [u8],
        message: &[u8],
    ) -> impl Iterator<Item = [u8; 32]> {
        self.0.iter().map(move |it| it.tag(purpose, message).finalize().into_bytes().into())
    }

    /// Whether one of the active keys has vouched for a message.
    pub(crate) fn has_vouched(&self, purpose: &'static [u8], message: &[u8], tag: &Tag) -> bool {
        let key = self.0.iter().find(|it| it.id == tag.key_id);
        key.is_some_and(|it| it.tag(purpose, message).verify_slice(&tag.bytes).is_ok())
    }
}

fn read_key(text: &str, line: usize) -> Result<NamedKey, KeyProblem> {
    let malformed = KeyProblem::Malformed { line };
    let (id, hex) = text.split_once(char::is_whitespace).ok_or(malformed)?;
    let id = id.parse().ok().filter(|it| *it != 0).ok_or(malformed)?;
    let secret = Zeroizing::new(read_hex(hex.trim()).ok_or(malformed)?);
    let first = secret.first().copied().unwrap_or_default();
    if secret.len() < MIN_SECRET_BYTES || secret.iter().all(|it| *it == first) {
        return Err(KeyProblem::Weak { line });
    }
    let sealing = derive(SEALING, &secret);
    let cipher = XChaCha20Poly1305::new(&Key::from(*sealing));
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let tags = Hmac::new_from_slice(&*derive(VOUCHING, &secret)).expect("any length");
    Ok(NamedKey { id, cipher, tags })
}

/// The key for one purpose.
fn derive(purpose: &[u8], secret: &[u8]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(Sha256::new().chain_update(purpose).chain_update(secret).finalize().into())
}

fn read_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    fn fresh() -> Keys {
        Keys::read(&Keys::generate(&OsEntropy)).expect("a generated file is read")
    }

    #[test]
    fn what_was_sealed_opens_for_its_owner_only() {
        let keys = fresh();
        let sealed = keys.seal(&OsEntropy, b"mail 1", b"a link");
        assert_eq!(keys.open(b"mail 1", &sealed).expect("own value").as_slice(), b"a link");
        assert_eq!(keys.open(b"mail 2", &sealed).err(), Some(CannotOpen));
        assert_eq!(fresh().open(b"mail 1", &sealed).err(), Some(CannotOpen));
    }

    #[test]
    fn a_single_changed_bit_is_noticed() {
        let keys = fresh();
        let sealed = keys.seal(&OsEntropy, b"mail", b"a link");
        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 1;
            assert_eq!(keys.open(b"mail", &changed).err(), Some(CannotOpen), "byte {position}");
            assert_eq!(keys.open(b"mail", &sealed[..position]).err(), Some(CannotOpen));
        }
    }

    #[test]
    fn the_retired_key_still_opens() {
        let old = format!("1 {}", "0a1b".repeat(16));
        let sealed = Keys::read(&old).expect("one key").seal(&OsEntropy, b"mail", b"a link");
        let both = Keys::read(&format!("2 {}\n{old}\n", "c0de".repeat(16))).expect("two keys");
        assert!(both.open(b"mail", &sealed).is_ok());
        assert_eq!(both.seal(&OsEntropy, b"mail", b"a link")[1], 2);
    }

    #[test]
    fn only_the_keys_vouch_and_only_for_their_purpose() {
        let (keys, message) = (fresh(), b"head");
        let tag = keys.vouch(b"one", message);
        assert!(keys.has_vouched(b"one", message, &tag));
        assert!(!keys.has_vouched(b"two", message, &tag));
        assert!(!keys.has_vouched(b"one", b"heap", &tag));
        assert!(!keys.has_vouched(b"one", message, &Tag { key_id: 2, ..tag }));
        assert!(!fresh().has_vouched(b"one", message, &tag));
        assert!(keys.tags(b"one", message).any(|it| it == tag.bytes));
    }

    #[test]
    fn a_bad_key_file_is_refused_with_its_reason() {
        let good = "0a1b".repeat(16);
        for (file, problem) in [
            (String::new(), KeyProblem::Empty),
            ("# only a comment\n\n".to_owned(), KeyProblem::Empty),
            (format!("1 {good}\n1 {good}"), KeyProblem::SameId),
            (format!("1 {good}\n2 {good}\n3 {good}"), KeyProblem::TooMany),
            (good.clone(), KeyProblem::Malformed { line: 1 }),
            (format!("0 {good}"), KeyProblem::Malformed { line: 1 }),
            (format!("256 {good}"), KeyProblem::Malformed { line: 1 }),
            (format!("1 {good}0"), KeyProblem::Malformed { line: 1 }),
            (format!("1 {}", "xy".repeat(32)), KeyProblem::Malformed { line: 1 }),
            (format!("1 {}", "é".repeat(32)), KeyProblem::Malformed { line: 1 }),
            (format!("\n1 {}", "0a1b".repeat(15)), KeyProblem::Weak { line: 2 }),
            (format!("1 {}", "00".repeat(32)), KeyProblem::Weak { line: 1 }),
        ] {
            assert_eq!(Keys::read(&file).err(), Some(problem), "{file:?}");
        }
    }
}
