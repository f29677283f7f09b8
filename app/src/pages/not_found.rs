//! What stands where nothing is, or nothing that the reader may know of.

use leptos::prelude::*;

use crate::{
    route::Route,
    ui::{LinkButton, PageHead},
    words::Words,
};

/// The page for an address without a page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let failure = Words::here().failure();
    view! {
        <PageHead title=failure.not_found_title() lead=failure.not_found_text() />
        <div class="actions">
            <LinkButton href=Route::Home.path()>{failure.not_found_next()}</LinkButton>
        </div>
    }
}
