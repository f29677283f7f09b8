//! Answering an invitation, by the link that was mailed.
//!
//! While nobody is signed in, nothing is done without something that a program which follows links
//! does not have: a password, or the six digits that stand beside the link in the mail.

use leptos::prelude::*;

use super::{InvitationCodeField, JoinField, LinkRefused, NoField};
use crate::api::{Done, Failure, NoRefusal, Rejected, strict_form::Form};

/// What the functions with a code answer when they refuse.
type CodeFailure = Failure<Rejected<InvitationCodeField, LinkRefused>>;

/// Accepts the invitation with the account that is signed in.
#[server(endpoint = "accept_invitation", input = Form)]
pub async fn accept_invitation() -> Result<Done, Failure<Rejected<NoField, LinkRefused>>> {
    use crate::{api::request, cookies::Cookie, flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let token = request::link_token(&visitor, Cookie::InvitationLink)
        .ok_or_else(|| request::refused(LinkRefused::NoLongerValid))?;
    let services = backend.clone();
    let organization = backend
        .complete(async move {
            backend::usecase::invitation::accept(&services, &identity, &token).await
        })
        .await
        .map_err(|error| {
            request::failure(error, |_| request::refused(LinkRefused::NoLongerValid))
        })?;
    request::bake(visitor.cookies.clear(Cookie::InvitationLink));
    Ok(request::leads_to(&visitor, Route::Dashboard(organization), Flash::Joined))
}

/// Creates the account of whoever was invited, and accepts with it.
#[server(endpoint = "join_organization", input = Form)]
pub async fn join_organization(
    first_name: String,
    last_name: String,
    password: String,
) -> Result<Done, Failure<Rejected<JoinField, LinkRefused>>> {
    use backend::usecase::invitation::{JoinRefusal, NewPerson};
    use domain::text::PersonName;

    use super::new_password;
    use crate::{
        api::request::{self, Reader},
        cookies::Cookie,
        flash::Flash,
        route::Route,
    };

    let (backend, visitor) = request::anybody();
    let token = request::link_token(&visitor, Cookie::InvitationLink)
        .ok_or_else(|| request::refused(LinkRefused::NoLongerValid))?;
    let mut read = Reader::new();
    let first_name = read.take(JoinField::FirstName, PersonName::parse(&first_name));
    let last_name = read.take(JoinField::LastName, PersonName::parse(&last_name));
    let password = read.take(JoinField::Password, new_password(&password));
    let (Some(first_name), Some(last_name), Some(password)) = (first_name, last_name, password)
    else {
        return Err(read.refusal());
    };
    let person = NewPerson { first_name, last_name, locale: visitor.origin.locale };
    let (services, origin) = (backend.clone(), visitor.origin.clone());
    let signed_in = backend
        .complete(async move {
            backend::usecase::invitation::join(&services, &origin, &token, person, password).await
        })
        .await
        .map_err(|error| {
            request::failure(error, |refusal| match refusal {
                JoinRefusal::Password(problem) => request::wrong(JoinField::Password, problem),
                JoinRefusal::Screen(_) => request::refused(LinkRefused::NoLongerValid),
            })
        })?;
    request::welcome(&backend, &visitor, &signed_in);
    request::bake(visitor.cookies.clear(Cookie::InvitationLink));
    let route = signed_in.organization.map_or(Route::Home, Route::Dashboard);
    Ok(request::leads_to(&visitor, route, Flash::Joined))
}

/// Signs out here to go on as whoever was invited. The link stays.
#[server(endpoint = "switch_person", input = Form)]
pub async fn switch_person() -> Result<Done, Failure<Rejected<NoField, NoRefusal>>> {
    use crate::{api::request, cookies::Cookie, route::Route};

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
    Ok(request::done(&visitor, Route::Invited, None))
}

/// Declines the invitation.
#[server(endpoint = "decline_invitation", input = Form)]
pub async fn decline_invitation(code: Option<String>) -> Result<Done, CodeFailure> {
    use crate::{api::request, route::Route};

    let (backend, visitor) = request::anybody();
    let (token, proof) = proved(&visitor, code)?;
    let (services, origin) = (backend.clone(), visitor.origin.clone());
    backend
        .complete(async move {
            let proof = proof.as_proof();
            backend::usecase::invitation::decline(&services, &origin, &token, proof).await
        })
        .await
        .map_err(refusal)?;
    Ok(request::done(&visitor, Route::Invited, None))
}

/// Asks for another invitation.
#[server(endpoint = "ask_for_invitation", input = Form)]
pub async fn ask_for_invitation(code: Option<String>) -> Result<Done, CodeFailure> {
    use crate::{api::request, flash::Flash, route::Route};

    let (backend, visitor) = request::anybody();
    let (token, proof) = proved(&visitor, code)?;
    let (services, origin) = (backend.clone(), visitor.origin.clone());
    backend
        .complete(async move {
            let proof = proof.as_proof();
            backend::usecase::invitation::ask_again(&services, &origin, &token, proof).await
        })
        .await
        .map_err(refusal)?;
    Ok(request::done(&visitor, Route::Invited, Some(Flash::InvitationWanted)))
}

#[cfg(feature = "ssr")]
use server::{proved, refusal};

#[cfg(feature = "ssr")]
mod server {
    use backend::{
        Identity, SecretToken, UseCaseError,
        usecase::invitation::{self, Proof},
    };
    use domain::{code::SixDigits, form::Problem};

    use super::{CodeFailure, InvitationCodeField, LinkRefused};
    use crate::{
        api::request::{self, Visitor},
        cookies::Cookie,
    };

    /// What shows that somebody is no program.
    pub(super) enum Shown {
        SignedIn(Box<Identity>),
        Digits(SixDigits),
    }

    impl Shown {
        pub(super) const fn as_proof(&self) -> Proof<'_> {
            match self {
                Self::SignedIn(identity) => Proof::SignedIn(identity),
                Self::Digits(digits) => Proof::Digits(digits),
            }
        }
    }

    /// The link that this browser holds, and who holds it. The digits are asked of nobody who is
    /// signed in.
    pub(super) fn proved(
        visitor: &Visitor,
        code: Option<String>,
    ) -> Result<(SecretToken, Shown), CodeFailure> {
        let token = request::link_token(visitor, Cookie::InvitationLink)
            .ok_or_else(|| request::refused(LinkRefused::NoLongerValid))?;
        if let Some(identity) = visitor.identity.clone() {
            return Ok((token, Shown::SignedIn(Box::new(identity))));
        }
        let code = SixDigits::parse(&code.unwrap_or_default());
        let code = code.map_err(|why| request::wrong(InvitationCodeField::Code, why))?;
        Ok((token, Shown::Digits(code)))
    }

    pub(super) fn refusal(error: UseCaseError<invitation::LinkRefused>) -> CodeFailure {
        request::failure(error, |refusal| match refusal {
            invitation::LinkRefused::WrongCode => {
                request::wrong(InvitationCodeField::Code, Problem::WrongCode)
            }
            invitation::LinkRefused::Screen(_) => request::refused(LinkRefused::NoLongerValid),
        })
    }
}
