//! The pages behind sign-in.

use app::{
    api::{Failure, PageFailure, request::Visitor},
    console::{self, Document, Frame, Opened, Start, Workplace},
    cookies::Cookie,
    flash::Flash,
    form::{self, Echo},
    format::{initials, initials_of_name, logo, own_picture},
    pages::{self, Shown},
    route::Route,
    ui::{Image, Person},
    words::Area,
};
use axum::{
    http::{HeaderMap, StatusCode, header::SET_COOKIE, request::Parts},
    response::{Html, IntoResponse, Response},
};
use backend::{
    Identity, StoreError,
    usecase::{organization::workplaces, session},
};
use domain::{id::PublicId, picture::Size, rights::Action, session::sudo_fresh};
use leptos::{
    prelude::{Owner, provide_context},
    reactive::computed::ScopedFuture,
};

use super::{
    door::{see, set_location},
    problem,
};
use crate::{edge::Nonce, state::AppState};

/// The texts of the frame.
const FRAME: [Area; 2] = [Area::Common, Area::Shell];

/// The room for a logo in the bar on top.
const BAR: Size = Size { width: 270, height: 44 };

/// What a post to a page left behind, if it has not led on.
pub enum Left {
    /// Nothing: the page was just opened.
    Nothing,
    /// The form as it was sent, and why it did not work.
    Form(Echo),
    /// The page cannot be shown with it.
    Failure(PageFailure),
}

/// Shows the console page at the request's address.
pub async fn show(state: &AppState, parts: Parts, left: Left) -> Response {
    let Some(visitor) = parts.extensions.get::<Visitor>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Some(identity) = visitor.identity.clone() else { return sign_in_first(state, &parts) };
    let route = Route::in_console(parts.uri.path());
    let page = route.map(pages::page);
    let sudo = page.as_ref().is_some_and(|it| it.sudo);
    if sudo && !sudo_fresh(&identity.facts, state.backend.now()) {
        return with_next(Route::Sudo, &parts);
    }
    let frame = match frame(state, &visitor, &identity, route.and_then(Route::org)).await {
        Ok(frame) => frame,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "the frame could not be loaded");
            return problem::unavailable();
        }
    };
    if let (Some(Route::Home), Some(org)) = (route, frame.present) {
        // Whose membership is on hold chooses where else to go.
        let closed = frame.menu.is_empty();
        return see(if closed { Route::Organizations } else { Route::Dashboard(org) });
    }
    let flash = state.cookies.read(&parts.headers, Cookie::Flash).and_then(|it| Flash::parse(&it));
    let done = flash.map(|it| it.sentence(visitor.words()));
    let query = parts.uri.query().unwrap_or_default();
    let (status, opened) = open(state, &visitor, (route, query), left).await;
    let told = opened.shown.as_ref().err().cloned();
    // A page that does not open needs nothing of its own.
    let page = page.filter(|_| told.is_none());
    let start = Start { frame, echo: opened.echo.clone(), done, told };
    let mut areas = FRAME.to_vec();
    areas.extend(page.as_ref().and_then(|it| it.area));
    let document = Document {
        assets: state.site.assets(),
        nonce: parts.extensions.get::<Nonce>().map(|Nonce(it)| it.clone()).unwrap_or_default(),
        module: page.and_then(|it| it.module),
        areas,
    };
    let mut response = (status, Html(console::render(document, start, opened))).into_response();
    if flash.is_some()
        && let Some(line) = state.cookies.clear(Cookie::Flash)
    {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// Loads what a page shows, as its server function would for the visitor's script.
async fn open(
    state: &AppState,
    visitor: &Visitor,
    (route, query): (Option<Route>, &str),
    left: Left,
) -> (StatusCode, Opened) {
    let (echo, failure) = match left {
        Left::Nothing => (None, None),
        Left::Form(echo) => (Some(echo), None),
        Left::Failure(failure) => (None, Some(failure)),
    };
    let data = match (route, failure) {
        (Some(route), None) => load(state, visitor, route, query).await,
        (_, failure) => Err(failure.unwrap_or(Failure::NotFound)),
    };
    let status = match &data {
        Ok(_) if echo.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
        Ok(_) => StatusCode::OK,
        Err(failure) => StatusCode::from_u16(failure.status()).unwrap_or_default(),
    };
    let shown = match (route, data) {
        (Some(route), Ok(data)) => Ok(Shown { view: (pages::page(route).view)().await, data }),
        (_, data) => {
            let failure = data.err().unwrap_or(Failure::NotFound);
            Err(form::tell(&failure, route, visitor.words()))
        }
    };
    (status, Opened { route, shown, echo })
}

/// The data of a page.
async fn load(
    state: &AppState,
    visitor: &Visitor,
    route: Route,
    query: &str,
) -> Result<String, PageFailure> {
    let owner = Owner::new();
    let loading = owner.with(|| {
        provide_context(state.backend.clone());
        provide_context(visitor.clone());
        ScopedFuture::new(pages::load(route, &pages::page(route), query))
    });
    let data = loading.await;
    owner.cleanup();
    data
}

/// What the frame shows. The organization in the address counts only if the person belongs to it;
/// elsewhere it is the one that was looked at last.
async fn frame(
    state: &AppState,
    visitor: &Visitor,
    identity: &Identity,
    asked: Option<PublicId>,
) -> Result<Frame, StoreError> {
    let needs = |route| pages::page(route).needs.unwrap_or(Action::SeeOrganization);
    // What a page needs does not depend on which organization it belongs to.
    let any = PublicId::mint([0; 7]);
    let actions = menu(any).map(needs);
    let found = workplaces(&state.backend, identity, asked, &actions).await?;
    let present = found.present;
    // Who may see nothing there does not see the logo either.
    let seen = |org| Some(org) != present || found.may.contains(&true);
    let menu = present.into_iter().flat_map(menu).zip(&found.may);
    let menu = menu.filter(|(_, may)| **may).map(|(it, _)| it.path()).collect();
    let organizations: Vec<Workplace> = found
        .mine
        .into_iter()
        .map(|it| {
            let name = it.name.as_str().to_owned();
            let logo = it
                .logo
                .filter(|_| seen(it.public_id))
                .map(|note| shown_logo(logo(it.public_id, note)));
            Workplace { id: it.public_id, initials: initials_of_name(&name), logo, name }
        })
        .collect();
    if let Some(org) = asked.filter(|it| Some(*it) == present) {
        session::remember_organization(&state.backend, identity, org);
    }
    let profile = &identity.profile;
    let (first_name, last_name) = (profile.first_name.as_str(), profile.last_name.as_str());
    let person = Person {
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        initials: initials(first_name, last_name),
        picture: identity.picture_at.map(own_picture),
        email: identity.email.typed().to_owned(),
    };
    Ok(Frame { look: visitor.look, person, organizations, present, menu })
}

/// The pages of an organization in the menu.
const fn menu(org: PublicId) -> [Route; 5] {
    [
        Route::Dashboard(org),
        Route::Products(org),
        Route::Users(org),
        Route::Activity(org),
        Route::Settings(org),
    ]
}

/// The logo as large as the bar shows it.
fn shown_logo(logo: Image) -> Image {
    let Size { width, height } = Size { width: logo.width, height: logo.height }.within(BAR);
    Image { width, height, ..logo }
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
    if let Some(next) = Route::in_console(parts.uri.path()).filter(|it| *it != Route::Home) {
        add_next(response.headers_mut(), route, next);
    }
    response
}

fn add_next(headers: &mut HeaderMap, route: Route, next: Route) {
    set_location(headers, &format!("{}?next={}", route.path(), next.path()));
}
