//! The application behind sign-in: its document, its frame, its routes.

use domain::id::PublicId;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    Lazy, ParamSegment, StaticSegment,
    components::{Route as Page, Router, Routes},
    hooks::use_location,
};
use serde::{Deserialize, Serialize};

use crate::{
    api::look::Look,
    flash::Flash,
    form::Echo,
    pages::{
        dashboard::DashboardPage, home::HomePage, look::LookChoice,
        new_organization::NewOrganizationPage, not_found::NotFoundPage,
        organizations::OrganizationsPage, sessions::SessionsPage,
    },
    route::Route,
    ui::{MenuEntry, Organizations, Person, Shell, ShellWords},
    words::Words,
};

/// What the frame around every page shows. The server loads it once per request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The language and the colours of the page.
    pub look: Look,
    /// Who is signed in.
    pub person: Person,
    /// The organizations of that person.
    pub organizations: Vec<Workplace>,
    /// The one that the page belongs to, or that a page of the profile leads back to.
    pub present: Option<PublicId>,
}

/// An organization in the switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workplace {
    /// Its id in addresses.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// First letters of its name.
    pub initials: String,
}

/// A sentence on top of the page: what has just been done.
#[derive(Debug, Clone, Copy)]
pub struct Status(pub RwSignal<String>);

/// The organization of the page: the one in the address, elsewhere the one that was looked at last.
#[derive(Debug, Clone, Copy)]
pub struct Present(pub Option<PublicId>);

/// The console. The server renders it, the browser takes it over.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let frame = SharedValue::new(use_frame).into_inner();
    let echo = SharedValue::new(use_context::<Echo>).into_inner();
    provide_context(frame.look);
    provide_context(echo);
    // As a sentence, because the browser may lack the words of the page where it was done.
    let done = SharedValue::new(|| use_context::<Flash>().map(|it| it.sentence(Words::here())));
    let status = RwSignal::new(done.into_inner().unwrap_or_default());
    provide_context(Status(status));
    provide_context(Present(frame.present));
    view! {
        <Router>
            <Framed frame status>
                <Routes fallback=NotFoundPage>
                    <Page path=StaticSegment("") view=HomePage />
                    <Page path=(StaticSegment("o"), ParamSegment("org")) view={Lazy::<DashboardPage>::new()} />
                    <Page path=(StaticSegment("profile"), StaticSegment("organizations")) view={Lazy::<OrganizationsPage>::new()} />
                    <Page path=(StaticSegment("profile"), StaticSegment("organizations"), StaticSegment("new")) view={Lazy::<NewOrganizationPage>::new()} />
                    <Page path=(StaticSegment("profile"), StaticSegment("sessions")) view={Lazy::<SessionsPage>::new()} />
                </Routes>
            </Framed>
        </Router>
    }
}

/// The frame of this request; the browser reads it from the page instead.
fn use_frame() -> Frame {
    expect_context()
}

#[component]
fn Framed(frame: Frame, status: RwSignal<String>, children: Children) -> impl IntoView {
    let words = Words::here();
    let (common, shell) = (words.common(), words.shell());
    let location = use_location();
    let present = frame.present;
    let menu = Signal::derive(move || {
        let path = location.pathname.get();
        let entry = |route: Route, label: &str| {
            let href = route.path();
            MenuEntry { current: href == path, href, label: label.to_owned() }
        };
        present
            .map(|org| entry(Route::Dashboard(org), shell.menu_dashboard()))
            .into_iter()
            .chain([
                entry(Route::Organizations, shell.my_organizations()),
                entry(Route::Sessions, shell.menu_sessions()),
            ])
            .collect::<Vec<_>>()
    });
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        if before.is_some_and(|before| before != path) {
            status.set(String::new());
        }
        path
    });
    let entries = frame
        .organizations
        .iter()
        .map(|it| MenuEntry {
            href: Route::Dashboard(it.id).path(),
            label: it.name.clone(),
            current: Some(it.id) == present,
        })
        .collect();
    let current = frame.organizations.iter().find(|it| Some(it.id) == present);
    let organizations = Organizations {
        name: current.map_or_else(|| common.brand().to_owned(), |it| it.name.clone()),
        initials: current.map_or_else(|| "A".to_owned(), |it| it.initials.clone()),
        entries,
    };
    let name = format!("{} {}", frame.person.first_name, frame.person.last_name);
    let words = ShellWords {
        skip: common.skip_to_content().to_owned(),
        menu: shell.menu().to_owned(),
        account: shell.person_menu(&name),
        organizations: shell.switch_organization().to_owned(),
    };
    view! {
        <Shell words organizations person=frame.person menu account=|| view! { <AccountMenu /> } status>
            {children()}
        </Shell>
    }
}

/// The links of the person's own menu.
#[component]
fn AccountMenu() -> impl IntoView {
    let shell = Words::here().shell();
    view! {
        <a href=Route::Organizations.path()>{shell.my_organizations()}</a>
        <a href=Route::Sessions.path()>{shell.menu_sessions()}</a>
        <LookChoice />
        <a href=Route::Logout.path() rel="external">{shell.sign_out()}</a>
    }
}

#[cfg(feature = "ssr")]
pub use document::{Document, document};

#[cfg(feature = "ssr")]
mod document {
    use leptos::{nonce::use_nonce, prelude::*};
    use leptos_meta::MetaTags;

    use super::App;
    use crate::{
        api::look::Look,
        assets::Assets,
        words::{self, Area},
    };

    /// What the server decides about the document around a page.
    #[derive(Debug, Clone)]
    pub struct Document {
        /// The language and the colours of the page.
        pub look: Look,
        /// The lazy function behind the page, so that its module can be loaded early.
        pub view: Option<&'static str>,
        /// The texts that the page shows.
        pub areas: &'static [Area],
    }

    /// The whole HTML document of a console page.
    pub fn document() -> impl IntoView {
        let Document { look, view, areas } = expect_context();
        let assets: Assets = expect_context();
        let modules = view.map(|view| assets.modules(view)).unwrap_or_default();
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
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    <link rel="stylesheet" href=assets.url("console.css") />
                    <link rel="modulepreload" crossorigin="" href=assets.url("atrio.js") />
                    {wasm(assets.url("atrio_bg.wasm"))}
                    {modules.into_iter().map(wasm).collect::<Vec<_>>()}
                    <script type="application/json" id="words" data-from=assets.base.to_string()>{words::block(look.locale, areas)}</script>
                    <script type="module" src=assets.url("boot.js") nonce=use_nonce()></script>
                    <MetaTags />
                </head>
                <body>
                    <App />
                </body>
            </html>
        }
    }
}
