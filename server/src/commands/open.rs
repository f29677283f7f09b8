//! Opens what the settings name: the database and the key file.

use std::{
    error::Error,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    sync::Arc,
};

use backend::{
    Backend, Durability, Hasher, Keys, OsEntropy, Parts, SchemaState, Site, Store, StoreError,
    SystemClock,
};

use super::{
    CommandError,
    lock::{DatabaseLock, LockError, folder_of},
    say,
};
use crate::config::{Config, ConfigError, Database, Key};

/// The name that pages and mails carry.
pub const BRAND: &str = "Atrio";

/// The database as the backend takes it.
pub(super) fn database(config: &Config) -> backend::Database {
    match &config.database {
        Database::Sqlite(path) => backend::Database::Sqlite { path: path.clone() },
        Database::Postgres(url) => backend::Database::Postgres { url: url.clone() },
    }
}

/// The lock of a SQLite database; PostgreSQL needs none.
pub(super) fn lock(config: &Config) -> Result<Option<DatabaseLock>, CommandError> {
    match &config.database {
        Database::Sqlite(path) => {
            DatabaseLock::acquire(path).map(Some).map_err(|error| at_fault(config, path, error))
        }
        Database::Postgres(_) => Ok(None),
    }
}

/// A folder that cannot be used is a wrong setting: names the one that it comes from.
fn at_fault(config: &Config, file: &Path, error: LockError) -> CommandError {
    let LockError::Io { path, error } = error else { return error.into() };
    let in_data_dir = file == Database::default_file(&config.data_dir);
    let key = if in_data_dir { Key::DataDir } else { Key::DatabaseUrl };
    ConfigError::new(key, format!("{} cannot be used: {error}", path.display())).into()
}

/// The services on an open database.
pub fn build_backend(config: &Config, store: Store) -> Result<Backend, CommandError> {
    let parts = Parts {
        store,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
        hasher: Hasher::new(&OsEntropy),
        keys: open_keys(config)?,
        site: Site { brand: BRAND.to_owned(), public_url: config.public_url.origin() },
    };
    Backend::new(parts).map_err(|error| CommandError::Refused(error.to_string()))
}

pub(super) async fn connect(config: &Config) -> Result<Store, CommandError> {
    let store = Store::connect(&database(config), Durability::Full).await;
    store.map_err(|error| unreachable(config, error))
}

/// At the start, a database that lets nobody in is one that is not there.
fn unreachable(config: &Config, error: StoreError) -> CommandError {
    match error {
        StoreError::Busy => {
            let text = format!(
                "{}: the database does not answer: {}",
                Key::DatabaseUrl.name(),
                config.database
            );
            CommandError::Refused(text)
        }
        other => other.into(),
    }
}

/// Brings the schema up to date.
pub async fn migrate(config: &Config) -> Result<(), CommandError> {
    let _lock = lock(config)?;
    let store = connect(config).await?;
    let outcome = store.migrate().await;
    store.close().await;
    outcome?;
    say(format_args!("The schema of {} is up to date.", config.database));
    Ok(())
}

/// Opens the database for serving. SQLite is migrated; on PostgreSQL, which other nodes may be
/// serving, migrating is a step of its own. Keep the lock for as long as the store.
pub async fn open_store(config: &Config) -> Result<(Store, Option<DatabaseLock>), CommandError> {
    let lock = lock(config)?;
    let store = connect(config).await?;
    if config.database.is_sqlite() {
        store.migrate().await?;
    } else if let SchemaState::Behind { missing } = store.schema_state().await? {
        let problem =
            format!("{missing} migrations are missing in the database: run `atrio migrate`");
        return Err(CommandError::Refused(problem));
    } else {
        // Nothing to apply; refuses a database that is too new.
        store.migrate().await?;
    }
    Ok((store, lock))
}

/// Opens the database for reading, also while it is being served.
pub(super) async fn open_read_only(config: &Config) -> Result<Store, CommandError> {
    if let Database::Sqlite(path) = &config.database
        && !path.exists()
    {
        let text =
            format!("there is no database at {} yet: `atrio serve` makes one", path.display());
        return Err(CommandError::Refused(text));
    }
    let store =
        Store::connect_read_only(&database(config)).await.map_err(|it| unreachable(config, it))?;
    match store.schema_state().await? {
        SchemaState::Current => Ok(store),
        SchemaState::Behind { .. } => Err(CommandError::Refused(
            "the database belongs to an older version: run `atrio migrate` first".to_owned(),
        )),
        SchemaState::TooNew { .. } => Err(CommandError::Refused(
            "the database belongs to a newer version of this program".to_owned(),
        )),
    }
}

/// Reads the key file. On SQLite a missing one is made; several nodes on PostgreSQL must share
/// theirs, so there its absence is an error.
pub fn open_keys(config: &Config) -> Result<Keys, CommandError> {
    let path = &config.secret_key_file;
    if config.database.is_sqlite() && !path.exists() {
        write_secret(path, Keys::generate(&OsEntropy).as_bytes())
            .map_err(|error| key_problem(config, "make", &error))?;
        tracing::info!(path = %path.display(), "key file made");
    }
    read_keys(config)
}

/// Reads the key file; makes none.
pub(super) fn read_keys(config: &Config) -> Result<Keys, CommandError> {
    let text = fs::read_to_string(&config.secret_key_file);
    let text = text.map_err(|error| key_problem(config, "read", &error))?;
    Ok(Keys::read(&text).map_err(|error| key_problem(config, "use", &error))?)
}

fn key_problem(config: &Config, what: &str, error: &dyn Error) -> ConfigError {
    let path = config.secret_key_file.display();
    ConfigError::new(Key::SecretKeyFile, format!("cannot {what} {path}: {error}"))
}

/// Writes a new file that only its owner reads, and waits until it is on disk.
fn write_secret(path: &Path, secret: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(secret)?;
    file.sync_all()?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn config(dir: &Path, more: &[(&str, &str)]) -> Config {
        let dir = ("ATRIO_DATA_DIR", dir.to_str().expect("UTF-8"));
        let pairs = [&[dir], more].concat();
        Config::load(pairs.into_iter().map(|(name, value)| (name.into(), value.into())), None)
            .expect("valid")
    }

    #[test]
    fn the_first_start_on_sqlite_makes_a_key_file_that_later_starts_read() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let config = config(&dir.path().join("data"), &[]);
        open_keys(&config).expect("made");
        let secret = fs::read(&config.secret_key_file).expect("a file");
        let permissions = fs::metadata(&config.secret_key_file).expect("a file").permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600);
        open_keys(&config).expect("read");
        assert_eq!(fs::read(&config.secret_key_file).expect("a file"), secret);
    }

    #[test]
    fn on_postgres_a_missing_key_file_is_an_error_that_names_the_setting() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let config = config(dir.path(), &[("DATABASE_URL", "postgres://db.example/atrio")]);
        let Err(error) = open_keys(&config) else { panic!("there is no file") };
        assert!(error.to_string().starts_with("ATRIO_SECRET_KEY_FILE: "), "{error}");
        assert!(!config.secret_key_file.exists());
    }

    #[test]
    fn an_empty_or_weak_key_file_is_refused() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let config = config(dir.path(), &[]);
        for text in ["", "changeme", "1 00"] {
            fs::write(&config.secret_key_file, text).expect("written");
            let Err(error) = open_keys(&config) else { panic!("{text:?} was accepted") };
            assert!(error.to_string().starts_with("ATRIO_SECRET_KEY_FILE: "), "{error}");
        }
    }
}
