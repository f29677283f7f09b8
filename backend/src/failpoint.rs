//! Named places where a test can make the program fall over.

/// Marks a place; does nothing in a release.
macro_rules! failpoint {
    ($name:literal) => {
        #[cfg(feature = "test-hooks")]
        $crate::failpoint::reach($name);
    };
}
pub(crate) use failpoint;

#[cfg(feature = "test-hooks")]
pub use hooks::{Action, clock_offset_ms, reach, set};

#[cfg(feature = "test-hooks")]
mod hooks {
    use std::{
        collections::HashMap,
        env, fs, process,
        sync::{LazyLock, Mutex, PoisonError},
    };

    /// What happens at a place.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Action {
        /// The task panics.
        Panic,
        /// The process dies at once, as by `kill -9`.
        Abort,
    }

    /// From `ATRIO_FAILPOINTS`, such as `before_commit=panic,after_commit=abort`.
    static ACTIONS: LazyLock<Mutex<HashMap<String, Action>>> = LazyLock::new(|| {
        let text = env::var("ATRIO_FAILPOINTS").unwrap_or_default();
        let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
        let actions = pairs.filter_map(|(name, action)| match action {
            "panic" => Some((name.to_owned(), Action::Panic)),
            "abort" => Some((name.to_owned(), Action::Abort)),
            _ => None,
        });
        Mutex::new(actions.collect())
    });

    /// Arms a place once, or disarms it. Concerns the whole process.
    pub fn set(name: &str, action: Option<Action>) {
        let mut actions = ACTIONS.lock().unwrap_or_else(PoisonError::into_inner);
        match action {
            Some(action) => actions.insert(name.to_owned(), action),
            None => actions.remove(name),
        };
    }

    /// Does what was asked for at this place, once.
    pub fn reach(name: &str) {
        let action = ACTIONS.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        match action {
            None => {}
            Some(Action::Panic) => panic!("failpoint {name}"),
            Some(Action::Abort) => process::abort(),
        }
    }

    /// Milliseconds by which the clock is wrong, read anew each time from the file that
    /// `ATRIO_CLOCK_OFFSET_FILE` names, so that a test can move time while the program runs.
    pub fn clock_offset_ms() -> i64 {
        static FILE: LazyLock<Option<String>> =
            LazyLock::new(|| env::var("ATRIO_CLOCK_OFFSET_FILE").ok());
        let text = FILE.as_ref().and_then(|it| fs::read_to_string(it).ok());
        text.and_then(|it| it.trim().parse().ok()).unwrap_or(0)
    }
}
