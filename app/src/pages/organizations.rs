//! `/profile/organizations`: those one belongs to.

use leptos::prelude::*;

use super::{View, with_data};
use crate::{
    api::organization::Mine,
    console::Present,
    route::Route,
    ui::{
        Avatar, Card, Chip, Drawing, Emphasis, EmptyState, Icon, LinkButton, PageHead, Row, Rows,
        Tone,
    },
    words::Words,
};

/// The lazy page.
#[lazy]
pub fn organizations() -> View {
    |data| with_data(data, |mine: Vec<Mine>| view! { <MyOrganizations mine /> }.into_any())
}

#[component]
fn MyOrganizations(mine: Vec<Mine>) -> impl IntoView {
    let words = Words::here();
    let texts = words.organizations();
    let list = if mine.is_empty() {
        view! { <EmptyState title=texts.none() /> }.into_any()
    } else {
        let rows = mine.into_iter().map(|it| organization_row(it, words)).collect();
        view! { <Rows rows /> }.into_any()
    };
    view! {
        <PageHead
            title=texts.title()
            lead=texts.lead()
            actions=move || {
                view! {
                    <LinkButton href=Route::NewOrganization.path() emphasis=Emphasis::Primary>
                        {texts.create_title()}
                    </LinkButton>
                }
            }
        />
        <Card>{list}</Card>
    }
}

/// An organization, and the way to change over to it.
pub fn organization_row(it: Mine, words: Words) -> AnyView {
    let texts = words.organizations();
    let Mine { id, name, initials, kind, role, member } = it;
    let Present(present) = expect_context();
    let label = texts.switch_to(&name);
    let rights = texts.my_rights_in(&name);
    let rights = view! {
        <LinkButton href=member emphasis=Emphasis::Quiet attr:aria-label=rights>
            {texts.my_rights()}
        </LinkButton>
    };
    let trailing = move || {
        if present == Some(id) {
            return view! {
                {rights}
                <Chip tone=Tone::Good>{texts.here()}</Chip>
            }
            .into_any();
        }
        view! {
            {rights}
            // As a whole, so that nothing of one organization stays on the pages of another.
            <LinkButton href=Route::Dashboard(id).path() attr:rel="external" attr:aria-label=label>
                <Drawing icon=Icon::Switch />
                {texts.switch()}
            </LinkButton>
        }
        .into_any()
    };
    view! {
        <Row
            main=name
            sub=format!("{kind} · {role}")
            leading=move || view! { <Avatar initials=initials /> }
            trailing
        />
    }
    .into_any()
}
