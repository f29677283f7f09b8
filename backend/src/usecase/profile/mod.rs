//! What people do to their own accounts.

mod change_password;
mod change_picture;
mod change_profile;

pub use change_password::{PasswordRefusal, change_password};
pub use change_picture::{admit_picture, change_picture, picture_file, remove_picture};
pub use change_profile::change_profile;
