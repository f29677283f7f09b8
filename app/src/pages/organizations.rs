//! `/profile/organizations`: those one belongs to.

use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

#[cfg(feature = "ssr")]
use crate::api::organization::list_organizations;
use crate::{
    api::organization::Mine,
    console::Present,
    pages::data::{self, PageData, load, page_data},
    route::Route,
    ui::{
        Avatar, Card, Chip, Drawing, Emphasis, EmptyState, Icon, LinkButton, PageHead, Row, Rows,
        Tone,
    },
    words::{Area, Words},
};

/// The lazy page; its data is asked for while its module loads.
pub struct OrganizationsPage(PageData);

#[lazy_route]
impl LazyRoute for OrganizationsPage {
    fn data() -> Self {
        let always = Signal::stored(String::new());
        Self(page_data(Area::Organizations, always, |_| {
            Box::pin(async { load!(list_organizations) })
        }))
    }

    fn view(this: Self) -> AnyView {
        data::show(this.0, |mine: Vec<Mine>| view! { <MyOrganizations mine /> }.into_any())
    }
}

#[component]
fn MyOrganizations(mine: Vec<Mine>) -> impl IntoView {
    let words = Words::here();
    let (common, texts) = (words.common(), words.organizations());
    let list = if mine.is_empty() {
        Either::Left(view! { <EmptyState title=texts.none()>""</EmptyState> })
    } else {
        let rows = mine.into_iter().map(|it| row(it, words)).collect::<Vec<_>>();
        Either::Right(view! { <Rows>{rows}</Rows> })
    };
    view! {
        <Title text=common.page_title(common.brand(), texts.title()) />
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

fn row(it: Mine, words: Words) -> impl IntoView {
    let texts = words.organizations();
    let Mine { id, name, initials, kind, role } = it;
    let Present(present) = expect_context();
    let label = texts.switch_to(&name);
    let trailing = move || {
        if present == Some(id) {
            return Either::Left(view! { <Chip tone=Tone::Good>{texts.here()}</Chip> });
        }
        Either::Right(view! {
            // As a whole, so that nothing of one organization stays on the pages of another.
            <LinkButton href=Route::Dashboard(id).path() attr:rel="external" attr:aria-label=label>
                <Drawing icon=Icon::Switch />
                {texts.switch()}
            </LinkButton>
        })
    };
    view! {
        <Row
            main=name
            sub=format!("{kind} · {role}")
            leading=move || view! { <Avatar initials=initials /> }
            trailing
        />
    }
}
