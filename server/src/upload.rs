//! Pictures that are sent to their pages. Who may send one is decided before the file is read.

use app::{
    api::{Failure, PageFailure, Rejected, request::Visitor},
    cookies::Cookie,
    flash::Flash,
    form::{self, Echo, NAME_KEY, ORG_KEY},
    route::Route,
    words::Words,
};
use axum::{
    extract::{FromRequest as _, Multipart, Request, multipart::Field},
    http::{StatusCode, header::SET_COOKIE, request::Parts},
    response::{IntoResponse as _, Response},
};
use backend::{
    Identity, Seat, UseCaseError,
    usecase::{organization, profile},
};
use domain::{
    form::Fault,
    picture::{Cut, MAX_FILE_BYTES, PictureProblem},
};

use crate::{
    forms::Form,
    page_post::elsewhere,
    pages::{
        console::{self, Left},
        door::see,
    },
    state::AppState,
};

/// The key of the file.
const FILE: &str = "file";

/// The keys of what is cut off, in the order of [`Cut::new`].
const SIDES: [&str; 4] = ["left", "top", "right", "bottom"];

/// The most bytes of any other field.
const MAX_FIELD_BYTES: usize = 64;

/// What was sent.
#[derive(Default)]
struct Sent {
    name: Option<String>,
    org: Option<String>,
    file: Option<Vec<u8>>,
    cut: [Option<u8>; 4],
}

/// Why what was sent is not used.
enum Trouble {
    /// It is not what a page of ours sends.
    Misread,
    /// The file will not do.
    Picture(PictureProblem),
}

/// Takes the picture that was sent to its page.
pub async fn handle(state: &AppState, form: Form, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let visitor = parts.extensions.get::<Visitor>().cloned();
    let (Some(identity), Some(route)) =
        (visitor.and_then(|it| it.identity), Route::in_console(parts.uri.path()))
    else {
        return console::show(state, parts, Left::Nothing).await;
    };
    let seat = match admit(state, &identity, route).await {
        Ok(seat) => seat,
        Err(UseCaseError::Busy) => return again(state, parts, form, &Failure::Busy).await,
        // The page itself says why.
        Err(_) => return console::show(state, parts, Left::Nothing).await,
    };
    let reading = Request::from_parts(parts.clone(), body);
    let body = match Multipart::from_request(reading, state).await {
        Ok(multipart) => read(multipart).await,
        Err(_) => Err(Trouble::Misread),
    };
    let (org, file, cut) = match body.and_then(|it| it.check(form)) {
        Ok(whole) => whole,
        Err(Trouble::Misread) => return StatusCode::BAD_REQUEST.into_response(),
        Err(Trouble::Picture(problem)) => {
            return again(state, parts, form, &wrong(problem)).await;
        }
    };
    if let Some(failure) = elsewhere(state, org.as_deref(), &parts).await {
        return console::show(state, parts, Left::Failure(failure)).await;
    }
    match keep(state, identity, route, (seat, file, cut)).await {
        Ok((next, flash)) => {
            let mut response = see(next);
            if let Some(line) = state.cookies.set(Cookie::Flash, &flash.code()) {
                response.headers_mut().append(SET_COOKIE, line);
            }
            response
        }
        Err(UseCaseError::Refused(problem)) => again(state, parts, form, &wrong(problem)).await,
        Err(UseCaseError::Store(error)) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a picture was not kept");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_) => console::show(state, parts, Left::Nothing).await,
    }
}

async fn admit(
    state: &AppState,
    identity: &Identity,
    route: Route,
) -> Result<Seat, UseCaseError<std::convert::Infallible>> {
    match route {
        Route::Logo(org) => organization::admit_logo(&state.backend, identity, org).await,
        _ => profile::admit_picture(&state.backend),
    }
}

/// Where to go on, and what to say there.
async fn keep(
    state: &AppState,
    identity: Identity,
    route: Route,
    picture: (Seat, Vec<u8>, Cut),
) -> Result<(Route, Flash), UseCaseError<PictureProblem>> {
    let backend = state.backend.clone();
    let work = async move {
        if let Route::Logo(org) = route {
            organization::change_logo(&backend, &identity, org, picture).await?;
            return Ok((Route::Settings(org), Flash::LogoSaved));
        }
        profile::change_picture(&backend, &identity, picture).await?;
        Ok((Route::Profile, Flash::PictureSaved))
    };
    state.backend.complete(work).await
}

async fn read(mut multipart: Multipart) -> Result<Sent, Trouble> {
    let mut sent = Sent::default();
    while let Some(field) = multipart.next_field().await.map_err(|_| Trouble::Misread)? {
        let name = field.name().unwrap_or_default().to_owned();
        let side = SIDES.iter().position(|it| *it == name);
        match (name.as_str(), side) {
            (NAME_KEY, _) => once(&mut sent.name, text(field).await?)?,
            (ORG_KEY, _) => once(&mut sent.org, text(field).await?)?,
            (FILE, _) => once(&mut sent.file, bytes(field).await?)?,
            (_, Some(side)) => {
                let percent = text(field).await?.parse().map_err(|_| Trouble::Misread)?;
                once(&mut sent.cut[side], percent)?;
            }
            _ => return Err(Trouble::Misread),
        }
    }
    Ok(sent)
}

/// A field that stands twice is not believed.
fn once<T>(place: &mut Option<T>, value: T) -> Result<(), Trouble> {
    if place.replace(value).is_some() { Err(Trouble::Misread) } else { Ok(()) }
}

async fn text(mut field: Field<'_>) -> Result<String, Trouble> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Trouble::Misread)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_FIELD_BYTES {
            return Err(Trouble::Misread);
        }
    }
    String::from_utf8(bytes).map_err(|_| Trouble::Misread)
}

async fn bytes(mut field: Field<'_>) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Trouble::Misread)? {
        if bytes.len() + chunk.len() > MAX_FILE_BYTES {
            return Err(Trouble::Picture(PictureProblem::FileTooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

impl Sent {
    /// The organization, the file, and what is cut off it.
    fn check(self, form: Form) -> Result<(Option<String>, Vec<u8>, Cut), Trouble> {
        if self.name.as_deref() != Some(form.name) {
            return Err(Trouble::Misread);
        }
        let cut = Cut::new(self.cut.map(Option::unwrap_or_default)).ok_or(Trouble::Misread)?;
        let file = self.file.filter(|it| !it.is_empty());
        Ok((self.org, file.ok_or(Trouble::Picture(PictureProblem::Missing))?, cut))
    }
}

fn wrong(problem: PictureProblem) -> PageFailure {
    Failure::Refused(Rejected::Fields(vec![Fault::new(FILE.to_owned(), problem)]))
}

/// Shows the page again and says what was wrong. The file has to be chosen anew: browsers do not let
/// a page choose one.
async fn again(state: &AppState, parts: Parts, form: Form, failure: &PageFailure) -> Response {
    let status = StatusCode::from_u16(failure.status()).unwrap_or_default();
    let visitor = parts.extensions.get::<Visitor>();
    let words = visitor.map_or_else(Words::here, Visitor::words);
    let told = form::tell_form(failure, form.kind, words);
    let echo = Echo { form: form.name.to_owned(), fields: Vec::new(), told };
    let mut response = console::show(state, parts, Left::Form(echo)).await;
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        *response.status_mut() = status;
    }
    response
}
