//! The frame around every page: which organization, which pages, who.

use domain::id::PublicId;
use leptos::prelude::*;

use super::{Console, Frame, Workplace, palette};
use crate::{
    api::search::QUESTION,
    pages::look::LookChoice,
    route::Route,
    ui::{MenuEntry, Organizations, SEARCH_ID, SearchBox, Shell, ShellWords},
    words::Words,
};

#[component]
pub(super) fn Framed(frame: Frame, console: Console, children: Children) -> impl IntoView {
    let words = Words::here();
    let (common, shell) = (words.common(), words.shell());
    let present = frame.present;
    let menu = Signal::derive(move || {
        let open = console.opened.with(|it| it.route);
        let pages = frame.menu.iter().filter_map(|it| Route::in_console(it));
        pages
            .chain([Route::Profile, Route::Organizations, Route::Sessions])
            .map(|route| MenuEntry {
                current: Some(route) == open.map(Route::section),
                href: route.path(),
                label: label(route, words).to_owned(),
            })
            .collect::<Vec<_>>()
    });
    let current = frame.organizations.iter().find(|it| Some(it.id) == present).cloned();
    let all = frame.organizations;
    let several = all.len() > 1;
    let entries = Signal::derive(move || {
        let open = console.opened.with(|it| it.route).unwrap_or(Route::Home);
        let entry = |it: &Workplace| MenuEntry {
            href: open.in_organization(it.id).path(),
            label: it.name.clone(),
            current: Some(it.id) == present,
        };
        all.iter().map(entry).collect::<Vec<_>>()
    });
    let organizations = Organizations {
        name: current.as_ref().map_or_else(|| common.brand().to_owned(), |it| it.name.clone()),
        initials: current.as_ref().map_or_else(|| "A".to_owned(), |it| it.initials.clone()),
        logo: current.and_then(|it| it.logo),
        entries: several.then_some(entries),
    };
    let name = format!("{} {}", frame.person.first_name, frame.person.last_name);
    let words = ShellWords {
        skip: common.skip_to_content().to_owned(),
        menu: shell.menu().to_owned(),
        account: shell.person_menu(&name),
        organizations: shell.switch_organization().to_owned(),
    };
    view! {
        <Shell
            words
            organizations
            person=frame.person
            menu
            account=|| view! { <AccountMenu /> }
            help=MenuEntry { href: Route::Help.path(), label: common.help().to_owned(), current: false }
            search=move || view! { <Search present /> }
            status=console.status
            busy=console.busy
        >
            {children()}
        </Shell>
    }
}

/// What a page is called in the menu.
fn label(route: Route, words: Words) -> &'static str {
    let shell = words.shell();
    match route {
        Route::Products(_) => shell.menu_products(),
        Route::Users(_) => shell.menu_users(),
        Route::Activity(_) => shell.menu_activity(),
        Route::Settings(_) => shell.menu_settings(),
        Route::Profile => shell.menu_profile(),
        Route::Organizations => shell.my_organizations(),
        Route::Sessions => shell.menu_sessions(),
        _ => shell.menu_dashboard(),
    }
}

/// The question for pages and organizations. Its answers come with a module of their own, once
/// somebody asks.
#[component]
fn Search(present: Option<PublicId>) -> impl IntoView {
    let texts = Words::here().shell();
    let action = present.map_or(Route::Search, Route::SearchIn).path();
    let answers = RwSignal::new(None::<palette::Answers>);
    let wake = move || {
        if answers.with_untracked(Option::is_none) {
            leptos::task::spawn_local(async move { answers.set(Some(palette::bring().await)) });
        }
    };
    // Whoever typed before the script ran is answered as well.
    Effect::new(move |_| {
        if document().active_element().is_some_and(|it| it.id() == SEARCH_ID) {
            wake();
        }
    });
    view! {
        <SearchBox
            action
            key=QUESTION
            label=texts.search()
            placeholder=texts.search_placeholder()
            wake=Callback::new(move |()| wake())
        />
        {move || answers.get().map(|answers| answers(present))}
    }
}

/// The links of the person's own menu.
#[component]
fn AccountMenu() -> impl IntoView {
    let shell = Words::here().shell();
    view! {
        <a href=Route::Profile.path()>{shell.manage_profile()}</a>
        <a href=Route::Organizations.path()>{shell.my_organizations()}</a>
        <a href=Route::Sessions.path()>{shell.menu_sessions()}</a>
        <a href=Route::OwnActivity.path()>{shell.menu_own_activity()}</a>
        <LookChoice />
        <a href=Route::Logout.path()>{shell.sign_out()}</a>
    }
}
