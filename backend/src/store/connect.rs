//! Opening the database.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use secrecy::{ExposeSecret, SecretString};
use sqlx::{
    PgPool, SqlitePool,
    pool::PoolOptions,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{StoreError, settings};

/// Waiting for a connection, or for SQLite's write lock.
const PATIENCE: Duration = Duration::from_secs(5);
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

/// Where the data is.
#[derive(Clone)]
pub enum Database {
    /// A file of this machine.
    Sqlite {
        /// The file; made if it is missing.
        path: PathBuf,
    },
    /// A server.
    Postgres {
        /// `postgres://…`, with the password.
        url: SecretString,
    },
}

/// What a commit promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It survives a power cut.
    Full,
    /// It may be lost with the machine: for tests and throw-away data.
    Off,
}

/// The database, open.
#[derive(Clone)]
pub enum Store {
    /// A file of this machine.
    Sqlite(SqliteStore),
    /// A server.
    Postgres(PgPool),
}

/// One connection that writes, some that read.
#[derive(Clone)]
pub struct SqliteStore {
    pub(super) path: PathBuf,
    pub(super) write: SqlitePool,
    pub(super) read: SqlitePool,
}

impl SqliteStore {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Store {
    /// Opens the database. It is not migrated by this.
    pub async fn connect(database: &Database, durability: Durability) -> Result<Self, StoreError> {
        match database {
            Database::Sqlite { path } => {
                let synchronous = match durability {
                    Durability::Full => SqliteSynchronous::Full,
                    Durability::Off => SqliteSynchronous::Off,
                };
                let options = sqlite_options(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(synchronous);
                let write = sqlite_pool(1).connect_with(options).await?;
                settings::assert_sqlite_version(&write).await?;
                let options = sqlite_options(path).pragma("query_only", "ON");
                let read = sqlite_pool(SQLITE_READERS).connect_with(options).await?;
                settings::assert_sqlite(&write, &read, durability).await?;
                Ok(Self::Sqlite(SqliteStore { path: path.clone(), write, read }))
            }
            Database::Postgres { url } => {
                let options = postgres_options(url, durability)?;
                let pool = PoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(PATIENCE);
                let pool = pool.connect_with(options).await?;
                settings::assert_postgres_collation(&pool).await?;
                settings::assert_postgres(&pool, durability).await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// Opens an existing database without any way of changing it, also while it is being served.
    pub async fn connect_read_only(database: &Database) -> Result<Self, StoreError> {
        match database {
            Database::Sqlite { path } => {
                let options = sqlite_options(path).read_only(true).pragma("query_only", "ON");
                let pool = sqlite_pool(SQLITE_READERS).connect_with(options).await?;
                settings::assert_sqlite_version(&pool).await?;
                let store = SqliteStore { path: path.clone(), write: pool.clone(), read: pool };
                Ok(Self::Sqlite(store))
            }
            Database::Postgres { url } => {
                let options = postgres_options(url, Durability::Full)?
                    .options([("default_transaction_read_only", "on")]);
                let pool = PoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
                Ok(Self::Postgres(pool.connect_with(options).await?))
            }
        }
    }

    /// Whether the database answers. Takes at most as long as a connection may take.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(it) => sqlx::query("SELECT 1").execute(&it.read).await.map(drop)?,
            Self::Postgres(pool) => sqlx::query("SELECT 1").execute(pool).await.map(drop)?,
        }
        Ok(())
    }

    /// Closes all connections without writing anything.
    pub async fn close_read_only(&self) {
        match self {
            Self::Sqlite(it) => it.read.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Closes all connections. On SQLite the log is first written back into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(it) => {
                it.read.close().await;
                let checkpoint = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)");
                if let Err(error) = checkpoint.execute(&it.write).await {
                    tracing::warn!(%error, "the write-ahead log could not be written back");
                }
                it.write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

pub(super) fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("trusted_schema", "OFF")
        .pragma("journal_size_limit", (64 * 1024 * 1024).to_string())
        .pragma("mmap_size", "0")
}

fn sqlite_pool(connections: u32) -> PoolOptions<sqlx::Sqlite> {
    PoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        // A file does not hang up.
        .test_before_acquire(false)
}

fn postgres_options(
    url: &SecretString,
    durability: Durability,
) -> Result<PgConnectOptions, StoreError> {
    let synchronous_commit = match durability {
        Durability::Full => "on",
        Durability::Off => "off",
    };
    Ok(PgConnectOptions::from_str(url.expose_secret())?.application_name("atrio").options([
        ("statement_timeout", "10s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "15s"),
        ("synchronous_commit", synchronous_commit),
        ("timezone", "UTC"),
    ]))
}
