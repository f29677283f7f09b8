//! Signing in and out, a forgotten password, and a fresh proof of identity.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::new_password;
use super::{ForgotField, LinkRefused, NoField, ResetField, SignInField, SignInRefused, SudoField};
use crate::api::{Done, Failure, NoRefusal, Rejected, strict_form::Form};

/// Signs in with address and password.
#[server(endpoint = "sign_in", input = Form)]
pub async fn sign_in(
    email: String,
    password: String,
    stay: Option<String>,
    next: Option<String>,
) -> Result<Done, Failure<Rejected<SignInField, SignInRefused>>> {
    use backend::usecase::door::SignInRefusal;
    use domain::{
        email::{Email, EmailProblem},
        form::Problem,
        password::{Password, PasswordProblem},
        session::Stay,
    };

    use crate::api::request::{self, Reader};
    use crate::route::Route;

    let (backend, visitor) = request::anybody();
    let mut read = Reader::new();
    // What the box says when it is ticked; without a tick it says nothing.
    let stay = match stay.as_deref() {
        None => Stay::Browser,
        Some("on") => Stay::Remember,
        Some(_) => return Err(request::wrong(SignInField::Stay, Problem::NotAChoice)),
    };
    let email = Email::parse(&email);
    let password = Password::read(&password);
    if email == Err(EmailProblem::Missing) || matches!(password, Err(PasswordProblem::Missing)) {
        read.take(SignInField::Email, email);
        read.take(SignInField::Password, password);
        return Err(read.refusal());
    }
    // An address or a password that nobody can have is simply wrong.
    let (Ok(email), Ok(password)) = (email, password) else {
        return Err(request::refused(SignInRefused::WrongCredentials));
    };
    let (services, origin) = (backend.clone(), visitor.origin.clone());
    let signed_in = backend
        .complete(async move {
            backend::usecase::door::sign_in(&services, &origin, email, password, stay).await
        })
        .await
        .map_err(|error| {
            request::failure(error, |refusal| {
                request::refused(match refusal {
                    SignInRefusal::WrongCredentials => SignInRefused::WrongCredentials,
                    SignInRefusal::PasswordOff => SignInRefused::PasswordOff,
                })
            })
        })?;
    request::welcome(&backend, &visitor, &signed_in);
    Ok(request::done(
        &visitor,
        next.as_deref().and_then(Route::after_sign_in).unwrap_or(Route::Home),
        None,
    ))
}

/// Ends the session of this browser.
#[server(endpoint = "sign_out", input = Form)]
pub async fn sign_out() -> Result<Done, Failure<Rejected<NoField, NoRefusal>>> {
    use crate::api::request;
    use crate::{cookies::Cookie, flash::Flash, route::Route};

    let (backend, visitor) = request::anybody();
    if let Some(identity) = visitor.identity.clone() {
        let services = backend.clone();
        backend
            .complete(async move { backend::usecase::door::sign_out(&services, &identity).await })
            .await
            .map_err(request::plain_failure)?;
    }
    request::bake(visitor.cookies.clear(Cookie::Session));
    request::forget_site_data();
    Ok(request::done(&visitor, Route::Login, Some(Flash::SignedOut)))
}

/// Asks for a link to choose a new password. The answer tells nothing about the address.
#[server(endpoint = "request_reset", input = Form)]
pub async fn request_reset(email: String) -> Result<Done, Failure<Rejected<ForgotField>>> {
    use domain::email::Email;

    use crate::api::request::{self, Reader};
    use crate::{cookies::Cookie, route::Route};

    let (backend, visitor) = request::anybody();
    let mut read = Reader::new();
    let Some(email) = read.take(ForgotField::Email, Email::parse(&email)) else {
        return Err(read.refusal());
    };
    let sent_to = request::sent_value(&email);
    let (services, origin) = (backend.clone(), visitor.origin.clone());
    backend
        .complete(
            async move { backend::usecase::door::request_reset(&services, &origin, email).await },
        )
        .await
        .map_err(request::plain_failure)?;
    request::bake(visitor.cookies.set(Cookie::Sent, &sent_to));
    Ok(request::done(&visitor, Route::ForgotSent, None))
}

/// Sets a new password by a mailed link; every session of the person ends.
#[server(endpoint = "reset_password", input = Form)]
pub async fn reset_password(
    password: String,
) -> Result<Done, Failure<Rejected<ResetField, LinkRefused>>> {
    use backend::usecase::door::ResetRefusal;

    use crate::api::request::{self, Reader};
    use crate::{cookies::Cookie, flash::Flash, route::Route};

    let (backend, visitor) = request::anybody();
    let token = request::link_token(&visitor, Cookie::ResetLink)
        .ok_or_else(|| request::refused(LinkRefused::NoLongerValid))?;
    let mut read = Reader::new();
    let Some(password) = read.take(ResetField::Password, new_password(&password)) else {
        return Err(read.refusal());
    };
    let (services, origin) = (backend.clone(), visitor.origin.clone());
    backend
        .complete(async move {
            backend::usecase::door::reset_password(&services, &origin, &token, password).await
        })
        .await
        .map_err(|error| {
            request::failure(error, |refusal| match refusal {
                ResetRefusal::Password(problem) => request::wrong(ResetField::Password, problem),
                ResetRefusal::Link(_) => request::refused(LinkRefused::NoLongerValid),
            })
        })?;
    request::bake(visitor.cookies.clear(Cookie::ResetLink));
    request::bake(visitor.cookies.clear(Cookie::Session));
    request::bake(visitor.cookies.clear(Cookie::Sent));
    Ok(request::done(&visitor, Route::Login, Some(Flash::PasswordReset)))
}

/// Proves again that the person is the one who signed in; the session gets a new token.
#[server(endpoint = "confirm_identity", input = Form)]
pub async fn confirm_identity(
    password: String,
    next: Option<String>,
) -> Result<Done, Failure<Rejected<SudoField, SignInRefused>>> {
    use backend::usecase::door::SudoRefusal;
    use domain::{form::Problem, password::Password};

    use crate::api::request::{self, Reader};
    use crate::route::Route;

    let (backend, visitor, identity) = request::signed_in()?;
    let mut read = Reader::new();
    let Some(password) = read.take(SudoField::Password, Password::read(&password)) else {
        return Err(read.refusal());
    };
    let (services, origin, person) = (backend.clone(), visitor.origin.clone(), identity.clone());
    let token = backend
        .complete(async move {
            backend::usecase::door::confirm_sudo(&services, &origin, &person, password).await
        })
        .await
        .map_err(|error| {
            request::failure(error, |refusal| match refusal {
                SudoRefusal::WrongPassword => {
                    request::wrong(SudoField::Password, Problem::WrongPassword)
                }
                SudoRefusal::PasswordOff => request::refused(SignInRefused::PasswordOff),
            })
        })?;
    request::renew_session(&backend, &visitor, &identity, &token);
    Ok(request::done(
        &visitor,
        next.as_deref().and_then(Route::in_console).unwrap_or(Route::Home),
        None,
    ))
}
