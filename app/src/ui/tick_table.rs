//! Things by line, questions by column, a tick for each yes.

use leptos::prelude::*;

/// One thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TickRow {
    /// What the form sends where it is ticked.
    pub value: String,
    pub label: String,
    /// Whether each column starts ticked.
    pub ticked: Vec<bool>,
}

/// A table of checkboxes. A tick sends the value of its line under the key of its column.
#[component]
pub fn TickTable(
    #[prop(into)] caption: String,
    /// Keys and what they are called.
    columns: Vec<(String, String)>,
    rows: Vec<TickRow>,
) -> impl IntoView {
    let heads: Vec<AnyView> = columns
        .iter()
        .map(|(_, label)| view! { <th scope="col">{label.clone()}</th> }.into_any())
        .collect();
    let row = move |row: TickRow| {
        let cells: Vec<AnyView> = columns
            .iter()
            .zip(row.ticked)
            .map(|((key, label), ticked)| {
                let name = format!("{label}: {}", row.label);
                view! {
                    <td>
                        <label>
                            <input
                                type="checkbox"
                                name=key.clone()
                                value=row.value.clone()
                                checked=ticked
                                aria-label=name
                            />
                        </label>
                    </td>
                }
                .into_any()
            })
            .collect();
        view! {
            <tr>
                <th scope="row">{row.label}</th>
                {cells}
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = rows.into_iter().map(row).collect();
    view! {
        <table class="ticks">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <td></td>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
