//! Embeds the built site (`cargo xtask site`) into the program.

#![expect(clippy::expect_used, reason = "a build script stops the build by panicking")]

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../target/site");
    println!("cargo::rerun-if-changed={}", root.join("manifest.json").display());
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    if files.is_empty() {
        println!("cargo::warning=there is no site to embed yet: run `cargo xtask site` first");
    }

    let mut code = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    for file in &files {
        let name = file.strip_prefix(&root).expect("it lies below").to_string_lossy();
        let path = file.canonicalize().expect("it exists");
        let path = path.to_string_lossy();
        writeln!(code, "    (\"/{name}\", include_bytes!({path:?})),").expect("a string");
    }
    code.push_str("];\n");
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("site.rs"), code).expect("OUT_DIR is writable");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
