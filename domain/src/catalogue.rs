//! What the provider sells, and what organizations have of it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::id::{MalformedId, ProductId};

/// The short name of a kind of product, as in `web-hosting`: it stands in addresses, and the
/// provider chooses it.
///
/// One to [`KindId::MAX`] of `a` to `z`, digits and hyphens, a letter first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KindId([u8; Self::MAX]);

impl KindId {
    /// The most characters.
    pub const MAX: usize = 24;

    /// The characters.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|it| *it == 0).unwrap_or(Self::MAX);
        #[expect(clippy::expect_used, reason = "only ASCII characters are ever kept")]
        str::from_utf8(&self.0[..end]).expect("ASCII")
    }
}

impl FromStr for KindId {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = |it: &u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let bytes = text.as_bytes();
        let starts_well = bytes.first().is_some_and(u8::is_ascii_lowercase);
        if !starts_well || bytes.len() > Self::MAX || !bytes.iter().all(known) {
            return Err(MalformedId);
        }
        let mut kept = [0; Self::MAX];
        kept[..bytes.len()].copy_from_slice(bytes);
        Ok(Self(kept))
    }
}

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KindId({self})")
    }
}

impl TryFrom<String> for KindId {
    type Error = MalformedId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<KindId> for String {
    fn from(id: KindId) -> Self {
        id.as_str().to_owned()
    }
}

/// A product, as far as rights are concerned: which one, and of what kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProductRef {
    /// Which one.
    pub id: ProductId,
    /// Of what kind.
    pub kind: KindId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_one_spelling_that_fits_into_an_address() {
        for name in ["mail", "web-hosting", "a", "a23456789012345678901234"] {
            assert_eq!(name.parse::<KindId>().map(|it| it.to_string()).as_deref(), Ok(name));
        }
        for other in
            ["", "Mail", "-mail", "2mail", "web hosting", "é", "a/b", "a234567890123456789012345"]
        {
            assert_eq!(other.parse::<KindId>(), Err(MalformedId), "{other:?}");
        }
    }
}
