//! The data of a page: the server asks for it while it renders, the browser when it gets there.
//!
//! It travels as JSON text and is read by the page, so that one kind of resource serves all pages and
//! the browser loads its machinery once.

use std::{pin::Pin, sync::Arc};

use leptos::{either::Either, prelude::*};
use serde::de::DeserializeOwned;

use super::Failed;
use crate::{
    api::{Failure, PageFailure},
    words::Area,
};

/// The data of a page, or why it cannot be had.
pub type PageData = Resource<Result<String, PageFailure>>;

/// Data on its way.
pub type Loading = Pin<Box<dyn Future<Output = Result<String, PageFailure>> + Send>>;

/// Data on its way, from the server function of that name with the arguments of those names.
///
/// The server calls the function; the browser asks for its answer.
macro_rules! load {
    ($function:ident $(, $key:ident)*) => {{
        #[cfg(feature = "ssr")]
        let answer = $crate::pages::data::to_text($function($($key),*).await);
        #[cfg(not(feature = "ssr"))]
        let answer = $crate::form::ask_for(
            stringify!($function),
            &[$((stringify!($key), $key.to_string())),*],
        )
        .await;
        answer
    }};
}
pub(super) use load;

/// Loads a page's data whenever `key` changes, after the texts of its `area`.
pub fn page_data(area: Area, key: Signal<String>, load: fn(String) -> Loading) -> PageData {
    Resource::new_blocking(
        move || key.get(),
        move |key| async move {
            super::words_of(area).await;
            load(key).await
        },
    )
}

/// For a page that shows nothing but words.
pub fn words_only(area: Area) -> PageData {
    page_data(area, Signal::stored(String::new()), |_| Box::pin(async { Ok("null".to_owned()) }))
}

/// Shows a page once its data is there, or why it is not.
pub fn show<T: DeserializeOwned + 'static>(
    data: PageData,
    page: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    show_text(data, Arc::new(move |text| serde_json::from_str(text).ok().map(&page)))
}

type TextPage = Arc<dyn Fn(&str) -> Option<AnyView> + Send + Sync>;

fn show_text(data: PageData, page: TextPage) -> AnyView {
    view! {
        <Transition>
            {move || {
                let page = Arc::clone(&page);
                Suspend::new(async move {
                    let shown = data.await.and_then(|text| page(&text).ok_or(Failure::Garbled));
                    match shown {
                        Ok(view) => Either::Left(view),
                        Err(failure) => Either::Right(view! { <Failed failure /> }),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// A function's answer as it travels.
#[cfg(feature = "ssr")]
pub(super) fn to_text<T: serde::Serialize>(
    answer: Result<T, PageFailure>,
) -> Result<String, PageFailure> {
    serde_json::to_string(&answer?).map_err(|_| Failure::Garbled)
}
