//! The pages behind sign-in.

use app::{
    api::request::Visitor,
    console::{Document, Frame, Workplace, document},
    cookies::Cookie,
    flash::Flash,
    form::Echo,
    format::{initials, initials_of_name},
    route::Route,
    ui::Person,
    words::Area,
};
use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, Uri, header::SET_COOKIE, request::Parts},
    response::{IntoResponse, Response},
};
use backend::{Identity, StoreError, usecase::session};
use domain::{id::PublicId, session::sudo_fresh};
use leptos::{nonce::Nonce as PageNonce, prelude::provide_context};

use super::{
    door::{see, set_location},
    problem,
};
use crate::{edge::Nonce, state::AppState};

/// What the server knows of a console page before it is rendered.
struct Page {
    /// The organization in the address.
    org: Option<PublicId>,
    /// The lazy function behind it.
    view: Option<&'static str>,
    /// The texts that it shows, with those of the frame.
    areas: &'static [Area],
    /// Whether it opens only to somebody who proved lately to be themselves.
    sudo: bool,
}

const FRAME: &[Area] = &[Area::Common, Area::Door, Area::Failure, Area::Shell];

fn page_at(path: &str) -> Page {
    let frame = Page { org: None, view: None, areas: FRAME, sudo: false };
    if path == "/profile/sessions" {
        const AREAS: &[Area] =
            &[Area::Common, Area::Door, Area::Failure, Area::Shell, Area::Sessions];
        return Page { view: Some("__sessions_page_view"), areas: AREAS, sudo: true, ..frame };
    }
    let my_organizations = match path {
        "/profile/organizations" => Some("__organizations_page_view"),
        "/profile/organizations/new" => Some("__new_organization_page_view"),
        _ => None,
    };
    if my_organizations.is_some() {
        const AREAS: &[Area] =
            &[Area::Common, Area::Door, Area::Failure, Area::Shell, Area::Organizations];
        return Page { view: my_organizations, areas: AREAS, ..frame };
    }
    if path == "/" {
        const AREAS: &[Area] =
            &[Area::Common, Area::Door, Area::Failure, Area::Shell, Area::Dashboard];
        return Page { areas: AREAS, ..frame };
    }
    match path.strip_prefix("/o/").and_then(|rest| rest.parse().ok()) {
        Some(org) => {
            const AREAS: &[Area] =
                &[Area::Common, Area::Door, Area::Failure, Area::Shell, Area::Dashboard];
            Page { org: Some(org), view: Some("__dashboard_page_view"), areas: AREAS, ..frame }
        }
        None => frame,
    }
}

/// Shows the console page at the request's address; `echo` is what a post to it left behind.
pub async fn show(state: &AppState, parts: Parts, echo: Option<Echo>) -> Response {
    let Some(visitor) = parts.extensions.get::<Visitor>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Some(identity) = visitor.identity.clone() else { return sign_in_first(state, &parts) };
    let page = page_at(parts.uri.path());
    if page.sudo && !sudo_fresh(&identity.facts, state.backend.now()) {
        return with_next(Route::Sudo, &parts);
    }
    let frame = match frame(state, &visitor, &identity, page.org).await {
        Ok(frame) => frame,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "the frame could not be loaded");
            return problem::unavailable();
        }
    };
    if let ("/", Some(org)) = (parts.uri.path(), frame.present) {
        return see(Route::Dashboard(org));
    }
    render(state, parts, visitor, &page, frame, echo).await
}

/// What the frame shows. The organization in the address counts only if the person belongs to it;
/// elsewhere it is the one that was looked at last.
async fn frame(
    state: &AppState,
    visitor: &Visitor,
    identity: &Identity,
    asked: Option<PublicId>,
) -> Result<Frame, StoreError> {
    let mine = backend::usecase::organization::list_mine(&state.backend, identity).await?;
    let organizations: Vec<Workplace> = mine
        .into_iter()
        .map(|it| {
            let name = it.name.as_str().to_owned();
            Workplace { id: it.public_id, initials: initials_of_name(&name), name }
        })
        .collect();
    let mine = |org: Option<PublicId>| org.filter(|id| organizations.iter().any(|it| it.id == *id));
    let present = mine(asked)
        .or_else(|| mine(identity.last_org))
        .or_else(|| organizations.first().map(|it| it.id));
    if let Some(org) = mine(asked) {
        session::remember_organization(&state.backend, identity, org);
    }
    let (first_name, last_name) = (identity.first_name.as_str(), identity.last_name.as_str());
    let person = Person {
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        initials: initials(first_name, last_name),
        email: identity.email.typed().to_owned(),
    };
    Ok(Frame { look: visitor.look, person, organizations, present })
}

async fn render(
    state: &AppState,
    mut parts: Parts,
    visitor: Visitor,
    page: &Page,
    frame: Frame,
    echo: Option<Echo>,
) -> Response {
    let status = echo.as_ref().map(|_| StatusCode::UNPROCESSABLE_ENTITY);
    let flash = state.cookies.read(&parts.headers, Cookie::Flash).and_then(|it| Flash::parse(&it));
    let nonce = parts.extensions.get::<Nonce>().map(|Nonce(it)| it.clone()).unwrap_or_default();
    let head = Document { look: frame.look, view: page.view, areas: page.areas };
    let (backend, assets) = (state.backend.clone(), state.site.assets());
    let context = move || {
        provide_context(PageNonce::from_value(nonce.clone()));
        provide_context(backend.clone());
        provide_context(visitor.clone());
        provide_context(assets.clone());
        provide_context(head.clone());
        provide_context(frame.clone());
        provide_context(frame.look);
        if let Some(echo) = &echo {
            provide_context(echo.clone());
        }
        if let Some(flash) = flash {
            provide_context(flash);
        }
    };
    forget_query(&mut parts);
    let handler = leptos_axum::render_app_async_with_context(context, document);
    let mut response = handler(Request::from_parts(parts, Body::empty())).await;
    if let (StatusCode::OK, Some(status)) = (response.status(), status) {
        *response.status_mut() = status;
    }
    if flash.is_some()
        && let Some(line) = state.cookies.clear(Cookie::Flash)
    {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// No console page reads its query. The framework would: it shows errors that an address claims
/// (`__err`), so it is not given one.
fn forget_query(parts: &mut Parts) {
    if let Ok(uri) = parts.uri.path().parse::<Uri>() {
        parts.uri = uri;
    }
}

fn sign_in_first(state: &AppState, parts: &Parts) -> Response {
    let mut response = with_next(Route::Login, parts);
    if parts.uri.path() != "/"
        && let Some(line) = state.cookies.set(Cookie::Flash, &Flash::SignInNeeded.code())
    {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// A redirect that remembers where to come back to, if that is a page one can come back to.
fn with_next(route: Route, parts: &Parts) -> Response {
    let mut response = see(route);
    if let Some(next) = Route::parse_next(parts.uri.path()).filter(|it| *it != Route::Home) {
        add_next(response.headers_mut(), route, next);
    }
    response
}

fn add_next(headers: &mut HeaderMap, route: Route, next: Route) {
    set_location(headers, &format!("{}?next={}", route.path(), next.path()));
}
