//! Asking for an account, and what follows from the link in the mail.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::new_password;
use super::{DiscardField, LinkRefused, NoField, SignUpField, VerifyField};
use crate::api::{Done, Failure, Rejected, strict_form::Form};

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

    use crate::api::request::{self, Reader};
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

    use crate::api::request::{self, Reader};
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

    use crate::api::request::{self, Reader};
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
    use crate::api::request;
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
