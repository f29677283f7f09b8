//! The command line: `atrio [--config PATH] [COMMAND]`.

use std::{env, error::Error, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use rustix::{
    fs::Mode,
    process::{Resource, Rlimit, setrlimit},
};
use tokio::runtime::Runtime;

use crate::{
    commands::{self, CommandError},
    config::Config,
    serve::{self, BuildWebApp},
};

/// The exit code for settings that cannot be used, as for arguments that cannot be read.
const MISCONFIGURED: u8 = 2;

/// Atrio: the customer console for service providers.
///
/// Settings come from the environment, or from the file given with --config.
#[derive(Debug, Parser)]
#[command(name = "atrio", version)]
pub struct Cli {
    /// Read settings from this file too (lines KEY=value); the environment wins.
    #[arg(long, global = true, value_name = "PATH")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
enum Command {
    /// Serve the console (the default). Migrates SQLite by itself.
    Serve,
    /// Print the effective settings and where each comes from; passwords are masked.
    Config,
    /// Bring the database schema up to date.
    Migrate,
    /// Fill an empty database with people and organizations to try everything with. Only where the
    /// public URL is this machine's own. Migrates SQLite by itself.
    Demo,
    /// Copy a SQLite database into a new file, also while it is being served, and verify the copy.
    Backup {
        /// The file to make; it must not exist yet.
        target: PathBuf,
    },
    /// Verify a backup and put it in place of the SQLite database. Nothing may serve it meanwhile.
    Restore {
        /// A file made by `atrio backup`.
        source: PathBuf,
        /// Move an existing database aside instead of refusing.
        #[arg(long)]
        replace: bool,
    },
    /// Make room on a full disk: forget what has expired. Nothing may serve a SQLite database
    /// meanwhile.
    Purge,
    /// Check that the stored data agrees with itself; exit code 1 if it does not.
    CheckInvariants,
    /// Check that no history entry was changed or removed and that signatures fit; exit code 1 if
    /// not.
    VerifyHistory,
}

/// Whatever the program writes, only its own account reads: the database, mails, backups. And if it
/// crashes it leaves no picture of its memory behind, where passwords and keys are.
pub fn keep_to_oneself() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let nothing = Rlimit { current: Some(0), maximum: Some(0) };
    // Where the system refuses, nothing is lost but this.
    let _ = setrlimit(Resource::Core, nothing);
}

/// Reads the arguments, does what they say, and tells how it went.
pub fn run<E: Error>(build: BuildWebApp<E>) -> ExitCode {
    match execute(Cli::parse(), build) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            match error {
                CommandError::Config(_) => ExitCode::from(MISCONFIGURED),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn execute<E: Error>(cli: Cli, build: BuildWebApp<E>) -> Result<(), CommandError> {
    let config = Config::load(env::vars_os(), cli.config.as_deref())?;
    let command = cli.command.unwrap_or(Command::Serve);
    if command == Command::Config {
        commands::say(config.table().trim_end());
        return Ok(());
    }
    let runtime =
        Runtime::new().map_err(|error| CommandError::io("asynchronous runtime", error))?;
    runtime.block_on(async {
        match command {
            Command::Serve => serve::serve(config, build).await,
            Command::Config => Ok(()),
            Command::Migrate => commands::migrate(&config).await,
            Command::Demo => commands::demo(&config).await,
            Command::Backup { target } => commands::backup(&config, &target).await,
            Command::Restore { source, replace } => {
                commands::restore(&config, &source, replace).await
            }
            Command::Purge => commands::purge(&config).await,
            Command::CheckInvariants => commands::check_invariants(&config).await,
            Command::VerifyHistory => commands::verify_history(&config).await,
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn parse(arguments: &[&str]) -> Result<Cli, clap::Error> {
        Cli::try_parse_from([&["atrio"], arguments].concat())
    }

    #[test]
    fn the_command_line_is_consistent_and_every_command_explains_itself() {
        let command = Cli::command();
        command.clone().debug_assert();
        for command in command.get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
        }
    }

    #[test]
    fn without_a_command_the_console_is_served() {
        assert!(parse(&[]).is_ok_and(|cli| cli.command.is_none()));
    }

    #[test]
    fn the_file_of_settings_may_stand_before_or_after_the_command() {
        for arguments in [["--config", "a.conf", "config"], ["config", "--config", "a.conf"]] {
            let cli = parse(&arguments).expect("valid");
            assert_eq!(cli.command, Some(Command::Config));
            assert_eq!(cli.config, Some(PathBuf::from("a.conf")));
        }
    }

    #[test]
    fn restoring_over_a_database_must_be_asked_for() {
        let cli = parse(&["restore", "a.sqlite"]).expect("valid");
        let source = PathBuf::from("a.sqlite");
        assert_eq!(cli.command, Some(Command::Restore { source, replace: false }));
        assert!(parse(&["restore"]).is_err() && parse(&["backup"]).is_err());
    }
}
