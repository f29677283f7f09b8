//! `/o/{org}`: where one is, as what, with whom, and what happened last.

use domain::{id::PublicId, rights::Denial};
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::{LazyRoute, hooks::use_params_map, lazy_route};

#[cfg(feature = "ssr")]
use crate::api::organization::show_dashboard;
use crate::{
    api::{
        Failure,
        organization::{Entry, Member, Overview},
    },
    pages::data::{self, PageData, load, page_data},
    ui::{Avatar, Card, Chip, Definition, DefinitionList, EmptyState, PageHead, Row, Rows, Tone},
    words::{Area, Words},
};

/// The lazy page; its data is asked for while its module loads.
pub struct DashboardPage(PageData);

#[lazy_route]
impl LazyRoute for DashboardPage {
    fn data() -> Self {
        let params = use_params_map();
        let org = Signal::derive(move || params.with(|it| it.get("org")).unwrap_or_default());
        Self(page_data(Area::Dashboard, org, |org| {
            Box::pin(async move {
                let org: PublicId = org.parse().map_err(|_| Failure::NotFound)?;
                load!(show_dashboard, org)
            })
        }))
    }

    fn view(this: Self) -> AnyView {
        data::show(this.0, |overview: Overview| view! { <Dashboard overview /> }.into_any())
    }
}

#[component]
fn Dashboard(overview: Overview) -> impl IntoView {
    let words = Words::here();
    let (common, texts) = (words.common(), words.dashboard());
    let Overview { name, kind, created, lead, members, activity } = overview;
    view! {
        <Title text=common.page_title(common.brand(), &texts.title(&name)) />
        <PageHead title=name.clone() lead=lead />
        <div class="two">
            <div class="column">
                {members_card(members, words)}
                {activity_card(activity, words)}
            </div>
            <Card title=texts.organization_title()>
                <DefinitionList>
                    <Definition term=texts.organization_name()>{name}</Definition>
                    <Definition term=texts.organization_kind()>{kind}</Definition>
                    <Definition term=texts.organization_created()>{created}</Definition>
                </DefinitionList>
            </Card>
        </div>
    }
}

fn members_card(members: Result<Vec<Member>, Denial>, words: Words) -> impl IntoView {
    let texts = words.dashboard();
    let count = members.as_ref().map(|all| texts.members_count(all.len() as u64)).ok();
    let you = words.common().you();
    let row = move |member: Member| {
        let Member { name, initials, role, you: own } = member;
        view! {
            <Row
                main=name
                sub=role
                leading=move || view! { <Avatar initials=initials /> }
                trailing=move || own.then(|| view! { <Chip tone=Tone::Info>{you}</Chip> })
            />
        }
    };
    view! {
        <Card title=texts.members_title() aside=move || view! { <small>{count}</small> }>
            {match members {
                Ok(all) => {
                    Either::Left(view! { <Rows>{all.into_iter().map(row).collect::<Vec<_>>()}</Rows> })
                }
                Err(_) => Either::Right(view! { <p class="quiet">{texts.members_no_right()}</p> }),
            }}
        </Card>
    }
}

fn activity_card(activity: Result<Vec<Entry>, Denial>, words: Words) -> impl IntoView {
    let texts = words.dashboard();
    let content = match activity {
        Ok(entries) if entries.is_empty() => {
            view! { <EmptyState title=texts.history_empty()>""</EmptyState> }.into_any()
        }
        Ok(entries) => {
            let rows = entries
                .into_iter()
                .map(|it| view! { <Row main=it.sentence sub=it.at /> })
                .collect::<Vec<_>>();
            view! { <Rows>{rows}</Rows> }.into_any()
        }
        Err(_) => view! { <p class="quiet">{texts.history_no_right()}</p> }.into_any(),
    };
    view! { <Card title=texts.history_title()>{content}</Card> }
}
