//! Forms of several pages: what was typed on the pages before, until the last one acts.
//!
//! Only the person who began a draft finds it; to everybody else there is none.

mod begin;
mod change;
mod open;

pub use begin::begin;
pub use change::change;
pub use open::{made, open};
