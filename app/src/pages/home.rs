//! `/`: the server leads on to an organization; this is for a person who has none.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    route::Route,
    ui::{LinkButton, PageHead},
    words::Words,
};

/// Says that the person belongs to no organization, and how that changes.
#[component]
pub fn HomePage() -> impl IntoView {
    let words = Words::here();
    let (common, dashboard) = (words.common(), words.dashboard());
    view! {
        <Title text=common.page_title(common.brand(), dashboard.no_organization_title()) />
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
