//! How much is logged, and in which form.

use std::{fmt, io::IsTerminal as _};

use tracing::level_filters::LevelFilter;

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For eyes.
    Pretty,
    /// One JSON object per line, for machines.
    Json,
}

/// Level and form of the log, which goes to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogSetting {
    pub level: LevelFilter,
    pub format: LogFormat,
}

impl LogSetting {
    /// Reads `level` or `level,format`.
    ///
    /// # Errors
    /// A sentence that lists the choices.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (level, format) = match text.split_once(',') {
            Some((level, format)) => (level.trim(), Some(format.trim())),
            None => (text.trim(), None),
        };
        let level = match level {
            "error" => LevelFilter::ERROR,
            "warn" => LevelFilter::WARN,
            "info" => LevelFilter::INFO,
            "debug" => LevelFilter::DEBUG,
            "trace" => LevelFilter::TRACE,
            _ => return Err("must begin with error, warn, info, debug or trace".to_owned()),
        };
        let format = match format {
            None if std::io::stderr().is_terminal() => LogFormat::Pretty,
            None | Some("json") => LogFormat::Json,
            Some("pretty") => LogFormat::Pretty,
            Some(_) => return Err("must end with pretty or json".to_owned()),
        };
        Ok(Self { level, format })
    }
}

impl fmt::Display for LogSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = match self.format {
            LogFormat::Pretty => "pretty",
            LogFormat::Json => "json",
        };
        write!(f, "{},{format}", self.level.to_string().to_lowercase())
    }
}
