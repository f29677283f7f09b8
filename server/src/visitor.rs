//! Finds out who asks, once per request, before any page or function sees it.

use std::net::{IpAddr, Ipv4Addr};

use app::{api::request::Visitor, cookies::Cookie};
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap,
        header::{ACCEPT_LANGUAGE, USER_AGENT},
    },
    middleware::Next,
    response::Response,
};
use backend::{Origin, SecretToken};
use domain::locale::Locale;

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
    let identity = match token(Cookie::Session) {
        None => None,
        Some(token) => match backend::usecase::session::identify(&state.backend, &token).await {
            Ok(identity) => identity,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "no session look-up");
                return problem::unavailable();
            }
        },
    };
    let extensions = request.extensions();
    let address =
        extensions.get().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ClientAddress(it)| *it);
    let report = extensions.get::<RequestId>().map(|it| it.as_str().to_owned()).unwrap_or_default();
    let chosen = cookies.read(headers, Cookie::Locale).and_then(|it| Locale::parse(&it));
    let locale = chosen
        .or_else(|| identity.as_ref().map(|it| it.locale))
        .unwrap_or_else(|| preferred(headers));
    let user_agent = text(headers, &USER_AGENT).to_owned();
    let origin = Origin { address, user_agent, locale, device };
    request.extensions_mut().insert(Visitor { identity, origin, cookies, report });
    next.run(request).await
}

/// The language that the browser asks for.
pub fn preferred(headers: &HeaderMap) -> Locale {
    Locale::from_accept_language(text(headers, &ACCEPT_LANGUAGE))
}

fn text<'a>(headers: &'a HeaderMap, name: &axum::http::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
