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

use domain::{
    rights::{Action, Role},
    sign_up::OrgKind,
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::{
    console::Opened,
    form::{Next, Told},
    ui::{Choice, LinkButton, PageHead},
    words::{Area, Words},
};

pub mod activity;
mod asks;
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
mod table;

pub use asks::{Asks, Loading, load};
pub use table::page;

/// Shows a page from its data, which travels as JSON text: `None` if it is not what the page knows.
pub type View = fn(&str) -> Option<AnyView>;

/// The code of a page on its way: in the browser from its module, on the server it is here.
#[cfg(feature = "ssr")]
pub type Bringing = Pin<Box<dyn Future<Output = View> + Send>>;

/// See above; the browser has one thread.
#[cfg(not(feature = "ssr"))]
pub type Bringing = Pin<Box<dyn Future<Output = View>>>;

/// What belongs to a page of the console.
pub struct Page {
    /// The texts that it shows, beside those of the frame and those that it brings with it.
    pub area: Option<Area>,
    /// The name of its lazy function, so that its module can be loaded early.
    pub module: Option<&'static str>,
    /// What its reader has to be allowed to do in its organization.
    pub needs: Option<Action>,
    /// Whether it opens only to somebody who proved lately to be themselves.
    pub sudo: bool,
    /// Its title, given the name of the organization, unless it brings one with it.
    pub title: Option<fn(&str, Words) -> String>,
    /// Brings its code.
    pub view: fn() -> Bringing,
    /// Where its data comes from, if it shows any.
    pub asks: Option<Asks>,
}

/// A page with its code and its data.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its code.
    pub view: View,
    /// Its data.
    pub data: String,
}

/// Reads the data of a page and shows it.
pub fn with_data<T: DeserializeOwned>(
    data: &str,
    view: impl FnOnce(T) -> AnyView,
) -> Option<AnyView> {
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
        (Ok(shown), Some(route)) => match page(route).title {
            Some(title) => title(org, words),
            None => format!("{} – {org}", title_in(&shown.data)),
        },
        (Err(told), _) => told.title.clone(),
        // A page that is shown has an address.
        (Ok(_), None) => String::new(),
    }
}

/// The title that a sheet brings with it: its first text.
fn title_in(data: &str) -> String {
    let texts: Vec<String> = serde_json::from_str(data).unwrap_or_default();
    texts.into_iter().next().unwrap_or_default()
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

/// The name of a role.
pub fn role_name(role: Role, words: Words) -> &'static str {
    let shell = words.shell();
    match role {
        Role::LegalRepresentative => shell.role_legal_representative(),
        Role::Administrator => shell.role_administrator(),
        Role::Collaborator => shell.role_collaborator(),
        Role::External => shell.role_external(),
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
