//! What a form knows of itself while it is shown: the input it keeps and what was wrong with it.
//!
//! All forms share the code that does not depend on their fields: code that is generic is sent to the
//! browser once for each form.

use std::marker::PhantomData;

use leptos::{ev::SubmitEvent, oco::Oco, prelude::*};

use super::{Answer, Call, Echo, Field, Remedy, Told};

/// A form of any kind; cheap to copy.
#[derive(Clone, Copy)]
pub struct AnyForm {
    name: StoredValue<Oco<'static, str>>,
    echo: StoredValue<Option<Echo>>,
    call: Option<Call>,
}

impl AnyForm {
    /// The server function's name.
    pub fn name(&self) -> String {
        self.name.with_value(ToString::to_string)
    }

    /// A form that script sends, once it runs, to the server function `name`.
    pub fn called(name: impl Into<Oco<'static, str>>) -> Self {
        let name = name.into();
        let call = Call::new(name.clone());
        Self::new(name, Some(call))
    }

    fn new(name: Oco<'static, str>, call: Option<Call>) -> Self {
        let echo = StoredValue::new(echo_of(&name));
        Self { name: StoredValue::new(name), echo, call }
    }

    /// Whether an answer is awaited.
    pub fn pending(&self) -> Signal<bool> {
        self.call.map_or_else(|| Signal::stored(false), |call| call.pending())
    }

    /// What was typed into the field with this key before the form came back.
    pub fn typed(&self, key: &str) -> Option<String> {
        self.echo.with_value(|echo| {
            let (_, value) = echo.as_ref()?.fields.iter().find(|(name, _)| name == key)?;
            Some(value.clone())
        })
    }

    /// Whether this key came back with this value, or with any; `None` if the form did not come back.
    pub fn sent(&self, key: &str, value: Option<&str>) -> Option<bool> {
        self.echo.with_value(|echo| {
            let mut fields = echo.as_ref()?.fields.iter();
            Some(fields.any(|(name, it)| name == key && value.is_none_or(|value| it == value)))
        })
    }

    /// Why the form did not work, if it did not. Changes with the last answer.
    pub fn told(&self) -> Option<Told> {
        match self.call.and_then(|call| call.answer()) {
            Some(Answer::Failed(told)) => Some(told),
            Some(Answer::Done(_) | Answer::Left) => None,
            None => self.echo.with_value(|echo| Some(echo.as_ref()?.told.clone())),
        }
    }

    /// Whether the form needs the password beside its fields.
    pub fn needs_proof(&self) -> bool {
        self.told().is_some_and(|it| it.remedy == Some(Remedy::Prove))
    }

    /// What is wrong with the field of this key.
    pub fn problem(self, key: impl Into<Oco<'static, str>>) -> Signal<Option<String>> {
        let key = key.into();
        Signal::derive(move || {
            let complaints = self.told()?.complaints;
            complaints
                .into_iter()
                .find(|it| it.field.as_deref() == Some(key.as_str()))
                .map(|it| it.text)
        })
    }

    /// Handles the submit event once script runs.
    pub fn on_submit(&self, event: &SubmitEvent) {
        if let Some(call) = self.call {
            call.send(event);
        }
    }
}

/// The state of one form with the fields `F`; cheap to copy.
pub struct FormState<F> {
    name: &'static str,
    any: AnyForm,
    fields: PhantomData<fn() -> F>,
}

impl<F> Clone for FormState<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for FormState<F> {}

impl<F> From<FormState<F>> for AnyForm {
    fn from(form: FormState<F>) -> Self {
        form.any
    }
}

impl<F: Field> FormState<F> {
    /// A form that is only ever posted: the pages before sign-in have no script.
    pub fn posted(name: &'static str) -> Self {
        Self::of(name, AnyForm::new(name.into(), None))
    }

    /// A form that script sends, once it runs.
    pub fn called(name: &'static str) -> Self {
        Self::of(name, AnyForm::called(name))
    }

    const fn of(name: &'static str, any: AnyForm) -> Self {
        Self { name, any, fields: PhantomData }
    }

    /// The server function's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether an answer is awaited.
    pub fn pending(&self) -> Signal<bool> {
        self.any.pending()
    }

    /// What was typed into `field` before the form came back.
    pub fn typed(&self, field: F) -> Option<String> {
        self.any.typed(field.name())
    }

    /// Whether the box of `field` was ticked when the form came back.
    pub fn ticked(&self, field: F) -> Option<bool> {
        self.any.sent(field.name(), None)
    }

    /// The same of the box with this value, of a list.
    pub fn listed(&self, field: F, value: &str) -> Option<bool> {
        self.any.sent(field.name(), Some(value))
    }

    /// What is wrong with `field`.
    pub fn problem(&self, field: F) -> Signal<Option<String>> {
        self.any.problem(field.name())
    }
}

fn echo_of(name: &str) -> Option<Echo> {
    use_context::<Option<Echo>>().flatten().filter(|echo| echo.form == name)
}
