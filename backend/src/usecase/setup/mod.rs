//! The first steps of an installation.

mod demo;
mod first_staff_link;
mod staff_link_works;

pub use demo::{DemoAccount, DemoRefusal, demo};
pub use first_staff_link::first_staff_link;
pub use staff_link_works::staff_link_works;
