//! Atrio's pages, forms, components and server functions, for the server and for the browser.
//!
//! Two applications live here. The **door** is everything before sign-in: plain HTML, rendered on
//! the server, no WebAssembly. The **console** is everything behind it: the same HTML, hydrated.

#![cfg_attr(
    feature = "ssr",
    expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")
)]
#![cfg_attr(
    not(feature = "ssr"),
    expect(clippy::unused_async_trait_impl, reason = "the browser only calls server functions")
)]

// A page hydrates only if both halves agree.
#[cfg(not(erase_components))]
compile_error!("build with RUSTFLAGS=--cfg=erase_components, as .cargo/config.toml does");

pub mod api;
#[cfg(feature = "ssr")]
pub mod assets;
pub mod console;
#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod door;
#[cfg(feature = "ssr")]
pub mod flash;
pub mod form;
#[cfg(feature = "ssr")]
pub mod format;
#[cfg(all(feature = "ssr", debug_assertions))]
pub mod gallery;
pub mod pages;
pub mod route;
pub mod sheet;
#[cfg(feature = "ssr")]
mod title;
pub mod ui;
mod wire;
pub mod words;
