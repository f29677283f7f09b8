//! Databases that live for one test.

#![expect(clippy::disallowed_methods, reason = "tests look at all tables, and play attackers")]

use std::{path::PathBuf, time::Duration};

use sqlx::{
    ConnectOptions, Connection, Executor, PgConnection, SqlSafeStr, postgres::PgConnectOptions,
};

use super::{Database, Durability, Store, StoreError, Tx, on};

/// The template that databases of this schema are copied from, and the lock that guards its making.
const LOCK: i64 = 0x6174_7269_6f00;

/// Attempts at a connection to a new database.
const PATIENCE: usize = 10;

/// Looks in a row at which nobody was connected any more, and the time between two.
const QUIET_LOOKS: usize = 40;
const GLANCE: Duration = Duration::from_millis(5);

/// Makes and removes databases on one PostgreSQL server.
pub struct Server(PgConnectOptions);

impl Server {
    /// The server behind a `postgres://` address.
    pub fn at(url: &str) -> Result<Self, StoreError> {
        Ok(Self(url.parse()?))
    }

    /// Makes a migrated database of the given name and opens it.
    pub async fn create(&self, name: &str) -> Result<Store, StoreError> {
        let template = self.template().await?;
        let mut server = self.0.clone().connect().await?;
        run(&mut server, format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
        self.open(name).await
    }

    /// Removes a database, whoever still uses it.
    pub async fn remove(&self, name: &str) -> Result<(), StoreError> {
        let mut server = self.0.clone().connect().await?;
        run(&mut server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
    }

    async fn open(&self, name: &str) -> Result<Store, StoreError> {
        let url = self.0.clone().database(name).to_url_lossy().to_string();
        let database = Database::Postgres { url: url.into() };
        for _ in 0..PATIENCE {
            match Store::connect(&database, Durability::Off).await {
                // A loaded machine may take its time to let the first connection in.
                Err(StoreError::Busy) => {}
                outcome => return outcome,
            }
        }
        Err(StoreError::Busy)
    }

    /// Lets no new connection into a database and cuts all that are open.
    pub async fn shut_out(&self, name: &str) -> Result<(), StoreError> {
        let mut server = self.0.connect().await?;
        run(&mut server, format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await?;
        let cut = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        // One that was let in just before can be seen only once it has started.
        let mut quiet = 0;
        while quiet < QUIET_LOOKS {
            let statement = sqlx::AssertSqlSafe(cut.clone());
            let open = sqlx::query(statement).execute(&mut server).await?.rows_affected();
            quiet = if open == 0 { quiet + 1 } else { 0 };
            tokio::time::sleep(GLANCE).await;
        }
        Ok(server.close().await?)
    }

    /// The name of the template, made by whichever process comes first.
    async fn template(&self) -> Result<String, StoreError> {
        let name = format!("atrio_template_{}", super::schema::fingerprint());
        let mut server = self.0.clone().connect().await?;
        sqlx::query("SELECT pg_advisory_lock($1)").bind(LOCK).execute(&mut server).await?;
        let exists: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
                .bind(&name)
                .fetch_one(&mut server)
                .await?;
        if !exists {
            // Made under another name first: a template that is there is complete.
            let draft = format!("{name}_draft");
            run(&mut server, format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await?;
            run(
                &mut server,
                format!("CREATE DATABASE {draft} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"),
            )
            .await?;
            let store = self.open(&draft).await?;
            store.migrate().await?;
            store.close().await;
            run(&mut server, format!("ALTER DATABASE {draft} RENAME TO {name}")).await?;
        }
        server.close().await?;
        Ok(name)
    }
}

async fn run(server: &mut PgConnection, sql: String) -> Result<(), StoreError> {
    server.execute(sqlx::AssertSqlSafe(sql).into_sql_str()).await?;
    Ok(())
}

/// Runs any statement: for tests that play the attacker with access to the database.
pub async fn tamper(tx: &mut Tx, sql: String) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(conn).await?.rows_affected()
    }))
}

/// Reads one number: for tests that count rows.
pub async fn number(tx: &mut Tx, sql: String) -> Result<i64, StoreError> {
    Ok(on!(tx, |conn| sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(conn).await?))
}

/// Reads one column of texts: for tests that look at everything.
pub async fn texts(tx: &mut Tx, sql: String) -> Result<Vec<String>, StoreError> {
    Ok(on!(tx, |conn| sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(conn).await?))
}

/// A folder for SQLite files, in memory where the machine offers it.
pub fn folder() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { memory } else { std::env::temp_dir() }
}
