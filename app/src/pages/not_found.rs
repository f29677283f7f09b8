//! What stands where nothing is, or nothing that the reader may know of.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    route::Route,
    ui::{LinkButton, PageHead},
    words::Words,
};

/// The page for an address without a page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    let words = Words::here();
    let failure = words.failure();
    let common = words.common();
    view! {
        <Title text=common.page_title(common.brand(), failure.not_found_title()) />
        <PageHead title=failure.not_found_title() lead=failure.not_found_text() />
        <div class="actions">
            <LinkButton href=Route::Home.path()>{failure.not_found_next()}</LinkButton>
        </div>
    }
}
