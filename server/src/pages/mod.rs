//! Handlers of pages: they find out what to show, and have `app` render it.

pub mod console;
pub mod door;
#[cfg(debug_assertions)]
pub mod gallery;
pub mod link;
pub mod mailbox;
pub mod picture;
pub mod problem;
