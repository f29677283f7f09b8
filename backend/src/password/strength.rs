//! How hard a new password is to guess.

use domain::password::{self, Password, PasswordProblem};

/// The fewest characters of a word that is worth looking for.
const MIN_WORD: usize = 3;

/// Judges a new password, given words that an attacker would try first: the names of the place, of
/// the person, of the organization.
///
/// Takes some milliseconds; long passwords are judged by their first hundred characters.
pub fn judge_strength(password: &Password, own_words: &[&str]) -> Result<(), PasswordProblem> {
    let score = |words: &[&str]| u8::from(zxcvbn::zxcvbn(password.expose(), words).score());
    let words: Vec<&str> = own_words.iter().flat_map(|text| pieces(text)).collect();
    password::judge(score(&words)).map_err(|problem| {
        // Guessable only because of these words? Then that is what helps to hear.
        password::judge(score(&[])).map_or(problem, |()| PasswordProblem::ContainsOwnWords)
    })
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
    fn own_words_do_not_make_a_password() {
        assert_eq!(judge("Quintrellbury-2026"), Err(PasswordProblem::ContainsOwnWords));
    }
}
