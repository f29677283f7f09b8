//! Style sheets: bundled, lowered for the browsers we support, minified.

use std::{fs, path::Path};

use lightningcss::{
    bundler::{Bundler, FileProvider},
    printer::PrinterOptions,
    stylesheet::{MinifyOptions, ParserOptions},
    targets::{Browsers, Targets},
};

use crate::{Outcome, site::workspace};

/// The sheets that pages link to: before and after sign-in.
const SHEETS: [&str; 2] = ["door.css", "console.css"];

/// Builds every sheet into `pkg`.
pub fn build(pkg: &Path) -> Outcome<()> {
    let version = |major: u32| Some(major << 16);
    let browsers = Browsers {
        chrome: version(123),
        edge: version(123),
        firefox: version(128),
        safari: Some(17 << 16 | 5 << 8),
        ios_saf: Some(17 << 16 | 5 << 8),
        ..Browsers::default()
    };
    let targets = Targets { browsers: Some(browsers), ..Targets::default() };
    for sheet in SHEETS {
        let files = FileProvider::new();
        let source = workspace().join("style").join(sheet);
        let mut bundler = Bundler::new(&files, None, ParserOptions::default());
        let mut bundle = bundler.bundle(&source).map_err(|why| format!("{sheet}: {why}"))?;
        bundle
            .minify(MinifyOptions { targets, ..MinifyOptions::default() })
            .map_err(|why| format!("{sheet}: {why}"))?;
        let printed = bundle
            .to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })
            .map_err(|why| format!("{sheet}: {why}"))?;
        fs::write(pkg.join(sheet), printed.code)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A component whose sheet nobody imports is shown without its style.
    #[test]
    fn every_sheet_of_a_component_is_imported() {
        let style = workspace().join("style");
        let sheets = SHEETS.map(|it| fs::read_to_string(style.join(it)).expect("a sheet"));
        for entry in fs::read_dir(style.join("ui")).expect("a folder") {
            let name = entry.expect("an entry").file_name().into_string().expect("a name");
            let import = format!("@import \"ui/{name}\"");
            assert!(sheets.iter().any(|it| it.contains(&import)), "{name} is imported nowhere");
        }
    }
}
