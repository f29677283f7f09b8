//! The pages before sign-in. One without input, error or notice is rendered once and kept.

use app::{
    api::{request::Visitor, strict_form},
    cookies::Cookie,
    door::{
        self, Asking, CheckPage, ForgotPage, ForgotSentPage, HelpPage, InvitationPage, LinkPage,
        LoginPage, LogoutPage, ResetPage, Setting, SignUpPage, SignUpSentPage, SudoPage,
        VerifyPage, VerifyRenewedPage,
    },
    flash::Flash,
    form::Echo,
    format,
    route::Route,
    words::Words,
};
use axum::{
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, LOCATION, SET_COOKIE},
        request::Parts,
    },
    response::{Html, IntoResponse, Response},
};
use backend::{SecretToken, UseCaseError, usecase::door::LinkView};
use bytes::Bytes;
use domain::{
    invitation::Screen,
    token::{LinkRefusal, Purpose},
};
use leptos::prelude::*;

use super::problem;
use crate::{edge::StrictPolicy, state::AppState};

/// A page of the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    Login,
    Logout,
    SignUp,
    SignUpSent,
    Verify,
    Forgot,
    ForgotSent,
    Reset,
    Invitation,
    Sudo,
    Check,
    Help,
}

impl Page {
    /// The page at `path`.
    pub fn at(path: &str) -> Option<Self> {
        Some(match path {
            "/login" => Self::Login,
            "/logout" => Self::Logout,
            "/signup" => Self::SignUp,
            "/signup/sent" => Self::SignUpSent,
            "/verify" => Self::Verify,
            "/forgot" => Self::Forgot,
            "/forgot/sent" => Self::ForgotSent,
            "/reset" => Self::Reset,
            "/invitation" => Self::Invitation,
            "/sudo" => Self::Sudo,
            "/check" => Self::Check,
            "/help" => Self::Help,
            _ => return None,
        })
    }

    /// Whether the page shows nothing of the visitor, so that its bytes can be kept.
    const fn is_the_same_for_all(self) -> bool {
        matches!(self, Self::Login | Self::SignUp | Self::Forgot | Self::Logout | Self::Help)
    }
}

/// Everything about the request that a page may show.
struct Asked<'a> {
    state: &'a AppState,
    parts: &'a Parts,
    visitor: &'a Visitor,
    flash: Option<Flash>,
    echo: Option<Echo>,
}

/// Shows `page`; `echo` is what a post to it left behind.
pub async fn show(state: &AppState, page: Page, parts: &Parts, echo: Option<Echo>) -> Response {
    let Some(visitor) = parts.extensions.get::<Visitor>() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let flash = state.cookies.read(&parts.headers, Cookie::Flash).and_then(|it| Flash::parse(&it));
    let plain = parts.uri.query().is_none_or(str::is_empty) && flash.is_none() && echo.is_none();
    let staff = state.cookies.read(&parts.headers, Cookie::StaffLink).is_some();
    if page.is_the_same_for_all() && plain && !staff {
        return kept(state, page, visitor);
    }
    let asked = Asked { state, parts, visitor, flash, echo };
    let mut response = asked.show(page).await;
    response.extensions_mut().insert(StrictPolicy);
    if flash.is_some()
        && let Some(line) = state.cookies.clear(Cookie::Flash)
    {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// The page as it was rendered for the first visitor with this language and these colours.
fn kept(state: &AppState, page: Page, visitor: &Visitor) -> Response {
    let key = (page, visitor.look);
    let found = state.kept.read().ok().and_then(|all| all.get(&key).cloned());
    let html = found.unwrap_or_else(|| {
        let setting = setting(state, visitor, None, None);
        let html = Bytes::from(match page {
            Page::SignUp => sign_up(setting, false),
            Page::Forgot => forgot(setting),
            Page::Logout => logout(setting),
            Page::Help => help(setting),
            _ => login(setting, None),
        });
        if let Ok(mut all) = state.kept.write() {
            all.insert(key, html.clone());
        }
        html
    });
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response = ([(CONTENT_TYPE, kind)], html).into_response();
    response.extensions_mut().insert(StrictPolicy);
    response
}

fn setting(
    state: &AppState,
    visitor: &Visitor,
    flash: Option<Flash>,
    echo: Option<Echo>,
) -> Setting {
    Setting { look: visitor.look, assets: state.site.assets(), flash, echo }
}

fn login(setting: Setting, next: Option<Route>) -> String {
    let title = |words: Words| words.door().login_title().to_owned();
    door::render(setting, title, move || view! { <LoginPage next /> })
}

fn help(setting: Setting) -> String {
    let title = |words: Words| words.help().title().to_owned();
    door::render(setting, title, || view! { <HelpPage /> })
}

fn sign_up(setting: Setting, staff: bool) -> String {
    let title = |words: Words| words.door().sign_up_title().to_owned();
    door::render(setting, title, move || view! { <SignUpPage staff /> })
}

fn forgot(setting: Setting) -> String {
    let title = |words: Words| words.door().forgot_title().to_owned();
    door::render(setting, title, || view! { <ForgotPage /> })
}

fn logout(setting: Setting) -> String {
    let title = |words: Words| words.door().logout_title().to_owned();
    door::render(setting, title, || view! { <LogoutPage /> })
}

impl Asked<'_> {
    async fn show(&self, page: Page) -> Response {
        match page {
            Page::Login => self.login(),
            Page::Logout => Html(logout(self.setting())).into_response(),
            Page::SignUp => self.sign_up().await,
            Page::SignUpSent | Page::ForgotSent => self.sent(page),
            Page::Forgot => Html(forgot(self.setting())).into_response(),
            Page::Verify => self.verify().await,
            Page::Reset => self.reset().await,
            Page::Invitation => self.invitation().await,
            Page::Sudo => self.sudo(),
            Page::Check => self.check().await,
            Page::Help => Html(help(self.setting())).into_response(),
        }
    }

    fn setting(&self) -> Setting {
        setting(self.state, self.visitor, self.flash, self.echo.clone())
    }

    fn query(&self, key: &str) -> Option<String> {
        once(self.parts.uri.query()?, key)
    }

    fn next(&self) -> Option<Route> {
        self.query("next").as_deref().and_then(Route::in_console)
    }

    fn token(&self, cookie: Cookie) -> Option<SecretToken> {
        SecretToken::parse(&self.state.cookies.read(&self.parts.headers, cookie)?)
    }

    fn login(&self) -> Response {
        Html(login(self.setting(), self.next())).into_response()
    }

    async fn sign_up(&self) -> Response {
        let staff = match self.token(Cookie::StaffLink) {
            None => false,
            Some(token) => {
                match backend::usecase::setup::staff_link_works(&self.state.backend, &token).await {
                    Ok(works) => works,
                    Err(error) => return unavailable(&error),
                }
            }
        };
        Html(sign_up(self.setting(), staff)).into_response()
    }

    fn sent(&self, page: Page) -> Response {
        let address = self.state.cookies.read(&self.parts.headers, Cookie::Sent);
        let Some(email) = address.and_then(|it| read_sent(&it)) else {
            let back = if page == Page::SignUpSent { Route::SignUp } else { Route::Forgot };
            return see(back);
        };
        Html(if page == Page::SignUpSent {
            let title = |words: Words| words.door().sent_title().to_owned();
            door::render(self.setting(), title, move || view! { <SignUpSentPage email /> })
        } else {
            let title = |words: Words| words.door().forgot_sent_title().to_owned();
            door::render(self.setting(), title, move || view! { <ForgotSentPage email /> })
        })
        .into_response()
    }

    async fn verify(&self) -> Response {
        if self.flash == Some(Flash::LinkRenewed) {
            let title = |words: Words| words.door().verify_renewed_title().to_owned();
            let html = door::render(self.setting(), title, || view! { <VerifyRenewedPage /> });
            return Html(html).into_response();
        }
        self.open(Purpose::VerifySignUp, Cookie::VerifyLink, |link| {
            let email = link.email.typed().to_owned();
            let title = |words: Words| words.door().verify_title().to_owned();
            door::render(self.setting(), title, move || view! { <VerifyPage email /> })
        })
        .await
    }

    async fn reset(&self) -> Response {
        self.open(Purpose::ResetPassword, Cookie::ResetLink, |link| {
            let email = link.email.typed().to_owned();
            let title = |words: Words| words.door().reset_title().to_owned();
            door::render(self.setting(), title, move || view! { <ResetPage email /> })
        })
        .await
    }

    async fn invitation(&self) -> Response {
        let reader = self.visitor.identity.as_ref();
        let view = match self.token(Cookie::InvitationLink) {
            None => None,
            Some(token) => {
                match backend::usecase::invitation::open(&self.state.backend, &token, reader).await
                {
                    Ok(view) => Some(view),
                    Err(error) => return unavailable(&error),
                }
            }
        };
        let status = match view.as_ref().map(|it| it.screen) {
            Some(Screen::Unknown | Screen::Expired | Screen::Replaced | Screen::Cancelled) => {
                StatusCode::GONE
            }
            _ => StatusCode::OK,
        };
        let signed_in = reader.map(|it| it.email.typed().to_owned());
        let asking = Asking { view, signed_in };
        let title = {
            let asking = asking.clone();
            move |words: Words| door::invitation_title(&asking, words)
        };
        let page = move || view! { <InvitationPage asking /> };
        (status, Html(door::render(self.setting(), title, page))).into_response()
    }

    /// Shows the page of the link that this browser holds, or the page of the link's state.
    async fn open(
        &self,
        purpose: Purpose,
        cookie: Cookie,
        page: impl FnOnce(LinkView) -> String,
    ) -> Response {
        let Some(token) = self.token(cookie) else { return self.link_page(purpose, None) };
        match backend::usecase::door::open_link(&self.state.backend, purpose, &token).await {
            Ok(link) => Html(page(link)).into_response(),
            Err(UseCaseError::Refused(refusal)) => self.link_page(purpose, Some(refusal)),
            Err(UseCaseError::Store(error)) => unavailable(&error),
            Err(_) => problem::unavailable(),
        }
    }

    fn link_page(&self, purpose: Purpose, refusal: Option<LinkRefusal>) -> Response {
        let title = move |words: Words| door::link_title(refusal, words).to_owned();
        let page = move || view! { <LinkPage purpose refusal /> };
        let status = if refusal.is_some() { StatusCode::GONE } else { StatusCode::OK };
        (status, Html(door::render(self.setting(), title, page))).into_response()
    }

    fn sudo(&self) -> Response {
        let Some(identity) = &self.visitor.identity else { return see(Route::Login) };
        let (email, next) = (identity.email.typed().to_owned(), self.next());
        let title = |words: Words| words.door().sudo_title().to_owned();
        Html(door::render(self.setting(), title, move || view! { <SudoPage email next /> }))
            .into_response()
    }

    async fn check(&self) -> Response {
        let asked = self.query("reference").map(|it| it.chars().take(40).collect::<String>());
        let found = match asked.as_deref() {
            None => None,
            Some(reference) => {
                match backend::usecase::door::check_reference(&self.state.backend, reference).await
                {
                    Ok(found) => found,
                    Err(error) => return unavailable(&error),
                }
            }
        };
        let locale = self.visitor.origin.locale;
        let zone = self.visitor.identity.as_ref().map(|it| it.profile.zone.clone());
        let zone = zone.unwrap_or_default();
        let found = found.map(|mail| {
            let kind = format::mail_kind(mail.kind, Words::new(locale)).to_owned();
            (format::moment(locale, mail.written_at, &zone), kind)
        });
        let title = |words: Words| words.door().check_title().to_owned();
        Html(door::render(self.setting(), title, move || view! { <CheckPage asked found /> }))
            .into_response()
    }
}

/// The value of a key in an address; none if the key stands there twice or the encoding is broken, for
/// then nobody knows what was meant (ASVS 15.3.7).
pub fn once(query: &str, key: &str) -> Option<String> {
    let pairs = strict_form::pairs(query.as_bytes()).ok()?;
    let mut values = pairs.into_iter().filter(|(name, _)| name == key).map(|(_, value)| value);
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

/// Reads what [`app::api::request::sent_value`] wrote.
fn read_sent(digits: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    String::from_utf8(bytes?).ok().filter(|it| !it.is_empty() && it.len() <= 254)
}

/// A redirect to a page of ours.
pub fn see(route: Route) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    set_location(response.headers_mut(), &route.path());
    response
}

/// Sets `Location`; a path that no header can hold becomes the start page.
pub fn set_location(headers: &mut HeaderMap, path: &str) {
    let value = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    headers.insert(LOCATION, value);
}

fn unavailable(error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, "a door page could not be loaded");
    problem::unavailable()
}
