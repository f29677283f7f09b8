//! The browser's half: compiled, split at the lazy routes, bound, optimised.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

use crate::{Effort, Outcome, site::workspace};

/// Builds everything into `pkg`; returns the modules that each lazy function needs.
pub fn build(pkg: &Path, effort: Effort) -> Outcome<BTreeMap<String, Vec<String>>> {
    let compiled = fs::read(compile(effort)?)?;
    let main = pkg.join("main.wasm");
    let mut options = Options::new(&compiled);
    options.output_dir = pkg;
    options.main_out_path = &main;
    options.main_module = "./atrio.js";
    options.link_name = "./__wasm_split.js";
    let split = wasm_split_cli_support::transform(options).map_err(|why| why.to_string())?;

    let mut bindgen = Bindgen::new();
    bindgen.web(true).map_err(|why| why.to_string())?;
    bindgen
        .keep_lld_exports(true)
        .demangle(false)
        .typescript(false)
        .remove_name_section(effort == Effort::Release)
        .remove_producers_section(true)
        .input_path(&main)
        .out_name("atrio")
        .generate(pkg)
        .map_err(|why| why.to_string())?;
    fs::remove_file(&main)?;

    if effort == Effort::Release {
        let modules = split.split_modules.iter().cloned().chain([pkg.join("atrio_bg.wasm")]);
        for module in modules {
            optimise(&module)?;
        }
    }
    Ok(split.prefetch_map.into_iter().collect())
}

fn compile(effort: Effort) -> Outcome<PathBuf> {
    let profile = match effort {
        Effort::Quick | Effort::Watched => "wasm-dev",
        Effort::Release => "wasm-release",
    };
    let target = workspace().join("target/front");
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(workspace())
        .args(["build", "--quiet", "--package", "frontend", "--lib", "--locked"])
        .args(["--target", "wasm32-unknown-unknown", "--profile", profile])
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags())
        .status()?;
    if !status.success() {
        return Err("the front end does not compile".into());
    }
    Ok(target.join("wasm32-unknown-unknown").join(profile).join("frontend.wasm"))
}

/// The compiler's flags, as cargo takes them.
fn flags() -> String {
    let home = |name, below: &str| Some(PathBuf::from(std::env::var_os(name)?).join(below));
    let cargo = home("CARGO_HOME", "").or_else(|| home("HOME", ".cargo")).unwrap_or_default();
    // Places where a panic may happen are named in the module: as short as can be, and the same on
    // every machine.
    let from = |folder: PathBuf| format!("--remap-path-prefix={}=", folder.display());
    [
        // The splitter works on relocations.
        "-Clink-args=--emit-relocs".to_owned(),
        // As `.cargo/config.toml` has it.
        "--cfg=erase_components".to_owned(),
        from(cargo.join("registry/src")),
        from(workspace()),
    ]
    .join("\x1f")
}

/// What the compiler uses and every current browser understands. Not all that `wasm-opt` knows: it
/// would write what no browser reads yet.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// `wasm-opt -Oz` of the npm package `binaryen`, which `scripts/setup.sh npm` installs.
fn optimise(module: &Path) -> Outcome<()> {
    let tool = workspace().join("end2end/node_modules/binaryen/bin/wasm-opt");
    if !tool.exists() {
        return Err(format!("{} is missing: run `scripts/setup.sh npm`", tool.display()).into());
    }
    let node = std::env::var_os("NODE").unwrap_or_else(|| "node".into());
    let status = Command::new(node)
        .arg(tool)
        .arg("-Oz")
        .args(FEATURES)
        .arg("--output")
        .arg(module)
        .arg(module)
        .status()?;
    if status.success() { Ok(()) } else { Err(format!("wasm-opt: {}", module.display()).into()) }
}
