//! Settings as an operator gives them: defaults, precedence, and one line per mistake.

use std::{ffi::OsString, fs, path::Path};

use super::*;

fn environment(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    pairs.iter().map(|(name, value)| (name.into(), value.into())).collect()
}

fn load(pairs: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
    Config::load(environment(pairs), None)
}

fn load_file(text: &str, pairs: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("atrio.conf");
    fs::write(&path, text).expect("written");
    Config::load(environment(pairs), Some(&path))
}

#[test]
fn without_any_setting_the_program_runs_on_this_machine_only() {
    let config = load(&[("HOME", "/root"), ("PATH", "/bin")]).expect("defaults are valid");
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.public_url.origin(), "http://127.0.0.1:3000");
    assert_eq!(config.data_dir, Path::new("./data"));
    assert_eq!(config.database.to_string(), "sqlite:./data/atrio.sqlite");
    assert_eq!(config.secret_key_file, Path::new("./data/secret.key"));
    assert!(config.mail.is_none() && config.metrics_listen.is_none());
}

#[test]
fn database_and_key_live_in_the_data_directory() {
    let config = load(&[("ATRIO_DATA_DIR", "/srv/atrio")]).expect("valid");
    assert_eq!(config.database.to_string(), "sqlite:/srv/atrio/atrio.sqlite");
    assert_eq!(config.secret_key_file, Path::new("/srv/atrio/secret.key"));
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let file = "# our console\n\nATRIO_LISTEN = 127.0.0.1:4000\nATRIO_DATA_DIR=\"/srv/a b\"\n";
    let config = load_file(file, &[("ATRIO_LISTEN", "127.0.0.1:5000")]).expect("valid");
    assert_eq!(config.listen.port(), 5000);
    assert_eq!(config.data_dir, Path::new("/srv/a b"));
    let table = config.table();
    assert!(table.contains("environment  ATRIO_LISTEN=127.0.0.1:5000\n"), "{table}");
    assert!(table.contains("file         ATRIO_DATA_DIR=/srv/a b\n"), "{table}");
    assert!(table.contains("default      ATRIO_PUBLIC_URL=http://127.0.0.1:3000\n"), "{table}");
    assert!(table.contains("default      ATRIO_SMTP_URL=(not set)\n"), "{table}");
}

#[test]
fn the_table_masks_every_password() {
    let config = load(&[
        ("DATABASE_URL", "postgres://atrio:hunter2@db.example/atrio?sslpassword=hunter2"),
        ("ATRIO_SMTP_URL", "smtps://atrio:hunter2@mail.example"),
        ("ATRIO_MAIL_FROM", "a@b.example"),
    ])
    .expect("valid");
    let shown = format!("{}{config:?}", config.table());
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("postgres://atrio:***@db.example/atrio"), "{shown}");
}

#[test]
fn every_mistake_is_one_line_that_names_the_setting_and_shows_a_valid_one() {
    for (name, value) in [
        ("ATRIO_LISTEN", "localhost"),
        ("ATRIO_LISTEN", ""),
        ("ATRIO_LISTEN", "127.0.0.1"),
        ("ATRIO_PUBLIC_URL", "http://a.example"),
        ("ATRIO_PUBLIC_URL", "https://a.example/x\ny"),
        ("ATRIO_DATA_DIR", " "),
        ("DATABASE_URL", "mysql://user:hunter2@a/b"),
        ("ATRIO_SMTP_URL", "smtp://user:hunter2@mail.example"),
        ("ATRIO_MAIL_FROM", "nobody"),
        ("ATRIO_SMTP_CA_FILE", "/nowhere/ca\n.pem"),
        ("ATRIO_TRUSTED_PROXIES", "0.0.0.0/0"),
        ("ATRIO_METRICS_LISTEN", "0.0.0.0:9100"),
        ("ATRIO_METRICS_LISTEN", "192.0.2.1:9100"),
        ("ATRIO_LOG", "loud"),
        ("ATRIO_LOG", "info,xml"),
    ] {
        let errors = load(&[(name, value)]).expect_err(name);
        let text = errors.to_string();
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.starts_with(&format!("{name}: ")), "{text}");
        assert!(text.contains(&format!("; for example {name}=")), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[test]
fn every_example_is_itself_valid() {
    let ca_file = tempfile::NamedTempFile::new().expect("a file");
    let alternatives = Key::DatabaseUrl.example().split(" or ");
    for database in alternatives {
        let pairs: Vec<(OsString, OsString)> = Key::ALL
            .into_iter()
            .map(|key| match key {
                Key::DatabaseUrl => (key.name().into(), database.into()),
                Key::SmtpCaFile => (key.name().into(), ca_file.path().into()),
                _ => (key.name().into(), key.example().into()),
            })
            .collect();
        Config::load(pairs, None).expect("examples are valid");
    }
}

#[test]
fn all_mistakes_are_named_in_one_run() {
    let errors = load(&[("ATRIO_LISTEN", "x"), ("ATRIO_LOG", "x"), ("DATABASE_URL", "x")])
        .expect_err("three mistakes");
    assert_eq!(errors.0.len(), 3, "{errors}");
}

#[test]
fn a_mistyped_name_is_an_error_and_names_the_one_meant() {
    let errors = load(&[("ATRIO_PUBLIC_ULR", "https://a.example")]).expect_err("unknown");
    assert!(errors.to_string().ends_with("for example ATRIO_PUBLIC_URL"), "{errors}");
    let errors = load_file("ATRIO_LISTEN=127.0.0.1:1\nLISTEN=x\n", &[]).expect_err("unknown");
    assert!(errors.to_string().contains("atrio.conf:2: LISTEN: is not a setting"), "{errors}");
}

#[test]
fn a_broken_line_a_repeated_name_and_a_missing_file_are_errors() {
    let errors = load_file("ATRIO_LISTEN\n", &[]).expect_err("no value");
    assert!(errors.to_string().contains("atrio.conf:1: is not KEY=value"), "{errors}");
    let errors = load_file("ATRIO_LOG=info\nATRIO_LOG=warn\n", &[]).expect_err("twice");
    assert!(errors.to_string().starts_with("ATRIO_LOG: is given twice"), "{errors}");
    let errors = Config::load([], Some(Path::new("/nowhere/atrio.conf"))).expect_err("no file");
    assert!(errors.to_string().starts_with("--config /nowhere/atrio.conf: cannot"), "{errors}");
}

#[test]
fn a_public_address_needs_a_mail_server_and_a_mail_server_needs_a_sender() {
    let https = ("ATRIO_PUBLIC_URL", "https://a.example");
    let smtp = ("ATRIO_SMTP_URL", "smtps://mail.example");
    let from = ("ATRIO_MAIL_FROM", "a@b.example");
    let errors = load(&[https]).expect_err("no mail server");
    assert!(errors.to_string().starts_with("ATRIO_SMTP_URL: is missing"), "{errors}");
    let errors = load(&[smtp]).expect_err("no sender");
    assert!(errors.to_string().starts_with("ATRIO_MAIL_FROM: is missing"), "{errors}");
    assert!(load(&[https, smtp, from]).is_ok_and(|config| config.mail.is_some()));
    assert!(load(&[from]).is_ok_and(|config| config.mail.is_none()));
}

#[test]
fn the_log_setting_is_a_level_and_a_form() {
    for (text, shown) in [("debug,pretty", "debug,pretty"), ("warn, json", "warn,json")] {
        assert_eq!(LogSetting::parse(text).map(|log| log.to_string()), Ok(shown.to_owned()));
    }
    assert!(LogSetting::parse("info").is_ok_and(|log| log.level == tracing::Level::INFO));
}
