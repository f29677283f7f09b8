//! Lists as files: a form that the browser sends by itself is answered with a file.
//!
//! It is a post, because the copy is written down in the history that it is taken of.

use std::error::Error;

use app::{
    api::{Failure, PageFailure, activity::read_strictly, request, request::Visitor, strict_form},
    form::NAME_KEY,
    route::Route,
};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{
        HeaderValue, StatusCode, Uri,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER},
        request::Parts,
    },
    response::{IntoResponse as _, Response},
};
use backend::{
    StoreError, UseCaseError,
    usecase::activity::{Export, Format, Whose, export_activity},
};
use futures::stream;
use leptos::prelude::{Owner, provide_context};

use crate::{
    page_post,
    pages::console::{self, Left},
    state::AppState,
};

/// Sends a history as a file, or shows why not in the place of its page.
pub async fn activity(State(state): State<AppState>, mut parts: Parts, body: Bytes) -> Response {
    if !page_post::is_form(&parts.headers) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let Some((page, format)) = page_and_format(parts.uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // From here on it is the page that was posted: that is where refusals and sign-in lead back to.
    parts.uri = page;
    let other_form =
        strict_form::pairs(&body).is_ok_and(|fields| fields.iter().any(|(key, _)| key == NAME_KEY));
    if other_form {
        return page_post::handle(&state, parts, body).await;
    }
    let visitor = parts.extensions.get::<Visitor>().cloned();
    let Some((visitor, identity)) = visitor.and_then(|it| it.identity.clone().map(|id| (it, id)))
    else {
        return console::show(&state, parts, Left::Nothing).await;
    };
    let whose = match Route::in_console(parts.uri.path()) {
        Some(Route::Activity(org)) => Whose::Organization(org),
        Some(Route::OwnActivity) => Whose::Own,
        _ => return refuse(&state, parts, Failure::NotFound).await,
    };
    let Some(filter) = read_strictly(&body, whose != Whose::Own) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let services = state.backend.clone();
    let export = state
        .backend
        .complete(
            async move { export_activity(&services, &identity, whose, &filter, format).await },
        )
        .await;
    let outcome = match export {
        Ok(mut export) => match export.next().await {
            Ok(first) => Ok((first, export)),
            Err(error) => Err(UseCaseError::from(error)),
        },
        Err(error) => Err(error),
    };
    match outcome {
        Ok((first, export)) => file(format, first, export),
        Err(error) => {
            let owner = Owner::new();
            let failure = owner.with(|| {
                provide_context(visitor);
                request::plain_failure(error)
            });
            owner.cleanup();
            refuse(&state, parts, failure).await
        }
    }
}

/// `/o/{org}/activity.csv` is the page `/o/{org}/activity` as a table.
fn page_and_format(path: &str) -> Option<(Uri, Format)> {
    let formats = [Format::Csv, Format::Json].into_iter();
    let mut pages = formats.filter_map(|it| Some((path.strip_suffix(it.name())?, it)));
    let (page, format) = pages.next()?;
    Some((page.strip_suffix('.')?.parse().ok()?, format))
}

async fn refuse(state: &AppState, parts: Parts, failure: PageFailure) -> Response {
    let wait = failure.retry_after();
    let mut response = console::show(state, parts, Left::Failure(failure)).await;
    if let Some(seconds) = wait {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The file, piece by piece, as fast as the browser takes it.
fn file(format: Format, first: Option<String>, export: Export) -> Response {
    let pieces = stream::unfold((first, export), |(first, mut export)| async {
        let piece = match first {
            Some(piece) => Ok(piece),
            // What ends like this is no whole file, and browsers say so.
            None => export.next().await.inspect_err(log).transpose()?,
        };
        Some((piece, (None, export)))
    });
    let name = format!("attachment; filename=\"activity.{}\"", format.name());
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    if let Ok(name) = HeaderValue::try_from(name) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    response
}

fn log(error: &StoreError) {
    tracing::error!(error = error as &dyn Error, "a file broke off");
}
