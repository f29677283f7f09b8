//! The pages and routes, as the server puts them behind its edge.

use std::{io, sync::Arc};

use app::cookies::Cookies;
use backend::mail::DevFolder;

use crate::{
    edge::Renderer,
    pace::Pace,
    pages::problem,
    router::router,
    serve::{WebApp, WebParts},
    site::{NoSite, Site},
    state::AppState,
};

/// Why the pages cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    #[error(transparent)]
    NoSite(#[from] NoSite),
    #[error("the folder for mails cannot be made: {0}")]
    Mailbox(#[from] io::Error),
}

/// Makes the pages and routes.
pub fn build(parts: WebParts) -> Result<WebApp, WebError> {
    // Reactive code spawns its work on this runtime; a second call finds it set and changes nothing.
    let _ = any_spawner::Executor::init_tokio();
    let site = Site::load()?;
    let cookies = Cookies { secure: parts.config.public_url.is_https() };
    let home: Arc<str> = Arc::from(format!("{}/", parts.config.public_url.origin()));
    let assets = site.assets();
    let renderer: Renderer = {
        let home = Arc::clone(&home);
        Arc::new(move |status, asked, report| {
            problem::render(status, asked, report, &assets, cookies, &home)
        })
    };
    let mailbox = parts.mail_folder.map(DevFolder::new).transpose()?;
    let state = AppState {
        pace: Arc::new(Pace::new(parts.pace)),
        backend: parts.backend,
        site,
        cookies,
        mailbox: mailbox.map(Arc::new),
        kept: Arc::default(),
    };
    Ok(WebApp { router: router(state), renderer })
}
