//! Puts mails into words.
//!
//! What a mail says is one file for each language: a subject, then paragraphs with an empty line
//! between them. A paragraph `[Open the settings]({{ settings_url }})` is a button. Text and HTML
//! are made of the same paragraphs. Facts that are codes have their words in `words.txt`.

use std::collections::BTreeMap;

use domain::locale::Locale;
use minijinja::{Environment, UndefinedBehavior, Value, context, value::Serde};
use serde::Serialize;

use super::{Mail, MailKind, in_language};
use crate::Site;

/// A file of the folder `mail` is broken: a mistake of this program.
#[derive(Debug, thiserror::Error)]
#[error("mail template: {0}")]
pub struct TemplateError(#[from] minijinja::Error);

/// A mail in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// One line.
    pub subject: String,
    /// The whole mail as plain text.
    pub text: String,
    /// The whole mail as HTML.
    pub html: String,
}

/// A paragraph in words, or a button.
#[derive(Serialize)]
struct Part {
    text: String,
    /// Where the button leads.
    url: Option<String>,
}

/// The most characters of a subject line.
const MAX_SUBJECT: usize = 200;

/// What stands where there is nothing.
pub(crate) const NOTHING: &str = "–";

/// What stands around every mail.
pub(crate) struct Mailroom(Environment<'static>);

impl Mailroom {
    pub(crate) fn new() -> Result<Self, TemplateError> {
        let mut layouts = Environment::new();
        // A typo is an error here and in tests, never an empty gap in a mail.
        layouts.set_undefined_behavior(UndefinedBehavior::Strict);
        layouts.add_filter("named", named);
        layouts.add_template("layout.html", include_str!("../../mail/layout.html"))?;
        layouts.add_template("layout.txt", include_str!("../../mail/layout.txt"))?;
        for (locale, kind) in every_mail() {
            for paragraph in paragraphs(kind.source(locale)).chain(paragraphs(frame(locale))) {
                let (text, url) = button(paragraph).unwrap_or((paragraph, ""));
                layouts.template_from_str(text)?;
                layouts.template_from_str(url)?;
            }
        }
        Ok(Self(layouts))
    }

    /// Puts a mail into words. Facts are filled in as text; HTML is escaped once, by the layout.
    pub(crate) fn render(
        &self,
        site: &Site,
        locale: Locale,
        reference: &str,
        mail: &Mail,
    ) -> Result<Message, TemplateError> {
        let facts = context! {
            lang => locale.tag(),
            brand => site.brand.as_str(),
            reference,
            check_url => site.link("/check"),
            words => words(locale),
            ..Value::from(Serde(mail))
        };
        let fill = |source: &str| self.0.render_str(source, &facts).map(|it| tidy(&it));
        let mut source = paragraphs(mail.kind().source(locale));
        let subject = fill(source.next().unwrap_or_default())?;
        let mut parts = Vec::new();
        for paragraph in source {
            let part = match button(paragraph) {
                Some((text, url)) => Part { text: fill(text)?, url: Some(fill(url)?) },
                None => Part { text: fill(paragraph)?, url: None },
            };
            if !part.text.is_empty() {
                parts.push(part);
            }
        }
        let mut frame = paragraphs(frame(locale));
        let whole = context! {
            parts => Value::from(Serde(&parts)),
            fallback => fill(frame.next().unwrap_or_default())?,
            footer => fill(frame.next().unwrap_or_default())?,
            ..facts.clone()
        };
        Ok(Message {
            subject: one_line(&subject),
            text: self.0.get_template("layout.txt")?.render(&whole)?,
            html: self.0.get_template("layout.html")?.render(&whole)?,
        })
    }
}

fn every_mail() -> impl Iterator<Item = (Locale, MailKind)> {
    Locale::ALL.iter().flat_map(|locale| MailKind::ALL.iter().map(|kind| (*locale, *kind)))
}

/// What is said beside every button and below every mail.
const fn frame(locale: Locale) -> &'static str {
    in_language!(locale, "frame")
}

/// Codes and what they are called.
fn words(locale: Locale) -> BTreeMap<&'static str, &'static str> {
    let source = in_language!(locale, "words");
    source.lines().filter_map(|line| line.split_once(": ")).collect()
}

/// What codes with spaces between them are called.
fn named(codes: &str, words: &Value) -> Result<String, minijinja::Error> {
    let name = |code: &str| words.get_attr(code).map(|it| it.to_string());
    let names: Vec<_> = codes.split_whitespace().map(name).collect::<Result<_, _>>()?;
    Ok(if names.is_empty() { NOTHING.to_owned() } else { names.join(", ") })
}

fn paragraphs(source: &'static str) -> impl Iterator<Item = &'static str> {
    source.split("\n\n").map(str::trim)
}

/// The words on a button and where it leads.
fn button(paragraph: &str) -> Option<(&str, &str)> {
    paragraph.strip_prefix('[')?.strip_suffix(')')?.split_once("](")
}

/// Without lines that turned out to be empty.
fn tidy(text: &str) -> String {
    text.lines().map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A subject that stays one: without control characters, and not endless.
fn one_line(subject: &str) -> String {
    let words = subject.split(|it: char| it.is_control() || it.is_whitespace());
    let line = words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().take(MAX_SUBJECT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_in_brackets_is_a_button() {
        assert_eq!(button("[Open]({{ link }})"), Some(("Open", "{{ link }}")));
        assert_eq!(button("Open (here)"), None);
    }

    #[test]
    fn what_a_fact_says_is_never_a_button_or_a_template() {
        let site = Site { brand: "A".to_owned(), public_url: "https://a.example".to_owned() };
        let name = "[x](https://evil.example)\n\n{{ brand }}".to_owned();
        let mail = Mail::HasLogin { name, sign_in_url: "s".to_owned(), reset_url: "r".to_owned() };
        let mailroom = Mailroom::new().expect("sources parse");
        let message = mailroom.render(&site, Locale::En, "A", &mail).expect("renders");
        assert!(message.text.contains("[x](https://evil.example)\n{{ brand }}"));
        assert!(!message.html.contains("href=\"https://evil.example"));
    }

    #[test]
    fn a_subject_stays_one_line() {
        assert_eq!(one_line("Hello\r\nBcc: all@example.org\u{0} "), "Hello Bcc: all@example.org");
        assert_eq!(one_line(&"x".repeat(9000)).len(), MAX_SUBJECT);
    }
}
