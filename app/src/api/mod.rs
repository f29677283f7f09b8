//! Server functions: parse, delegate, translate. Rules, rights and storage are elsewhere.

pub mod activity;
pub mod details;
pub mod door;
mod failure;
pub mod handover;
pub mod invitations;
pub mod inviting;
pub mod look;
pub mod member_rights;
pub mod new_organization;
pub mod organization;
#[cfg(feature = "ssr")]
mod paging;
pub mod people;
pub mod picture;
pub mod place;
pub mod products;
pub mod profile;
#[cfg(feature = "ssr")]
pub mod request;
pub mod requests;
pub mod search;
pub mod session;
pub mod settings;
pub mod strict_form;
pub mod teams;

use crate::wire::{travels, wire};

pub use failure::{Failure, NoRefusal, PageFailure, Rejected};
pub use strict_form::Misread;

/// The answer of a form's function: it worked. The `Location` header says where to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What to tell the person, as a sentence, if the page does not show it by itself.
    pub said: Option<String>,
    /// What surrounds the page has changed with it: a script loads it as a whole.
    pub whole: bool,
}

wire!(struct Done { said, whole });
travels!(Done);

impl Done {
    /// It worked, and the person stays where they are.
    pub const fn here() -> Self {
        Self { said: None, whole: false }
    }
}
