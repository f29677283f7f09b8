//! A form posted to its page's own address: every form's life without script.

use app::{
    api::{Failure, PageFailure, request::Visitor, strict_form},
    form::{Echo, NAME_KEY, ORG_KEY, Refusal, Remedy, Told},
    route::Route,
};
use axum::{
    body::{Body, Bytes},
    http::{
        HeaderMap, HeaderValue, Method, Request, StatusCode, Uri,
        header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use backend::usecase::organization;
use domain::id::PublicId;

use crate::{
    forms,
    functions::{self, Caller},
    pages::{
        console::{self, Left},
        door::{self, Page, set_location},
    },
    state::AppState,
};

/// Calls the form's function in process; then redirects, or shows the page again with what was
/// typed and what is wrong with it.
pub async fn handle(state: &AppState, parts: Parts, body: Bytes) -> Response {
    if !is_form(&parts.headers) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let Ok(mut fields) = strict_form::pairs(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let names: Vec<String> =
        fields.extract_if(.., |(key, _)| key == NAME_KEY).map(|(_, value)| value).collect();
    let [name] = names.as_slice() else { return StatusCode::BAD_REQUEST.into_response() };
    let Some(form) = forms::on_page(name, parts.uri.path()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let org = fields.iter().find(|(key, _)| key == ORG_KEY).map(|(_, value)| value.as_str());
    if let Some(failure) = elsewhere(state, org, &parts).await {
        return console::show(state, parts, Left::Failure(failure)).await;
    }
    let answer = call(state, form.name, &fields, &parts).await;
    let cookies: Vec<HeaderValue> = answer.headers().get_all(SET_COOKIE).iter().cloned().collect();
    let kept = ["clear-site-data", "retry-after"]
        .map(|name| answer.headers().get(name).cloned().map(|value| (name, value)));
    let mut response = if answer.status().is_success() {
        see_other(answer.headers().get(LOCATION), &parts.uri)
    } else {
        let status = answer.status();
        match told(answer).await {
            // The page itself says why, or leads to where it is mended.
            None | Some(Told { remedy: Some(Remedy::Reload), .. }) => see_other(None, &parts.uri),
            Some(told) => {
                fields.retain(|(key, _)| !forms::SECRETS.contains(&key.as_str()));
                let echo = Echo { form: form.name.to_owned(), fields, told };
                show_again(state, parts, echo, status).await
            }
        }
    };
    for line in cookies {
        response.headers_mut().append(SET_COOKIE, line);
    }
    for (name, value) in kept.into_iter().flatten() {
        response.headers_mut().insert(name, value);
    }
    response
}

/// A form of one organization on a page of another, as it happens with two tabs and one history: not
/// acted upon. One that the person does not belong to is not there.
pub async fn elsewhere(state: &AppState, org: Option<&str>, parts: &Parts) -> Option<PageFailure> {
    let here = Route::in_console(parts.uri.path())?.org()?;
    let there: PublicId = org?.parse().ok().filter(|it| *it != here)?;
    let identity = parts.extensions.get::<Visitor>()?.identity.clone()?;
    // What cannot be looked up is as good as not there: nothing is done either way.
    let mine = organization::list_mine(&state.backend, &identity).await.unwrap_or_default();
    let found = mine.into_iter().find(|it| it.public_id == there);
    Some(found.map_or(Failure::NotFound, |it| Failure::Elsewhere {
        org: there,
        name: it.name.to_string(),
    }))
}

/// A form posted to an address that has none of its own: only those that stand on every page, also on
/// the one that says that there is nothing.
pub async fn handle_anywhere(state: &AppState, parts: Parts, body: Bytes) -> Response {
    let path = parts.uri.path();
    let stands_here = strict_form::pairs(&body).is_ok_and(|fields| {
        fields.iter().any(|(key, value)| key == NAME_KEY && forms::on_page(value, path).is_some())
    });
    if is_form(&parts.headers) && stands_here {
        handle(state, parts, body).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// `Content-Type` says that the body is a plain form.
pub fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|it| it.trim() == "application/x-www-form-urlencoded")
}

/// Calls a server function as a script would, with the headers and the visitor of the post.
async fn call(
    state: &AppState,
    name: &str,
    fields: &[(String, String)],
    parts: &Parts,
) -> Response {
    let Some(visitor) = parts.extensions.get::<Visitor>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = format!("/api/{name}").parse().unwrap_or_default();
    *request.headers_mut() = parts.headers.clone();
    request.headers_mut().remove(CONTENT_LENGTH);
    functions::call(state, visitor, Caller::Page, request).await
}

fn see_other(location: Option<&HeaderValue>, uri: &Uri) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    match location {
        Some(location) => {
            response.headers_mut().insert(LOCATION, location.clone());
        }
        None => set_location(response.headers_mut(), &here(uri)),
    }
    response
}

/// The address that was posted to, with its query: where to come back to, or what was looked for.
fn here(uri: &Uri) -> String {
    let whole = uri.path_and_query().map_or("/", |it| it.as_str());
    // Two slashes would name another host.
    if whole.starts_with("//") { "/".to_owned() } else { whole.to_owned() }
}

async fn told(answer: Response) -> Option<Told> {
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 16).await.unwrap_or_default();
    serde_json::from_slice(&bytes).ok().map(|Refusal { told }| told)
}

async fn show_again(state: &AppState, parts: Parts, echo: Echo, status: StatusCode) -> Response {
    // A form that was misread is a form to correct, as one that was refused.
    let status =
        if status == StatusCode::BAD_REQUEST { StatusCode::UNPROCESSABLE_ENTITY } else { status };
    let mut response = match Page::at(parts.uri.path()) {
        Some(page) => door::show(state, page, &parts, Some(echo)).await,
        None => console::show(state, parts, Left::Form(echo)).await,
    };
    if response.status().is_success() || response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        *response.status_mut() = status;
    }
    response
}
