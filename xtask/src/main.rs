//! Builds the site that the server carries: WASM, glue, style sheets, public files.
//!
//! `cargo xtask site [--release]` builds it, `cargo xtask dev` keeps building and restarting.
//! The libraries behind `wasm-bindgen` and the splitter are pinned by `Cargo.lock`, so that their
//! versions can never disagree with the crates.

mod dev;
mod pack;
mod site;
mod styles;
mod wasm;

use std::process::ExitCode;

/// What can go wrong here is for a developer to read.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How much work goes into the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// Quick to build.
    Quick,
    /// The same for development: a page that is open loads again when a newer build serves.
    Watched,
    /// As shipped.
    Release,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["site"] => site::build(Effort::Quick),
        ["site", "--release"] => site::build(Effort::Release),
        ["dev", rest @ ..] => dev::run(rest),
        _ => {
            Err("usage: cargo xtask site [--release] | cargo xtask dev [serve's arguments]".into())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
