//! Atrio's rules and value types.
//!
//! Everything here is a pure function of its arguments, so the same rule runs in the browser to
//! preview an outcome, on the server to decide it, and under property tests to prove it.
//!
//! What is absent, and why:
//!
//! - **No clock.** "Now" is a [`time::Timestamp`] argument: a rule about time is tested without
//!   waiting, and every rule of one request sees the same instant.
//! - **No randomness.** Ids are minted from entropy that the caller hands over; secrets are drawn
//!   where they are stored, never here.
//! - **No I/O, no async, no SQL.** Facts are loaded first and passed in; what a rule decides is
//!   written by somebody else.
//! - **No hashing and no password dictionary.** They are large and slow, and the browser must not
//!   carry them.
//! - **No words.** Refusals are enums; the locale files own the sentences.
//! - **No Unicode tables in the browser.** Parsers of free text sit behind the feature `parse`,
//!   which only the server turns on. Without it the types remain, so that answers can be read.

mod closed_list;

pub mod catalogue;
pub mod code;
pub mod country;
pub mod csv;
pub mod details;
pub mod draft;
pub mod email;
pub mod form;
pub mod handover;
pub mod history;
pub mod id;
pub mod invitation;
pub mod limit;
pub mod locale;
pub mod membership;
pub mod money;
pub mod password;
pub mod picture;
pub mod rights;
#[cfg(feature = "parse")]
pub mod search;
pub mod session;
pub mod sign_up;
pub mod tax_number;
pub mod team;
pub mod text;
pub mod theme;
pub mod time;
pub mod token;
