//! The sessions of a person.

mod end;
mod end_others;
mod identify;
mod list;

pub use end::end;
pub use end_others::end_others;
pub use identify::identify;
pub use list::{SessionView, list};
