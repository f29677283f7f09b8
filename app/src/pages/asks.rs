//! Where a page gets its data: the server calls a function, the browser asks for its answer.

use std::pin::Pin;

use super::Page;
use crate::route::Route;

/// The data of a page on its way, as JSON text: on the server from its function.
#[cfg(feature = "ssr")]
pub type Loading = Pin<Box<dyn Future<Output = Result<String, crate::api::PageFailure>> + Send>>;

/// See above; in the browser from the server.
#[cfg(not(feature = "ssr"))]
pub type Loading = Pin<Box<dyn Future<Output = Result<String, crate::form::Told>> + Send>>;

/// The server function that gives a page its data: the server calls it, the browser asks for its
/// answer.
pub struct Asks {
    /// Its name.
    #[cfg(not(feature = "ssr"))]
    pub(super) function: &'static str,
    /// Whether it is told what stands behind the question mark of the address.
    #[cfg(not(feature = "ssr"))]
    pub(super) query: bool,
    /// Calls it.
    #[cfg(feature = "ssr")]
    pub(super) call: fn(Route, &str) -> Loading,
}

/// For a page that shows nothing but words.
pub(super) fn nothing() -> Loading {
    Box::pin(async { Ok("null".to_owned()) })
}

/// A function's answer as it travels.
#[cfg(feature = "ssr")]
pub(super) fn to_text<T: serde::Serialize>(
    answer: Result<T, crate::api::PageFailure>,
) -> Result<String, crate::api::PageFailure> {
    serde_json::to_string(&answer?).map_err(|_| crate::api::Failure::Garbled)
}

/// A server function of that area. Its arguments are what the address tells, part by part, without
/// which the page cannot be; and the `query`.
macro_rules! asks {
    ($area:ident::$function:ident()) => {
        asks!(@ $function, false, |_, _| $crate::api::$area::$function())
    };
    ($area:ident::$function:ident(query)) => {
        asks!(@ $function, true, |_, query| $crate::api::$area::$function(query.to_owned()))
    };
    ($area:ident::$function:ident(org?, query)) => {
        asks!(@ $function, true, |route, query| {
            $crate::api::$area::$function(route.org(), query.to_owned())
        })
    };
    ($area:ident::$function:ident($($part:ident),+; query)) => {
        asks!(@ $function, true, |route, query| {
            $(let Some($part) = route.$part() else { return $crate::pages::asks::nothing() };)+
            $crate::api::$area::$function($($part,)+ query.to_owned())
        })
    };
    ($area:ident::$function:ident($($part:ident),+)) => {
        asks!(@ $function, false, |route, _| {
            $(let Some($part) = route.$part() else { return $crate::pages::asks::nothing() };)+
            $crate::api::$area::$function($($part),+)
        })
    };
    (@ $function:ident, $query:literal, |$route:pat_param, $text:pat_param| $answer:expr) => {
        Some(Asks {
            #[cfg(not(feature = "ssr"))]
            function: stringify!($function),
            #[cfg(not(feature = "ssr"))]
            query: $query,
            #[cfg(feature = "ssr")]
            call: |$route, $text| {
                let answer = $answer;
                Box::pin(async move { $crate::pages::asks::to_text(answer.await) })
            },
        })
    };
}
pub(super) use asks;

/// Asks for the data of a page, given what stands behind the question mark of its address.
pub fn load(route: Route, page: &Page, query: &str) -> Loading {
    let Some(asks) = &page.asks else { return nothing() };
    #[cfg(feature = "ssr")]
    return (asks.call)(route, query);
    #[cfg(not(feature = "ssr"))]
    {
        let org = route.org().map(|org| ("org", org.to_string()));
        let user = route.user().map(|user| ("user", user.to_string()));
        let draft = route.draft().map(|draft| ("draft", draft.to_string()));
        let team = route.team().map(|team| ("team", team.to_string()));
        let kind = route.kind().map(|kind| ("kind", kind.to_string()));
        let product = route.product().map(|product| ("product", product.to_string()));
        let invitation = route.invitation().map(|id| ("invitation", id.to_string()));
        let wish = route.wish().map(|wish| ("wish", wish.to_string()));
        let request = route.request().map(|request| ("request", request.to_string()));
        let query = asks.query.then(|| ("query", query.to_owned()));
        let arguments: Vec<_> =
            [org, user, team, draft, invitation, wish, request, kind, product, query]
                .into_iter()
                .flatten()
                .collect();
        Box::pin(crate::form::ask_for(asks.function, &arguments))
    }
}
