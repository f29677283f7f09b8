//! The one mechanism behind every form.
//!
//! A form is a real `<form method="post">` that posts to its page's own address and names its server
//! function in a hidden field. Without script the server calls that function in process and answers
//! with a redirect, or with the page again: status 422, the problems named, the input kept
//! ([`Echo`]). With script the same submission goes to the function by `fetch` and the page changes
//! in place.

mod call;
mod components;
mod state;
mod told;
#[cfg(feature = "ssr")]
mod wording;

use call::Call;
#[cfg(not(feature = "ssr"))]
pub use call::ask_for;
pub use call::{Answer, WhenAnswered};
pub use components::{ButtonForm, FieldInput, FormFrame, FormProblems, SecretInput};
pub use state::{AnyForm, FormState};
pub use told::{Complaint, Next, Refusal, Remedy, Told};
#[cfg(feature = "ssr")]
pub use wording::{FormKind, denial, tell, tell_form};

use crate::{wire::wire, words::Words};

/// The hidden field that carries the form's name.
pub const NAME_KEY: &str = "form";

/// The field of the password that proves who one is, of a form that asks for it.
pub const PROOF_KEY: &str = "proof";

/// The hidden field that says which organization a form is about.
pub const ORG_KEY: &str = "org";

/// What a plain post left behind: present only while the page that was posted is rendered again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// The form's name, which is its server function's.
    pub form: String,
    /// What was typed, without the secrets.
    pub fields: Vec<(String, String)>,
    /// Why it did not work.
    pub told: Told,
}

wire!(struct Echo { form, fields, told });

/// The fields of a form: an enum without data whose names are the keys that are sent.
pub trait Field: Copy + PartialEq + Send + Sync + 'static {
    /// The key, and the base of the element's ids.
    fn name(self) -> &'static str;
    /// What the field is called on the page.
    fn label(self, words: Words) -> &'static str;
    /// The field with this key.
    fn parse(name: &str) -> Option<Self>;
}

/// A refusal of a form as a whole, in words.
pub trait Sentence {
    /// What is wrong and what would help.
    fn sentence(&self, words: Words) -> String;
}

impl Sentence for crate::api::NoRefusal {
    fn sentence(&self, _: Words) -> String {
        match *self {}
    }
}

/// Declares the fields of a form once: their keys, and their labels as texts.
///
/// ```ignore
/// fields! { SignInField { Email => "email" common.email, Password => "password" common.password } }
/// ```
macro_rules! fields {
    ($(#[$doc:meta])* $name:ident { $($field:ident => $key:literal $area:ident.$text:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(
                #[doc = concat!("`", $key, "`")]
                #[serde(rename = $key)]
                $field,
            )+
        }

        impl $crate::form::Field for $name {
            fn name(self) -> &'static str {
                match self { $(Self::$field => $key),+ }
            }

            fn label(self, words: $crate::words::Words) -> &'static str {
                match self { $(Self::$field => words.$area().$text()),+ }
            }

            fn parse(name: &str) -> Option<Self> {
                match name { $($key => Some(Self::$field),)+ _ => None }
            }
        }
    };
}
pub(crate) use fields;
