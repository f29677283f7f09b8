//! Which handler answers which address.

use app::api::request::Visitor;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Request, State},
    http::{Method, StatusCode, request::Parts},
    middleware::from_fn_with_state,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};

#[cfg(debug_assertions)]
use crate::pages::gallery;
use crate::{
    downloads,
    edge::is_multipart,
    forms,
    functions::{self, Caller},
    page_post,
    pages::{
        console::{self, Left},
        door::{self, Page},
        link, mailbox, picture,
    },
    state::AppState,
    upload, visitor,
};

/// The addresses of pages, as the router writes them.
pub const PAGES: &[&str] = &[
    "/",
    "/login",
    "/logout",
    "/signup",
    "/signup/sent",
    "/verify",
    "/forgot",
    "/forgot/sent",
    "/reset",
    "/invitation",
    "/sudo",
    "/check",
    "/help",
    "/o/{org}",
    "/search",
    "/o/{org}/search",
    "/o/{org}/settings",
    "/o/{org}/settings/logo",
    "/o/{org}/products",
    "/o/{org}/products/{kind}",
    "/o/{org}/products/{kind}/{product}",
    "/o/{org}/users",
    "/o/{org}/users/invite",
    "/o/{org}/users/invite/{draft}",
    "/o/{org}/users/invite/{draft}/role",
    "/o/{org}/users/invite/{draft}/products",
    "/o/{org}/users/invite/{draft}/messages",
    "/o/{org}/users/invite/{draft}/summary",
    "/o/{org}/users/invitations",
    "/o/{org}/users/invitations/{invitation}",
    "/o/{org}/users/invitations/{invitation}/change",
    "/o/{org}/users/{user}",
    "/o/{org}/users/{user}/suspend",
    "/o/{org}/users/{user}/remove",
    "/o/{org}/users/{user}/rights",
    "/o/{org}/users/{user}/rights/{draft}",
    "/o/{org}/users/{user}/rights/{draft}/products",
    "/o/{org}/users/{user}/rights/{draft}/summary",
    "/o/{org}/teams",
    "/o/{org}/teams/new",
    "/o/{org}/teams/{team}",
    "/o/{org}/teams/{team}/edit",
    "/o/{org}/teams/{team}/dissolve",
    "/o/{org}/teams/{team}/rights",
    "/o/{org}/teams/{team}/rights/{draft}",
    "/o/{org}/teams/{team}/rights/{draft}/summary",
    "/o/{org}/teams/{team}/members",
    "/o/{org}/teams/{team}/members/{draft}",
    "/o/{org}/teams/{team}/members/{draft}/summary",
    "/o/{org}/handover",
    "/o/{org}/users/{user}/handover",
    "/o/{org}/requests",
    "/o/{org}/requests/ask/{wish}",
    "/o/{org}/requests/{request}",
    "/profile",
    "/profile/picture",
    "/profile/security",
    "/o/{org}/activity",
    "/profile/activity",
    "/profile/organizations",
    "/profile/organizations/new",
    "/profile/organizations/new/{draft}",
    "/profile/organizations/new/{draft}/address",
    "/profile/organizations/new/{draft}/summary",
    "/profile/sessions",
];

/// The edge lets no larger form through.
const MAX_FORM_BYTES: usize = 64 * 1024;

/// Everything but the edge and the health checks.
pub fn router(state: AppState) -> Router {
    let pages = PAGES
        .iter()
        .fold(Router::new(), |router, path| router.route(path, get(page).post(page_posted)))
        // The edge has counted already.
        .layer(DefaultBodyLimit::disable());
    let mail = if state.mailbox.is_some() {
        Router::new()
            .route("/dev/mail", get(mailbox::list).post(posted_elsewhere))
            .route("/dev/mail/{id}", get(mailbox::read).post(posted_elsewhere))
    } else {
        Router::new()
    };
    let dynamic = pages
        .merge(mail)
        .merge(development())
        .route("/logo/{org}", get(picture::logo))
        .route("/picture", get(picture::own))
        .route("/o/{org}/users/{user}/picture", get(picture::of_member))
        .route("/o/{org}/activity.csv", post(downloads::activity))
        .route("/o/{org}/activity.json", post(downloads::activity))
        .route("/profile/activity.csv", post(downloads::activity))
        .route("/profile/activity.json", post(downloads::activity))
        .route("/api/{function}", post(server_function))
        .fallback(missing)
        .layer(from_fn_with_state(state.clone(), visitor::find));
    Router::new()
        .route("/pkg/{hash}/{file}", get(packaged))
        .route("/pkg/{hash}/words/{language}/{file}", get(words))
        .route("/favicon.svg", get(fixed))
        .fallback_service(dynamic.with_state(state.clone()))
        .with_state(state)
}

/// What only those who build Atrio need.
#[cfg(debug_assertions)]
fn development() -> Router<AppState> {
    Router::new().route("/dev/gallery", get(gallery::show))
}

/// A release has none of it.
#[cfg(not(debug_assertions))]
fn development() -> Router<AppState> {
    Router::new()
}

async fn page(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    if let Some(response) = link::take_token(&state, &parts) {
        // A link scanner's HEAD must not be told a token's cookie.
        return if parts.method == Method::HEAD {
            StatusCode::OK.into_response()
        } else {
            response
        };
    }
    match Page::at(parts.uri.path()) {
        Some(page) => door::show(&state, page, &parts, None).await,
        None => console::show(&state, parts, Left::Nothing).await,
    }
}

async fn posted_elsewhere(State(state): State<AppState>, parts: Parts, body: Bytes) -> Response {
    page_post::handle_anywhere(&state, parts, body).await
}

async fn page_posted(State(state): State<AppState>, request: Request) -> Response {
    if let Some(form) = forms::upload_at(request.uri().path())
        && is_multipart(request.headers())
    {
        return upload::handle(&state, form, request).await;
    }
    let (parts, body) = request.into_parts();
    match axum::body::to_bytes(body, MAX_FORM_BYTES).await {
        Ok(body) => page_post::handle(&state, parts, body).await,
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    }
}

/// Calls a server function for a script.
async fn server_function(State(state): State<AppState>, request: Request) -> Response {
    if !page_post::is_form(request.headers()) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let known = server_fn::axum::server_fn_paths().any(|(path, _)| path == request.uri().path());
    let Some(visitor) = request.extensions().get::<Visitor>().cloned().filter(|_| known) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    functions::call(&state, visitor, Caller::Script, request).await
}

async fn packaged(State(state): State<AppState>, request: Request) -> Response {
    state
        .site
        .packaged(request.uri().path(), request.headers())
        .unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

async fn words(
    State(state): State<AppState>,
    path: axum::extract::Path<(String, String, String)>,
) -> Response {
    state.site.words(path)
}

async fn fixed(State(state): State<AppState>, request: Request) -> Response {
    state
        .site
        .fixed(request.uri().path(), request.headers())
        .unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

/// Somebody who is signed in sees in their own frame that there is nothing.
async fn missing(State(state): State<AppState>, request: Request) -> Response {
    if request.method() == Method::POST && !request.uri().path().starts_with("/api/") {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, MAX_FORM_BYTES).await.unwrap_or_default();
        return page_post::handle_anywhere(&state, parts, body).await;
    }
    let (parts, _) = request.into_parts();
    let signed_in = parts.extensions.get::<Visitor>().is_some_and(|it| it.identity.is_some());
    if signed_in && parts.method == Method::GET && !parts.uri.path().starts_with("/api/") {
        console::show(&state, parts, Left::Nothing).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}
