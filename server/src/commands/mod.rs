//! What the program does beside serving.

mod backup;
mod ballast;
mod demo;
mod inspect;
mod lock;
mod open;
mod purge;
mod restore;

use std::{
    fmt::Display,
    io::{self, Write as _},
};

use backend::{BackupError, StoreError};

pub use self::{
    backup::backup,
    ballast::keep as keep_ballast,
    demo::demo,
    inspect::{check_invariants, verify_history},
    lock::{DatabaseLock, LockError, folder_of},
    open::{BRAND, build_backend, migrate, open_store},
    purge::purge,
    restore::restore,
};
use crate::config::{ConfigError, ConfigErrors};

/// Tells the operator something on standard output. Nobody may be listening any more (`| head`),
/// which is no reason to stop.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Why a command failed, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigErrors),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The operating system refused; says what it was asked for.
    #[error("{what}: {error}")]
    Io { what: String, error: io::Error },
    /// The command cannot do what it was asked for; says why and what helps.
    #[error("{0}")]
    Refused(String),
}

impl CommandError {
    pub fn io(what: impl Display, error: io::Error) -> Self {
        Self::Io { what: what.to_string(), error }
    }
}

impl From<ConfigError> for CommandError {
    fn from(error: ConfigError) -> Self {
        Self::Config(error.into())
    }
}
