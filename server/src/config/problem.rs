//! What is wrong with a setting, said in one line that also shows a valid value.

use std::fmt;

use super::key::Key;

/// One refused setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {problem}; for example {example}")]
pub struct ConfigError {
    name: String,
    problem: String,
    example: String,
}

impl ConfigError {
    /// The key is known, its value is not usable. `problem` must not contain a secret.
    pub fn new(key: Key, problem: impl Into<String>) -> Self {
        Self {
            name: key.name().to_owned(),
            problem: one_line(&problem.into()),
            example: format!("{}={}", key.name(), key.example()),
        }
    }

    /// The trouble lies in the place where settings come from: an unknown name, a broken line.
    pub(super) fn in_source(name: &str, problem: &str, example: &str) -> Self {
        Self { name: one_line(name), problem: one_line(problem), example: one_line(example) }
    }
}

/// Everything that is wrong, one line each, so that an operator mends it in one go.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl From<ConfigError> for ConfigErrors {
    fn from(error: ConfigError) -> Self {
        Self(vec![error])
    }
}

/// Values and names come from outside: whatever would break the line is escaped.
fn one_line(text: &str) -> String {
    text.chars()
        .flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] })
        .collect()
}
