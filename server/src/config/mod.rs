//! The program's settings: read once from the environment and an optional file, checked, then fixed.

mod database;
mod key;
mod log_setting;
mod mail;
mod problem;
mod proxies;
mod public_url;
mod source;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt::Write as _,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use url::Url;

pub use self::{
    database::Database,
    key::Key,
    log_setting::{LogFormat, LogSetting},
    mail::{Mail, SmtpUrl},
    problem::{ConfigError, ConfigErrors},
    proxies::TrustedProxies,
    public_url::PublicUrl,
    source::Source,
};
use self::{mail::parse_sender, source::Values};

/// Effective settings. Debug output masks passwords.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    pub public_url: PublicUrl,
    pub data_dir: PathBuf,
    pub database: Database,
    /// Absent only on loopback, where mails are read in the browser instead.
    pub mail: Option<Mail>,
    pub secret_key_file: PathBuf,
    pub trusted_proxies: TrustedProxies,
    /// Absent: no metrics are served.
    pub metrics_listen: Option<SocketAddr>,
    pub log: LogSetting,
    /// What `atrio config` prints: masked value and source of every setting.
    shown: BTreeMap<Key, (String, Source)>,
}

impl Config {
    /// Reads and checks everything at once, so that all mistakes are named in one run.
    pub fn load(
        environment: impl IntoIterator<Item = (OsString, OsString)>,
        file: Option<&Path>,
    ) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(Values::read(environment, file)?);

        let listen = reader.read(Key::Listen, Some("127.0.0.1:3000"), parse_listen);
        let public_url =
            reader.read(Key::PublicUrl, Some("http://127.0.0.1:3000"), PublicUrl::parse);
        let data_dir = reader.read(Key::DataDir, Some("./data"), parse_path);
        let dir = data_dir.as_ref().map(|dir: &ShownPath| dir.0.as_path());
        let sqlite = dir.map(|dir| format!("sqlite:{}", Database::default_file(dir).display()));
        let key_file = dir.map(|dir| dir.join("secret.key").display().to_string());
        let database = reader.read(Key::DatabaseUrl, sqlite.as_deref(), Database::parse);
        let secret_key_file = reader.read(Key::SecretKeyFile, key_file.as_deref(), parse_path);
        let trusted_proxies = reader.read(Key::TrustedProxies, None, TrustedProxies::parse);
        let metrics_listen = reader.read(Key::MetricsListen, None, parse_metrics_listen);
        let log = reader.read(Key::Log, Some("info"), LogSetting::parse);
        let mail = reader.read_mail(public_url.as_ref());
        reader.check_listen(listen, public_url.as_ref());

        let (
            Some(listen),
            Some(public_url),
            Some(data_dir),
            Some(database),
            Some(secret_key_file),
            Some(log),
            [],
        ) = (
            listen,
            public_url,
            data_dir,
            database,
            secret_key_file,
            log,
            reader.errors.as_slice(),
        )
        else {
            return Err(ConfigErrors(reader.errors));
        };
        Ok(Self {
            listen,
            public_url,
            data_dir: data_dir.0,
            database,
            mail,
            secret_key_file: secret_key_file.0,
            trusted_proxies: trusted_proxies.unwrap_or_default(),
            metrics_listen,
            log,
            shown: reader.shown,
        })
    }

    /// One line per setting: name, effective value with passwords masked, and where it came from.
    pub fn table(&self) -> String {
        let mut table = String::new();
        for key in Key::ALL {
            let (value, source) = match self.shown.get(&key) {
                Some((value, source)) => (value.as_str(), *source),
                None => ("(not set)", Source::Default),
            };
            // Writing into a String cannot fail.
            let _ = writeln!(table, "{source:<11}  {}={value}", key.name());
        }
        table
    }
}

/// Understands one setting after the other and collects what is wrong.
struct Reader {
    values: Values,
    shown: BTreeMap<Key, (String, Source)>,
    errors: Vec<ConfigError>,
}

impl Reader {
    fn new(values: Values) -> Self {
        Self { values, shown: BTreeMap::new(), errors: Vec::new() }
    }

    /// The setting's value, or nothing when it is absent without default or refused.
    fn read<T: ToString>(
        &mut self,
        key: Key,
        default: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (text, source) = match self.values.get(key) {
            Some((text, source)) => (text.as_str(), *source),
            None => (default?, Source::Default),
        };
        let parsed = if text.trim().is_empty() {
            Err("is empty: give a value or leave it out".to_owned())
        } else {
            parse(text)
        };
        match parsed {
            Ok(value) => {
                self.shown.insert(key, (value.to_string(), source));
                Some(value)
            }
            Err(problem) => {
                self.errors.push(ConfigError::new(key, problem));
                None
            }
        }
    }

    /// Without TLS nobody but this machine may come by, whatever `Host` they claim to ask for.
    fn check_listen(&mut self, listen: Option<SocketAddr>, public_url: Option<&PublicUrl>) {
        let plain = public_url.is_some_and(|it| !it.is_https());
        if plain && listen.is_some_and(|it| !it.ip().is_loopback()) {
            let problem = "must be a loopback address while ATRIO_PUBLIC_URL is http://";
            self.errors.push(ConfigError::new(Key::Listen, problem));
        }
    }

    fn read_mail(&mut self, public_url: Option<&PublicUrl>) -> Option<Mail> {
        let server = self.read(Key::SmtpUrl, None, SmtpUrl::parse);
        let from = self.read(Key::MailFrom, None, parse_sender);
        let ca_file = self.read(Key::SmtpCaFile, None, parse_existing_file);
        if server.is_some() && self.values.get(Key::MailFrom).is_none() {
            let problem = "is missing although ATRIO_SMTP_URL is set";
            self.errors.push(ConfigError::new(Key::MailFrom, problem));
        }
        let reachable = public_url.is_some_and(|url| !url.is_loopback());
        if reachable && self.values.get(Key::SmtpUrl).is_none() {
            let problem = "is missing: without it nobody can sign up under a public address";
            self.errors.push(ConfigError::new(Key::SmtpUrl, problem));
        }
        Some(Mail { server: server?, from: from?, ca_file: ca_file.map(|path| path.0) })
    }
}

/// A path that can be shown.
struct ShownPath(PathBuf);

impl std::fmt::Display for ShownPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.display().fmt(f)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all parsers")]
fn parse_path(text: &str) -> Result<ShownPath, String> {
    Ok(ShownPath(PathBuf::from(text)))
}

fn parse_existing_file(text: &str) -> Result<ShownPath, String> {
    let path = PathBuf::from(text);
    if path.is_file() { Ok(ShownPath(path)) } else { Err(format!("names no file: {text:?}")) }
}

fn parse_listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("is not an IP address with a port: {text:?}"))
}

/// Metrics tell about load and failures, so the whole world must not read them.
fn parse_metrics_listen(text: &str) -> Result<SocketAddr, String> {
    let address = parse_listen(text)?;
    let private = match address.ip() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    };
    if private { Ok(address) } else { Err("must be a loopback or private address".to_owned()) }
}

/// The examples of this program have a password that is none.
///
/// # Errors
/// A sentence that says so.
fn refuse_sample(url: &Url) -> Result<(), String> {
    match url.password() {
        Some("PASSWORD" | "password" | "changeme" | "secret") => {
            Err("has the password of an example".to_owned())
        }
        _ => Ok(()),
    }
}

/// A URL fit to be shown: the password and every query value that may be one replaced by stars.
fn masked(text: &str) -> String {
    let Ok(mut url) = Url::parse(text) else { return "***".to_owned() };
    if url.password().is_some() {
        // Fails only for URLs that cannot have a password, and this one has.
        let _ = url.set_password(Some("***"));
    }
    if url.query().is_some() {
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        url.query_pairs_mut().clear().extend_pairs(pairs.into_iter().map(|(key, value)| {
            let secret = key.to_ascii_lowercase().contains("pass");
            (key, if secret { "***".to_owned() } else { value })
        }));
    }
    url.into()
}
