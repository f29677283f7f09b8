//! Between the network and the router: own accept loop, and the layers every request passes.

mod accept;
mod body;
mod client_address;
mod cross_site;
mod error_page;
mod guarded_stream;
mod host;
mod limits;
mod load;
mod metrics;
mod panic_guard;
mod random;
mod refusal;
mod request_id;
mod request_shape;
mod response_headers;
mod seats;
#[cfg(test)]
mod tests;
mod tracked_body;

use std::sync::Arc;

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state, map_request_with_state},
};
use tokio::sync::Semaphore;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

pub use self::{
    accept::serve,
    body::{BodyLimits, is_multipart},
    client_address::{ClientAddress, PeerAddress},
    limits::EdgeLimits,
    metrics::{Metrics, expose},
    refusal::{Refusal, Renderer},
    request_id::RequestId,
    request_shape::HeadLimits,
    response_headers::{Nonce, StrictPolicy},
};
use crate::config::PublicUrl;

/// What the layers need to know.
#[derive(Clone)]
pub struct Protection {
    pub public_url: PublicUrl,
    pub limits: EdgeLimits,
    pub renderer: Renderer,
    pub metrics: Arc<Metrics>,
}

/// Puts all layers around the router. From outside to inside: what every answer carries, what
/// keeps the process alive, what a request must look like, and where it must come from.
///
/// The router finds the extensions [`RequestId`], [`Nonce`] and [`ClientAddress`] in each request,
/// and a URI that is path and query only.
pub fn protect(router: Router, protection: Protection) -> Router {
    let Protection { public_url, limits, renderer, metrics } = protection;
    let origin: Arc<str> = Arc::from(public_url.origin());
    let pages = error_page::ErrorPages { renderer, metrics };
    let places = Arc::new(Semaphore::new(limits.requests));
    let layers = ServiceBuilder::new()
        .layer(from_fn(request_id::identify))
        .layer(map_request_with_state(limits.trusted_proxies, client_address::find))
        .layer(from_fn_with_state(public_url.is_https(), response_headers::secure))
        .layer(from_fn_with_state(pages, error_page::explain))
        .layer(CatchPanicLayer::custom(panic_guard::answer))
        .layer(from_fn_with_state(places, load::shed))
        .layer(from_fn_with_state(limits.request_time, load::limit_time))
        .layer(map_request_with_state(limits.head, request_shape::check))
        .layer(from_fn_with_state(public_url, host::check))
        .layer(map_request_with_state(origin, cross_site::check))
        .layer(from_fn_with_state(limits.body, body::watch))
        .service(router);
    Router::new().fallback_service(layers)
}
