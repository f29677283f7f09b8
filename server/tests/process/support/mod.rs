//! What tests of the whole program share.

pub mod http;
#[path = "../../shared/inside.rs"]
pub mod inside;
pub mod mailbox;
#[path = "../../shared/mutation.rs"]
pub mod mutation;
pub mod people;
pub mod postgres;
pub mod program;
pub mod random;
pub mod smtp;

use std::{
    thread,
    time::{Duration, Instant},
};

/// Long enough for anything that happens at all, on a machine that is busy with other tests.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks at something that does not tell by itself when it changes.
const GLANCE: Duration = Duration::from_millis(5);

/// Looks again and again until there is something to see.
///
/// # Panics
/// If there is nothing within `patience`.
pub fn within<T>(patience: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(begin.elapsed() < patience, "not within {patience:?}: {what}");
        thread::sleep(GLANCE);
    }
}

/// [`within`] the usual patience.
pub fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    within(PATIENCE, what, look)
}
