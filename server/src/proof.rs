//! The password that travels with a form, when its act needs a fresh proof of identity.

use app::{
    api::{
        Failure, Misread, PageFailure, Rejected,
        door::{NoField, SignInRefused},
        request::{self, Visitor},
        strict_form,
    },
    form::{self, FormKind, PROOF_KEY, Remedy, Told},
};
use axum::{
    body::Body,
    http::{HeaderValue, Request, header::CONTENT_LENGTH},
};
use backend::{
    Identity, SecretToken, UseCaseError,
    usecase::{
        door::{SudoRefusal, confirm_sudo},
        session::identify,
    },
};
use domain::{
    form::{Fault, Problem},
    password::Password,
    session::sudo_fresh,
};
use leptos::prelude::{Owner, provide_context};

use crate::state::AppState;

/// What is wrong with the password is told as where one signs in.
const PROOF: FormKind = FormKind::of::<NoField, SignInRefused>().proving();

/// Why the form does not go on: for programs, and in words.
pub type Refused = (PageFailure, Told);

/// Who asks from now on, the form without the password, and the cookie of the renewed session.
type Taken = (Visitor, Request<Body>, Option<HeaderValue>);

/// Forms are short; the edge has refused longer ones before.
const MAX_FORM_BYTES: usize = 1 << 20;

/// Takes the password off the form and proves by it who asks. Without one, or with a proof that is
/// still fresh, the form goes on as it is.
pub async fn take(
    state: &AppState,
    visitor: Visitor,
    request: Request<Body>,
) -> Result<Taken, Box<Refused>> {
    let (mut parts, body) = request.into_parts();
    // A form of which a part is missing is none.
    let bytes = axum::body::to_bytes(body, MAX_FORM_BYTES).await.map_err(|_| misread(&visitor))?;
    let Ok(mut fields) = strict_form::pairs(&bytes) else {
        return Ok((visitor, Request::from_parts(parts, Body::from(bytes)), None));
    };
    let proofs: Vec<String> =
        fields.extract_if(.., |(key, _)| key == PROOF_KEY).map(|(_, it)| it).collect();
    let password = match <[String; 1]>::try_from(proofs) {
        Ok([password]) => Some(password),
        Err(none) if none.is_empty() => None,
        Err(_) => return Err(misread(&visitor)),
    };
    let rest = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    parts.headers.remove(CONTENT_LENGTH);
    let rest = Request::from_parts(parts, Body::from(rest));
    let too_old = |it: &Identity| !sudo_fresh(&it.facts, state.backend.now());
    let (Some(password), Some(identity)) = (password, visitor.identity.clone().filter(too_old))
    else {
        return Ok((visitor, rest, None));
    };
    let token = prove(state, &visitor, &identity, &password).await?;
    let cookie = request::renewed_cookie(&state.backend, &visitor, &identity, &token);
    let identity = identify(&state.backend, &token).await.unwrap_or_default();
    Ok((Visitor { identity, ..visitor }, rest, cookie))
}

async fn prove(
    state: &AppState,
    visitor: &Visitor,
    identity: &Identity,
    password: &str,
) -> Result<SecretToken, Box<Refused>> {
    let told = |failure| refusal(failure, visitor);
    let password = Password::read(password).map_err(|problem| told(wrong(problem.into())))?;
    let (backend, origin, person) =
        (state.backend.clone(), visitor.origin.clone(), identity.clone());
    let work = async move { confirm_sudo(&backend, &origin, &person, password).await };
    state.backend.complete(work).await.map_err(|error: UseCaseError<SudoRefusal>| {
        let owner = Owner::new();
        let failure = owner.with(|| {
            provide_context(visitor.clone());
            request::failure(error, |refusal| match refusal {
                SudoRefusal::WrongPassword => wrong(Problem::WrongPassword),
                SudoRefusal::PasswordOff => off(),
            })
        });
        owner.cleanup();
        told(failure)
    })
}

fn misread(visitor: &Visitor) -> Box<Refused> {
    let failure = Failure::Misread(Misread::Encoding);
    let told = form::tell(&failure, None, visitor.words());
    Box::new((failure, told))
}

fn wrong(problem: Problem) -> PageFailure {
    Failure::Refused(Rejected::Fields(vec![Fault::new(PROOF_KEY.to_owned(), problem)]))
}

/// By the name that the refusal has where one signs in.
fn off() -> PageFailure {
    Failure::Refused(Rejected::Whole("password_off".to_owned()))
}

/// The form asks for the password again.
fn refusal(failure: PageFailure, visitor: &Visitor) -> Box<Refused> {
    let told = form::tell_form(&failure, PROOF, visitor.words());
    Box::new((failure, Told { remedy: Some(Remedy::Prove), ..told }))
}
