//! `atrio demo`: data to try everything with.

use backend::{
    UseCaseError,
    usecase::setup::{self, DemoRefusal},
};

use super::{CommandError, open, say};
use crate::config::{Config, Key};

/// Fills an empty database and says whom one can sign in as.
pub async fn demo(config: &Config) -> Result<(), CommandError> {
    if !config.public_url.is_loopback() {
        let text = format!(
            "{} is {}: demo data, whose password everybody knows, is for this machine alone",
            Key::PublicUrl.name(),
            config.public_url
        );
        return Err(CommandError::Refused(text));
    }
    let (store, _lock) = open::open_store(config).await?;
    let backend = open::build_backend(config, store.clone())?;
    let outcome = setup::demo(&backend).await;
    store.close().await;
    let accounts = outcome.map_err(|error| match error {
        UseCaseError::Refused(DemoRefusal::NotEmpty) => {
            let database = &config.database;
            CommandError::Refused(format!("{database} is not empty: demo data needs an empty one"))
        }
        UseCaseError::Store(error) => error.into(),
        other => CommandError::Refused(format!("demo data: {other:?}")),
    })?;
    say("Everybody can sign in with the same password:");
    for it in accounts {
        say(format_args!("  {:<26} {}   {}", it.email, it.password, it.about));
    }
    Ok(())
}
