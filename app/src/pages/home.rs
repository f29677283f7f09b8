//! `/`: the server leads on to an organization; this is for a person who has none.

use leptos::prelude::*;

use crate::{
    route::Route,
    ui::{LinkButton, PageHead},
    words::Words,
};

/// Shows it.
pub fn home(_: &str) -> Option<AnyView> {
    Some(view! { <HomePage /> }.into_any())
}

/// Says that the person belongs to no organization, and how that changes.
#[component]
fn HomePage() -> impl IntoView {
    let words = Words::here();
    let dashboard = words.dashboard();
    view! {
        <PageHead
            title=dashboard.no_organization_title()
            lead=dashboard.no_organization_text()
        />
        <div class="actions">
            <LinkButton href=Route::Organizations.path()>
                {words.shell().my_organizations()}
            </LinkButton>
        </div>
    }
}
