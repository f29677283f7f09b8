//! The log: one line per event on standard error, in UTC, with the request's id.

use std::{any::Any, panic};

use tracing::{Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer as _,
    filter::Targets,
    fmt::{self, MakeWriter},
    layer::SubscriberExt as _,
    util::{SubscriberInitExt as _, TryInitError},
};

use crate::config::{LogFormat, LogSetting};

/// Whose events follow the configured level.
const OWN_TARGETS: [&str; 5] = ["atrio", "server", "app", "backend", "domain"];

/// Starts logging for the whole process, panics included.
///
/// # Errors
/// When something else logs already.
pub fn init(setting: LogSetting) -> Result<(), TryInitError> {
    subscriber(setting, std::io::stderr).try_init()?;
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, message_text = panic_text(info.payload()), "panicked");
    }));
    Ok(())
}

fn subscriber<W>(setting: LogSetting, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    // Libraries never log finer than warnings: at finer levels some of them print header values,
    // cookies among them.
    let others = setting.level.min(LevelFilter::WARN);
    let own = OWN_TARGETS.map(|target| (target, setting.level));
    let filter = Targets::new().with_default(others).with_targets(own);
    let base = fmt::layer().with_writer(writer);
    let layer = match setting.format {
        LogFormat::Json => {
            base.json().flatten_event(true).with_span_list(false).with_filter(filter).boxed()
        }
        LogFormat::Pretty => base.with_filter(filter).boxed(),
    };
    tracing_subscriber::registry().with(layer)
}

fn panic_text(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text")
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        sync::{Arc, Mutex},
    };

    use super::*;

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("not poisoned").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(setting: &str, act: impl FnOnce()) -> String {
        let buffer = Buffer::default();
        let writer = buffer.clone();
        let setting = LogSetting::parse(setting).expect("valid");
        let subscriber = subscriber(setting, move || writer.clone());
        tracing::subscriber::with_default(subscriber, act);
        let bytes = buffer.0.lock().expect("not poisoned").clone();
        String::from_utf8(bytes).expect("UTF-8")
    }

    const HOSTILE: [&str; 5] = [
        "two\r\nlines",
        "\u{1b}[31mred\u{1b}[0m",
        "\",\"level\":\"ERROR\",\"x\":\"",
        "{\"a\":1}\u{0}",
        "\u{9b}31m\u{202e}\u{7}",
    ];

    #[test]
    fn a_json_line_is_one_object_whatever_people_write() {
        for text in HOSTILE {
            let lines = logged("info,json", || {
                let span =
                    tracing::info_span!(target: "server", "request", id = "0123", path = text);
                span.in_scope(|| tracing::info!(target: "server", text, "said"));
            });
            assert_eq!(lines.lines().count(), 1, "{lines}");
            let line: serde_json::Value = serde_json::from_str(&lines).expect("JSON");
            assert_eq!(line["text"], text);
            assert_eq!(line["span"]["path"], text);
            assert_eq!(line["level"], "INFO");
            assert!(line["timestamp"].as_str().is_some_and(|it| it.ends_with('Z')), "{line}");
            assert!(!lines.contains('\u{1b}'));
        }
    }

    #[test]
    fn a_line_for_eyes_stays_one_line_without_colours_of_others() {
        for text in HOSTILE {
            let lines = logged("info,pretty", || {
                tracing::info!(target: "server", text, "said");
            });
            assert_eq!(lines.lines().count(), 1, "{lines:?}");
            assert!(!lines.contains("\u{1b}[31m"), "{lines:?}");
        }
    }

    #[test]
    fn libraries_only_warn() {
        let lines = logged("trace,json", || {
            tracing::debug!(target: "hyper::proto", "cookie: secret");
            tracing::info!(target: "sqlx::query", "rows");
            tracing::warn!(target: "sqlx::query", "slow");
            tracing::trace!(target: "backend::jobs", "own");
        });
        let targets: Vec<&str> = lines
            .lines()
            .filter_map(|line| line.split("\"target\":\"").nth(1)?.split('"').next())
            .collect();
        assert_eq!(targets, ["sqlx::query", "backend::jobs"]);
    }

    #[test]
    fn a_quiet_level_silences_libraries_too() {
        let lines = logged("error,json", || tracing::warn!(target: "sqlx::query", "slow"));
        assert_eq!(lines, "");
    }
}
