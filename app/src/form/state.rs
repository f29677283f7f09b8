//! What a form knows of itself while it is shown: the input it keeps and what was wrong with it.

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
    /// The sentence.
    pub text: String,
}

/// The state of one form; cheap to copy.
pub struct FormState<F, W> {
    name: &'static str,
    typed: StoredValue<Vec<(String, String)>>,
    failure: Signal<Option<PageFailure>>,
    kind: PhantomData<fn() -> (F, W)>,
    call: Option<Call>,
}

impl<F, W> Clone for FormState<F, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F, W> Copy for FormState<F, W> {}

impl<F, W> FormState<F, W>
where
    F: Field,
    W: Sentence + DeserializeOwned + 'static,
{
    /// A form that is only ever posted: the pages before sign-in have no script.
    pub fn posted(name: &'static str) -> Self {
        let echo = echo_of(name);
        let failure = echo.as_ref().and_then(|echo| serde_json::from_str(&echo.failure).ok());
        Self {
            name,
            typed: StoredValue::new(echo.map(|echo| echo.fields).unwrap_or_default()),
            failure: Signal::stored(failure),
            call: None,
            kind: PhantomData,
        }
    }

    /// A form that `call` sends once script runs.
    pub fn called(call: Call) -> Self {
        let first = Self::posted(call.name);
        let failure = Signal::derive(move || match call.answer() {
            Some(Answer::Failed(failure)) => serde_json::from_str(&failure).ok(),
            Some(Answer::Done(_)) => None,
            None => first.failure.get(),
        });
        Self { failure, call: Some(call), ..first }
    }

    /// The server function's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether an answer is awaited.
    pub fn pending(&self) -> Signal<bool> {
        self.call.map_or_else(|| Signal::stored(false), |call| call.pending())
    }

    /// What was typed into `field` before the form came back.
    pub fn typed(&self, field: F) -> Option<String> {
        self.typed.with_value(|typed| {
            typed.iter().find(|(key, _)| key == field.name()).map(|(_, value)| value.clone())
        })
    }

    /// What is wrong with `field`.
    pub fn problem(&self, field: F) -> Signal<Option<String>> {
        let complaints = self.complaints();
        Signal::derive(move || {
            complaints.with(|all| {
                all.iter().find(|it| it.field == Some(field.name())).map(|it| it.text.clone())
            })
        })
    }

    /// Everything that is wrong, in the order of the fields.
    pub fn complaints(&self) -> Signal<Vec<Complaint>> {
        let failure = self.failure;
        let words = Words::here();
        Signal::derive(move || {
            failure.with(|it| it.as_ref().map_or_else(Vec::new, |it| complain::<F, W>(it, words)))
        })
    }

    /// Whether something is wrong.
    pub fn refused(&self) -> Signal<bool> {
        let failure = self.failure;
        Signal::derive(move || failure.with(Option::is_some))
    }

    /// Handles the submit event once script runs.
    pub fn on_submit(&self, event: &SubmitEvent) {
        if let Some(call) = self.call {
            call.send(event);
        }
    }
}

fn echo_of(name: &str) -> Option<Echo> {
    use_context::<Option<Echo>>().flatten().filter(|echo| echo.form == name)
}

fn complain<F: Field, W: Sentence + DeserializeOwned>(
    failure: &PageFailure,
    words: Words,
) -> Vec<Complaint> {
    let at = |field: F, text: String| Complaint { field: Some(field.name()), text };
    let whole = |text: String| Complaint { field: None, text };
    match failure {
        Failure::Refused(Rejected::Fields(faults)) => faults
            .iter()
            .map(|fault| {
                let text = wording::problem(fault.problem, words);
                F::parse(&fault.field)
                    .map_or_else(|| whole(text.clone()), |it| at(it, text.clone()))
            })
            .collect(),
        Failure::Refused(Rejected::Whole(refusal)) => vec![whole(sentence::<W>(refusal, words))],
        Failure::Misread(misread) => vec![match misread.key().and_then(F::parse) {
            Some(field) => at(field, wording::misread(misread, words).to_owned()),
            None => whole(words.door().refusal_form().to_owned()),
        }],
        other => vec![whole(wording::failure_sentence(other, words))],
    }
}

/// Words for a refusal that travelled by its name.
fn sentence<W: Sentence + DeserializeOwned>(name: &str, words: Words) -> String {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    W::deserialize(name)
        .map_or_else(|_| words.failure().stale_page().to_owned(), |it| it.sentence(words))
}
