//! The pages of the console. A page chooses its words and arranges components.
//!
//! [`page`] is the one table of them: what each needs before it can be shown.

#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::unused_async,
        reason = "lazy functions: only in the browser there is something to wait for"
    )
)]

use std::pin::Pin;

use domain::{rights::Action, sign_up::OrgKind};
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::{
    console::Opened,
    form::{Next, Told},
    route::Route,
    ui::{Choice, LinkButton, PageHead},
    words::{Area, Words},
};

pub mod activity;
pub mod dashboard;
mod details;
pub mod home;
pub mod look;
pub mod new_organization;
pub mod organizations;
pub mod picture;
pub mod profile;
pub mod search;
pub mod security;
pub mod sessions;
pub mod settings;

/// Shows a page from its data, which travels as JSON text: `None` if it is not what the page knows.
pub type View = fn(&str) -> Option<AnyView>;

/// The code of a page on its way: in the browser from its module, on the server it is here.
#[cfg(feature = "ssr")]
pub type Bringing = Pin<Box<dyn Future<Output = View> + Send>>;

/// See above; the browser has one thread.
#[cfg(not(feature = "ssr"))]
pub type Bringing = Pin<Box<dyn Future<Output = View>>>;

/// The data of a page on its way, as JSON text: on the server from its function.
#[cfg(feature = "ssr")]
pub type Loading = Pin<Box<dyn Future<Output = Result<String, crate::api::PageFailure>> + Send>>;

/// See above; in the browser from the server.
#[cfg(not(feature = "ssr"))]
pub type Loading = Pin<Box<dyn Future<Output = Result<String, Told>> + Send>>;

/// What belongs to a page of the console.
pub struct Page {
    /// The texts that it shows, beside those of the frame.
    pub area: Area,
    /// The name of its lazy function, so that its module can be loaded early.
    pub module: Option<&'static str>,
    /// What its reader has to be allowed to do in its organization.
    pub needs: Option<Action>,
    /// Whether it opens only to somebody who proved lately to be themselves.
    pub sudo: bool,
    /// Its title, given the name of the organization.
    pub title: fn(&str, Words) -> String,
    /// Brings its code.
    pub view: fn() -> Bringing,
    /// Where its data comes from, if it shows any.
    pub asks: Option<Asks>,
}

/// The server function that gives a page its data: the server calls it, the browser asks for its
/// answer.
pub struct Asks {
    /// Its name.
    #[cfg(not(feature = "ssr"))]
    function: &'static str,
    /// Whether it is told what stands behind the question mark of the address.
    #[cfg(not(feature = "ssr"))]
    query: bool,
    /// Calls it.
    #[cfg(feature = "ssr")]
    call: fn(Route, &str) -> Loading,
}

/// A page with its code and its data.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its code.
    pub view: View,
    /// Its data.
    pub data: String,
}

/// A server function of that area. Its arguments are what the address tells: the organization `org`,
/// which the page cannot do without unless there is a question mark, and the `query`.
macro_rules! asks {
    ($area:ident::$function:ident()) => {
        asks!(@ $function, false, |_, _| $crate::api::$area::$function())
    };
    ($area:ident::$function:ident(org)) => {
        asks!(@ $function, false, |route, _| {
            let Some(org) = route.org() else { return nothing() };
            $crate::api::$area::$function(org)
        })
    };
    ($area:ident::$function:ident(draft)) => {
        asks!(@ $function, false, |route, _| {
            let Some(draft) = route.draft() else { return nothing() };
            $crate::api::$area::$function(draft)
        })
    };
    ($area:ident::$function:ident(query)) => {
        asks!(@ $function, true, |_, query| $crate::api::$area::$function(query.to_owned()))
    };
    ($area:ident::$function:ident(org, query)) => {
        asks!(@ $function, true, |route, query| {
            let Some(org) = route.org() else { return nothing() };
            $crate::api::$area::$function(org, query.to_owned())
        })
    };
    ($area:ident::$function:ident(org?, query)) => {
        asks!(@ $function, true, |route, query| {
            $crate::api::$area::$function(route.org(), query.to_owned())
        })
    };
    (@ $function:ident, $query:literal, |$route:pat_param, $text:pat_param| $answer:expr) => {
        Some(Asks {
            #[cfg(not(feature = "ssr"))]
            function: stringify!($function),
            #[cfg(not(feature = "ssr"))]
            query: $query,
            #[cfg(feature = "ssr")]
            call: |$route, $text| {
                let answer = $answer;
                Box::pin(async move { to_text(answer.await) })
            },
        })
    };
}

/// Asks for the data of a page, given what stands behind the question mark of its address.
pub fn load(route: Route, page: &Page, query: &str) -> Loading {
    let Some(asks) = &page.asks else { return nothing() };
    #[cfg(feature = "ssr")]
    return (asks.call)(route, query);
    #[cfg(not(feature = "ssr"))]
    {
        let org = route.org().map(|org| ("org", org.to_string()));
        let draft = route.draft().map(|draft| ("draft", draft.to_string()));
        let query = asks.query.then(|| ("query", query.to_owned()));
        let arguments: Vec<_> = org.into_iter().chain(draft).chain(query).collect();
        Box::pin(crate::form::ask_for(asks.function, &arguments))
    }
}

/// Every page of the console.
pub fn page(route: Route) -> Page {
    match route {
        Route::Dashboard(_) | Route::Activity(_) | Route::Settings(_) | Route::Logo(_) => {
            page_of_organization(route)
        }
        Route::Profile => Page {
            area: Area::Profile,
            module: Some("profile"),
            needs: None,
            sudo: false,
            title: |_, words| words.profile().title().to_owned(),
            view: || Box::pin(profile::profile()),
            asks: asks!(profile::show_profile()),
        },
        Route::Picture => Page {
            area: Area::Picture,
            module: Some("portrait"),
            needs: None,
            sudo: false,
            title: |_, words| words.picture().title().to_owned(),
            view: || Box::pin(picture::portrait()),
            asks: asks!(picture::show_picture()),
        },
        Route::Security => Page {
            area: Area::Security,
            module: Some("security"),
            needs: None,
            sudo: false,
            title: |_, words| words.security().title().to_owned(),
            view: || Box::pin(security::security()),
            asks: None,
        },
        Route::Organizations => Page {
            area: Area::Organizations,
            module: Some("organizations"),
            needs: None,
            sudo: false,
            title: |_, words| words.organizations().title().to_owned(),
            view: || Box::pin(organizations::organizations()),
            asks: asks!(organization::list_organizations()),
        },
        Route::NewOrganization | Route::Plan(_) | Route::PlanAddress(_) | Route::PlanSummary(_) => {
            page_of_plan(route)
        }
        Route::Sessions => Page {
            area: Area::Sessions,
            module: Some("sessions"),
            needs: None,
            sudo: true,
            title: |_, words| words.sessions().title().to_owned(),
            view: || Box::pin(sessions::sessions()),
            asks: asks!(session::list_sessions()),
        },
        Route::Search | Route::SearchIn(_) => Page {
            area: Area::Search,
            module: Some("search"),
            needs: route.org().map(|_| Action::SeeOrganization),
            sudo: false,
            title: |_, words| words.search().title().to_owned(),
            view: || Box::pin(search::search()),
            asks: asks!(search::search(org?, query)),
        },
        Route::OwnActivity => Page {
            area: Area::Activity,
            module: Some("activity"),
            needs: None,
            sudo: false,
            title: |_, words| words.activity().own_title().to_owned(),
            view: || Box::pin(activity::activity()),
            asks: asks!(activity::show_own_activity(query)),
        },
        // The other addresses are pages of the door; `Route::in_console` never gives them.
        _ => Page {
            area: Area::Dashboard,
            module: None,
            needs: None,
            sudo: false,
            title: |_, words| words.dashboard().no_organization_title().to_owned(),
            view: || Box::pin(async { home::home as View }),
            asks: None,
        },
    }
}

/// The pages of one organization; the dashboard stands for itself.
fn page_of_organization(route: Route) -> Page {
    match route {
        Route::Activity(_) => Page {
            area: Area::Activity,
            module: Some("activity"),
            needs: Some(Action::SeeActivity),
            sudo: false,
            title: |org, words| format!("{} – {org}", words.activity().title()),
            view: || Box::pin(activity::activity()),
            asks: asks!(activity::show_activity(org, query)),
        },
        Route::Settings(_) => Page {
            area: Area::Settings,
            module: Some("settings"),
            needs: Some(Action::SeeDetails),
            sudo: false,
            title: |org, words| format!("{} – {org}", words.settings().title()),
            view: || Box::pin(settings::settings()),
            asks: asks!(settings::show_settings(org)),
        },
        Route::Logo(_) => Page {
            area: Area::Picture,
            module: Some("logo"),
            needs: Some(Action::ChangeDetails),
            sudo: false,
            title: |org, words| format!("{} – {org}", words.picture().logo_title()),
            view: || Box::pin(picture::logo()),
            asks: asks!(picture::show_logo(org)),
        },
        _ => Page {
            area: Area::Dashboard,
            module: None,
            needs: Some(Action::SeeOrganization),
            sudo: false,
            title: |org, words| words.dashboard().title(org),
            view: || Box::pin(async { dashboard::dashboard as View }),
            asks: asks!(organization::show_dashboard(org)),
        },
    }
}

/// The steps of creating an organization.
fn page_of_plan(route: Route) -> Page {
    let page = Page {
        area: Area::Settings,
        module: Some("plan"),
        needs: None,
        sudo: false,
        title: |_, words| words.settings().create_title().to_owned(),
        view: || Box::pin(async { new_organization::plan().await[0] }),
        asks: None,
    };
    let asks = asks!(new_organization::show_plan(draft));
    match route {
        Route::Plan(_) => Page { asks, ..page },
        Route::PlanAddress(_) => {
            Page { view: || Box::pin(async { new_organization::plan().await[1] }), asks, ..page }
        }
        Route::PlanSummary(_) => {
            Page { view: || Box::pin(async { new_organization::plan().await[2] }), asks, ..page }
        }
        _ => page,
    }
}

/// For a page that shows nothing but words.
fn nothing() -> Loading {
    Box::pin(async { Ok("null".to_owned()) })
}

/// Reads the data of a page and shows it.
fn with_data<T: DeserializeOwned>(data: &str, view: impl FnOnce(T) -> AnyView) -> Option<AnyView> {
    serde_json::from_str(data).ok().map(view)
}

/// Shows the page that is open, or why there is none.
pub fn show(opened: &Opened) -> AnyView {
    match &opened.shown {
        Ok(shown) => {
            (shown.view)(&shown.data).unwrap_or_else(|| failed(Told::stale(Words::here())))
        }
        Err(told) => failed(told.clone()),
    }
}

/// The title of the page that is open; `org` is the name of the organization.
pub fn title(opened: &Opened, org: &str, words: Words) -> String {
    match (&opened.shown, opened.route) {
        (Ok(_), Some(route)) => (page(route).title)(org, words),
        (Err(told), _) => told.title.clone(),
        // A page that is shown has an address.
        (Ok(_), None) => String::new(),
    }
}

/// A function's answer as it travels.
#[cfg(feature = "ssr")]
fn to_text<T: serde::Serialize>(
    answer: Result<T, crate::api::PageFailure>,
) -> Result<String, crate::api::PageFailure> {
    serde_json::to_string(&answer?).map_err(|_| crate::api::Failure::Garbled)
}

/// The kinds of organization, to choose from.
pub fn kind_choices(words: Words) -> Vec<Choice> {
    OrgKind::ALL
        .iter()
        .map(|kind| Choice {
            value: kind.as_str().to_owned(),
            label: kind_name(*kind, words).to_owned(),
            hint: None,
        })
        .collect()
}

/// The name of a kind of organization.
pub fn kind_name(kind: OrgKind, words: Words) -> &'static str {
    let common = words.common();
    match kind {
        OrgKind::PrivatePerson => common.kind_private_person(),
        OrgKind::Company => common.kind_company(),
        OrgKind::Association => common.kind_association(),
        OrgKind::PublicBody => common.kind_public_body(),
    }
}

/// A page that cannot be shown: says why, and what would help.
fn failed(Told { title, complaints, next, .. }: Told) -> AnyView {
    let sentences: Vec<String> = complaints.into_iter().map(|it| it.text).collect();
    // As a whole, because the frame may be another one.
    let link = |Next { label, href }| {
        view! {
            <div class="actions">
                <LinkButton href attr:rel="external">
                    {label}
                </LinkButton>
            </div>
        }
    };
    view! {
        <PageHead title lead=sentences.join(" ") />
        {next.map(link)}
    }
    .into_any()
}
