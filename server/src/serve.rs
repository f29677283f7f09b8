//! Serving: puts the parts together, opens the doors, and closes everything in order.

use std::{error::Error, fs, net::SocketAddr, path::PathBuf, process, sync::Arc, time::Duration};

use axum::{Router, routing::get};
use backend::{
    Backend, SchemaState, Store,
    jobs::Worker,
    mail::{DevFolder, Post, Smtp, SmtpProblem},
    usecase::{operate, setup},
};
use http::header::CONTENT_TYPE;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use crate::{
    commands::{BRAND, CommandError, build_backend, folder_of, keep_ballast, open_store, say},
    config::{Config, ConfigError, Database, Key, Mail},
    edge::{self, BodyLimits, EdgeLimits, Metrics, Protection, Renderer},
    forms,
    health::Health,
    log,
    pace::PaceLimits,
};

/// How long balancers get to notice that this node is about to stop.
const NOTICE: Duration = Duration::from_secs(5);

/// What pages and routes are built from.
#[derive(Clone)]
pub struct WebParts {
    pub config: Arc<Config>,
    pub backend: Backend,
    /// Where mails are kept to be read in the browser; only on loopback without mail server.
    pub mail_folder: Option<PathBuf>,
    pub pace: PaceLimits,
}

/// The pages and routes, without the layers around them.
pub struct WebApp {
    pub router: Router,
    /// Makes the pages for errors that the layers find.
    pub renderer: Renderer,
}

/// Makes the pages and routes, or says why it cannot.
pub type BuildWebApp<E> = fn(WebParts) -> Result<WebApp, E>;

/// Serves until SIGTERM or SIGINT; a second signal ends the process at once.
pub async fn serve<E: Error>(config: Config, build: BuildWebApp<E>) -> Result<(), CommandError> {
    log::init(config.log).map_err(|error| CommandError::Refused(format!("log: {error}")))?;
    let config = Arc::new(config);
    let (store, _lock) = open_store(&config).await?;
    if let Some(folder) = database_folder(&config) {
        keep_ballast(&folder);
    }
    let backend = build_backend(&config, store.clone())?;
    let mail_folder = config.mail.is_none().then(|| config.data_dir.join("mail"));
    let post = post(&config, mail_folder.as_ref())?;
    let parts = WebParts {
        config: Arc::clone(&config),
        backend: backend.clone(),
        mail_folder,
        pace: PaceLimits::default(),
    };
    let pages = build(parts.clone()).map_err(|error| CommandError::Refused(error.to_string()))?;
    let listener = bind(Key::Listen, config.listen).await?;

    let stop = Stop::on_signals()?;
    let metrics = Arc::new(Metrics::default());
    serve_metrics(&parts, &metrics, &stop.now).await?;
    let app = assemble(&parts, pages, &metrics, stop.draining.clone());
    // Before the workers, who write too: a slow disk must not make them stand in each other's way.
    announce(&parts, &listener).await?;
    let worker = Worker::start(&backend, &post);

    let notice = if config.public_url.is_loopback() { Duration::ZERO } else { NOTICE };
    let now = stop.now.clone();
    tokio::spawn(stop.follow(notice));
    edge::serve(listener, app, limits(&config), metrics, now).await;

    tracing::info!("finishing background work");
    worker.stop().await;
    backend.settled().await;
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// The whole web application: pages, health checks, and the layers around them.
pub fn assemble(
    parts: &WebParts,
    app: WebApp,
    metrics: &Arc<Metrics>,
    draining: CancellationToken,
) -> Router {
    let store = parts.backend.store.clone();
    let health = Health {
        database: Arc::new(move || Box::pin(is_usable(store.clone()))),
        folder: database_folder(&parts.config),
        draining,
    };
    let protection = Protection {
        public_url: parts.config.public_url.clone(),
        limits: limits(&parts.config),
        renderer: app.renderer,
        metrics: Arc::clone(metrics),
    };
    edge::protect(app.router.merge(health.router()), protection)
}

fn limits(config: &Config) -> EdgeLimits {
    let defaults = EdgeLimits::default();
    EdgeLimits {
        trusted_proxies: config.trusted_proxies.clone(),
        body: BodyLimits { takes_files: |path| forms::upload_at(path).is_some(), ..defaults.body },
        ..defaults
    }
}

/// The folder that a database file grows in.
fn database_folder(config: &Config) -> Option<PathBuf> {
    match &config.database {
        Database::Sqlite(path) => Some(folder_of(path).to_owned()),
        Database::Postgres(_) => None,
    }
}

async fn is_usable(store: Store) -> bool {
    matches!(store.schema_state().await, Ok(SchemaState::Current))
}

/// The way out for mails: a server, or a folder on this machine.
fn post(config: &Config, folder: Option<&PathBuf>) -> Result<Post, CommandError> {
    let Some(Mail { server, from, ca_file }) = &config.mail else {
        let folder = folder.cloned().unwrap_or_default();
        let kept = DevFolder::new(&folder);
        return kept
            .map(Post::DevFolder)
            .map_err(|error| CommandError::io(folder.display(), error));
    };
    let authority = ca_file.as_ref().map(fs::read).transpose();
    let authority = authority
        .map_err(|error| ConfigError::new(Key::SmtpCaFile, format!("cannot be read: {error}")))?;
    let smtp = Smtp::new(server.expose(), from, authority.as_deref());
    smtp.map(Post::Smtp).map_err(|problem| {
        let key = match problem {
            SmtpProblem::Sender => Key::MailFrom,
            SmtpProblem::Authority => Key::SmtpCaFile,
            SmtpProblem::Scheme | SmtpProblem::NotEncrypted | SmtpProblem::Malformed => {
                Key::SmtpUrl
            }
        };
        ConfigError::new(key, problem.to_string()).into()
    })
}

async fn bind(key: Key, address: SocketAddr) -> Result<TcpListener, CommandError> {
    let bound = TcpListener::bind(address).await;
    let problem = |error| ConfigError::new(key, format!("{address} cannot be used: {error}"));
    Ok(bound.map_err(problem)?)
}

/// Counters for the operator's monitoring, on their own port and without the layers.
async fn serve_metrics(
    parts: &WebParts,
    metrics: &Arc<Metrics>,
    stop: &CancellationToken,
) -> Result<(), CommandError> {
    let Some(address) = parts.config.metrics_listen else { return Ok(()) };
    let listener = bind(Key::MetricsListen, address).await?;
    let (counters, backend) = (Arc::clone(metrics), parts.backend.clone());
    let expose = move || async move {
        let text = counters.expose() + &gauges(&backend).await;
        ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text)
    };
    let app = Router::new().route("/metrics", get(expose));
    let own = Arc::new(Metrics::default());
    tokio::spawn(edge::serve(listener, app, EdgeLimits::default(), own, stop.clone()));
    Ok(())
}

/// What is read at the moment of asking; nothing if the database does not answer.
async fn gauges(backend: &Backend) -> String {
    let mut text = String::new();
    if let Ok(gauges) = operate::gauges(backend).await {
        for (name, value) in [
            ("atrio_passwords_waiting", gauges.passwords_waiting),
            ("atrio_mails_waiting", gauges.mails_waiting),
            ("atrio_oldest_mail_seconds", gauges.oldest_mail_seconds),
        ] {
            edge::expose(&mut text, name, "gauge", value);
        }
    }
    text
}

/// Says on standard output where everything is.
async fn announce(parts: &WebParts, listener: &TcpListener) -> Result<(), CommandError> {
    let public = &parts.config.public_url;
    let address = listener.local_addr().map_err(|error| CommandError::io("listener", error))?;
    say(format_args!("{BRAND} serves {public} (listening on {address})."));
    if parts.mail_folder.is_some() {
        say(format_args!("Mails are not sent; read them at {public}/dev/mail."));
    }
    if let Some(token) = setup::first_staff_link(&parts.backend).await? {
        let link = format!("{public}/signup?t={}", token.expose());
        say(format_args!("Nobody is staff yet. Sign up as the first one within an hour: {link}"));
    }
    Ok(())
}

/// The two steps of stopping.
struct Stop {
    /// Not ready any more, still serving.
    draining: CancellationToken,
    /// No new connections.
    now: CancellationToken,
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    fn on_signals() -> Result<Self, CommandError> {
        let listen = |kind| signal(kind).map_err(|error| CommandError::io("signals", error));
        Ok(Self {
            draining: CancellationToken::new(),
            now: CancellationToken::new(),
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    /// Waits for the first signal, takes both steps, and ends the process at the second signal.
    async fn follow(mut self, notice: Duration) {
        self.signalled().await;
        tracing::info!("stopping");
        self.draining.cancel();
        let now = self.now.clone();
        tokio::spawn(async move {
            sleep(notice).await;
            now.cancel();
        });
        self.signalled().await;
        tracing::warn!("stopped at once by a second signal");
        process::exit(1);
    }

    async fn signalled(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
