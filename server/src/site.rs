//! The built site, inside the program: served compressed, hashed and cached for ever.

use std::{collections::HashMap, sync::Arc};

use app::{
    assets::Assets,
    words::{Area, as_json},
};
use axum::{
    extract::Path,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY},
    },
    response::{IntoResponse, Response},
};
use domain::locale::Locale;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/site.rs"));
}

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ONE_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// What the program was built with.
#[derive(Clone)]
pub struct Site {
    files: Arc<HashMap<&'static str, &'static [u8]>>,
    assets: Assets,
}

/// The program was built without its pages.
#[derive(Debug, thiserror::Error)]
#[error("this program was built without its pages: run `make build`")]
pub struct NoSite;

impl Site {
    /// Reads the manifest of the embedded site.
    ///
    /// # Errors
    /// [`NoSite`] if the site was not built before the program.
    pub fn load() -> Result<Self, NoSite> {
        let files: HashMap<_, _> = embedded::FILES.iter().copied().collect();
        let manifest = files.get("/manifest.json").ok_or(NoSite)?;
        let manifest: serde_json::Value = serde_json::from_slice(manifest).map_err(|_| NoSite)?;
        let hash = manifest["hash"].as_str().ok_or(NoSite)?;
        let chunks = serde_json::from_value(manifest["chunks"].clone()).map_err(|_| NoSite)?;
        let assets = Assets { base: Arc::from(format!("/pkg/{hash}")), chunks: Arc::new(chunks) };
        Ok(Self { files: Arc::new(files), assets })
    }

    /// Where pages find what they load.
    pub fn assets(&self) -> Assets {
        self.assets.clone()
    }

    /// `/pkg/{hash}/{file}`: a file of this build, or nothing at all.
    pub fn packaged(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        self.file(path, path, headers, FOREVER)
    }

    /// A file with a fixed address, such as the icon.
    pub fn fixed(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        self.file(&format!("/root{path}"), path, headers, ONE_DAY)
    }

    /// `/pkg/{hash}/words/{language}/{area}.json`: the texts of an area.
    pub fn words(&self, Path((hash, language, file)): Path<(String, String, String)>) -> Response {
        let known = self.assets.base.strip_prefix("/pkg/") == Some(hash.as_str());
        let area = file.strip_suffix(".json");
        let area = Area::ALL.into_iter().find(|it| known && Some(it.name()) == area);
        match (Locale::parse(&language), area) {
            (Some(locale), Some(area)) => {
                let json = HeaderValue::from_static("application/json; charset=utf-8");
                ([(CONTENT_TYPE, json), (CACHE_CONTROL, FOREVER)], as_json(locale, area))
                    .into_response()
            }
            _ => StatusCode::NOT_FOUND.into_response(),
        }
    }

    fn file(
        &self,
        key: &str,
        path: &str,
        headers: &HeaderMap,
        caching: HeaderValue,
    ) -> Option<Response> {
        let kind = content_type(path)?;
        let plain = *self.files.get(key)?;
        let packed = self.files.get(format!("{key}.br").as_str()).copied();
        let mut response = match packed.filter(|_| takes_brotli(headers)) {
            Some(bytes) => {
                ([(CONTENT_ENCODING, HeaderValue::from_static("br"))], bytes).into_response()
            }
            None => plain.into_response(),
        };
        let answer = response.headers_mut();
        answer.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        answer.insert(CACHE_CONTROL, caching);
        answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
        Some(response)
    }
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|it| it.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|it| it.split(';').next().is_some_and(|name| name.trim() == "br"))
}

/// Only what a site consists of; anything else is not served.
fn content_type(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml; charset=utf-8",
        _ => return None,
    })
}
