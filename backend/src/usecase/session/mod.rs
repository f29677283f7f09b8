//! The sessions of a person.

mod end;
mod end_others;
mod identify;
mod list;
mod remember_organization;

pub use end::end;
pub use end_others::end_others;
pub use identify::identify;
pub use list::{SessionView, list};
pub use remember_organization::remember_organization;
