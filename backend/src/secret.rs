//! Secrets that stand for somebody: mailed links, session cookies, device marks.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::entropy::{Entropy, draw};

const BYTES: usize = 32;

/// 256 random bits, written as 43 characters of base64url.
///
/// Only the browser and a mail ever hold one; the database keeps its [`TokenHash`].
#[derive(Clone)]
pub struct SecretToken(SecretString);

impl SecretToken {
    /// Number of characters.
    pub const LENGTH: usize = 43;

    /// Draws a new secret.
    pub fn mint(entropy: &dyn Entropy) -> Self {
        let bytes = Zeroizing::new(draw::<BYTES>(entropy));
        Self(URL_SAFE_NO_PAD.encode(*bytes).into())
    }

    /// Reads what a browser sent; `None` for anything that was never minted here.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == Self::LENGTH && decode(text).is_some()).then(|| Self(text.into()))
    }

    /// The 43 characters, to be put into a cookie or a link and nowhere else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What the database knows the secret by.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.expose()).into())
    }
}

fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
    (bytes.len() == BYTES).then_some(bytes)
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken(…)")
    }
}

/// SHA-256 of a [`SecretToken`]. Plain hashing is enough: 256 bits cannot be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The bytes, for storage.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    #[test]
    fn a_minted_secret_is_read_back() {
        let token = SecretToken::mint(&OsEntropy);
        assert_eq!(token.expose().len(), SecretToken::LENGTH);
        assert_eq!(SecretToken::parse(token.expose()).map(|it| it.hash()), Some(token.hash()));
    }

    #[test]
    fn anything_but_43_clean_characters_is_no_secret() {
        let token = SecretToken::mint(&OsEntropy);
        let text = token.expose();
        for other in [
            String::new(),
            text[..42].to_owned(),
            format!("{text}A"),
            format!("{text}{text}"),
            format!("{text}="),
            format!(" {}", &text[..42]),
            // The last character carries four bits; others that end alike are not read as equal.
            format!("{}B", &text[..42]),
            "x".repeat(8 * 1024),
        ] {
            assert!(SecretToken::parse(&other).is_none(), "{} characters", other.len());
        }
    }

    #[test]
    fn every_character_counts() {
        let token = SecretToken::mint(&OsEntropy);
        for position in 0..SecretToken::LENGTH {
            let mut text = token.expose().as_bytes().to_vec();
            text[position] = if text[position] == b'A' { b'E' } else { b'A' };
            let text = String::from_utf8(text).expect("ASCII");
            let other = SecretToken::parse(&text).map(|it| it.hash());
            assert_ne!(other, Some(token.hash()), "character {position}");
        }
    }

    #[test]
    fn debug_output_does_not_tell() {
        let token = SecretToken::mint(&OsEntropy);
        assert_eq!(format!("{token:?}"), "SecretToken(…)");
    }
}
