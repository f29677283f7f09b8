//! The places where a person is signed in.

use leptos::prelude::*;

use super::{Done, Failure, PageFailure, Rejected, door::NoField, strict_form::Form};
use crate::{
    form::fields,
    wire::{travels, wire},
};

fields! {
    /// Fields of the button that ends one session.
    EndField { Session => "session" sessions.title }
}

/// One place, as the page shows it: finished texts only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The session's id.
    pub id: String,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Browser and system.
    pub device: String,
    /// The network address.
    pub address: String,
    /// When it began.
    pub signed_in: String,
    /// When it was last used.
    pub last_used: String,
}

wire!(struct Place { id, current, device, address, signed_in, last_used });
travels!(Place);

/// Lists the sessions of the person who asks, the present one first.
#[server(endpoint = "list_sessions", input = Form)]
pub async fn list_sessions() -> Result<Vec<Place>, PageFailure> {
    use super::request;
    use crate::format;

    let (backend, visitor, identity) = request::freshly_proved()?;
    let words = visitor.words();
    let sessions = backend::usecase::session::list(&backend, &identity)
        .await
        .map_err(|error| request::plain_failure(error.into()))?;
    let moment = |at| format::moment(visitor.origin.locale, at, &identity.profile.zone);
    Ok(sessions
        .into_iter()
        .map(|it| Place {
            id: it.id.to_string(),
            current: it.current,
            device: format::device(&it.agent, words),
            address: it.address,
            signed_in: moment(it.created_at),
            last_used: moment(it.last_seen_at),
        })
        .collect())
}

/// Ends one session of the person who asks.
#[server(endpoint = "end_session", input = Form)]
pub async fn end_session(session: String) -> Result<Done, Failure<Rejected<EndField>>> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::freshly_proved()?;
    let session = session.parse().map_err(|_| request::not_found())?;
    let services = backend.clone();
    backend
        .complete(
            async move { backend::usecase::session::end(&services, &identity, session).await },
        )
        .await
        .map_err(request::plain_failure)?;
    Ok(request::done(&visitor, Route::Sessions, Some(Flash::SessionEnded)))
}

/// Ends all sessions of the person who asks, but the present one.
#[server(endpoint = "end_other_sessions", input = Form)]
pub async fn end_other_sessions() -> Result<Done, Failure<Rejected<NoField>>> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::freshly_proved()?;
    let services = backend.clone();
    let ended = backend
        .complete(async move { backend::usecase::session::end_others(&services, &identity).await })
        .await
        .map_err(request::plain_failure)?;
    Ok(request::done(
        &visitor,
        Route::Sessions,
        Some(Flash::OthersEnded(u16::try_from(ended).unwrap_or(u16::MAX))),
    ))
}
