//! The six digits beside a mailed link. They are made of the link and a key that is not in the
//! database, so nothing has to be stored and whoever has only one of the two knows no code.

use domain::code::SixDigits;
use subtle::{Choice, ConstantTimeEq};

use crate::{Keys, TokenHash};

const PURPOSE: &[u8] = b"code beside a link";

/// The code to print beside a link.
pub(crate) fn beside(keys: &Keys, link: TokenHash) -> SixDigits {
    from_tag(keys.vouch(PURPOSE, link.as_bytes()).bytes)
}

/// Whether this is the code beside a link; also with the key that is being retired.
pub(crate) fn is_beside(keys: &Keys, link: TokenHash, given: &SixDigits) -> bool {
    let is_it = |tag| from_tag(tag).as_str().as_bytes().ct_eq(given.as_str().as_bytes());
    keys.tags(PURPOSE, link.as_bytes()).fold(Choice::from(0), |any, tag| any | is_it(tag)).into()
}

fn from_tag(tag: [u8; 32]) -> SixDigits {
    let (first, _) = tag.split_first_chunk().unwrap_or((&[0; 8], &[]));
    SixDigits::from_number(u64::from_be_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OsEntropy, SecretToken};

    fn keys() -> Keys {
        Keys::read(&Keys::generate(&OsEntropy)).expect("a generated file is read")
    }

    #[test]
    fn a_code_belongs_to_one_link_and_one_installation() {
        let (keys, other) = (keys(), keys());
        let links: Vec<_> = (0..20).map(|_| SecretToken::mint(&OsEntropy).hash()).collect();
        let codes: Vec<_> = links.iter().map(|it| beside(&keys, *it)).collect();
        for (link, code) in links.iter().zip(&codes) {
            assert!(is_beside(&keys, *link, code));
        }
        // One in a million fits by chance; of twenty, not all do.
        assert!(!links.iter().all(|it| is_beside(&keys, *it, &codes[0])));
        assert!(!links.iter().zip(&codes).all(|(link, code)| is_beside(&other, *link, code)));
    }

    #[test]
    fn a_code_in_a_mail_outlives_the_change_of_keys() {
        let old = format!("1 {}", "0a1b".repeat(16));
        let link = SecretToken::mint(&OsEntropy).hash();
        let code = beside(&Keys::read(&old).expect("one key"), link);
        let both = Keys::read(&format!("2 {}\n{old}\n", "c0de".repeat(16))).expect("two keys");
        assert!(is_beside(&both, link, &code));
    }
}
