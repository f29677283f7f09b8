//! The application as the program assembles it, over a world of the backend's.

use std::{
    ffi::OsString,
    num::NonZeroU32,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::Router;
use backend::{
    Parts, Site,
    mail::MailKind,
    testing::{self, World},
};
use domain::locale::Locale;
use server::{
    config::Config,
    edge::{EdgeLimits, Protection, protect},
    pace::PaceLimits,
    serve::{WebApp, WebParts, assemble},
    web,
};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::{Browser, PASSWORD};

/// The network of the proxy that stands in front and whose word about clients is believed.
const PROXIES: &str = "192.0.2.0/24";

/// Tables that note when somebody was seen last or where, and the column.
const LAST_SEEN: [(&str, usize); 2] = [("sessions", 6), ("devices", 6)];

/// The application with everything around it.
pub struct Stage {
    /// Database, clock and mails.
    pub world: World,
    /// The application behind its edge.
    pub app: Router,
    /// Scheme, host and port under which it is reached.
    pub origin: String,
    clients: AtomicU32,
    folder: TempDir,
}

/// Runs a test on SQLite and on PostgreSQL, under an https address.
pub fn both(body: impl AsyncFn(&Stage)) {
    testing::both(async |world| run(world, &body).await);
}

/// Runs a test on SQLite only: for what never reaches the database, or as one half of a long one.
pub fn on_sqlite(body: impl AsyncFn(&Stage)) {
    testing::on_sqlite(async |world| run(world, &body).await);
}

/// Runs a test on PostgreSQL only: one so long that its half for SQLite runs beside it.
pub fn on_postgres(body: impl AsyncFn(&Stage)) {
    testing::on_postgres(async |world| run(world, &body).await);
}

async fn run(world: &World, body: impl AsyncFn(&Stage)) {
    let stage = Stage::new(world, "https://console.example");
    body(&stage).await;
    stage.world.backend.settled().await;
}

/// Who opens everything asks more often than anybody may in a minute.
pub const UNHURRIED: PaceLimits =
    PaceLimits { per_session: NonZeroU32::MAX, per_network: NonZeroU32::MAX };

impl Stage {
    /// The application over this world, reached under `origin`.
    pub fn new(world: &World, origin: &str) -> Self {
        Self::with_pace(world, origin, PaceLimits::default())
    }

    /// The same where clients may ask less often.
    pub fn with_pace(world: &World, origin: &str, pace: PaceLimits) -> Self {
        Self::built(world, origin, pace, |parts, pages| {
            assemble(parts, pages, &Arc::default(), CancellationToken::new())
        })
    }

    /// The same with other limits and with routes that the program does not have, but without
    /// health checks.
    pub fn with_edge(world: &World, origin: &str, limits: EdgeLimits, routes: Router) -> Self {
        Self::built(world, origin, PaceLimits::default(), |parts, pages| {
            let trusted_proxies = parts.config.trusted_proxies.clone();
            let protection = Protection {
                public_url: parts.config.public_url.clone(),
                limits: EdgeLimits { trusted_proxies, ..limits },
                renderer: pages.renderer,
                metrics: Arc::default(),
            };
            protect(pages.router.merge(routes), protection)
        })
    }

    fn built(
        world: &World,
        origin: &str,
        pace: PaceLimits,
        edge: impl FnOnce(&WebParts, WebApp) -> Router,
    ) -> Self {
        let site = Site { brand: "Alpenhost".to_owned(), public_url: origin.to_owned() };
        let world = world.with_backend(|parts| Parts { site, ..parts });
        let folder = TempDir::new().expect("folder");
        let config = Config::load(settings(origin, &folder), None).expect("valid settings");
        let parts = WebParts {
            // As in the program: only a console on loopback has a mailbox to look into.
            mail_folder: config.mail.is_none().then(|| folder.path().join("mail")),
            config: Arc::new(config),
            backend: world.backend.clone(),
            pace,
        };
        let pages = web::build(parts.clone()).expect("the site is built");
        let app = edge(&parts, pages);
        let clients = AtomicU32::new(0);
        Self { world, app, origin: origin.to_owned(), clients, folder }
    }

    /// Where mails lie that can be read in the browser.
    pub fn mail_folder(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// Whether people reach it over TLS.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https:")
    }

    /// Host and port, as browsers send them.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }

    /// An address in a network where nobody has asked from before.
    pub fn new_address(&self) -> String {
        let client = self.clients.fetch_add(1, Ordering::Relaxed);
        format!("2001:db8:{:x}:{:x}::1", client >> 16, client & 0xffff)
    }

    /// A browser never seen before, in a network of its own.
    pub fn browser(&self) -> Browser<'_> {
        Browser::new(self, Locale::En)
    }

    /// A browser that asks for pages in this language.
    pub fn browser_in(&self, locale: Locale) -> Browser<'_> {
        Browser::new(self, locale)
    }

    /// A browser whose person has just signed up with this address.
    pub async fn signed_up(&self, email: &str) -> Browser<'_> {
        let mut browser = self.browser();
        browser.sign_up(email, PASSWORD).await;
        browser
    }

    /// A browser whose person has just signed in with this address.
    pub async fn signed_in(&self, email: &str) -> Browser<'_> {
        let mut browser = self.browser();
        browser.sign_in(email, PASSWORD).await;
        browser
    }

    /// Path and query of the link in the last mail of a kind to an address.
    pub fn mailed_link(&self, kind: MailKind, email: &str) -> String {
        let mail = self.world.last_mail(kind, email);
        let (_, rest) = mail.message.text.split_once(&self.origin).expect("a link of ours");
        rest.split_whitespace().next().expect("a link").to_owned()
    }

    /// Every row that means something to people; counters of limits are left out, and so are when a
    /// session was last seen and where.
    pub async fn digest(&self) -> Vec<String> {
        self.world.backend.settled().await;
        let mut tables = self.world.rows().await;
        tables.remove("limits");
        tables.remove("sign_in_failures");
        for (table, hidden) in LAST_SEEN {
            for row in tables.get_mut(table).into_iter().flatten() {
                let mut columns: Vec<_> = row.split(' ').collect();
                columns.remove(hidden);
                *row = columns.join(" ");
            }
        }
        let rows = tables
            .into_iter()
            .flat_map(|(table, rows)| rows.into_iter().map(move |row| format!("{table} {row}")));
        rows.collect()
    }
}

fn settings(origin: &str, folder: &TempDir) -> Vec<(OsString, OsString)> {
    let data = folder.path().display().to_string();
    let mut settings = vec![
        ("ATRIO_PUBLIC_URL", origin),
        ("ATRIO_TRUSTED_PROXIES", PROXIES),
        ("ATRIO_DATA_DIR", &data),
    ];
    if origin.starts_with("https:") {
        settings.push(("ATRIO_SMTP_URL", "smtps://atrio:jetty-harp-91@mail.example:465"));
        settings.push(("ATRIO_MAIL_FROM", "Alpenhost <console@alpenhost.example>"));
    }
    settings.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
}
