//! The one codec of all server functions: urlencoded, each key once, no key unknown, valid UTF-8.
//! Only a list may have its key often: it ends in `[]`.

use serde::{Deserialize, Serialize};
use server_fn::{ContentType, Decodes, Encodes, Format, FormatType, codec::Post};

/// Use as `#[server(input = Form)]`.
pub type Form = Post<StrictForm>;

/// See the module.
pub struct StrictForm;

/// What was wrong with the keys of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misread {
    /// The form lacked this key.
    Missing(String),
    /// The form had this key twice; none of the two values is believed (ASVS 15.3.7).
    Repeated(String),
    /// The function has no such key (ASVS 15.3.3).
    Unknown(String),
    /// Not a form at all: broken encoding or too many keys.
    Encoding,
}

impl Misread {
    /// The key that is concerned, if it is one.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Missing(key) | Self::Repeated(key) | Self::Unknown(key) => Some(key),
            Self::Encoding => None,
        }
    }

    /// Reads back what [`std::fmt::Display`] wrote: the framework hands on text only.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl std::fmt::Display for Misread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| std::fmt::Error)?)
    }
}

impl ContentType for StrictForm {
    const CONTENT_TYPE: &'static str = "application/x-www-form-urlencoded";
}

impl FormatType for StrictForm {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for StrictForm {
    type Error = serde_qs::Error;

    fn encode(output: &T) -> Result<server_fn::Bytes, Self::Error> {
        Ok(serde_qs::to_string(output)?.into())
    }
}

#[cfg(not(feature = "ssr"))]
impl<T> Decodes<T> for StrictForm {
    type Error = Misread;

    /// The browser never decodes a call; the trait wants an answer all the same.
    fn decode(_: server_fn::Bytes) -> Result<T, Self::Error> {
        Err(Misread::Encoding)
    }
}

#[cfg(feature = "ssr")]
mod decode {
    use std::collections::HashSet;

    use serde::de::DeserializeOwned;

    use super::{Decodes, Misread, StrictForm};

    const MAX_KEYS: usize = 100;
    const MAX_KEY_BYTES: usize = 64;

    /// What the key of a list ends in.
    const LIST: &str = "[]";

    impl<T: DeserializeOwned> Decodes<T> for StrictForm {
        type Error = Misread;

        fn decode(bytes: server_fn::Bytes) -> Result<T, Self::Error> {
            let pairs = pairs(&bytes)?;
            let mut seen = HashSet::new();
            let mut scalars = pairs.iter().filter(|(key, _)| !key.ends_with(LIST));
            if let Some((key, _)) = scalars.find(|(key, _)| !seen.insert(key.as_str())) {
                return Err(Misread::Repeated(key.clone()));
            }
            read(&bytes)
        }
    }

    /// The pairs of a urlencoded body, decoded; the lenient decoders replace broken UTF-8 instead.
    ///
    /// # Errors
    /// [`Misread::Encoding`] for a broken percent sign, invalid UTF-8, a key that is too long, or too
    /// many keys.
    pub fn pairs(body: &[u8]) -> Result<Vec<(String, String)>, Misread> {
        let parts: Vec<&[u8]> =
            body.split(|byte| *byte == b'&').filter(|part| !part.is_empty()).collect();
        if parts.len() > MAX_KEYS {
            return Err(Misread::Encoding);
        }
        parts
            .into_iter()
            .map(|part| {
                let middle = part.iter().position(|byte| *byte == b'=').unwrap_or(part.len());
                let key = unescape(&part[..middle])?;
                if key.is_empty() || key.len() > MAX_KEY_BYTES {
                    return Err(Misread::Encoding);
                }
                Ok((key, unescape(part.get(middle + 1..).unwrap_or_default())?))
            })
            .collect()
    }

    fn unescape(text: &[u8]) -> Result<String, Misread> {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text.iter();
        while let Some(byte) = rest.next() {
            match byte {
                b'+' => bytes.push(b' '),
                b'%' => {
                    let mut digit = || {
                        rest.next()
                            .and_then(|byte| char::from(*byte).to_digit(16))
                            .ok_or(Misread::Encoding)
                    };
                    let value = digit()? * 16 + digit()?;
                    bytes.push(u8::try_from(value).map_err(|_| Misread::Encoding)?);
                }
                other => bytes.push(*other),
            }
        }
        String::from_utf8(bytes).map_err(|_| Misread::Encoding)
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Misread> {
        // Not strict: browsers escape the brackets of a list's key.
        let config = serde_qs::Config::new(2, false);
        let form =
            serde_qs::Deserializer::with_config(&config, bytes).map_err(|_| Misread::Encoding)?;
        let mut unknown = None;
        let value = serde_ignored::deserialize(form, |path| {
            unknown.get_or_insert_with(|| path.to_string());
        });
        match (unknown, value) {
            (Some(key), _) => Err(Misread::Unknown(key)),
            (None, Ok(value)) => Ok(value),
            (None, Err(why)) => Err(missing(&why.to_string())),
        }
    }

    /// serde names a missing key between back-ticks and has no other way to tell.
    fn missing(why: &str) -> Misread {
        why.split_once("missing field `")
            .and_then(|(_, rest)| rest.split_once('`'))
            .map_or(Misread::Encoding, |(key, _)| Misread::Missing(key.to_owned()))
    }
}

#[cfg(feature = "ssr")]
pub use decode::pairs;

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Call {
        email: String,
        stay: Option<String>,
    }

    fn decode(body: &str) -> Result<Call, Misread> {
        StrictForm::decode(server_fn::Bytes::from(body.to_owned()))
    }

    #[test]
    fn a_plain_form_is_read_as_it_was_typed() {
        let call = decode("email=a%2Bb%40c.example&stay=on");
        let wanted = Call { email: "a+b@c.example".to_owned(), stay: Some("on".to_owned()) };
        assert_eq!(call, Ok(wanted));
    }

    #[test]
    fn a_repeated_key_is_refused_even_with_equal_values() {
        assert_eq!(decode("email=a&email=a"), Err(Misread::Repeated("email".to_owned())));
        assert_eq!(decode("email=a&%65mail=b"), Err(Misread::Repeated("email".to_owned())));
    }

    #[test]
    fn arrays_and_nests_do_not_pass_for_a_scalar() {
        for body in ["email[]=a", "email[0]=a", "email[a][b]=c", "email%5B%5D=a"] {
            assert!(decode(body).is_err(), "{body}");
        }
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Listed {
        name: String,
        #[serde(default)]
        ticked: Vec<String>,
    }

    #[test]
    fn a_list_has_its_key_often_or_never() {
        let decode = |body: &str| {
            let listed: Result<Listed, _> =
                StrictForm::decode(server_fn::Bytes::from(body.to_owned()));
            listed.map(|it| (it.name, it.ticked.join(" ")))
        };
        let wanted = |ticked: &str| Ok(("a".to_owned(), ticked.to_owned()));
        assert_eq!(decode("name=a"), wanted(""));
        assert_eq!(decode("ticked[]=1&name=a&ticked[]=2"), wanted("1 2"));
        assert_eq!(decode("name=a&ticked%5B%5D=1&ticked%5B%5D=2"), wanted("1 2"));
        assert_eq!(decode("name=a&ticked%5B%5D=%2B%26"), wanted("+&"));
        for body in ["name=a&ticked=1&ticked=2", "name=a&ticked[][]=1", "name=a&other[]=1"] {
            assert!(decode(body).is_err(), "{body}");
        }
    }

    #[test]
    fn missing_and_unknown_keys_are_named() {
        assert_eq!(decode("stay=on"), Err(Misread::Missing("email".to_owned())));
        assert_eq!(decode("email=a&role=admin"), Err(Misread::Unknown("role".to_owned())));
    }

    #[test]
    fn broken_encodings_are_refused_not_repaired() {
        for body in ["email=%ff", "email=%zz", "email=%", "=x", "email=\u{0}%e0%80%80"] {
            assert_eq!(decode(body), Err(Misread::Encoding), "{body}");
        }
    }

    #[test]
    fn a_flood_of_keys_is_refused() {
        let body = (0..=100).map(|it| format!("k{it}=")).collect::<Vec<_>>().join("&");
        assert_eq!(decode(&body), Err(Misread::Encoding));
    }
}
