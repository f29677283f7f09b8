//! What every control of a form shares: the hint and the problem, tied to it by ids.

use leptos::prelude::*;

/// The help around one control.
#[derive(Clone)]
pub(super) struct FieldHelp {
    hint_id: String,
    problem_id: String,
    hint: Option<String>,
    problem: Signal<Option<String>>,
}

impl FieldHelp {
    /// `id` is the control's.
    pub fn new(id: &str, hint: Option<String>, problem: Signal<Option<String>>) -> Self {
        let hint_id = format!("{id}-hint");
        let problem_id = format!("{id}-problem");
        Self { hint_id, problem_id, hint, problem }
    }

    /// The value of `aria-describedby`: only ids that are on the page.
    pub fn described_by(&self) -> Signal<Option<String>> {
        let Self { hint_id, problem_id, hint, problem } = self.clone();
        let has_hint = hint.is_some();
        Signal::derive(move || match (has_hint, problem.read().is_some()) {
            (true, true) => Some(format!("{hint_id} {problem_id}")),
            (true, false) => Some(hint_id.clone()),
            (false, true) => Some(problem_id.clone()),
            (false, false) => None,
        })
    }

    /// The value of `aria-invalid`.
    pub fn invalid(&self) -> Signal<Option<String>> {
        let problem = self.problem;
        Signal::derive(move || problem.read().is_some().then(|| "true".to_owned()))
    }

    /// The explanation between a label and its control.
    pub fn hint_line(&self) -> AnyView {
        let line = |hint: String| view! { <p class="hint" id=self.hint_id.clone()>{hint}</p> };
        self.hint.clone().map(line).into_any()
    }

    /// What is wrong and what would help, right after the control.
    pub fn problem_line(&self) -> AnyView {
        let (id, problem) = (self.problem_id.clone(), self.problem);
        let line = move |text| view! { <p class="problem" id=id.clone()>{text}</p> };
        (move || problem.get().map(&line)).into_any()
    }
}
