//! An empty PostgreSQL database for one test.

use std::{
    env,
    process::{self, Command},
};

use url::Url;

/// Removed when dropped, whoever still uses it.
pub struct EmptyDatabase {
    server: String,
    name: String,
}

impl EmptyDatabase {
    /// # Panics
    /// If `TEST_POSTGRES_URL` does not name a server that may be used.
    pub fn create(purpose: &str) -> Self {
        let server = env::var("TEST_POSTGRES_URL")
            .expect("TEST_POSTGRES_URL names a PostgreSQL server on which databases may be made");
        let database = Self { server, name: format!("process_{purpose}_{}", process::id()) };
        database.psql("CREATE DATABASE");
        database
    }

    /// What `DATABASE_URL` takes.
    pub fn url(&self) -> String {
        let mut url = Url::parse(&self.server).expect("TEST_POSTGRES_URL is an address");
        url.set_path(&self.name);
        url.into()
    }

    fn psql(&self, action: &str) {
        let sql = format!("{action} {}", self.name);
        let arguments = ["--quiet", "--no-psqlrc", "--command", &sql, &self.server];
        let output = Command::new("psql").args(arguments).output().expect("psql can be started");
        assert!(output.status.success(), "{sql}: {}", super::program::text(&output.stderr));
    }
}

impl Drop for EmptyDatabase {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // The server goes away after the tests anyway.
        let _ = Command::new("psql").args(["--quiet", "--command", &sql, &self.server]).output();
    }
}
