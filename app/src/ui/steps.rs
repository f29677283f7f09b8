//! Where one is in a form of several pages.

use leptos::prelude::*;

/// One page of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub label: String,
    /// Where it is, if one can go there.
    pub href: Option<String>,
}

/// The steps in their order; those that were done lead back to their pages.
#[component]
pub fn Steps(
    /// What the list is called for those who do not see it.
    #[prop(into)]
    label: String,
    steps: Vec<Step>,
    /// The one that is open, counted from 0.
    current: usize,
) -> impl IntoView {
    let entry = |(index, Step { label, href }): (usize, Step)| {
        let here = (index == current).then_some("step");
        let name = match href.filter(|_| index != current) {
            Some(href) => view! { <a href=href>{label}</a> }.into_any(),
            None => view! { <span>{label}</span> }.into_any(),
        };
        view! {
            <li aria-current=here data-done=(index < current).then_some("")>
                {name}
            </li>
        }
    };
    let entries: Vec<_> = steps.into_iter().enumerate().map(entry).collect();
    view! {
        <nav aria-label=label>
            <ol class="steps">{entries}</ol>
        </nav>
    }
}
