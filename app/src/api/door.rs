//! Everything that happens before somebody is signed in, and signing out.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Done, Failure, NoRefusal, Rejected, strict_form::Form};
use crate::{
    form::{Sentence, fields},
    words::Words,
};

fields! {
    /// Fields of `/signup`.
    SignUpField {
        Kind => "kind" door.sign_up_kind,
        FirstName => "first_name" common.first_name,
        LastName => "last_name" common.last_name,
        OrgName => "org_name" door.sign_up_org_name,
        Email => "email" common.email,
        Password => "password" common.password,
    }
}

fields! {
    /// Fields of `/login`.
    SignInField {
        Email => "email" common.email,
        Password => "password" common.password,
        Stay => "stay" door.login_stay,
        Next => "next" common.proceed,
    }
}

fields! {
    /// Fields of `/verify`.
    VerifyField { Password => "password" door.verify_password }
}

fields! {
    /// The field of `/verify` that discards.
    DiscardField { Code => "code" door.verify_discard_code }
}

fields! {
    /// Fields of `/forgot`.
    ForgotField { Email => "email" common.email }
}

fields! {
    /// Fields of `/reset`.
    ResetField { Password => "password" door.reset_password }
}

fields! {
    /// Fields of `/sudo`.
    SudoField {
        Password => "password" common.password,
        Next => "next" common.proceed,
    }
}

fields! {
    /// For forms that are a single button.
    NoField { None => "none" common.proceed }
}

/// Why nobody was signed in: one sentence for every reason (ASVS 6.3.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInRefused {
    /// The address or the password, or both.
    WrongCredentials,
    /// Too many wrong passwords for this address, whether it has an account or not.
    PasswordOff,
}

impl Sentence for SignInRefused {
    fn sentence(&self, words: Words) -> String {
        match self {
            Self::WrongCredentials => words.door().refusal_sign_in().to_owned(),
            Self::PasswordOff => words.door().refusal_password_off().to_owned(),
        }
    }
}

/// The link behind the page stopped working while the page was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkRefused {
    /// The page says which state it is in now.
    NoLongerValid,
}

impl Sentence for LinkRefused {
    fn sentence(&self, words: Words) -> String {
        match self {
            Self::NoLongerValid => words.door().link_unknown_title().to_owned(),
        }
    }
}

/// Reads a password that is being chosen, so that its length is told with all other problems.
#[cfg(feature = "ssr")]
pub(super) fn new_password(
    raw: &str,
) -> Result<domain::password::Password, domain::password::PasswordProblem> {
    use domain::password::{Password, PasswordPolicy, check_length};

    let password = Password::read(raw)?;
    check_length(&password, PasswordPolicy::ONLY_FACTOR)?;
    Ok(password)
}

/// Asks for an account. The answer is the same whether the address has one or not.
#[server(endpoint = "sign_up", input = Form)]
pub async fn sign_up(
    kind: String,
    first_name: String,
    last_name: String,
    org_name: String,
    email: String,
    password: String,
) -> Result<Done, Failure<Rejected<SignUpField>>> {
    use domain::{
        email::Email,
        sign_up::{OrgKind, SignUp, default_org_name},
        text::PersonName,
    };

    use super::request::{self, Reader};
    use crate::{cookies::Cookie, route::Route};

    let (backend, visitor) = request::anybody();
    let mut read = Reader::new();
    let kind = read
        .take(SignUpField::Kind, OrgKind::parse(&kind).ok_or(domain::form::Problem::NotAChoice));
    let first_name = read.take(SignUpField::FirstName, PersonName::parse(&first_name));
    let last_name = read.take(SignUpField::LastName, PersonName::parse(&last_name));
    let named = match (kind, &first_name, &last_name) {
        (Some(kind), Some(first), Some(last)) => {
            read.take(SignUpField::OrgName, default_org_name(kind, first, last, &org_name))
        }
        _ => None,
    };
    let email = read.take(SignUpField::Email, Email::parse(&email));
    let password = read.take(SignUpField::Password, new_password(&password));
    let (
        Some(kind),
        Some(first_name),
        Some(last_name),
        Some(org_name),
        Some(email),
        Some(password),
    ) = (kind, first_name, last_name, named, email, password)
    else {
        return Err(read.refusal());
    };
    let sent_to = request::sent_value(&email);
    let locale = visitor.origin.locale;
    let form = SignUp { email, first_name, last_name, kind, org_name, locale };
    let staff = request::link_token(&visitor, Cookie::StaffLink);
    let origin = visitor.origin.clone();
    let services = backend.clone();
    backend
        .complete(async move {
            backend::usecase::door::request_sign_up(&services, &origin, form, password, staff).await
        })
        .await
        .map_err(|error| {
            request::failure(error, |problem| request::wrong(SignUpField::Password, problem))
        })?;
    request::bake(visitor.cookies.set(Cookie::Sent, &sent_to));
    Ok(request::done(&visitor, Route::SignUpSent, None))
}

/// Confirms a sign-up with the password that was chosen, and signs its person in.
#[server(endpoint = "verify_sign_up", input = Form)]
pub async fn verify_sign_up(
    password: String,
) -> Result<Done, Failure<Rejected<VerifyField, LinkRefused>>> {
    use backend::usecase::door::VerifyRefusal;
    use domain::{form::Problem, password::Password};

    use super::request::{self, Reader};
    use crate::{cookies::Cookie, route::Route};

    let (backend, visitor) = request::anybody();
    let token = request::link_token(&visitor, Cookie::VerifyLink)
        .ok_or_else(|| request::refused(LinkRefused::NoLongerValid))?;
    let mut read = Reader::new();
    let Some(password) = read.take(VerifyField::Password, Password::read(&password)) else {
        return Err(read.refusal());
    };
    let (services, origin) = (backend.clone(), visitor.origin.clone());
    let signed_in = backend
        .complete(async move {
            backend::usecase::door::verify_sign_up(&services, &origin, &token, password).await
        })
        .await
        .map_err(|error| {
            request::failure(error, |refusal| match refusal {
                VerifyRefusal::WrongPassword => {
                    request::wrong(VerifyField::Password, Problem::WrongPassword)
                }
                VerifyRefusal::Link(_) => request::refused(LinkRefused::NoLongerValid),
            })
        })?;
    request::welcome(&backend, &visitor, &signed_in);
    request::bake(visitor.cookies.clear(Cookie::VerifyLink));
    request::bake(visitor.cookies.clear(Cookie::StaffLink));
    request::bake(visitor.cookies.clear(Cookie::Sent));
    Ok(request::done(&visitor, signed_in.organization.map_or(Route::Home, Route::Dashboard), None))
}

/// Deletes a sign-up that the owner of the address did not ask for.
#[server(endpoint = "discard_sign_up", input = Form)]
pub async fn discard_sign_up(
    code: String,
) -> Result<Done, Failure<Rejected<DiscardField, LinkRefused>>> {
    use backend::usecase::door::DiscardRefusal;
    use domain::{code::SixDigits, form::Problem};

    use super::request::{self, Reader};
    use crate::{cookies::Cookie, flash::Flash, route::Route};

    let (backend, visitor) = request::anybody();
    let token = request::link_token(&visitor, Cookie::VerifyLink)
        .ok_or_else(|| request::refused(LinkRefused::NoLongerValid))?;
    let mut read = Reader::new();
    let Some(code) = read.take(DiscardField::Code, SixDigits::parse(&code)) else {
        return Err(read.refusal());
    };
    let (services, origin) = (backend.clone(), visitor.origin.clone());
    backend
        .complete(async move {
            backend::usecase::door::discard_sign_up(&services, &origin, &token, &code).await
        })
        .await
        .map_err(|error| {
            request::failure(error, |refusal| match refusal {
                DiscardRefusal::WrongCode => request::wrong(DiscardField::Code, Problem::WrongCode),
                DiscardRefusal::Link(_) => request::refused(LinkRefused::NoLongerValid),
            })
        })?;
    request::bake(visitor.cookies.clear(Cookie::VerifyLink));
    Ok(request::done(&visitor, Route::Login, Some(Flash::SignUpDiscarded)))
}

/// Sends a new link for a sign-up whose link has expired.
#[server(endpoint = "renew_sign_up_link", input = Form)]
pub async fn renew_sign_up_link() -> Result<Done, Failure<Rejected<NoField, LinkRefused>>> {
    use super::request;
    use crate::{cookies::Cookie, flash::Flash, route::Route};

    let (backend, visitor) = request::anybody();
    let token = request::link_token(&visitor, Cookie::VerifyLink)
        .ok_or_else(|| request::refused(LinkRefused::NoLongerValid))?;
    let (services, origin) = (backend.clone(), visitor.origin.clone());
    backend
        .complete(async move {
            backend::usecase::door::renew_sign_up_link(&services, &origin, &token).await
        })
        .await
        .map_err(|error| {
            request::failure(error, |_| request::refused(LinkRefused::NoLongerValid))
        })?;
    request::bake(visitor.cookies.clear(Cookie::VerifyLink));
    Ok(request::done(&visitor, Route::Verify, Some(Flash::LinkRenewed)))
}

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

    use super::request::{self, Reader};
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
        next.as_deref().and_then(Route::in_console).unwrap_or(Route::Home),
        None,
    ))
}

/// Ends the session of this browser.
#[server(endpoint = "sign_out", input = Form)]
pub async fn sign_out() -> Result<Done, Failure<Rejected<NoField, NoRefusal>>> {
    use super::request;
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

    use super::request::{self, Reader};
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

    use super::request::{self, Reader};
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

    use super::request::{self, Reader};
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
