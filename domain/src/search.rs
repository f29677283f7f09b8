//! Finding a page or a thing by what somebody calls it.
//!
//! People who have never seen the menu ask in their own words: “where is my bill”. So words that carry
//! no meaning are left out, accents and capitals do not count, the beginning of a word is enough, and
//! one slip of the finger in a longer word is forgiven.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The most characters of a question that are looked at.
pub const MAX_CHARS: usize = 100;

/// Words that say nothing about what is looked for, in the five languages.
const EMPTY_WORDS: &[&str] = &[
    "a", "al", "alla", "an", "and", "c", "can", "ces", "che", "come", "comment", "como", "con",
    "d", "das", "de", "dei", "del", "della", "den", "der", "des", "di", "die", "do", "donde",
    "dont", "dove", "du", "e", "ein", "eine", "el", "en", "est", "et", "for", "from", "fur", "how",
    "i", "ich", "il", "in", "is", "ist", "it", "j", "je", "kann", "l", "la", "las", "le", "les",
    "lo", "los", "m", "ma", "mein", "meine", "meinen", "mes", "mi", "mia", "mie", "miei", "mio",
    "mis", "mon", "my", "n", "nos", "nostra", "nostro", "notre", "nuestra", "nuestro", "of", "on",
    "ou", "our", "para", "per", "please", "pour", "puis", "qu", "que", "s", "sind", "son", "the",
    "to", "un", "una", "und", "une", "unser", "unsere", "wann", "want", "was", "we", "what",
    "where", "wie", "wo", "would", "y", "zu",
];

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called: counts most.
    pub title: String,
    /// What else people call it.
    pub also: String,
}

/// The entries that fit a question, the best first. Entries that fit equally keep their order.
pub fn find(question: &str, entries: &[Entry]) -> Vec<usize> {
    let question: String = question.chars().take(MAX_CHARS).collect();
    let mut asked = words(&question);
    if asked.iter().any(|it| !is_empty_word(it)) {
        asked.retain(|it| !is_empty_word(it));
    }
    let mut found: Vec<(u32, usize)> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((score(&asked, entry)?, index)))
        .collect();
    found.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
    found.into_iter().map(|(_, index)| index).collect()
}

fn is_empty_word(word: &str) -> bool {
    EMPTY_WORDS.contains(&word)
}

/// How well an entry fits; `None` if more than half of the words are foreign to it.
fn score(asked: &[String], entry: &Entry) -> Option<u32> {
    let (title, also) = (words(&entry.title), words(&entry.also));
    let fits: Vec<u32> = asked
        .iter()
        .map(|word| {
            let best = |among: &[String]| {
                among.iter().map(|it| likeness(word, it)).max().unwrap_or_default()
            };
            (best(&title) * 3).max(best(&also) * 2)
        })
        .collect();
    let foreign = fits.iter().filter(|it| **it == 0).count();
    let total: u32 = fits.iter().sum();
    (total > 0 && foreign * 2 <= asked.len()).then_some(total)
}

/// From 0, nothing in common, to 4, the same word.
fn likeness(asked: &str, word: &str) -> u32 {
    let length = asked.chars().count();
    if asked == word {
        4
    } else if length >= 2 && word.starts_with(asked) {
        3
    } else if length >= 4 && word.contains(asked) {
        2
    } else {
        u32::from(length >= 5 && is_one_slip_away(asked, word))
    }
}

/// Whether one letter too many, too few, wrong, or exchanged with its neighbour makes the difference.
fn is_one_slip_away(asked: &str, word: &str) -> bool {
    let [asked, word] = [asked, word].map(|it| it.chars().collect::<Vec<_>>());
    let (short, long) = if asked.len() <= word.len() { (asked, word) } else { (word, asked) };
    let same = short.iter().zip(&long).take_while(|(one, other)| one == other).count();
    match (long.len() - short.len(), &short[same..], &long[same..]) {
        (1, rest, [_, other @ ..]) => rest == other,
        (0, [_, rest @ ..], [_, other @ ..]) if rest == other => true,
        (0, [first, second, rest @ ..], [other_first, other_second, other @ ..]) => {
            (first, second, rest) == (other_second, other_first, other)
        }
        (0, [], []) => true,
        _ => false,
    }
}

/// The words of a text, without capitals and accents.
/// Text without capitals and accents: what lists are ordered by and words are compared by.
pub fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let plain: String = lower.nfd().filter(|it| !is_combining_mark(*it)).collect();
    plain.replace('ß', "ss")
}

fn words(text: &str) -> Vec<String> {
    folded(text)
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entries() -> Vec<Entry> {
        [
            ("Dashboard", "overview start"),
            ("Settings", "address phone VAT name"),
            ("Größe und Maße", "Rechnungsadresse"),
            ("Password", "change secret login"),
        ]
        .map(|(title, also)| Entry { title: title.to_owned(), also: also.to_owned() })
        .to_vec()
    }

    fn best(question: &str) -> Option<usize> {
        find(question, &entries()).first().copied()
    }

    #[test]
    fn people_ask_in_their_own_words() {
        for (question, expected) in [
            ("dashboard", Some(0)),
            ("dash", Some(0)),
            ("DASHBORD", Some(0)),
            ("how do I change my password?", Some(3)),
            ("where is my phone", Some(1)),
            ("grosse", Some(2)),
            ("grösse", Some(2)),
            ("adresse", Some(2)),
            ("pasword", Some(3)),
            ("passwrod", Some(3)),
            ("the", None),
            ("", None),
            ("?!", None),
            ("zebra", None),
            ("zebra crossing password", None),
        ] {
            assert_eq!(best(question), expected, "{question}");
        }
    }

    #[test]
    fn a_name_goes_before_another_word_for_something() {
        let [one, other] = ["Name", "Settings"].map(str::to_owned);
        let entries =
            [Entry { title: other, also: one.clone() }, Entry { title: one, also: String::new() }];
        assert_eq!(find("name", &entries), [1, 0]);
    }

    proptest! {
        #[test]
        fn whatever_is_asked_finds_entries_at_most_once(question in ".{0,200}") {
            let mut found = find(&question, &entries());
            found.sort_unstable();
            let before = found.len();
            found.dedup();
            prop_assert!(found.len() == before && found.iter().all(|it| *it < 4));
        }

        #[test]
        fn the_whole_title_finds_its_entry(index in 0_usize..4) {
            let all = entries();
            prop_assert_eq!(find(&all[index].title, &all).first().copied(), Some(index));
        }

        #[test]
        fn one_slip_is_forgiven(at in 0_usize..9, letter in "[a-z]") {
            let mut word: Vec<char> = "dashboard".chars().collect();
            word[at] = letter.chars().next().unwrap_or('x');
            let word: String = word.into_iter().collect();
            prop_assert_eq!(best(&word), Some(0), "{}", word);
        }
    }
}
