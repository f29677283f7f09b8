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
