//! Fields and their values, as they were and as they are.

use crate::wire::wire;
use leptos::prelude::*;

/// A field and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub field: String,
    /// What the value was, if it has changed.
    pub before: Option<String>,
    pub after: String,
}

wire!(struct Change { field, before, after });

/// A small list of fields and values; of one that changed the older value is struck out.
#[component]
pub fn Changes(
    changes: Vec<Change>,
    /// What is read aloud before an older value…
    #[prop(into)]
    before: String,
    /// …and before the newer one.
    #[prop(into)]
    after: String,
) -> impl IntoView {
    let line = move |it: Change| {
        let value = match it.before {
            Some(old) => view! {
                <span class="visually-hidden">{before.clone()}</span>
                " "
                <del>{old}</del>
                " "
                <span class="visually-hidden">{after.clone()}</span>
                " "
                <ins>{it.after}</ins>
            }
            .into_any(),
            None => it.after.into_any(),
        };
        view! {
            <div>
                <dt>{it.field}</dt>
                <dd>{value}</dd>
            </div>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = changes.into_iter().map(line).collect();
    view! { <dl class="changes">{lines}</dl> }
}
