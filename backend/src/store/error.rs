//! What can go wrong between a statement and its answer.

/// Why storage could not do as asked. Says nothing about data, so it may be logged.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique value exists already.
    #[error("value exists already")]
    Duplicate,
    /// A stored value cannot be read back; names the column.
    #[error("stored value of {0} is corrupt")]
    Corrupt(&'static str),
    /// No connection or no lock in time, or a connection that broke before anything was asked for;
    /// worth another try later.
    #[error("database is busy")]
    Busy,
    /// The transaction lost against another one and was rolled back; worth another try now.
    #[error("transaction was rolled back in favour of another one")]
    Conflict,
    /// The connection broke during the commit: it may or may not have happened.
    #[error("outcome of a commit is unknown")]
    CommitUnknown,
    /// Locks were asked for in an order that could deadlock: a mistake of this program.
    #[error("locks taken out of order")]
    LockOrder,
    /// The row that the use case has just seen is gone.
    #[error("row to change is gone")]
    Gone,
    /// The database is older or newer than this program can work with.
    #[error("database schema does not fit this program: {0}")]
    Schema(String),
    /// Anything else.
    #[error("database error: {0}")]
    Database(sqlx::Error),
}

/// PostgreSQL's `serialization_failure`, `deadlock_detected`, `admin_shutdown`.
const CONFLICTS: [&str; 3] = ["40001", "40P01", ADMIN_SHUTDOWN];
const ADMIN_SHUTDOWN: &str = "57P01";
/// PostgreSQL's `lock_not_available`, `query_canceled` (time is up), `cannot_connect_now`,
/// `too_many_connections`; SQLite's `SQLITE_BUSY` and its extended codes.
const BUSY: [&str; 8] = ["55P03", "57014", "57P03", "53300", "5", "261", "517", "773"];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Io(_) => Self::Busy,
            sqlx::Error::Database(answer) if answer.is_unique_violation() => Self::Duplicate,
            sqlx::Error::Database(answer) => match answer.code() {
                Some(code) if CONFLICTS.contains(&&*code) => Self::Conflict,
                Some(code) if BUSY.contains(&&*code) => Self::Busy,
                _ => Self::Database(error),
            },
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// Whether nothing was done and another try in a moment may well succeed.
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Busy | Self::Conflict)
    }

    /// Reads the answer to a commit: only an answer of the database itself is certain.
    pub(super) fn of_commit(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(answer) if answer.code().as_deref() != Some(ADMIN_SHUTDOWN) => {
                error.into()
            }
            _ => Self::CommitUnknown,
        }
    }
}
