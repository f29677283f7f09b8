//! `/dev/gallery`: every component in its states. Not in a release.

use app::{api::request::Visitor, gallery};
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Response},
};

use crate::{edge::StrictPolicy, state::AppState};

/// The gallery.
pub async fn show(
    State(state): State<AppState>,
    axum::Extension(visitor): axum::Extension<Visitor>,
) -> Response {
    let html = gallery::render(visitor.look, &state.site.assets());
    let mut response = Html(html).into_response();
    response.extensions_mut().insert(StrictPolicy);
    response
}
