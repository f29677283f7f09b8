//! `/dev/mail`: mails that were not sent, because on loopback no mail server need be set up.

use app::{
    api::request::Visitor,
    door::{self, DevMail, DevMailList, DevMailPage, Setting},
    words::Words,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use backend::mail;
use leptos::prelude::*;

use crate::{edge::StrictPolicy, state::AppState};

/// The list, newest first.
pub async fn list(
    State(state): State<AppState>,
    axum::Extension(visitor): axum::Extension<Visitor>,
) -> Response {
    let Some(folder) = state.mailbox.clone() else { return StatusCode::NOT_FOUND.into_response() };
    match tokio::task::spawn_blocking(move || folder.list()).await {
        Ok(Ok(mails)) => {
            let mails: Vec<DevMail> = mails.into_iter().map(present).collect();
            page(&state, &visitor, move || view! { <DevMailList mails /> })
        }
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// One mail.
pub async fn read(
    State(state): State<AppState>,
    axum::Extension(visitor): axum::Extension<Visitor>,
    Path(id): Path<String>,
) -> Response {
    let Some(folder) = state.mailbox.clone() else { return StatusCode::NOT_FOUND.into_response() };
    match tokio::task::spawn_blocking(move || folder.read(&id)).await {
        Ok(Some(mail)) => {
            let mail = present(mail);
            page(&state, &visitor, move || view! { <DevMailPage mail /> })
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn page<V: IntoView + 'static>(
    state: &AppState,
    visitor: &Visitor,
    page: impl FnOnce() -> V + Send + 'static,
) -> Response {
    let setting =
        Setting { look: visitor.look, assets: state.site.assets(), flash: None, echo: None };
    let title = |words: Words| words.door().dev_mail_title().to_owned();
    let mut response = Html(door::render(setting, title, page)).into_response();
    response.extensions_mut().insert(StrictPolicy);
    response
}

fn present(mail: mail::DevMail) -> DevMail {
    DevMail { id: mail.id, to: mail.to, subject: mail.subject, text: mail.text }
}
