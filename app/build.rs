//! Turns `locales/<language>/<area>.json` into typed Rust: one struct per area, one method per text.
//!
//! A key or a placeholder that one language lacks stops the build. The server gets the tables of all
//! languages; the browser gets the methods only and is handed the texts of the active language.

#![expect(clippy::expect_used, reason = "a build script stops the build by panicking")]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

const LANGUAGES: [&str; 5] = ["en", "fr", "de", "it", "es"];

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let root = PathBuf::from("locales");
    let mut areas: Vec<String> = fs::read_dir(root.join(LANGUAGES[0]))
        .expect("locales/en exists")
        .map(|entry| entry.expect("a readable folder").path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    areas.sort();

    let mut code = String::new();
    emit_areas(&mut code, &areas);
    for (index, area) in areas.iter().enumerate() {
        let texts = LANGUAGES.map(|language| read(&root, language, area));
        for (language, other) in LANGUAGES.iter().zip(&texts) {
            compare(area, language, &texts[0], other);
        }
        emit_methods(&mut code, area, index, &texts[0]);
    }
    emit_tables(&mut code, &root, &areas);
    writeln!(code, "#[cfg(test)] const LANGUAGES: [&str; {}] = {LANGUAGES:?};", LANGUAGES.len())
        .expect("a string takes everything");
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("words.rs"), code).expect("OUT_DIR is writable");
}

fn read(root: &Path, language: &str, area: &str) -> Map<String, Value> {
    let path = root.join(language).join(format!("{area}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Every language has the keys, the plural forms and the placeholders of English.
fn compare(area: &str, language: &str, english: &Map<String, Value>, other: &Map<String, Value>) {
    let keys = |texts: &Map<String, Value>| texts.keys().cloned().collect::<BTreeSet<_>>();
    let difference: Vec<_> = keys(english).symmetric_difference(&keys(other)).cloned().collect();
    assert!(difference.is_empty(), "locales/{language}/{area}.json: keys differ: {difference:?}");
    for (key, text) in english {
        let (wanted, found) = (placeholders(text), placeholders(&other[key]));
        assert!(
            wanted == found && text.is_object() == other[key].is_object(),
            "locales/{language}/{area}.json: {key}: has {found:?}, English has {wanted:?}"
        );
    }
}

/// The strings of one key: one, or the forms `one` and `other` of a plural.
fn forms(text: &Value) -> Vec<&str> {
    match text {
        Value::String(text) => vec![text],
        Value::Object(plural) => ["one", "other"]
            .map(|form| plural.get(form).and_then(Value::as_str).expect("one and other"))
            .to_vec(),
        _ => panic!("a text is a string or a plural"),
    }
}

/// The placeholders of a text in order of first appearance in its last form.
fn placeholders(text: &Value) -> BTreeSet<String> {
    let all = forms(text);
    let last = all.last().copied().unwrap_or_default();
    last.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn type_name(area: &str) -> String {
    area.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

fn emit_areas(code: &mut String, areas: &[String]) {
    let names: Vec<_> = areas.iter().map(|area| type_name(area)).collect();
    writeln!(code, "/// The groups of texts; a page names those that it shows.").expect("a string");
    writeln!(code, "#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Area {{")
        .expect("a string");
    for (name, area) in names.iter().zip(areas) {
        writeln!(code, "    /// `{area}.json`\n    {name},").expect("a string");
    }
    writeln!(
        code,
        "}}\nimpl Area {{\n    /// All areas, in the order of the tables.\n    pub const ALL: [Self; {}] = [{}];\n    /// The name of its file.\n    pub const fn name(self) -> &'static str {{\n        match self {{ {} }}\n    }}\n}}",
        names.len(),
        names.iter().map(|name| format!("Self::{name}")).collect::<Vec<_>>().join(", "),
        names.iter().zip(areas).map(|(name, area)| format!("Self::{name} => {area:?},")).collect::<Vec<_>>().concat(),
    )
    .expect("a string");
    writeln!(code, "impl Words {{").expect("a string");
    for (name, area) in names.iter().zip(areas) {
        writeln!(
            code,
            "    /// Texts of `{area}.json`.\n    pub const fn {area}(self) -> {name} {{ {name}(self.0) }}"
        )
        .expect("a string");
    }
    writeln!(code, "}}").expect("a string");
}

fn emit_methods(code: &mut String, area: &str, index: usize, texts: &Map<String, Value>) {
    let name = type_name(area);
    writeln!(
        code,
        "/// Texts of `{area}.json`.\n#[derive(Debug, Clone, Copy)]\npub struct {name}(Locale);\nimpl {name} {{\n    const AREA: usize = {index};"
    )
    .expect("a string");
    let mut slot = 0;
    for (key, text) in texts {
        let english = forms(text).last().copied().unwrap_or_default().replace('\n', " ");
        writeln!(code, "    /// “{}”", english.replace('[', "\\[").replace('<', "\\<"))
            .expect("a string");
        let arguments: Vec<String> = placeholders(text).into_iter().collect();
        let given = || arguments.iter().filter(|it| *it != "count");
        let values = given().map(|it| format!("({it:?}, {it}), ")).collect::<Vec<_>>().concat();
        let parameters = given().map(|it| format!(", {it}: &str")).collect::<Vec<_>>().concat();
        if text.is_object() {
            writeln!(code, "    pub fn {key}(self, count: u64{parameters}) -> String {{\n        plural(self.0, Self::AREA, {slot}, count, &[{values}])\n    }}").expect("a string");
        } else if arguments.is_empty() {
            writeln!(code, "    pub fn {key}(self) -> &'static str {{\n        text(self.0, Self::AREA, {slot})\n    }}").expect("a string");
        } else {
            writeln!(code, "    pub fn {key}(self{parameters}) -> String {{\n        fill(text(self.0, Self::AREA, {slot}), &[{values}])\n    }}").expect("a string");
        }
        slot += forms(text).len();
    }
    writeln!(code, "}}").expect("a string");
}

/// The texts themselves, `[language][area][slot]`, for the server.
fn emit_tables(code: &mut String, root: &Path, areas: &[String]) {
    writeln!(
        code,
        "#[cfg(feature = \"ssr\")]\nstatic TABLES: [[&[&str]; {}]; {}] = [",
        areas.len(),
        LANGUAGES.len()
    )
    .expect("a string");
    for language in LANGUAGES {
        writeln!(code, "    [").expect("a string");
        for area in areas {
            let english = read(root, LANGUAGES[0], area);
            let texts = read(root, language, area);
            let all: Vec<_> = english.keys().flat_map(|key| forms(&texts[key])).collect();
            writeln!(code, "        &{all:?},").expect("a string");
        }
        writeln!(code, "    ],").expect("a string");
    }
    writeln!(code, "];").expect("a string");
}
