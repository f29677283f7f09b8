//! Everything the server does for a server function: storage, use cases, mail, background work.
//!
//! - A **use case** is one public function in one file: load, authorize, decide, write, commit.
//! - **Storage** speaks SQL, for SQLite and PostgreSQL alike; nothing else does.
//! - **Time and randomness** come from the [`Backend`], so that tests hold both in hand.
//! - What timing must not tell is left to a **worker**: see [`jobs`].

mod clock;
mod code;
mod commit;
mod entropy;
pub mod failpoint;
mod guard;
mod history;
pub mod jobs;
mod keys;
pub mod mail;
mod origin;
mod password;
mod picture;
mod secret;
mod store;
pub mod usecase;
mod zone;

#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;

use std::{panic, sync::Arc};

use domain::time::Timestamp;
use tokio::sync::watch;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

pub use clock::{Clock, SystemClock};
pub use entropy::{Entropy, OsEntropy};
pub use history::{BadChain, Flaw};
pub use keys::{CannotOpen, KeyProblem, Keys};
pub use origin::Origin;
pub use password::{Hasher, HasherBusy, PasswordHash, judge_strength};
pub use picture::{Picture, Seat};
pub use secret::{SecretToken, TokenHash};
pub use store::{
    BackupError, Database, Durability, LogoNote, Profile, SchemaState, Store, StoreError,
};
pub use usecase::{Identity, SignedIn, UseCaseError};
pub use zone::{Day, Zone};

use mail::Mailroom;
use picture::Darkroom;

/// What the operator calls this place, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The name that pages and mails carry.
    pub brand: String,
    /// Scheme, host and port, without a slash at the end. All links in mails begin with it.
    pub public_url: String,
}

impl Site {
    /// The absolute address of a path that begins with a slash.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The host name of the public address, without port.
    pub fn host(&self) -> &str {
        let (_, rest) = self.public_url.split_once("://").unwrap_or(("", &self.public_url));
        let authority = rest.split('/').next().unwrap_or_default();
        match authority.strip_prefix('[').and_then(|it| it.split_once(']')) {
            Some((address, _)) => address,
            None => authority.split(':').next().unwrap_or_default(),
        }
    }
}

/// What a [`Backend`] is made of.
pub struct Parts {
    /// The database, open and migrated.
    pub store: Store,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// What draws random bytes.
    pub entropy: Arc<dyn Entropy>,
    /// What hashes passwords.
    pub hasher: Hasher,
    /// What seals waiting mails.
    pub keys: Keys,
    /// Name and address of this place.
    pub site: Site,
}

/// All services that use cases need. Cheap to clone.
#[derive(Clone)]
pub struct Backend {
    /// The database.
    pub store: Store,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    hasher: Hasher,
    keys: Arc<Keys>,
    /// Name and address of this place.
    pub site: Arc<Site>,
    mailroom: Arc<Mailroom>,
    news: watch::Sender<()>,
    darkroom: Darkroom,
    tasks: TaskTracker,
}

impl Backend {
    /// Puts the services together; fails only if a mail template is broken.
    pub fn new(parts: Parts) -> Result<Self, mail::TemplateError> {
        Ok(Self {
            store: parts.store,
            clock: parts.clock,
            entropy: parts.entropy,
            hasher: parts.hasher,
            keys: Arc::new(parts.keys),
            site: Arc::new(parts.site),
            mailroom: Arc::new(Mailroom::new()?),
            news: watch::Sender::new(()),
            darkroom: Darkroom::new(),
            tasks: TaskTracker::new(),
        })
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Runs a use case that writes to its end, also when whoever asked for it leaves.
    ///
    /// # Panics
    /// If the use case does.
    pub async fn complete<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> T {
        match self.tasks.spawn(work.in_current_span()).await {
            Ok(outcome) => outcome,
            Err(error) => match error.try_into_panic() {
                Ok(reason) => panic::resume_unwind(reason),
                Err(_) => unreachable!("nobody aborts these tasks"),
            },
        }
    }

    /// Waits until everything that was begun by [`Backend::complete`] or in the background of a use
    /// case has come to its end.
    pub async fn settled(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.tasks.reopen();
    }

    fn draw<const N: usize>(&self) -> [u8; N] {
        entropy::draw(&*self.entropy)
    }

    /// Tells the workers that there may be something to do.
    fn wake(&self) {
        self.news.send_replace(());
    }
}
