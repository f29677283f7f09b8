//! The reference printed in a mail, such as `A7K2-9QXM`.

use crate::entropy::{Entropy, draw};

/// Crockford's base 32: no letter that looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 8;
const HALF: usize = LENGTH / 2;

/// Draws a reference.
pub(super) fn mint(entropy: &dyn Entropy) -> String {
    let characters = draw::<LENGTH>(entropy).map(|it| ALPHABET[usize::from(it % 32)]);
    grouped(characters.iter().map(|it| char::from(*it)))
}

/// Reads a reference as people type it: in either case, with `O` for `0` and `I` or `L` for `1`,
/// with blanks and dashes anywhere.
pub(crate) fn read_reference(typed: &str) -> Option<String> {
    let mut characters = Vec::with_capacity(LENGTH);
    for character in typed.chars() {
        let character = match character.to_ascii_uppercase() {
            ' ' | '-' | '\u{2010}'..='\u{2015}' => continue,
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let known = u8::try_from(character).is_ok_and(|it| ALPHABET.contains(&it));
        if !known || characters.len() == LENGTH {
            return None;
        }
        characters.push(character);
    }
    (characters.len() == LENGTH).then(|| grouped(characters.into_iter()))
}

fn grouped(characters: impl Iterator<Item = char>) -> String {
    let mut text = String::with_capacity(LENGTH + 1);
    for (position, character) in characters.enumerate() {
        if position == HALF {
            text.push('-');
        }
        text.push(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    #[test]
    fn a_reference_is_read_back() {
        for _ in 0..100 {
            let reference = mint(&OsEntropy);
            assert_eq!(read_reference(&reference), Some(reference));
        }
    }

    #[test]
    fn typing_it_otherwise_does_not_matter() {
        for typed in ["a7k2-9qxm", " A7K2 9QXM ", "a7k29qxm", "A7K2–9QXM", "A-7-K-2-9-Q-X-M"] {
            assert_eq!(read_reference(typed).as_deref(), Some("A7K2-9QXM"), "{typed}");
        }
        assert_eq!(read_reference("OoIi-LlZz").as_deref(), Some("0011-11ZZ"));
    }

    #[test]
    fn anything_else_is_no_reference() {
        for typed in ["", "A7K2-9QX", "A7K2-9QXMM", "A7K2-9QXU", "A7K2-9QXé", "' OR 1=1"] {
            assert_eq!(read_reference(typed), None, "{typed}");
        }
        assert_eq!(read_reference(&"-".repeat(10_000)), None);
    }
}
