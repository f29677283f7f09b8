//! What every handler can reach.

use std::{collections::HashMap, sync::Arc, sync::RwLock};

use app::{api::look::Look, cookies::Cookies};
use backend::{Backend, mail::DevFolder};
use bytes::Bytes;

use crate::{pace::Pace, pages::door::Page, site::Site};

/// Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The services.
    pub backend: Backend,
    /// The embedded site.
    pub site: Site,
    /// How cookies are written under the public URL.
    pub cookies: Cookies,
    /// The development mailbox, where mails lie while no mail server is set up.
    pub mailbox: Option<Arc<DevFolder>>,
    /// How fast each session and network asks.
    pub pace: Arc<Pace>,
    /// Door pages without input, kept as they were rendered.
    pub kept: Arc<RwLock<HashMap<(Page, Look), Bytes>>>,
}
