//! Pages for requests that could not be served, in the same clothes as the rest.

use leptos::prelude::*;

use crate::{
    route::Route,
    ui::{Emphasis, LinkButton, PageHead},
    words::Words,
};

/// Why a request was not served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// 400, 415, 414, 431: the request itself is wrong.
    BadRequest,
    /// 403
    Forbidden,
    /// 404
    NotFound,
    /// 405
    MethodNotAllowed,
    /// 413
    TooLarge,
    /// 421: the request names another host. Holds our own address.
    Misdirected(String),
    /// 429, with the minutes to wait.
    TooManyRequests(u64),
    /// 500, with the request's id.
    ServerError(String),
    /// 503
    Unavailable,
}

impl Problem {
    /// Title, text, and the words of the next step.
    pub fn words(&self, words: Words) -> (&'static str, String, &'static str) {
        let it = words.failure();
        match self {
            Self::BadRequest => {
                (it.bad_request_title(), it.bad_request_text().to_owned(), it.bad_request_next())
            }
            Self::Forbidden => {
                (it.forbidden_title(), it.forbidden_text().to_owned(), it.forbidden_next())
            }
            Self::NotFound => {
                (it.not_found_title(), it.not_found_text().to_owned(), it.not_found_next())
            }
            Self::MethodNotAllowed => (
                it.method_not_allowed_title(),
                it.method_not_allowed_text().to_owned(),
                it.method_not_allowed_next(),
            ),
            Self::TooLarge => {
                (it.too_large_title(), it.too_large_text().to_owned(), it.too_large_next())
            }
            Self::Misdirected(_) => {
                (it.misdirected_title(), it.misdirected_text().to_owned(), it.misdirected_next())
            }
            Self::TooManyRequests(minutes) => (
                it.too_many_requests_title(),
                it.too_many_requests_text(*minutes),
                it.too_many_requests_next(),
            ),
            Self::ServerError(report) => {
                (it.server_error_title(), it.server_error_text(report), it.server_error_next())
            }
            Self::Unavailable => {
                (it.unavailable_title(), it.unavailable_text().to_owned(), it.unavailable_next())
            }
        }
    }
}

/// Says what went wrong and what to do next.
#[component]
pub fn ProblemPage(problem: Problem) -> impl IntoView {
    let (title, text, next) = problem.words(Words::here());
    let href = match problem {
        Problem::Misdirected(home) => home,
        _ => Route::Home.path(),
    };
    view! {
        <PageHead title=title />
        <p>{text}</p>
        <LinkButton href emphasis=Emphasis::Primary>{next}</LinkButton>
    }
}
