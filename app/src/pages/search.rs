//! `/search` and `/o/{org}/search`: what was found, as a page of its own.

use leptos::prelude::*;

use super::{View, with_data};
use crate::{
    api::search::{Found, Hit},
    ui::{Card, EmptyState, PageHead, Row, Rows},
    words::Words,
};

/// The lazy page.
#[lazy]
pub fn search() -> View {
    |data| with_data(data, show)
}

fn show(found: Found) -> AnyView {
    let texts = Words::here().search();
    let Found { question, hits, .. } = found;
    let count = hits.len() as u64;
    let content = if question.is_empty() {
        view! { <EmptyState title=texts.nothing_asked() text=texts.hint() /> }.into_any()
    } else if hits.is_empty() {
        view! { <EmptyState title=texts.none(&question) text=texts.hint() /> }.into_any()
    } else {
        let rows = hits.into_iter().map(row).collect();
        view! { <Rows rows /> }.into_any()
    };
    let lead =
        if question.is_empty() { texts.lead().to_owned() } else { texts.count(count, &question) };
    view! {
        <PageHead title=texts.title() lead=lead />
        <Card>{content}</Card>
    }
    .into_any()
}

fn row(hit: Hit) -> AnyView {
    let Hit { title, about, href } = hit;
    view! { <Row main=title sub=about href=href /> }.into_any()
}
