//! `/o/{org}`: where one is, as what, with whom, and what happened last.

use leptos::prelude::*;

use super::with_data;
use crate::{
    api::organization::{Entry, Member, Overview, Waiting},
    console::Present,
    route::Route,
    ui::{
        Avatar, Card, Chip, Definition, DefinitionList, EmptyState, Notice, PageHead, Row, Rows,
        Tone,
    },
    words::Words,
};

/// Shows it. Not lazy: it is where everybody begins, so it comes with the first module.
pub fn dashboard(data: &str) -> Option<AnyView> {
    with_data(data, |overview: Overview| view! { <Dashboard overview /> }.into_any())
}

#[component]
fn Dashboard(overview: Overview) -> impl IntoView {
    let words = Words::here();
    let texts = words.dashboard();
    let Overview { name, kind, created, lead, members, activity, waiting } = overview;
    view! {
        <PageHead title=name.clone() lead=lead />
        {waiting.into_iter().map(notice).collect_view()}
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

fn notice(Waiting { text, href, label }: Waiting) -> impl IntoView {
    let link = move || view! { <a href=href>{label}</a> };
    view! { <Notice tone=Tone::Info actions=link>{text}</Notice> }
}

fn members_card(members: Option<Vec<Member>>, words: Words) -> impl IntoView {
    let texts = words.dashboard();
    let Present(org) = expect_context();
    let all = org.filter(|_| members.is_some()).map(|org| Route::Users(org).path());
    let you = words.common().you();
    let row = |member: Member| {
        let Member { name, initials, picture, role, you: own } = member;
        view! {
            <Row
                main=name
                sub=role
                leading=move || view! { <Avatar initials picture /> }
                trailing=move || own.then(|| view! { <Chip tone=Tone::Info>{you}</Chip> })
            />
        }
        .into_any()
    };
    let content = match members {
        Some(all) => view! { <Rows rows=all.into_iter().map(row).collect() /> }.into_any(),
        None => view! { <p class="quiet">{texts.members_no_right()}</p> }.into_any(),
    };
    view! {
        <Card
            title=texts.members_title()
            aside=move || all.map(|href| view! { <a href=href>{texts.members_all()}</a> })
        >
            {content}
        </Card>
    }
}

fn activity_card(activity: Option<Vec<Entry>>, words: Words) -> impl IntoView {
    let texts = words.dashboard();
    let Present(org) = expect_context();
    let all = org.filter(|_| activity.is_some()).map(|org| Route::Activity(org).path());
    let content = match activity {
        Some(entries) if entries.is_empty() => {
            view! { <EmptyState title=texts.history_empty() /> }.into_any()
        }
        Some(entries) => {
            let rows = entries
                .into_iter()
                .map(|it| view! { <Row main=it.sentence sub=it.at /> }.into_any())
                .collect();
            view! { <Rows rows /> }.into_any()
        }
        None => view! { <p class="quiet">{texts.history_no_right()}</p> }.into_any(),
    };
    view! {
        <Card
            title=texts.history_title()
            aside=move || all.map(|href| view! { <a href=href>{texts.history_all()}</a> })
        >
            {content}
        </Card>
    }
}
