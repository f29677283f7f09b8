//! Why something did not work, in finished sentences.
//!
//! Only the server knows all the ways to fail and the words for them; the browser shows what it is
//! told.

use serde::{Deserialize, Serialize};

use crate::{
    wire::{travels, wire},
    words::Words,
};

/// What a form or a page says when it did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What happened, in few words: the title of a page that shows nothing else.
    pub title: String,
    /// What is wrong, in the order of the fields; never empty.
    pub complaints: Vec<Complaint>,
    /// Where to go instead.
    pub next: Option<Next>,
    /// What helps beside other input.
    pub remedy: Option<Remedy>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The key of the field, if it belongs to one.
    pub field: Option<String>,
    /// The sentence at the field.
    pub text: String,
    /// The sentence in the summary, which names the field.
    pub summary: String,
}

/// A link to what comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// Its words.
    pub label: String,
    /// Its address; empty for the one that is open.
    pub href: String,
}

/// What helps beside other input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Loading the page anew: the server leads to where one signs in, and back.
    Reload,
    /// The password, sent with the form.
    Prove,
}

wire!(struct Told { title, complaints, next, remedy });
wire!(struct Complaint { field, text, summary });
wire!(struct Next { label, href });
wire!(
    enum Remedy {
        Reload,
        Prove,
    }
);
travels!(Told);

/// What the browser reads of a server function's answer when it did not work. Programs find the
/// [`Failure`](crate::api::Failure) itself beside it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Refusal {
    /// What to show.
    pub told: Told,
}

impl Complaint {
    /// One that belongs to no field.
    pub fn whole(text: String) -> Self {
        Self { field: None, summary: text.clone(), text }
    }
}

impl Told {
    /// A title and a sentence.
    pub fn new(title: &str, text: String) -> Self {
        let complaints = vec![Complaint::whole(text)];
        Self { title: title.to_owned(), complaints, next: None, remedy: None }
    }

    /// The network gave no answer.
    pub fn offline(words: Words) -> Self {
        let texts = words.common();
        Self::new(texts.offline_title(), texts.offline().to_owned())
            .leading_to(texts.load_again(), String::new())
    }

    /// The two sides did not understand each other: most often an old tab after an update.
    pub fn stale(words: Words) -> Self {
        let texts = words.common();
        Self::new(texts.stale_title(), texts.stale_page().to_owned())
            .leading_to(texts.load_again(), String::new())
    }

    /// With a link to what comes next.
    #[must_use]
    pub fn leading_to(self, label: &str, href: String) -> Self {
        Self { next: Some(Next { label: label.to_owned(), href }), ..self }
    }
}
