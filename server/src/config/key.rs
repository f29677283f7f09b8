//! The closed list of settings: their names, and a valid example of each.

/// One setting. The order is the order in which `atrio config` prints them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Listen,
    PublicUrl,
    DataDir,
    DatabaseUrl,
    SmtpUrl,
    SmtpCaFile,
    MailFrom,
    SecretKeyFile,
    TrustedProxies,
    MetricsListen,
    Log,
}

impl Key {
    pub const ALL: [Self; 11] = [
        Self::Listen,
        Self::PublicUrl,
        Self::DataDir,
        Self::DatabaseUrl,
        Self::SmtpUrl,
        Self::SmtpCaFile,
        Self::MailFrom,
        Self::SecretKeyFile,
        Self::TrustedProxies,
        Self::MetricsListen,
        Self::Log,
    ];

    /// The name in the environment and in the configuration file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Listen => "ATRIO_LISTEN",
            Self::PublicUrl => "ATRIO_PUBLIC_URL",
            Self::DataDir => "ATRIO_DATA_DIR",
            Self::DatabaseUrl => "DATABASE_URL",
            Self::SmtpUrl => "ATRIO_SMTP_URL",
            Self::SmtpCaFile => "ATRIO_SMTP_CA_FILE",
            Self::MailFrom => "ATRIO_MAIL_FROM",
            Self::SecretKeyFile => "ATRIO_SECRET_KEY_FILE",
            Self::TrustedProxies => "ATRIO_TRUSTED_PROXIES",
            Self::MetricsListen => "ATRIO_METRICS_LISTEN",
            Self::Log => "ATRIO_LOG",
        }
    }

    /// A value that would be accepted; every error message ends with it.
    pub const fn example(self) -> &'static str {
        match self {
            Self::Listen => "127.0.0.1:3000",
            Self::PublicUrl => "https://console.example.org",
            Self::DataDir => "/var/lib/atrio",
            Self::DatabaseUrl => {
                "sqlite:/var/lib/atrio/atrio.sqlite or postgres://atrio@db.example.org/atrio"
            }
            Self::SmtpUrl => "smtps://mail.example.org:465",
            Self::SmtpCaFile => "/etc/atrio/mail-ca.pem",
            Self::MailFrom => "Example Console <console@example.org>",
            Self::SecretKeyFile => "/etc/atrio/secret.key",
            Self::TrustedProxies => "127.0.0.1,10.0.0.0/8",
            Self::MetricsListen => "127.0.0.1:9100",
            Self::Log => "info,json",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }
}
