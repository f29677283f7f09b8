//! Finds out who asks, once per request, before any page or function sees it.

use std::net::{IpAddr, Ipv4Addr};

use app::{
    api::{look::Look, request::Visitor},
    cookies::{Cookie, Cookies},
};
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_LANGUAGE, RETRY_AFTER, USER_AGENT},
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use backend::{Identity, Origin, SecretToken};
use domain::{locale::Locale, theme::Theme};

use crate::{
    edge::{ClientAddress, RequestId},
    pages::problem,
    state::AppState,
};

/// Puts a [`Visitor`] among the request's extensions.
pub async fn find(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let cookies = state.cookies;
    let headers = request.headers();
    let token = |cookie| cookies.read(headers, cookie).and_then(|it| SecretToken::parse(&it));
    let device = token(Cookie::Device);
    let held = token(Cookie::Session);
    let address = client_address(&request);
    if let Err(seconds) = state.pace.network(address) {
        return too_fast("network", seconds);
    }
    let identity = match &held {
        None => None,
        Some(token) => match backend::usecase::session::identify(&state.backend, token).await {
            Ok(identity) => identity,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "no session look-up");
                return problem::unavailable();
            }
        },
    };
    if let Some(Err(seconds)) = identity.as_ref().map(|it| state.pace.session(it.session)) {
        return too_fast("session", seconds);
    }
    let extensions = request.extensions();
    let report = extensions.get::<RequestId>().map(|it| it.as_str().to_owned()).unwrap_or_default();
    let look = look(headers, cookies, identity.as_ref());
    let locale = look.locale;
    let user_agent = text(headers, &USER_AGENT).to_owned();
    let origin = Origin { address, user_agent, locale, session: held, device };
    request.extensions_mut().insert(Visitor { identity, origin, look, cookies, report });
    next.run(request).await
}

fn client_address(request: &Request) -> IpAddr {
    let found = request.extensions().get();
    found.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ClientAddress(it)| *it)
}

/// A bare 429, which the edge makes a page of.
fn too_fast(limit: &str, seconds: u64) -> Response {
    tracing::info!(event = "limit_reached", limit, "too many requests");
    let wait = [(RETRY_AFTER, HeaderValue::from(seconds))];
    (StatusCode::TOO_MANY_REQUESTS, wait).into_response()
}

/// What this browser has chosen goes before what the person has set, and that before what the browser
/// asks for.
pub fn look(headers: &HeaderMap, cookies: Cookies, person: Option<&Identity>) -> Look {
    let chosen = |cookie| cookies.read(headers, cookie).unwrap_or_default();
    let locale = Locale::parse(&chosen(Cookie::Locale))
        .or_else(|| person.map(|it| it.profile.locale))
        .unwrap_or_else(|| Locale::from_accept_language(text(headers, &ACCEPT_LANGUAGE)));
    let theme = Theme::parse(&chosen(Cookie::Theme))
        .or_else(|| person.map(|it| it.profile.theme))
        .unwrap_or_default();
    Look { locale, theme }
}

fn text<'a>(headers: &'a HeaderMap, name: &axum::http::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
