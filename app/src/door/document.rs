//! The document around a page of the door.

use leptos::prelude::*;

use super::Setting;
use crate::{
    flash::Flash, form::Echo, pages::look::LookChoice, route::Route, title::without_mark,
    ui::DoorFrame, words::Words,
};

/// Renders a page of the door as a whole HTML document.
///
/// The same setting gives the same bytes: there is no nonce and no one-time value in them, so that a
/// page without input can be kept and served again.
pub fn render<V: IntoView + 'static>(
    setting: Setting,
    title: impl FnOnce(Words) -> String,
    page: impl FnOnce() -> V + Send + 'static,
) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        let Setting { look, assets, flash, echo } = setting;
        provide_context(look);
        provide_context::<Option<Flash>>(flash);
        provide_context::<Option<Echo>>(echo);
        let words = Words::new(look.locale);
        let common = words.common();
        let title = common.page_title(common.brand(), &title(words));
        view! {
            <!DOCTYPE html>
            <html lang=look.locale.tag() data-theme=look.theme.name()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <title>{title}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    <link rel="stylesheet" href=assets.url("door.css") />
                    <script type="module" src=assets.url("door.js")></script>
                </head>
                <body>
                    <DoorFrame
                        brand=common.brand()
                        brand_href=Route::Home.path()
                        footer=|| view! { <LookChoice /> }
                    >
                        {page()}
                    </DoorFrame>
                </body>
            </html>
        }
        .to_html()
    });
    owner.cleanup();
    without_mark(html)
}
