//! The server half of every server function: who asks, and how answers leave.

use std::convert::Infallible;

use axum::http::{
    HeaderName, HeaderValue, StatusCode,
    header::{ACCEPT, LOCATION, RETRY_AFTER, SET_COOKIE},
    request::Parts,
};
use backend::{Backend, Identity, Origin, SecretToken, SignedIn, UseCaseError};
use domain::{
    email::Email,
    form::{Fault, Problem},
    session::{self, Stay},
    time::Timestamp,
};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;

use super::{Done, Failure, Rejected, look::Look};
use crate::{
    cookies::{Cookie, Cookies},
    flash::Flash,
    route::Route,
    words::Words,
};

/// Everything that the server found out about a request before a page or function sees it.
#[derive(Clone)]
pub struct Visitor {
    /// The person, if the session cookie is worth anything.
    pub identity: Option<Identity>,
    /// From where, with what, in which language.
    pub origin: Origin,
    /// How pages are shown to them.
    pub look: Look,
    /// How cookies are written here.
    pub cookies: Cookies,
    /// The request's id, which is also the reference of an error.
    pub report: String,
}

impl Visitor {
    /// The texts in the language of their pages.
    pub const fn words(&self) -> Words {
        Words::new(self.look.locale)
    }
}

/// The services and the visitor; the server provides both as context.
pub fn anybody() -> (Backend, Visitor) {
    (expect_context(), expect_context())
}

/// The services, the visitor and the person.
///
/// # Errors
/// [`Failure::SignedOut`] without a session.
pub fn signed_in<R>() -> Result<(Backend, Visitor, Identity), Failure<R>> {
    let (backend, visitor) = anybody();
    match visitor.identity.clone() {
        Some(identity) => Ok((backend, visitor, identity)),
        None => Err(answer(Failure::SignedOut)),
    }
}

/// As [`signed_in`], by somebody who proved within the last minutes to be that person.
///
/// # Errors
/// [`Failure::SignedOut`], [`Failure::SudoNeeded`].
pub fn freshly_proved<R>() -> Result<(Backend, Visitor, Identity), Failure<R>> {
    let (backend, visitor, identity) = signed_in()?;
    if session::sudo_fresh(&identity.facts, backend.now()) {
        Ok((backend, visitor, identity))
    } else {
        Err(answer(Failure::SudoNeeded))
    }
}

/// The token that a link left in a cookie.
pub fn link_token(visitor: &Visitor, cookie: Cookie) -> Option<SecretToken> {
    let parts = use_context::<Parts>()?;
    SecretToken::parse(&visitor.cookies.read(&parts.headers, cookie)?)
}

/// Refuses a form as a whole.
pub fn refused<F, W>(refusal: W) -> Failure<Rejected<F, W>> {
    answer(Failure::Refused(Rejected::Whole(refusal)))
}

/// Refuses one field of a form.
pub fn wrong<F, W>(field: F, problem: impl Into<Problem>) -> Failure<Rejected<F, W>> {
    answer(Failure::Refused(Rejected::Fields(vec![Fault::new(field, problem)])))
}

/// Says that there is nothing of that name.
pub fn not_found<R>() -> Failure<R> {
    answer(Failure::NotFound)
}

/// Reads the fields of a form and collects what is wrong with them, so that all is told at once.
pub struct Reader<F>(Vec<Fault<F>>);

impl<F> Default for Reader<F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F> Reader<F> {
    /// Nothing read yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Takes a value, or notes the field's problem.
    pub fn take<T, P: Into<Problem>>(&mut self, field: F, parsed: Result<T, P>) -> Option<T> {
        parsed.map_err(|problem| self.0.push(Fault::new(field, problem))).ok()
    }

    /// The refusal that tells all problems.
    pub fn refusal<W>(self) -> Failure<Rejected<F, W>> {
        answer(Failure::Refused(Rejected::Fields(self.0)))
    }
}

/// Translates what a use case says when its rule does not refuse, and logs what nobody may see.
pub fn failure<R, S>(error: UseCaseError<R>, refused: impl FnOnce(R) -> Failure<S>) -> Failure<S> {
    answer(match error {
        UseCaseError::Refused(refusal) => refused(refusal),
        UseCaseError::Denied(denial) => {
            tracing::warn!(event = "denied", ?denial);
            Failure::Denied(denial)
        }
        UseCaseError::NotFound => {
            tracing::info!(event = "not_found_or_foreign");
            Failure::NotFound
        }
        UseCaseError::SudoNeeded => Failure::SudoNeeded,
        UseCaseError::Limited { retry_after_seconds } => {
            Failure::Limited { retry_after: u32::try_from(retry_after_seconds).unwrap_or(u32::MAX) }
        }
        UseCaseError::Busy => Failure::Busy,
        // It has lost against others again and again; nothing was written.
        UseCaseError::Store(error) if error.is_busy() => Failure::Busy,
        UseCaseError::Store(error) => internal(&error),
    })
}

/// [`failure`] for use cases whose rule never says no.
pub fn plain_failure<S>(error: UseCaseError<Infallible>) -> Failure<S> {
    failure(error, |never| match never {})
}

/// Logs an error under the request's id and says no more than that id.
pub fn internal<R>(error: &(dyn std::error::Error + 'static)) -> Failure<R> {
    let report = expect_context::<Visitor>().report;
    tracing::error!(%report, error, "use case failed");
    Failure::Internal { report }
}

/// Present while a form that was posted to its page is being answered.
#[derive(Debug, Clone, Copy)]
pub struct Posted;

/// The form has worked: names the page to go on to, and what it should say.
///
/// The framework's own redirect would follow the request's `Accept`; this only ever names a page of
/// ours, and leaves to the caller of the function how to get there. A page that was posted is told
/// by a cookie what to say, a script by the answer.
pub fn done(visitor: &Visitor, route: Route, flash: Option<Flash>) -> Done {
    if let (Some(response), Ok(path)) =
        (use_context::<ResponseOptions>(), HeaderValue::from_str(&route.path()))
    {
        response.insert_header(LOCATION, path);
        response.insert_header(
            HeaderName::from_static(server_fn::redirect::REDIRECT_HEADER),
            HeaderValue::from_static(""),
        );
    }
    if let (Some(flash), true) = (flash, use_context::<Posted>().is_some()) {
        bake(visitor.cookies.set(Cookie::Flash, &flash.code()));
    }
    Done { said: flash.map(|it| it.sentence(visitor.words())), whole: false }
}

/// The form has worked and leads to another page, which says so.
pub fn leads_to(visitor: &Visitor, route: Route, flash: Flash) -> Done {
    bake(visitor.cookies.set(Cookie::Flash, &flash.code()));
    done(visitor, route, None)
}

/// Adds a `Set-Cookie`; `None` is a value that no cookie can have, and adds none.
pub fn bake(line: Option<HeaderValue>) {
    if let (Some(response), Some(line)) = (use_context::<ResponseOptions>(), line) {
        response.append_header(SET_COOKIE, line);
    }
}

/// Hands the browser its new session and its mark.
pub fn welcome(backend: &Backend, visitor: &Visitor, signed_in: &SignedIn) {
    let lasts = (signed_in.stay, signed_in.expires_at);
    bake(session_cookie(backend, visitor, lasts, &signed_in.session));
    bake(visitor.cookies.set(Cookie::Device, signed_in.device.expose()));
}

/// Hands the browser the new token of the session that it has.
pub fn renew_session(backend: &Backend, visitor: &Visitor, old: &Identity, token: &SecretToken) {
    bake(renewed_cookie(backend, visitor, old, token));
}

/// The cookie of the session that the browser has, with its new token.
pub fn renewed_cookie(
    backend: &Backend,
    visitor: &Visitor,
    old: &Identity,
    token: &SecretToken,
) -> Option<HeaderValue> {
    let lasts = (old.facts.stay, session::absolute_end(&old.facts));
    session_cookie(backend, visitor, lasts, token)
}

fn session_cookie(
    backend: &Backend,
    visitor: &Visitor,
    (stay, expires_at): (Stay, Timestamp),
    token: &SecretToken,
) -> Option<HeaderValue> {
    match stay {
        Stay::Browser => visitor.cookies.set(Cookie::Session, token.expose()),
        Stay::Remember => {
            let seconds = u32::try_from(expires_at.since(backend.now()) / 1000).unwrap_or(0);
            visitor.cookies.set_for(Cookie::Session, token.expose(), seconds)
        }
    }
}

/// Has the browser drop what it kept of pages (ASVS 14.3.1).
pub fn forget_site_data() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(
            HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"cache\", \"storage\""),
        );
    }
}

/// How an address travels in [`Cookie::Sent`]: as hexadecimal digits, which any cookie may hold.
pub fn sent_value(email: &Email) -> String {
    email.typed().bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// leptos answers every error of a server function with 500, so the status is set by hand; and only
/// for programs, because while a page is rendered the page's own handler decides.
fn answer<R>(failure: Failure<R>) -> Failure<R> {
    let program = use_context::<Parts>().is_some_and(|request| {
        let accept = request.headers.get(ACCEPT).and_then(|value| value.to_str().ok());
        !accept.is_some_and(|value| value.contains("text/html"))
    });
    if let (true, Some(response), Ok(status)) =
        (program, use_context::<ResponseOptions>(), StatusCode::from_u16(failure.status()))
    {
        response.set_status(status);
        if let Some(seconds) = failure.retry_after() {
            response.insert_header(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
    failure
}
