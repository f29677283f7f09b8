//! Which database: a file of our own, or a PostgreSQL server.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::masked;

/// The place where everything is stored.
#[derive(Clone)]
pub enum Database {
    /// A file on a local disk, served by one process.
    Sqlite(PathBuf),
    /// The whole connection URL, password included.
    Postgres(SecretString),
}

impl Database {
    /// The database's file in the data directory, unless configured otherwise.
    pub fn default_file(data_dir: &Path) -> PathBuf {
        data_dir.join("atrio.sqlite")
    }

    /// Reads `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    /// A sentence that says what is wrong, without the value: it may contain a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(rest) = text.strip_prefix("sqlite:") {
            return parse_file(rest.strip_prefix("//").unwrap_or(rest)).map(Self::Sqlite);
        }
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err("must begin with sqlite: or postgres://".to_owned());
        }
        let url = Url::parse(text).map_err(|error| format!("is not an address: {error}"))?;
        super::refuse_sample(&url)?;
        if url.path().trim_start_matches('/').is_empty() {
            return Err("names no database after the host".to_owned());
        }
        Ok(Self::Postgres(text.to_owned().into()))
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// The URL in the form drivers take. Handle with care: it may contain a password.
    pub fn expose_url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.expose_secret().to_owned(),
        }
    }
}

/// As shown to the operator: passwords masked.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => f.write_str(&masked(url.expose_secret())),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn parse_file(path: &str) -> Result<PathBuf, String> {
    if path.is_empty() {
        return Err("names no file after sqlite:".to_owned());
    }
    if path == ":memory:" {
        return Err("must name a file: a database in memory is lost at the next stop".to_owned());
    }
    if path.contains('?') {
        return Err("must not carry options: the program sets them itself".to_owned());
    }
    Ok(PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_urls_name_a_file() {
        for (text, path) in [
            ("sqlite:data/a.sqlite", "data/a.sqlite"),
            ("sqlite:/srv/a.sqlite", "/srv/a.sqlite"),
            ("sqlite:///srv/a.sqlite", "/srv/a.sqlite"),
            ("sqlite://a.sqlite", "a.sqlite"),
        ] {
            let Ok(Database::Sqlite(found)) = Database::parse(text) else { panic!("{text}") };
            assert_eq!(found, Path::new(path));
        }
    }

    #[test]
    fn other_databases_and_options_are_refused() {
        for text in [
            "",
            "sqlite:",
            "sqlite://",
            "sqlite::memory:",
            "sqlite:a.db?mode=ro",
            "mysql://a/b",
            "/srv/a.sqlite",
            "postgres://user:secret@host",
            "postgres://user:secret@host/",
        ] {
            let refused = Database::parse(text).expect_err(text);
            assert!(!refused.contains("secret"), "{refused}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgres://atrio:hunter2@db.example/atrio",
            "postgresql://db.example/atrio?user=atrio&password=hunter2",
            "postgres:///atrio?host=/run/postgresql&sslpassword=hunter2",
        ] {
            let database = Database::parse(text).expect(text);
            assert!(!format!("{database} {database:?}").contains("hunter2"));
            assert_eq!(database.expose_url(), text);
        }
    }
}
