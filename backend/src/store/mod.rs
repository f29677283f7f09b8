//! SQL, written once for SQLite and PostgreSQL.
//!
//! **Invariants**
//! - Only this module names `sqlx`.
//! - Statements are static text in the dialect both servers share; the rare exception is a
//!   [`PerDialect`].
//! - A function takes a [`Tx`] and never commits: the use case decides what belongs together.
//! - What touches members, an organization's state, a person's sessions or a history takes the
//!   token of the lock that guards it ([`OrgLock`], [`UserLock`]).

mod backup;
mod connect;
mod error;
mod locks;
mod retry;
mod schema;
mod settings;
mod tx;

pub(crate) mod activity;
pub(crate) mod details;
pub(crate) mod devices;
pub(crate) mod drafts;
pub(crate) mod failures;
pub(crate) mod handovers;
pub(crate) mod history;
pub(crate) mod installation;
pub(crate) mod invariants;
pub(crate) mod invitations;
pub(crate) mod jobs;
pub(crate) mod limits;
pub(crate) mod members;
pub(crate) mod membership;
pub(crate) mod names;
pub(crate) mod organizations;
pub(crate) mod outbox;
pub(crate) mod pictures;
pub(crate) mod places;
pub(crate) mod products;
pub(crate) mod requests;
pub(crate) mod search;
pub(crate) mod sessions;
pub(crate) mod sign_ups;
pub(crate) mod teams;
pub(crate) mod tokens;
pub(crate) mod users;

#[cfg(test)]
mod plans;
#[cfg(feature = "testing")]
pub(crate) mod scratch;

pub use backup::{BackupError, backup};
pub use connect::{Database, Durability, Store};
pub use error::StoreError;
pub use locks::{OrgLock, UserLock};
pub use pictures::LogoNote;
pub use schema::SchemaState;
pub use tx::Tx;
pub use users::Profile;

pub(crate) use locks::Locked;
pub(crate) use retry::{MayConflict, retrying};

use tx::{Connection, PerDialect};

/// Runs one body on whichever connection the transaction holds.
///
/// The body is compiled once per driver, so both see their own, fully typed `sqlx` API.
macro_rules! on {
    ($tx:expr, |$conn:ident| $body:expr) => {
        match &mut $tx.connection {
            $crate::store::Connection::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::Connection::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}
use on;

/// Declares a module's statements and lists them for the test that prepares each of them on both
/// servers; there is no way to have the one without the other. A statement is a literal, or put
/// together of literals by `concat!`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+

        #[cfg(test)]
        pub(super) const STATEMENTS: &[&str] = &[$($name),+];
    };
}
use statements;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sqlx::{Executor, SqlSafeStr};

    use super::*;
    use crate::testing::both;

    pub(super) const ALL: &[&[&str]] = &[
        activity::STATEMENTS,
        details::STATEMENTS,
        devices::STATEMENTS,
        drafts::STATEMENTS,
        failures::STATEMENTS,
        handovers::STATEMENTS,
        history::STATEMENTS,
        installation::STATEMENTS,
        invariants::STATEMENTS,
        invitations::STATEMENTS,
        jobs::STATEMENTS,
        limits::STATEMENTS,
        locks::STATEMENTS,
        members::STATEMENTS,
        membership::STATEMENTS,
        organizations::STATEMENTS,
        outbox::STATEMENTS,
        pictures::STATEMENTS,
        places::STATEMENTS,
        products::STATEMENTS,
        requests::STATEMENTS,
        search::STATEMENTS,
        sessions::STATEMENTS,
        sign_ups::STATEMENTS,
        teams::STATEMENTS,
        tokens::STATEMENTS,
        users::STATEMENTS,
    ];

    #[test]
    fn every_statement_prepares() {
        both(async |world| {
            let mut tx = world.backend.store.begin().await.expect("begin");
            let per_dialect = [&jobs::CLAIM, &outbox::CLAIM].map(|it| it.pick(&tx));
            for sql in ALL.iter().copied().flatten().copied().chain(per_dialect) {
                let outcome = on!(tx, |conn| conn.prepare(sql.into_sql_str()).await.map(drop));
                assert!(outcome.is_ok(), "{sql}: {outcome:?}");
            }
        });
    }

    #[test]
    fn every_module_with_statements_is_listed_above() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store");
        let with_statements = std::fs::read_dir(folder).expect("source").filter(|file| {
            let path = file.as_ref().expect("entry").path();
            let text = std::fs::read_to_string(path).expect("text");
            text.contains("\nstatements! {")
        });
        assert_eq!(with_statements.count(), ALL.len());
    }

    #[test]
    fn a_statement_is_static_and_stands_once() {
        let all: Vec<_> = ALL.iter().copied().flatten().collect();
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!(all.len(), different.len());
    }
}
