//! `/check`: is a message really ours?

use leptos::prelude::*;

use crate::{
    ui::{Button, Emphasis, Notice, PageHead, TextField, Tone},
    words::Words,
};

/// Looks a reference up. A question and not an act, so the form uses GET.
#[component]
pub fn CheckPage(
    /// The reference that was typed, if one was.
    asked: Option<String>,
    /// When the message was sent and what it is about, both in words, if we know it.
    found: Option<(String, String)>,
) -> impl IntoView {
    let door = Words::here().door();
    let answer = asked.is_some().then(|| match &found {
        Some((date, kind)) => view! {
            <Notice tone=Tone::Good title=door.check_found(date, kind)>{door.check_found_hint()}</Notice>
        },
        None => view! {
            <Notice tone=Tone::Bad title=door.check_not_found()>{door.check_not_found_hint()}</Notice>
        },
    });
    view! {
        <PageHead title=door.check_title() lead=door.check_lead() />
        {answer}
        <form class="form" method="get">
            <TextField
                name="reference"
                label=door.check_reference()
                hint=Some(door.check_reference_hint().to_owned())
                value=asked.unwrap_or_default()
                maxlength=Some(20)
                autocomplete=Some("off")
                required=true
            />
            <Button emphasis=Emphasis::Primary>{door.check_button()}</Button>
        </form>
    }
}
