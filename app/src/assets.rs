//! Where the built site lies: the server fills this from the site's manifest.

use std::{collections::HashMap, sync::Arc};

/// Addresses of what pages load.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The folder of this build: `/pkg/<hash>`.
    pub base: Arc<str>,
    /// The modules that each lazy function needs, as the splitter named them.
    pub chunks: Arc<HashMap<String, Vec<String>>>,
}

impl Assets {
    /// The address of a file of this build.
    pub fn url(&self, file: &str) -> String {
        format!("{}/{file}", self.base)
    }

    /// The modules of the lazy page `view`, for a preload; the splitter adds a hash to the name.
    pub fn modules(&self, view: &str) -> Vec<String> {
        let mut modules: Vec<String> = self
            .chunks
            .iter()
            .filter(|(name, _)| name.strip_prefix(view).is_some_and(|rest| rest.starts_with('_')))
            .flat_map(|(_, modules)| modules.iter().map(|it| self.url(&format!("{it}.wasm"))))
            .collect();
        modules.sort();
        modules.dedup();
        modules
    }
}
