//! What a connection must have been set to: read back, because a pooler in between or another build
//! of SQLite may swallow what was asked for.

use sqlx::{PgPool, SqlitePool};

use super::{StoreError, connect::Durability};

/// Older versions can corrupt a database in WAL mode: <https://sqlite.org/wal.html#walresetbug>.
const SQLITE_AT_LEAST: [u32; 3] = [3, 51, 3];

pub(super) async fn assert_sqlite_version(pool: &SqlitePool) -> Result<(), StoreError> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
    if is_too_old(&version) {
        return Err(StoreError::Schema(format!("SQLite {version} is too old")));
    }
    Ok(())
}

fn is_too_old(version: &str) -> bool {
    let numbers: Vec<u32> = version.split('.').filter_map(|it| it.parse().ok()).collect();
    numbers.as_slice() < SQLITE_AT_LEAST.as_slice()
}

/// Unique addresses rely on an order of text that never changes; the C library's changes with its
/// updates and corrupts indexes: <https://wiki.postgresql.org/wiki/Locale_data_changes>.
pub(super) async fn assert_postgres_collation(pool: &PgPool) -> Result<(), StoreError> {
    const SOUND: &str = "
        SELECT datlocprovider <> 'c' OR datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8')
        FROM pg_database WHERE datname = current_database()";
    if sqlx::query_scalar(SOUND).fetch_one(pool).await? {
        return Ok(());
    }
    let problem = "create the database with LC_COLLATE 'C' (TEMPLATE template0) or with ICU";
    Err(StoreError::Schema(problem.to_owned()))
}

pub(super) async fn assert_sqlite(
    write: &SqlitePool,
    read: &SqlitePool,
    durability: Durability,
) -> Result<(), StoreError> {
    let synchronous = if durability == Durability::Full { 2 } else { 0 };
    for (pool, sql, expected) in [
        (write, "PRAGMA synchronous", synchronous),
        (write, "PRAGMA foreign_keys", 1),
        (read, "PRAGMA foreign_keys", 1),
        (write, "PRAGMA trusted_schema", 0),
        (read, "PRAGMA trusted_schema", 0),
        (write, "PRAGMA query_only", 0),
        (read, "PRAGMA query_only", 1),
    ] {
        let found: i64 = sqlx::query_scalar(sql).fetch_one(pool).await?;
        same(sql, &found, &expected)?;
    }
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(write).await?;
    same("PRAGMA journal_mode", &journal.as_str(), &"wal")
}

pub(super) async fn assert_postgres(
    pool: &PgPool,
    durability: Durability,
) -> Result<(), StoreError> {
    let synchronous = if durability == Durability::Full { "on" } else { "off" };
    for (sql, expected) in [
        ("SHOW statement_timeout", "10s"),
        ("SHOW lock_timeout", "5s"),
        ("SHOW idle_in_transaction_session_timeout", "15s"),
        ("SHOW synchronous_commit", synchronous),
        ("SHOW TimeZone", "UTC"),
    ] {
        let found: String = sqlx::query_scalar(sql).fetch_one(pool).await?;
        same(sql, &found.as_str(), &expected)?;
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Display>(
    what: &str,
    found: &T,
    expected: &T,
) -> Result<(), StoreError> {
    if found == expected {
        return Ok(());
    }
    let problem = format!("{what} is {found} and has to be {expected}: is a pooler in between?");
    Err(StoreError::Schema(problem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Database, Store};

    #[test]
    fn versions_with_the_bug_are_too_old() {
        for version in ["3.40.1", "3.51.2", "3.9.9", "2.99", ""] {
            assert!(is_too_old(version), "{version}");
        }
        for version in ["3.51.3", "3.52.0", "4.0"] {
            assert!(!is_too_old(version), "{version}");
        }
    }

    #[tokio::test]
    async fn a_setting_that_was_swallowed_is_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let database = Database::Sqlite { path: dir.path().join("a.sqlite") };
        let store = Store::connect(&database, Durability::Off).await.expect("connected");
        let Store::Sqlite(sqlite) = &store else { panic!("a file") };
        let wrong = assert_sqlite(&sqlite.write, &sqlite.read, Durability::Full).await;
        assert!(wrong.is_err_and(|it| it.to_string().contains("PRAGMA synchronous is 0")));
        // Readers never write, so they keep what SQLite begins with: FULL.
        let swapped = assert_sqlite(&sqlite.read, &sqlite.write, Durability::Full).await;
        assert!(swapped.is_err_and(|it| it.to_string().contains("query_only")));
    }
}
