//! `/o/{org}/activity` and `/profile/activity`: what happened, to look through and to take away.

use leptos::prelude::*;

use super::{View, with_data};
use crate::{
    api::activity::{Activity, DayField, Entry, Filter},
    route::Route,
    ui::{
        Avatar, Button, Card, Changes, EmptyState, Fold, InputKind, LinkButton, PageHead, Row,
        Rows, SelectField, TextField,
    },
    words::Words,
};

/// The lazy page.
#[lazy]
pub fn activity() -> View {
    |data| with_data(data, show)
}

fn show(activity: Activity) -> AnyView {
    let words = Words::here();
    let texts = words.activity();
    let Activity { org, entries, filter, groups, people, newer, older } = activity;
    let path = org.map_or(Route::OwnActivity, Route::Activity).path();
    let (title, lead) = match org {
        Some(_) => (texts.title(), texts.lead()),
        None => (texts.own_title(), texts.own_lead()),
    };
    let filtered = filter != Filter::default();
    let fields = filter.fields();
    let filter = filter_form(&path, filter, groups, org.map(|_| people), words);
    let (pager, download) = (pager(&path, newer, older, words), download(&path, fields, words));
    let list = if entries.is_empty() {
        nothing(filtered, words)
    } else {
        let rows = entries.into_iter().map(|it| row(it, org.is_some(), words)).collect();
        view! { <Rows rows /> }.into_any()
    };
    view! {
        <PageHead title lead />
        <div class="two">
            <Card>
                <Fold summary=texts.filter() open=filtered>
                    {filter}
                </Fold>
                {list}
                {pager}
            </Card>
            {download}
        </div>
    }
    .into_any()
}

fn nothing(filtered: bool, words: Words) -> AnyView {
    let texts = words.activity();
    if filtered {
        view! { <EmptyState title=texts.none_fits() text=texts.none_fits_text() /> }.into_any()
    } else {
        view! { <EmptyState title=texts.none() /> }.into_any()
    }
}

/// A form without effects: what it asks for stands in the address, to be kept or passed on.
fn filter_form(
    path: &str,
    filter: Filter,
    groups: Vec<(String, String)>,
    people: Option<Vec<(String, String)>>,
    words: Words,
) -> AnyView {
    let texts = words.activity();
    let filtered = filter != Filter::default();
    let Filter { group, person, from, to } = filter;
    let people =
        people.map(|people| select("person", texts.person(), texts.person_any(), people, person));
    let all = path.to_owned();
    view! {
        <form class="filter" method="get" action=path.to_owned()>
            {select("group", texts.group(), texts.group_any(), groups, group)}
            {people}
            {day("from", texts.from(), from, words)}
            {day("to", texts.to(), to, words)}
            <div class="actions">
                <Button>{texts.apply()}</Button>
                {filtered.then(|| view! { <LinkButton href=all>{texts.clear()}</LinkButton> })}
            </div>
        </form>
    }
    .into_any()
}

fn select(
    name: &'static str,
    label: &str,
    any: &str,
    options: Vec<(String, String)>,
    selected: String,
) -> AnyView {
    let any = (String::new(), any.to_owned());
    let options = std::iter::once(any).chain(options).collect();
    view! { <SelectField name label options selected /> }.into_any()
}

fn day(name: &'static str, label: &str, day: DayField, words: Words) -> AnyView {
    let problem = day.wrong.then(|| words.activity().day_problem().to_owned());
    view! { <TextField name label kind=InputKind::Day value=day.text problem=Signal::stored(problem) /> }
        .into_any()
}

fn row(entry: Entry, with_avatar: bool, words: Words) -> AnyView {
    let texts = words.activity();
    let Entry { sentence, at, initials, place, details } = entry;
    let by_itself = initials.is_none().then(|| texts.by_itself(words.common().brand())).into_iter();
    let about: Vec<_> = std::iter::once(at).chain(by_itself).chain(place).collect();
    let initials = initials.unwrap_or_else(|| "A".to_owned());
    let below = move || match details {
        None => view! { <p class="quiet">{texts.erased()}</p> }.into_any(),
        Some(changes) if changes.is_empty() => ().into_any(),
        Some(changes) => {
            view! { <Changes changes before=texts.before() after=texts.after() /> }.into_any()
        }
    };
    let sub = about.join(" · ");
    if with_avatar {
        let avatar = move || view! { <Avatar initials=initials /> };
        view! { <Row main=sentence sub leading=avatar below /> }.into_any()
    } else {
        view! { <Row main=sentence sub below /> }.into_any()
    }
}

fn pager(path: &str, newer: Option<String>, older: Option<String>, words: Words) -> AnyView {
    let texts = words.activity();
    let link = |query: Option<String>, label: &'static str| {
        query.map(|it| {
            let href = format!("{path}?{it}");
            view! { <LinkButton href>{label}</LinkButton> }.into_any()
        })
    };
    if newer.is_none() && older.is_none() {
        return ().into_any();
    }
    view! {
        <div class="actions pager">
            {link(newer, texts.newer())} {link(older, texts.older())}
        </div>
    }
    .into_any()
}

/// A form that the browser sends by itself, because its answer is a file.
fn download(path: &str, fields: Vec<(&'static str, String)>, words: Words) -> AnyView {
    let texts = words.activity();
    let fields: Vec<AnyView> = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> }.into_any())
        .collect();
    let (csv, json) = (format!("{path}.csv"), format!("{path}.json"));
    let first = csv.clone();
    view! {
        <Card title=texts.export_title()>
            <p class="quiet">{texts.export_text()}</p>
            <form class="actions" method="post" action=first>
                {fields}
                <Button attr:formaction=csv>{texts.export_csv()}</Button>
                <Button attr:formaction=json>{texts.export_json()}</Button>
            </form>
        </Card>
    }
    .into_any()
}
