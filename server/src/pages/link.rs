//! Links in mails: the token leaves the address at once, into a short-lived cookie.

use app::{cookies::Cookie, route::Route};
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{REFERRER_POLICY, SET_COOKIE},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use backend::SecretToken;

use super::door::{once, set_location};
use crate::state::AppState;

/// If the address carries a token (`?t=…`), takes it over and leads to the clean address.
///
/// A token that cannot be one is taken over too: its page says that the link is unknown.
pub fn take_token(state: &AppState, parts: &Parts) -> Option<Response> {
    let (route, cookie) = match parts.uri.path() {
        "/verify" => (Route::Verify, Cookie::VerifyLink),
        "/reset" => (Route::Reset, Cookie::ResetLink),
        "/invitation" => (Route::Invited, Cookie::InvitationLink),
        "/signup" => (Route::SignUp, Cookie::StaffLink),
        _ => return None,
    };
    let query = parts.uri.query()?;
    // A token that stands there twice, or in a broken query, is one that cannot be.
    let token = once(query, "t").or_else(|| mentions_token(query).then(String::new))?;
    let token = SecretToken::parse(&token).map_or_else(impossible, |it| it.expose().to_owned());
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    set_location(headers, &route.path());
    // Nothing after this redirect learns where it came from (ASVS 14.2.1).
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Some(line) = state.cookies.set(cookie, &token) {
        headers.append(SET_COOKIE, line);
    }
    Some(response)
}

fn mentions_token(query: &str) -> bool {
    form_urlencoded::parse(query.as_bytes()).any(|(key, _)| key == "t")
}

/// Well-formed, and nobody's: the hash of no token is looked up with it.
fn impossible() -> String {
    "A".repeat(43)
}
