//! Where settings come from: the environment wins over the file, the file over the defaults.

use std::{collections::BTreeMap, ffi::OsString, fmt, fs, path::Path};

use super::{
    key::Key,
    problem::{ConfigError, ConfigErrors},
};

/// Variables with this prefix belong to the program, so a name it does not know is a typing error.
const PREFIX: &str = "ATRIO_";
/// Knobs of the test build; unknown names in any other.
const TEST_KNOBS: [&str; 2] = ["ATRIO_CLOCK_OFFSET_FILE", "ATRIO_FAILPOINTS"];

/// Where an effective value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Environment,
    File,
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        })
    }
}

/// The texts found, before any is understood.
#[derive(Debug, Default)]
pub(super) struct Values(BTreeMap<Key, (String, Source)>);

impl Values {
    pub(super) fn read(
        environment: impl IntoIterator<Item = (OsString, OsString)>,
        file: Option<&Path>,
    ) -> Result<Self, ConfigErrors> {
        let mut values = Self::default();
        let mut errors = Vec::new();
        if let Some(path) = file {
            match fs::read_to_string(path) {
                Ok(text) => values.add_file(&path.display().to_string(), &text, &mut errors),
                Err(error) => errors.push(ConfigError::in_source(
                    &format!("--config {}", path.display()),
                    &format!("cannot be read: {error}"),
                    "--config /etc/atrio/atrio.conf",
                )),
            }
        }
        values.add_environment(environment, &mut errors);
        if errors.is_empty() { Ok(values) } else { Err(ConfigErrors(errors)) }
    }

    pub(super) fn get(&self, key: Key) -> Option<&(String, Source)> {
        self.0.get(&key)
    }

    fn add_environment(
        &mut self,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
        errors: &mut Vec<ConfigError>,
    ) {
        for (name, value) in environment {
            let Some(name) = name.to_str() else { continue };
            match (Key::from_name(name), value.into_string()) {
                (Some(key), Ok(value)) => {
                    self.0.insert(key, (value, Source::Environment));
                }
                (Some(key), Err(_)) => errors.push(ConfigError::new(key, "is not valid UTF-8")),
                (None, _) if is_foreign(name) => {}
                (None, _) => errors.push(unknown(name, name)),
            }
        }
    }

    fn add_file(&mut self, path: &str, text: &str, errors: &mut Vec<ConfigError>) {
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let place = format!("{path}:{}", index + 1);
            let Some((name, value)) = line.split_once('=') else {
                let example = format!("{}={}", Key::Listen.name(), Key::Listen.example());
                errors.push(ConfigError::in_source(&place, "is not KEY=value", &example));
                continue;
            };
            let name = name.trim_end();
            let Some(key) = Key::from_name(name) else {
                errors.push(unknown(&format!("{place}: {name}"), name));
                continue;
            };
            let value = (unquoted(value.trim()).to_owned(), Source::File);
            if self.0.insert(key, value).is_some() {
                errors.push(ConfigError::new(key, format!("is given twice, again in {place}")));
            }
        }
    }
}

/// Other programs' variables are none of our business.
fn is_foreign(name: &str) -> bool {
    let test_knob = cfg!(feature = "test-hooks") && TEST_KNOBS.contains(&name);
    !name.starts_with(PREFIX) || test_knob
}

fn unknown(place: &str, name: &str) -> ConfigError {
    let key = Key::ALL.into_iter().max_by_key(|key| likeness(key.name(), name));
    let example = key.map_or("", Key::name);
    ConfigError::in_source(
        place,
        "is not a setting of this program, see `atrio config` for all",
        example,
    )
}

/// How many characters two names share at their beginning and end: enough to guess the one meant.
fn likeness(known: &str, typed: &str) -> usize {
    let shared = |(a, b): &(char, char)| a.eq_ignore_ascii_case(b);
    let front = known.chars().zip(typed.chars()).take_while(shared).count();
    let back = known.chars().rev().zip(typed.chars().rev()).take_while(shared).count();
    front + back
}

/// Files for systemd and shells put values in quotes; one matching pair is not part of the value.
fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value)
}
