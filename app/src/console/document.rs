//! The whole HTML document of a console page.

use leptos::prelude::*;

use super::{App, Opened, Start, title};
use crate::{
    assets::Assets,
    title::without_mark,
    words::{self, Area},
};

/// What the server decides about the document around a page.
#[derive(Debug, Clone)]
pub struct Document {
    /// Where the modules and the style sheet lie.
    pub assets: Assets,
    /// Allows the one script of the document.
    pub nonce: String,
    /// The lazy function behind the page, so that its module is loaded early.
    pub module: Option<&'static str>,
    /// The texts that the page shows.
    pub areas: Vec<Area>,
}

/// Renders a page of the console.
pub fn render(document: Document, start: Start, opened: Opened) -> String {
    let owner = Owner::new();
    let html = owner.with(|| html(document, start, opened));
    owner.cleanup();
    without_mark(html)
}

fn html(document: Document, start: Start, opened: Opened) -> String {
    let Document { assets, nonce, module, areas } = document;
    let look = start.frame.look;
    let title = title(&opened, &start.frame);
    let modules = module.map(|it| assets.modules(it)).unwrap_or_default();
    let data = opened.shown.as_ref().map(|it| words::in_script(&it.data)).unwrap_or_default();
    let begin = words::in_script(&serde_json::to_string(&start).unwrap_or_default());
    // Firefox ignores a preload whose `crossorigin` is not plainly anonymous.
    let wasm = |href: String| {
        view! { <link rel="preload" r#as="fetch" r#type="application/wasm" crossorigin="" href=href /> }
    };
    view! {
        <!DOCTYPE html>
        <html lang=look.locale.tag() data-theme=look.theme.name()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>{title}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=assets.url("console.css") />
                <link rel="modulepreload" crossorigin="" href=assets.url("atrio.js") />
                {wasm(assets.url("atrio_bg.wasm"))}
                {modules.into_iter().map(wasm).collect::<Vec<_>>()}
                <script type="application/json" id="words" data-from=assets.base.to_string()>{words::block(look.locale, &areas)}</script>
                <script type="application/json" id="start">{begin}</script>
                <script type="application/json" id="data">{data}</script>
                <script type="module" src=assets.url("boot.js") nonce=nonce></script>
            </head>
            <body>
                <App start opened />
            </body>
        </html>
    }
    .to_html()
}
