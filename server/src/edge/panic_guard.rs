//! A bug in one answer costs that answer only.

use std::any::Any;

use axum::response::{IntoResponse as _, Response};

use super::refusal::Refusal;

/// Answers for a handler that panicked. The panic itself was logged by the panic hook.
pub fn answer(_panic: Box<dyn Any + Send + 'static>) -> Response {
    Refusal::Panicked.into_response()
}
