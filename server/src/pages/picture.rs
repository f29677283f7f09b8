//! The files of logos and pictures of people, for those who may see them.

use app::api::request::Visitor;
use axum::{
    extract::{Path, State},
    http::{
        HeaderName, StatusCode, Uri,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use backend::{
    Identity, UseCaseError,
    usecase::{organization, profile},
};
use domain::id::{PublicId, UserId};

use crate::state::AppState;

/// The logo of an organization.
pub async fn logo(
    State(state): State<AppState>,
    Path(org): Path<String>,
    uri: Uri,
    visitor: axum::Extension<Visitor>,
) -> Response {
    let (Some(identity), Ok(org)) = (&visitor.identity, org.parse::<PublicId>()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    answer(organization::logo_file(&state.backend, identity, org).await, "logo.png", &uri)
}

/// One's own picture.
pub async fn own(
    State(state): State<AppState>,
    uri: Uri,
    visitor: axum::Extension<Visitor>,
) -> Response {
    let Some(identity) = &visitor.identity else { return StatusCode::NOT_FOUND.into_response() };
    let found = own_file(&state, identity).await;
    answer(found, "picture.png", &uri)
}

async fn own_file(
    state: &AppState,
    identity: &Identity,
) -> Result<Vec<u8>, UseCaseError<std::convert::Infallible>> {
    profile::picture_file(&state.backend, identity).await?.ok_or(UseCaseError::NotFound)
}

/// The picture of somebody in the same organization.
pub async fn of_member(
    State(state): State<AppState>,
    Path((org, user)): Path<(String, String)>,
    uri: Uri,
    visitor: axum::Extension<Visitor>,
) -> Response {
    let (Some(identity), Ok(org), Ok(user)) =
        (&visitor.identity, org.parse::<PublicId>(), user.parse::<UserId>())
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let found = organization::member_picture(&state.backend, identity, org, user).await;
    answer(found, "picture.png", &uri)
}

/// A PNG file that is nothing else: no page, no script, nothing to guess.
fn answer(
    found: Result<Vec<u8>, UseCaseError<std::convert::Infallible>>,
    name: &str,
    uri: &Uri,
) -> Response {
    let png = match found {
        Ok(png) => png,
        Err(UseCaseError::NotFound | UseCaseError::Denied(_)) => {
            return StatusCode::NOT_FOUND.into_response();
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a picture was not read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    // An address with a version never shows another picture.
    let keep = if uri.query().is_some() {
        "private, max-age=31536000, immutable"
    } else {
        "private, no-cache"
    };
    let headers: [(HeaderName, String); 4] = [
        (CONTENT_TYPE, "image/png".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (CACHE_CONTROL, keep.to_owned()),
    ];
    (headers, png).into_response()
}
