//! What a form knows of itself while it is shown: the input it keeps and what was wrong with it.

use leptos::{ev::SubmitEvent, prelude::*};
use serde::{Serialize, de::DeserializeOwned};
use server_fn::ServerFn;

use super::{Echo, Field, Sentence, wording};
use crate::{
    api::{Done, Failure, Rejected},
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

/// Calls of a form's server function, one at a time.
pub type Call<S> = Action<S, Result<Done, <S as ServerFn>::Error>>;

/// Makes the calls of `S`. The framework's own action would also read errors out of the address.
pub fn use_call<S>() -> Call<S>
where
    S: ServerFn<Output = Done> + Clone + Send + Sync + 'static,
    S::Error: Clone + Send + Sync + 'static,
{
    Action::new(|call: &S| S::run_on_client(call.clone()))
}

/// The state of one form; cheap to copy.
pub struct FormState<F: Field, W: Send + Sync + 'static> {
    name: &'static str,
    typed: StoredValue<Vec<(String, String)>>,
    failure: Signal<Option<Failure<Rejected<F, W>>>>,
    pending: Signal<bool>,
    submit: StoredValue<Option<Callback<SubmitEvent>>>,
}

impl<F: Field, W: Send + Sync> Clone for FormState<F, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: Field, W: Send + Sync> Copy for FormState<F, W> {}

impl<F, W> FormState<F, W>
where
    F: Field + Serialize + DeserializeOwned,
    W: Sentence + Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    /// A form that is only ever posted: the pages before sign-in have no script.
    pub fn posted(name: &'static str) -> Self {
        let echo = echo_of(name);
        let failure = echo.as_ref().and_then(|echo| serde_json::from_str(&echo.failure).ok());
        Self {
            name,
            typed: StoredValue::new(echo.map(|echo| echo.fields).unwrap_or_default()),
            failure: Signal::stored(failure),
            pending: Signal::stored(false),
            submit: StoredValue::new(None),
        }
    }

    /// A form whose server function is called in place once script runs.
    ///
    /// A submission that cannot be read as a call is left to the browser, which posts it.
    pub fn called<S>(name: &'static str, action: Call<S>) -> Self
    where
        S: ServerFn<Output = Done, Error = Failure<Rejected<F, W>>>
            + DeserializeOwned
            + Send
            + Sync
            + 'static,
    {
        let first = Self::posted(name);
        let value = action.value();
        let failure = Signal::derive(move || match value.get() {
            Some(outcome) => outcome.err(),
            None => first.failure.get(),
        });
        let submit = Callback::new(move |event: SubmitEvent| {
            if action.pending().get_untracked() {
                event.prevent_default();
            } else if let Some(call) = read_call::<S>(&event) {
                event.prevent_default();
                action.dispatch(call);
            }
        });
        Self {
            failure,
            pending: action.pending().into(),
            submit: StoredValue::new(Some(submit)),
            ..first
        }
    }

    /// The server function's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether an answer is awaited.
    pub const fn pending(&self) -> Signal<bool> {
        self.pending
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
            failure.with(|it| it.as_ref().map_or_else(Vec::new, |it| complain(it, words)))
        })
    }

    /// Whether something is wrong.
    pub fn refused(&self) -> Signal<bool> {
        let failure = self.failure;
        Signal::derive(move || failure.with(Option::is_some))
    }

    /// Handles the submit event once script runs.
    pub fn on_submit(&self, event: SubmitEvent) {
        if let Some(submit) = self.submit.get_value() {
            submit.run(event);
        }
    }
}

fn echo_of(name: &str) -> Option<Echo> {
    use_context::<Option<Echo>>().flatten().filter(|echo| echo.form == name)
}

fn complain<F: Field, W: Sentence>(
    failure: &Failure<Rejected<F, W>>,
    words: Words,
) -> Vec<Complaint> {
    let whole = |text: String| vec![Complaint { field: None, text }];
    match failure {
        Failure::Refused(Rejected::Fields(faults)) => faults
            .iter()
            .map(|fault| Complaint {
                field: Some(fault.field.name()),
                text: wording::problem(&fault.problem, words),
            })
            .collect(),
        Failure::Refused(Rejected::Whole(refusal)) => whole(refusal.sentence(words)),
        Failure::Misread(misread) => match misread.key().and_then(F::parse) {
            Some(field) => vec![Complaint {
                field: Some(field.name()),
                text: wording::misread(misread, words).to_owned(),
            }],
            None => whole(words.door().refusal_form().to_owned()),
        },
        other => whole(wording::failure_sentence(other, words)),
    }
}

/// Reads the form as a call of `S`; the form's own name is not an argument.
#[cfg(not(feature = "ssr"))]
fn read_call<S: DeserializeOwned>(event: &SubmitEvent) -> Option<S> {
    use leptos::wasm_bindgen::JsCast;

    let form = event.target()?.dyn_into::<web_sys::HtmlFormElement>().ok()?;
    let data = web_sys::FormData::new_with_form(&form).ok()?;
    data.delete(super::NAME_KEY);
    let query = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    serde_qs::from_str(&String::from(query.to_string())).ok()
}

#[cfg(feature = "ssr")]
fn read_call<S>(_: &SubmitEvent) -> Option<S> {
    None
}
