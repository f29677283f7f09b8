//! What all boundary tests stand on: the application, browsers, and reading pages.

pub mod browser;
pub mod calls;
pub mod chance;
pub mod corpus;
pub mod html;
#[path = "../../shared/inside.rs"]
pub mod inside;
pub mod log;
pub mod multipart;
#[path = "../../shared/mutation.rs"]
pub mod mutation;
pub mod scenes;
pub mod stage;
pub mod stand_ins;

pub use browser::{Answer, Browser};
pub use stage::{Stage, both, on_postgres, on_sqlite};

/// The password of everybody, unless a test is about passwords.
pub use backend::testing::PASSWORD;
