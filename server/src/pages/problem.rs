//! The page instead of what was asked for, for people; a line of JSON for programs.

use app::{
    api::{Failure, NoRefusal},
    assets::Assets,
    cookies::Cookies,
    door::{self, Problem, ProblemPage, Setting},
};
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
        request::Parts,
    },
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::*;

use crate::{edge::StrictPolicy, visitor};

/// A bare 503, which the edge makes a page of.
pub fn unavailable() -> Response {
    let wait = [(RETRY_AFTER, HeaderValue::from_static("5"))];
    (StatusCode::SERVICE_UNAVAILABLE, wait).into_response()
}

/// Renders the page for `status`. Called by the edge for each refusal and each error without words.
pub fn render(
    status: StatusCode,
    asked: &Parts,
    report: &str,
    assets: &Assets,
    cookies: Cookies,
    home: &str,
) -> Response {
    if asked.uri.path().starts_with("/api/") {
        let json = serde_json::to_string(&failure(status)).unwrap_or_default();
        let content = HeaderValue::from_static("application/json; charset=utf-8");
        return ([(CONTENT_TYPE, content)], json).into_response();
    }
    let look = visitor::look(&asked.headers, cookies, None);
    let setting = Setting { look, assets: assets.clone(), flash: None, echo: None };
    let problem = problem(status, report, home);
    let title = problem.clone();
    let html = door::render(
        setting,
        move |words| title.words(words).0.to_owned(),
        move || view! { <ProblemPage problem /> },
    );
    let mut response = (status, Html(html)).into_response();
    response.extensions_mut().insert(StrictPolicy);
    response
}

/// The failure that a script of ours understands.
fn failure(status: StatusCode) -> Failure<NoRefusal> {
    match status.as_u16() {
        404 => Failure::NotFound,
        503 => Failure::Busy,
        _ => Failure::Garbled,
    }
}

fn problem(status: StatusCode, report: &str, home: &str) -> Problem {
    match status.as_u16() {
        403 => Problem::Forbidden,
        404 => Problem::NotFound,
        405 => Problem::MethodNotAllowed,
        413 => Problem::TooLarge,
        421 => Problem::Misdirected(home.to_owned()),
        429 => Problem::TooManyRequests(1),
        500 => Problem::ServerError(report.to_owned()),
        503 => Problem::Unavailable,
        _ => Problem::BadRequest,
    }
}
