//! Migrations: embedded, forward only, the same numbers and names for both databases.

use sqlx::migrate::{MigrateError, Migrator};

use super::{Store, StoreError};

static SQLITE: Migrator = Migrator { ignore_missing: true, ..sqlx::migrate!("migrations/sqlite") };
static POSTGRES: Migrator =
    Migrator { ignore_missing: true, ..sqlx::migrate!("migrations/postgres") };

/// How the schema of the database relates to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaState {
    /// Nothing is missing. The database may know newer migrations.
    Current,
    /// Migrations are missing; all of them if the database is empty.
    Behind {
        /// How many.
        missing: usize,
    },
    /// The database has moved on so far that this program must not touch it.
    TooNew {
        /// The oldest migration that a program has to know.
        floor: i64,
    },
}

impl Store {
    /// Brings the schema up to date. Does nothing if it is.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        if let SchemaState::TooNew { floor } = self.schema_state().await? {
            return Err(StoreError::Schema(format!("it needs migration {floor}")));
        }
        match self {
            Self::Sqlite(it) => SQLITE.run(&it.write).await,
            Self::Postgres(pool) => POSTGRES.run(pool).await,
        }
        .map_err(|error| match error {
            MigrateError::Execute(error) => error.into(),
            other => StoreError::Schema(other.to_string()),
        })
    }

    /// Compares the schema with what this program knows.
    pub async fn schema_state(&self) -> Result<SchemaState, StoreError> {
        const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";
        const FLOOR: &str = "SELECT schema_floor FROM installation";

        let known: Vec<i64> = SQLITE.iter().map(|it| it.version).collect();
        if !self.has_table("_sqlx_migrations").await? {
            return Ok(SchemaState::Behind { missing: known.len() });
        }
        let applied: Vec<i64> = match self {
            Self::Sqlite(it) => sqlx::query_scalar(APPLIED).fetch_all(&it.read).await?,
            Self::Postgres(pool) => sqlx::query_scalar(APPLIED).fetch_all(pool).await?,
        };
        if self.has_table("installation").await? {
            let floor: i64 = match self {
                Self::Sqlite(it) => sqlx::query_scalar(FLOOR).fetch_one(&it.read).await?,
                Self::Postgres(pool) => sqlx::query_scalar(FLOOR).fetch_one(pool).await?,
            };
            if known.last().is_none_or(|newest| *newest < floor) {
                return Ok(SchemaState::TooNew { floor });
            }
        }
        let missing = known.iter().filter(|it| !applied.contains(it)).count();
        Ok(if missing == 0 { SchemaState::Current } else { SchemaState::Behind { missing } })
    }

    async fn has_table(&self, name: &str) -> Result<bool, StoreError> {
        Ok(match self {
            Self::Sqlite(it) => {
                const FIND: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1)";
                sqlx::query_scalar(FIND).bind(name).fetch_one(&it.read).await?
            }
            Self::Postgres(pool) => {
                const FIND: &str = "SELECT to_regclass($1) IS NOT NULL";
                sqlx::query_scalar(FIND).bind(name).fetch_one(pool).await?
            }
        })
    }
}

/// A word that changes whenever the PostgreSQL schema does.
#[cfg(feature = "testing")]
pub(super) fn fingerprint() -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;

    let mut hasher = Sha256::new();
    POSTGRES.iter().for_each(|it| hasher.update(&it.checksum));
    hasher.finalize().iter().take(6).fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both;

    #[test]
    fn both_servers_have_the_same_migrations() {
        let names = |migrator: &Migrator| -> Vec<_> {
            migrator.iter().map(|it| (it.version, it.description.clone())).collect()
        };
        assert_eq!(names(&SQLITE), names(&POSTGRES));
    }

    #[test]
    fn migrating_twice_is_migrating_once() {
        both(async |world| {
            let store = &world.backend.store;
            assert_eq!(store.schema_state().await.expect("state"), SchemaState::Current);
            store.migrate().await.expect("nothing to do");
        });
    }

    #[test]
    fn a_program_keeps_off_a_schema_that_has_moved_on() {
        both(async |world| {
            world.tamper("UPDATE installation SET schema_floor = 99").await;
            let store = &world.backend.store;
            let state = store.schema_state().await.expect("state");
            assert_eq!(state, SchemaState::TooNew { floor: 99 });
            assert!(matches!(store.migrate().await, Err(StoreError::Schema(_))));
        });
    }

    #[test]
    fn a_newer_migration_that_keeps_the_floor_does_no_harm() {
        both(async |world| {
            world
                .tamper(
                    "INSERT INTO _sqlx_migrations
                        (version, description, success, checksum, execution_time)
                     SELECT 99, 'later', success, checksum, 0 FROM _sqlx_migrations LIMIT 1",
                )
                .await;
            let store = &world.backend.store;
            assert_eq!(store.schema_state().await.expect("state"), SchemaState::Current);
            store.migrate().await.expect("nothing to do");
        });
    }
}
