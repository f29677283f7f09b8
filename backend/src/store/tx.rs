//! Transactions.

use sqlx::{Postgres, Sqlite, Transaction};

use super::{Store, StoreError, locks::LockKey};

/// A transaction on either database. Dropped without a commit, it is rolled back.
pub struct Tx {
    pub(super) connection: Connection,
    pub(super) last_lock: Option<LockKey>,
}

pub(super) enum Connection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A statement that the two servers spell differently.
pub(super) struct PerDialect {
    pub(super) sqlite: &'static str,
    pub(super) postgres: &'static str,
}

impl PerDialect {
    pub(super) const fn pick(&self, tx: &Tx) -> &'static str {
        match tx.connection {
            Connection::Sqlite(_) => self.sqlite,
            Connection::Postgres(_) => self.postgres,
        }
    }
}

impl Store {
    /// Begins a transaction that writes.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(match self {
            // Takes the write lock now: a deferred transaction that upgrades later can fail with
            // SQLITE_BUSY no matter how long the busy timeout is.
            Self::Sqlite(it) => Connection::Sqlite(it.write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Connection::Postgres(pool.begin().await?),
        }))
    }

    /// Begins a transaction that only reads, and sees one state of the database throughout.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(Tx::new(match self {
            Self::Sqlite(it) => Connection::Sqlite(it.read.begin().await?),
            Self::Postgres(pool) => Connection::Postgres(pool.begin_with(SNAPSHOT).await?),
        }))
    }
}

impl Tx {
    const fn new(connection: Connection) -> Self {
        Self { connection, last_lock: None }
    }

    /// Ends the transaction for good. Use cases go through `Backend::commit` instead, which writes
    /// the history first.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self.connection {
            Connection::Sqlite(tx) => tx.commit().await,
            Connection::Postgres(tx) => tx.commit().await,
        }
        .map_err(StoreError::of_commit)
    }
}
