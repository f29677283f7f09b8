//! The pages of the console. A page loads its data, chooses its words and arranges components.

use domain::sign_up::OrgKind;
use leptos::prelude::*;

use crate::{
    api::{Failure, PageFailure},
    route::Route,
    ui::{Notice, Tone},
    words::{Area, Words},
};

pub mod dashboard;
mod data;
pub mod home;
pub mod look;
pub mod new_organization;
pub mod not_found;
pub mod organizations;
pub mod sessions;

/// Loads the texts of `area` before a page needs them. The server has them all, and a page that is
/// hydrated brought its own; only a page that the browser builds by itself fetches them.
#[cfg(not(feature = "ssr"))]
pub async fn words_of(area: Area) {
    crate::words::fetch(area).await;
}

/// See above: there is nothing to wait for.
#[cfg(feature = "ssr")]
pub fn words_of(_: Area) -> std::future::Ready<()> {
    std::future::ready(())
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

/// A page whose data could not be had: says why, and sets the status of the response.
#[component]
pub fn Failed(failure: PageFailure) -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) = (
        use_context::<leptos_axum::ResponseOptions>(),
        axum::http::StatusCode::from_u16(failure.status()),
    ) {
        response.set_status(status);
    }
    let words = Words::here();
    // The server leads on by itself; this is for data that a script asked for in an open page.
    let elsewhere = match failure {
        Failure::SignedOut => Some(Route::Login),
        Failure::SudoNeeded => Some(Route::Sudo),
        _ => None,
    };
    if let Some(route) = elsewhere {
        Effect::new(move |_| {
            let location = window().location();
            let here = location.pathname().unwrap_or_default();
            // Where the browser refuses, the notice with its link stays.
            let _ = location.assign(&format!("{}?next={here}", route.path()));
        });
    }
    match failure {
        Failure::NotFound => view! { <not_found::NotFoundPage /> }.into_any(),
        other => {
            let text = crate::form::failure_sentence(&other, words);
            view! { <Notice tone=Tone::Bad>{text}</Notice> }.into_any()
        }
    }
}
