//! A page of fifty rows: what Leptos needs to write it, and what it needs with everything around.

use app::ui::{
    Button, Card, MenuEntry, Organizations, PageHead, Person, Row, Rows, Shell, ShellWords,
};
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    StaticSegment,
    components::{Route, Router, Routes},
};
use serde::{Deserialize, Serialize};

use super::world::World;

/// What a row shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    pub id: String,
    pub current: bool,
    pub device: String,
    pub about: String,
}

/// All rows of the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lines(pub Vec<Line>);

/// The page by Leptos alone.
pub fn bare(lines: Vec<Line>) -> String {
    let owner = Owner::new();
    let body = owner.with(|| view! { <Framed>{listing(lines)}</Framed> }.to_html());
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sessions</title>\
         </head><body>{body}</body></html>"
    )
}

/// The page through the framework: shell, metadata, router, one resource that blocks.
pub fn glue_document() -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <MetaTags />
            </head>
            <body>
                <Glue />
            </body>
        </html>
    }
}

#[component]
fn Glue() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Framed>
                <Routes fallback=|| "nothing">
                    <Route path=StaticSegment("glue") view=Listing />
                </Routes>
            </Framed>
        </Router>
    }
}

#[component]
fn Listing() -> impl IntoView {
    let world: World = expect_context();
    let lines = Resource::new_blocking(
        || (),
        move |()| {
            let world = world.clone();
            async move { world.lines().await }
        },
    );
    view! {
        <Title text="Sessions" />
        <Suspense>
            {move || Suspend::new(async move { lines.await.map(|Lines(lines)| listing(lines)) })}
        </Suspense>
    }
}

#[component]
fn Framed(children: Children) -> impl IntoView {
    let words = ShellWords {
        skip: "Skip to content".to_owned(),
        menu: "Menu".to_owned(),
        account: "Your account".to_owned(),
        organizations: "Change organization".to_owned(),
    };
    let organizations = Organizations {
        name: "Harbour Print".to_owned(),
        initials: "HP".to_owned(),
        logo: None,
        entries: None,
    };
    let person = Person {
        first_name: "Ada".to_owned(),
        last_name: "Keller".to_owned(),
        initials: "AK".to_owned(),
        picture: None,
        email: "bench@customer.example".to_owned(),
    };
    let entry = |href: &str, label: &str| MenuEntry {
        href: href.to_owned(),
        label: label.to_owned(),
        current: false,
    };
    let menu = vec![entry("/", "Overview"), entry("/profile/sessions", "Sessions")];
    view! {
        <Shell words organizations person menu account=|| view! { <a href="/logout">"Sign out"</a> }>
            {children()}
        </Shell>
    }
}

fn listing(lines: Vec<Line>) -> impl IntoView {
    let rows = lines.into_iter().map(|it| row(it).into_any()).collect();
    view! {
        <PageHead title="Sessions" lead="Where you are signed in." />
        <Card>
            <Rows rows />
        </Card>
    }
}

fn row(line: Line) -> impl IntoView {
    let Line { id, current, device, about } = line;
    let end = move || {
        (!current).then(|| {
            view! {
                <form class="form" method="post">
                    <input type="hidden" name="form" value="end_session" />
                    <input type="hidden" name="session" value=id />
                    <Button>"End"</Button>
                </form>
            }
        })
    };
    view! { <Row main=device sub=about trailing=end /> }
}
