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

use domain::sign_up::OrgKind;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::{
    api::{Failure, PageFailure},
    console::Opened,
    route::Route,
    ui::{LinkButton, Notice, PageHead, Tone},
    words::{Area, Words},
};

pub mod activity;
pub mod dashboard;
pub mod home;
pub mod look;
pub mod new_organization;
pub mod not_found;
pub mod organizations;
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

/// The data of a page on its way, as JSON text.
pub type Loading = Pin<Box<dyn Future<Output = Result<String, PageFailure>> + Send>>;

/// What belongs to a page of the console.
pub struct Page {
    /// The texts that it shows, beside those of the frame.
    pub area: Area,
    /// The name of its lazy function, so that its module can be loaded early.
    pub module: Option<&'static str>,
    /// Whether it opens only to somebody who proved lately to be themselves.
    pub sudo: bool,
    /// Its title, given the name of the organization.
    pub title: fn(&str, Words) -> String,
    /// Brings its code.
    pub view: fn() -> Bringing,
    /// Asks for its data, given what stands behind the question mark of its address: the server calls
    /// the function, the browser asks for its answer.
    pub load: fn(Route, &str) -> Loading,
}

/// A page with its code and its data.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its code.
    pub view: View,
    /// Its data.
    pub data: String,
}

/// Data on its way, from the server function of that name with the arguments of those names.
macro_rules! load {
    ($area:ident::$function:ident $(, $key:ident)*) => {
        Box::pin(async move {
            #[cfg(feature = "ssr")]
            let answer = $crate::pages::to_text($crate::api::$area::$function($($key),*).await);
            #[cfg(not(feature = "ssr"))]
            let answer = $crate::form::ask_for(
                stringify!($function),
                &[$((stringify!($key), $key.to_string())),*],
            )
            .await;
            answer
        })
    };
}

/// Every page of the console.
pub fn page(route: Route) -> Page {
    match route {
        Route::Dashboard(_) => Page {
            area: Area::Dashboard,
            module: None,
            sudo: false,
            title: |org, words| words.dashboard().title(org),
            view: || Box::pin(async { dashboard::dashboard as View }),
            load: |route, query| {
                let Route::Dashboard(org) = route else { return nothing(route, query) };
                load!(organization::show_dashboard, org)
            },
        },
        Route::Activity(_) => Page {
            area: Area::Activity,
            module: Some("activity"),
            sudo: false,
            title: |org, words| format!("{} – {org}", words.activity().title()),
            view: || Box::pin(activity::activity()),
            load: |route, query| {
                let Route::Activity(org) = route else { return nothing(route, query) };
                let query = query.to_owned();
                load!(activity::show_activity, org, query)
            },
        },
        Route::Settings(_) => Page {
            area: Area::Settings,
            module: Some("settings"),
            sudo: false,
            title: |org, words| format!("{} – {org}", words.settings().title()),
            view: || Box::pin(settings::settings()),
            load: |route, query| {
                let Route::Settings(org) = route else { return nothing(route, query) };
                load!(settings::show_settings, org)
            },
        },
        Route::Organizations => Page {
            area: Area::Organizations,
            module: Some("organizations"),
            sudo: false,
            title: |_, words| words.organizations().title().to_owned(),
            view: || Box::pin(organizations::organizations()),
            load: |_, _| load!(organization::list_organizations),
        },
        Route::NewOrganization => Page {
            area: Area::Organizations,
            module: Some("new_organization"),
            sudo: false,
            title: |_, words| words.organizations().create_title().to_owned(),
            view: || Box::pin(new_organization::new_organization()),
            load: nothing,
        },
        Route::Sessions => Page {
            area: Area::Sessions,
            module: Some("sessions"),
            sudo: true,
            title: |_, words| words.sessions().title().to_owned(),
            view: || Box::pin(sessions::sessions()),
            load: |_, _| load!(session::list_sessions),
        },
        Route::OwnActivity => Page {
            area: Area::Activity,
            module: Some("activity"),
            sudo: false,
            title: |_, words| words.activity().own_title().to_owned(),
            view: || Box::pin(activity::activity()),
            load: |_, query| {
                let query = query.to_owned();
                load!(activity::show_own_activity, query)
            },
        },
        // The other addresses are pages of the door; `Route::in_console` never gives them.
        _ => Page {
            area: Area::Dashboard,
            module: None,
            sudo: false,
            title: |_, words| words.dashboard().no_organization_title().to_owned(),
            view: || Box::pin(async { home::home as View }),
            load: nothing,
        },
    }
}

/// For a page that shows nothing but words.
fn nothing(_: Route, _: &str) -> Loading {
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
            (shown.view)(&shown.data).unwrap_or_else(|| failed(Failure::Garbled, opened.route))
        }
        Err(failure) => failed(failure.clone(), opened.route),
    }
}

/// The title of the page that is open; `org` is the name of the organization.
pub fn title(opened: &Opened, org: &str, words: Words) -> String {
    match (&opened.shown, opened.route) {
        (Ok(_), Some(route)) => (page(route).title)(org, words),
        (Err(Failure::NotFound), _) | (Ok(_), None) => words.failure().not_found_title().to_owned(),
        (Err(Failure::Elsewhere { .. }), _) => {
            words.failure().other_organization_title().to_owned()
        }
        (Err(Failure::Denied(_)), _) => words.failure().forbidden_title().to_owned(),
        (Err(_), _) => words.failure().server_error_title().to_owned(),
    }
}

/// A function's answer as it travels.
#[cfg(feature = "ssr")]
fn to_text<T: serde::Serialize>(answer: Result<T, PageFailure>) -> Result<String, PageFailure> {
    serde_json::to_string(&answer?).map_err(|_| Failure::Garbled)
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
fn failed(failure: PageFailure, route: Option<Route>) -> AnyView {
    let words = Words::here();
    let texts = words.failure();
    match failure {
        Failure::NotFound => view! { <not_found::NotFoundPage /> }.into_any(),
        Failure::Elsewhere { org, name } => {
            let there = route.unwrap_or(Route::Home).in_organization(org).path();
            let action = texts.other_organization_next(&name);
            view! {
                <PageHead
                    title=texts.other_organization_title()
                    lead=texts.other_organization_text(&name)
                />
                <div class="actions">
                    // As a whole, because all of the frame is another one.
                    <LinkButton href=there attr:rel="external">
                        {action}
                    </LinkButton>
                </div>
            }
            .into_any()
        }
        other => {
            let text = crate::form::failure_sentence(&other, words);
            view! { <Notice tone=Tone::Bad>{text}</Notice> }.into_any()
        }
    }
}
