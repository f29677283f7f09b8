//! How hard a new password is to guess.

use domain::password::{self, Password, PasswordProblem};
use zeroize::Zeroizing;

/// More characters say nothing more about a password.
const MAX_JUDGED: usize = 100;

/// The most characters that are judged at once: the library counts patterns on a keyboard in 64 bits,
/// which longer ones would overflow.
const PART: usize = 28;

/// The fewest characters of a word that is worth looking for.
const MIN_WORD: usize = 3;

/// Judges a new password, given words that an attacker would try first: the names of the place, of
/// the person, of the organization.
///
/// Takes some milliseconds. A long password is judged piece by piece, as far as its first hundred
/// characters, and is as good as its best piece.
pub fn judge_strength(password: &Password, own_words: &[&str]) -> Result<(), PasswordProblem> {
    let parts = parts(password.expose());
    let score = |words: &[&str]| {
        let scores = parts.iter().map(|it| u8::from(zxcvbn::zxcvbn(it, words).score()));
        scores.max().unwrap_or_default()
    };
    let words: Vec<&str> = own_words.iter().flat_map(|text| pieces(text)).collect();
    password::judge(score(&words)).map_err(|problem| {
        // Guessable only because of these words? Then that is what helps to hear.
        password::judge(score(&[])).map_or(problem, |()| PasswordProblem::ContainsOwnWords)
    })
}

/// The pieces of a password that are judged.
fn parts(password: &str) -> Vec<Zeroizing<String>> {
    let characters: Vec<char> = password.chars().take(MAX_JUDGED).collect();
    characters.chunks(PART).map(|part| Zeroizing::new(part.iter().collect())).collect()
}

/// A text and the words in it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(move |it| *it != text);
    std::iter::once(text).chain(words).filter(|it| it.chars().count() >= MIN_WORD)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 4] =
        ["Atrio", "console.example", "Quintrellbury", "o.hart@quintrellbury.example"];

    fn judge(text: &str) -> Result<(), PasswordProblem> {
        judge_strength(&Password::read(text).expect("readable"), &OWN)
    }

    #[test]
    fn a_few_unrelated_words_are_enough() {
        assert_eq!(judge("alpine meadow demo 42"), Ok(()));
        assert_eq!(judge("correct horse battery staple"), Ok(()));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for text in ["passwordpassword", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaa"] {
            assert_eq!(judge(text), Err(PasswordProblem::Guessable), "{text}");
        }
    }

    #[test]
    fn a_weak_piece_does_not_spoil_a_strong_one() {
        assert_eq!(judge(&format!("{}alpine meadow demo 42", "a".repeat(28))), Ok(()));
    }

    #[test]
    fn long_walks_over_the_keyboard_are_judged_like_any_other_text() {
        for walk in ["{}", "qw", "67", "[p0", "zaq12wsx", "14", "159"] {
            for length in [14, 27, 28, 29, 46, 90, 500] {
                let text: String = walk.chars().cycle().take(length).collect();
                // Whether it will do is not the point: it is judged.
                let _ = judge(&format!("x{text}"));
            }
        }
    }

    #[test]
    fn own_words_do_not_make_a_password() {
        assert_eq!(judge("Quintrellbury-2026"), Err(PasswordProblem::ContainsOwnWords));
    }
}
