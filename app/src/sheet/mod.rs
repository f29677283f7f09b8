//! Pages as data: what a page says and asks, in finished words.
//!
//! The server composes a [`Sheet`] of [`Part`]s; one renderer ([`show`]) turns every sheet into
//! components, on the server and in the browser. So a further page of this kind costs the browser no
//! code and no words. A page that does more in the browser than show and send has a view of its own
//! in [`crate::pages`].

mod show;

pub use show::sheet;

#[cfg(feature = "ssr")]
use crate::{form::Field, words::Words};
use crate::{
    ui::{Change, Choice, Emphasis, InputKind, Step, TickRow, Tone},
    wire::{travels, wire},
};

/// A page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What the document is called.
    pub title: String,
    /// What stands on it, from the top.
    pub parts: Vec<Part>,
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The page's heading and a line about it.
    Head { title: String, lead: String },
    /// The steps of a form of several pages; the one that is open is counted from 0.
    Steps { label: String, steps: Vec<Step>, current: u32 },
    /// A message.
    Notice { tone: Tone, title: Option<String>, text: String },
    /// A surface that holds one subject.
    Card { title: Option<String>, parts: Vec<Part> },
    /// The main part of a page and what stands beside it.
    Two { main: Vec<Part>, side: Vec<Part> },
    /// Says that there is nothing, and why.
    Empty { title: String, text: String },
    /// A quiet sentence.
    Text { text: String },
    /// A list of things; the name of the form of the buttons in it, if it has some.
    Rows { form: Option<String>, lines: Vec<Line> },
    /// Facts about one thing: a term and what there is to say, line by line.
    Facts { facts: Vec<(String, Vec<String>)> },
    /// Fields as they were and as they are; what is read aloud before each.
    Changes { changes: Vec<Change>, before: String, after: String },
    /// What can be begun here.
    Offers { links: Vec<Link> },
    /// Where one can go on.
    Links { links: Vec<Link> },
    /// A form: its server function, what it sends unseen, what stands in it.
    Form { name: String, hidden: Vec<(String, String)>, parts: Vec<Part> },
    /// A line of text of the form around it.
    Input { input: Input },
    /// Several lines of text of the form around it.
    Lines { input: Input },
    /// A yes-or-no question of the form around it.
    Tick { key: String, label: String, ticked: bool },
    /// One tick for all of the others.
    AllOrSome { all: Box<Part>, some: Vec<Part> },
    /// One choice among a few, of the form around it.
    Choices { key: String, legend: String, choices: Vec<Choice>, chosen: String },
    /// Ticks by line and column, of the form around it: keys and names of the columns.
    Ticks { caption: String, columns: Vec<(String, String)>, rows: Vec<TickRow> },
    /// A field and its button in one line.
    Find { input: Input, button: Press },
    /// What sends the form around it, and the way out.
    Buttons { buttons: Vec<Press>, links: Vec<Link> },
}

/// A thing in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is called.
    pub main: String,
    /// A line about it.
    pub sub: Option<String>,
    /// Where it leads.
    pub href: Option<String>,
    /// Initials, and the address of a picture instead of them.
    pub avatar: Option<(String, Option<String>)>,
    /// States of it.
    pub chips: Vec<(Tone, String)>,
    /// What stands at its end.
    pub end: Option<String>,
    /// What can be done with it.
    pub press: Option<LinePress>,
}

/// A button in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePress {
    /// What the list's form sends.
    pub hidden: Vec<(String, String)>,
    /// The words on it.
    pub label: String,
    /// The words that are read aloud, which name the thing.
    pub aloud: String,
}

/// A link that looks like a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How much it asks for attention.
    pub emphasis: Emphasis,
}

/// A button that sends a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// Its words.
    pub label: String,
    /// How much it asks for attention.
    pub emphasis: Emphasis,
    /// A key and a value that are sent if it is pressed.
    pub sends: Option<(String, String)>,
}

/// A line of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// The form key.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// What it holds as long as nothing else was typed.
    pub value: String,
    /// An explanation.
    pub hint: Option<String>,
    /// What is typed.
    pub kind: InputKind,
    /// The most characters.
    pub maxlength: Option<u32>,
    /// Whether it may not stay empty.
    pub required: bool,
}

travels!(Sheet);
wire!(struct Sheet { title, parts });
wire!(struct Line { main, sub, href, avatar, chips, end, press });
wire!(struct LinePress { hidden, label, aloud });
wire!(struct Link { label, href, emphasis });
wire!(struct Press { label, emphasis, sends });
wire!(struct Input { key, label, value, hint, kind, maxlength, required });
wire!(struct Choice { value, label, hint });
wire!(struct Step { label, href });
wire!(struct TickRow { value, label, ticked });
wire!(
    enum Tone {
        Neutral,
        Info,
        Good,
        Warn,
        Bad,
    }
);
wire!(
    enum Emphasis {
        Primary,
        Secondary,
        Quiet,
        Danger,
    }
);
wire!(
    enum InputKind {
        Text,
        Email,
        Digits,
        Day,
        Password,
    }
);
wire!(enum Part {
    Head { title, lead },
    Steps { label, steps, current },
    Notice { tone, title, text },
    Card { title, parts },
    Two { main, side },
    Empty { title, text },
    Text { text },
    Rows { form, lines },
    Facts { facts },
    Changes { changes, before, after },
    Offers { links },
    Links { links },
    Form { name, hidden, parts },
    Input { input },
    Lines { input },
    Tick { key, label, ticked },
    AllOrSome { all, some },
    Choices { key, legend, choices, chosen },
    Ticks { caption, columns, rows },
    Find { input, button },
    Buttons { buttons, links },
});

impl Part {
    /// A quiet sentence.
    pub fn text(text: &str) -> Self {
        Self::Text { text: text.to_owned() }
    }

    /// A card with a heading.
    pub fn card(title: &str, parts: Vec<Self>) -> Self {
        Self::Card { title: Some(title.to_owned()), parts }
    }

    /// A list without buttons.
    pub const fn rows(lines: Vec<Line>) -> Self {
        Self::Rows { form: None, lines }
    }

    /// What sends the form around it.
    pub fn button(label: &str, emphasis: Emphasis) -> Self {
        Self::Buttons { buttons: vec![Press::new(label, emphasis)], links: Vec::new() }
    }

    /// A yes-or-no question, called as its field is.
    #[cfg(feature = "ssr")]
    pub fn tick<F: Field>(field: F, ticked: bool, words: Words) -> Self {
        let (key, label) = (field.name().to_owned(), field.label(words).to_owned());
        Self::Tick { key, label, ticked }
    }
}

impl Press {
    /// A button that sends nothing beside the form.
    pub fn new(label: &str, emphasis: Emphasis) -> Self {
        Self { label: label.to_owned(), emphasis, sends: None }
    }
}

impl Link {
    /// A link.
    pub fn new(label: &str, href: String) -> Self {
        Self { label: label.to_owned(), href, emphasis: Emphasis::Secondary }
    }

    /// What most come for.
    #[must_use]
    pub fn first(self) -> Self {
        Self { emphasis: Emphasis::Primary, ..self }
    }
}

/// What a form sends unseen.
#[cfg(feature = "ssr")]
pub fn hidden<F: Field>(field: F, value: impl ToString) -> (String, String) {
    (field.name().to_owned(), value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_back_as_it_was_written() {
        let line = Line {
            main: "Ada".to_owned(),
            avatar: Some(("A".to_owned(), None)),
            chips: vec![(Tone::Warn, "on hold".to_owned())],
            ..Line::default()
        };
        let tick = Part::Tick { key: "a".to_owned(), label: String::new(), ticked: true };
        let sheet = Sheet {
            title: "\"Ä\"".to_owned(),
            parts: vec![
                Part::rows(vec![line.clone(), line]),
                Part::Form {
                    name: "f".to_owned(),
                    hidden: vec![("k".to_owned(), "v".to_owned())],
                    parts: vec![Part::AllOrSome { all: Box::new(tick.clone()), some: vec![tick] }],
                },
            ],
        };
        let text = serde_json::to_string(&sheet).expect("texts");
        let read = |text: &str| serde_json::from_str::<Sheet>(text).ok();
        assert_eq!(read(&text), Some(sheet));
        assert_eq!(read(&text.replace("AllOrSome", "Other")), None);
        assert_eq!(read("[]"), None);
    }
}
