//! What a form knows of itself while it is shown: the input it keeps and what was wrong with it.
//!
//! All forms share the code that does not depend on their fields: code that is generic is sent to the
//! browser once for each form.

use std::marker::PhantomData;

use leptos::{ev::SubmitEvent, prelude::*};
use serde::de::{DeserializeOwned, IntoDeserializer as _, value::StrDeserializer};

use super::{Answer, Call, Echo, Field, Sentence, wording};
use crate::{
    api::{Failure, PageFailure, Rejected},
    words::Words,
};

/// One problem, as the summary lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The key of the field, if the problem belongs to one that the page shows.
    pub field: Option<&'static str>,
    /// What the field is called.
    pub label: Option<&'static str>,
    /// The sentence.
    pub text: String,
}

/// What differs between forms.
#[derive(Debug, Clone, Copy)]
struct Kind {
    /// The key and the name of the field with this key.
    field: fn(&str, Words) -> Option<(&'static str, &'static str)>,
    /// Words for a refusal of the form as a whole, which travels by its name.
    refusal: fn(&str, Words) -> String,
}

/// A form of any kind; cheap to copy.
#[derive(Clone, Copy)]
pub struct AnyForm {
    name: &'static str,
    kind: Kind,
    echo: StoredValue<Option<Echo>>,
    call: Option<Call>,
}

impl AnyForm {
    /// The server function's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether an answer is awaited.
    pub fn pending(&self) -> Signal<bool> {
        self.call.map_or_else(|| Signal::stored(false), |call| call.pending())
    }

    /// What was typed into the field with this key before the form came back.
    fn typed(&self, key: &str) -> Option<String> {
        self.echo.with_value(|echo| {
            let (_, value) = echo.as_ref()?.fields.iter().find(|(name, _)| name == key)?;
            Some(value.clone())
        })
    }

    /// Why the form did not work, if it did not. Changes with the last answer.
    fn failure(&self) -> Option<PageFailure> {
        match self.call.and_then(|call| call.answer()) {
            Some(Answer::Failed(failure)) => serde_json::from_str(&failure).ok(),
            Some(Answer::Done(_)) => None,
            None => self.echo.with_value(|echo| serde_json::from_str(&echo.as_ref()?.failure).ok()),
        }
    }

    /// Everything that is wrong, in the order of the fields. Changes with the last answer.
    pub fn complaints(&self, words: Words) -> Vec<Complaint> {
        self.failure().map_or_else(Vec::new, |failure| complain(&failure, self.kind, words))
    }

    /// What is wrong with the field of this key.
    fn problem(self, key: &'static str) -> Signal<Option<String>> {
        let words = Words::here();
        Signal::derive(move || {
            let complaints = self.complaints(words);
            complaints.into_iter().find(|it| it.field == Some(key)).map(|it| it.text)
        })
    }

    /// Handles the submit event once script runs.
    pub fn on_submit(&self, event: &SubmitEvent) {
        if let Some(call) = self.call {
            call.send(event);
        }
    }
}

/// The state of one form with the fields `F` and the refusals `W`; cheap to copy.
pub struct FormState<F, W> {
    any: AnyForm,
    kind: PhantomData<fn() -> (F, W)>,
}

impl<F, W> Clone for FormState<F, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F, W> Copy for FormState<F, W> {}

impl<F, W> From<FormState<F, W>> for AnyForm {
    fn from(form: FormState<F, W>) -> Self {
        form.any
    }
}

impl<F, W> FormState<F, W>
where
    F: Field,
    W: Sentence + DeserializeOwned + 'static,
{
    /// A form that is only ever posted: the pages before sign-in have no script.
    pub fn posted(name: &'static str) -> Self {
        Self::new(name, None)
    }

    /// A form that script sends, once it runs.
    pub fn called(name: &'static str) -> Self {
        Self::new(name, Some(Call::new(name)))
    }

    fn new(name: &'static str, call: Option<Call>) -> Self {
        let kind = Kind {
            field: |key, words| F::parse(key).map(|it| (it.name(), it.label(words))),
            refusal: sentence::<W>,
        };
        let echo = StoredValue::new(echo_of(name));
        Self { any: AnyForm { name, kind, echo, call }, kind: PhantomData }
    }

    /// The server function's name.
    pub const fn name(&self) -> &'static str {
        self.any.name
    }

    /// Whether an answer is awaited.
    pub fn pending(&self) -> Signal<bool> {
        self.any.pending()
    }

    /// What was typed into `field` before the form came back.
    pub fn typed(&self, field: F) -> Option<String> {
        self.any.typed(field.name())
    }

    /// What is wrong with `field`.
    pub fn problem(&self, field: F) -> Signal<Option<String>> {
        self.any.problem(field.name())
    }
}

fn echo_of(name: &str) -> Option<Echo> {
    use_context::<Option<Echo>>().flatten().filter(|echo| echo.form == name)
}

fn complain(failure: &PageFailure, kind: Kind, words: Words) -> Vec<Complaint> {
    let at = |key: &str, text: String| {
        let (field, label) = (kind.field)(key, words).unzip();
        Complaint { field, label, text }
    };
    let whole = |text: String| Complaint { field: None, label: None, text };
    match failure {
        Failure::Refused(Rejected::Fields(faults)) => faults
            .iter()
            .map(|fault| at(&fault.field, wording::problem(fault.problem, words)))
            .collect(),
        Failure::Refused(Rejected::Whole(refusal)) => vec![whole((kind.refusal)(refusal, words))],
        Failure::Misread(misread) => {
            let known = misread.key().filter(|key| (kind.field)(key, words).is_some());
            vec![match known {
                Some(key) => at(key, wording::misread(misread, words).to_owned()),
                None => whole(words.form().refusal_form().to_owned()),
            }]
        }
        other => vec![whole(wording::failure_sentence(other, words))],
    }
}

/// Words for a refusal that travelled by its name.
fn sentence<W: Sentence + DeserializeOwned>(name: &str, words: Words) -> String {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    W::deserialize(name)
        .map_or_else(|_| words.failure().stale_page().to_owned(), |it| it.sentence(words))
}
