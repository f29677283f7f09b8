//! The application behind sign-in: what a page starts with, its frame, and how it changes.
//!
//! The server finds out everything that a page shows before it renders it, and writes the same into
//! the document ([`Start`] and the page's data), so that the browser takes the page over without
//! asking. After that a link to another page of the console changes the page in place
//! (`navigation`). There is one way to show a page, [`pages::show`], for both.

mod frame;
#[cfg(not(feature = "ssr"))]
mod navigation;
mod palette;

#[cfg(feature = "ssr")]
mod document;

use domain::id::PublicId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
pub use document::{Document, render};
#[cfg(not(feature = "ssr"))]
pub use navigation::{take_over, wanted};

use crate::{
    api::{Done, look::Look},
    form::{Answer, Echo, Remedy, Told, WhenAnswered},
    pages::{self, Shown},
    route::Route,
    ui::{Image, Person},
    wire::{travels, wire},
    words::Words,
};

/// What the frame around every page shows. The server loads it once per request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The language and the colours of the page.
    pub look: Look,
    /// Who is signed in.
    pub person: Person,
    /// The organizations of that person.
    pub organizations: Vec<Workplace>,
    /// The one that the page belongs to, or that a page of the profile leads back to.
    pub present: Option<PublicId>,
    /// The addresses of its pages that the person may open, in the order of the menu.
    pub menu: Vec<String>,
}

/// An organization in the switcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workplace {
    /// Its id in addresses.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// First letters of its name.
    pub initials: String,
    /// Its logo, as large as it is shown.
    pub logo: Option<Image>,
}

/// Everything that a page starts with beside its own data.
#[derive(Debug, Clone)]
pub struct Start {
    /// What surrounds the page.
    pub frame: Frame,
    /// What a post to the page left behind.
    pub echo: Option<Echo>,
    /// What has just been done, as a sentence: the browser may lack the words of the page where it
    /// was done.
    pub done: Option<String>,
    /// Why there is nothing to show, if so.
    pub told: Option<Told>,
}

wire!(struct Frame { look, person, organizations, present, menu });
wire!(struct Workplace { id, name, initials, logo });
wire!(struct Start { frame, echo, done, told });
travels!(Start);

/// The page that is open.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its address, if it is one of ours.
    pub route: Option<Route>,
    /// The page, or why it cannot be shown.
    pub shown: Result<Shown, Told>,
    /// What a post to it left behind.
    pub echo: Option<Echo>,
}

/// The organization of the page: the one in the address, elsewhere the one that was looked at last.
#[derive(Debug, Clone, Copy)]
pub struct Present(pub Option<PublicId>);

/// The state of the console, the same for all its pages; cheap to copy.
#[derive(Debug, Clone, Copy)]
struct Console {
    opened: RwSignal<Opened>,
    /// A sentence on top of the page: what has just been done.
    status: RwSignal<String>,
    /// Whether another page is on its way.
    busy: RwSignal<bool>,
}

/// The console. The server renders it, the browser takes it over.
#[component]
pub fn App(start: Start, opened: Opened) -> impl IntoView {
    let Start { frame, done, .. } = start;
    provide_context(frame.look);
    provide_context(frame.person.clone());
    provide_context(Present(frame.present));
    let console = Console {
        opened: RwSignal::new(opened),
        status: RwSignal::new(done.unwrap_or_default()),
        busy: RwSignal::new(false),
    };
    provide_context(WhenAnswered(Callback::new(move |(answer,)| when_answered(console, &answer))));
    #[cfg(not(feature = "ssr"))]
    navigation::start(console, frame.clone());
    let page = move || {
        console.opened.with(|opened| {
            provide_context(opened.echo.clone());
            pages::show(opened)
        })
    };
    view! { <frame::Framed frame console>{page}</frame::Framed> }
}

/// A form that has worked: the page says so and shows what is true now. One of somebody who is not
/// signed in any more, or not lately enough: the server leads to where that is mended, and back.
fn when_answered(console: Console, answer: &Answer) {
    match answer {
        Answer::Done(Done { whole: true, .. }) => {
            // Not `reload`, which would scroll down to where the button was: the sentence is on top.
            let _ = location().pathname().and_then(|path| {
                location().assign(&format!("{path}{}", location().search().unwrap_or_default()))
            });
        }
        Answer::Done(done) => {
            console.status.set(done.said.clone().unwrap_or_default());
            #[cfg(not(feature = "ssr"))]
            navigation::load_again(console);
        }
        Answer::Left => {}
        Answer::Failed(told) => {
            if told.remedy == Some(Remedy::Reload) {
                let _ = location().reload();
            }
        }
    }
}

/// The title of a page's document.
fn title(opened: &Opened, frame: &Frame) -> String {
    let words = Words::new(frame.look.locale);
    let here = frame.organizations.iter().find(|it| Some(it.id) == frame.present);
    let org = here.map(|it| it.name.as_str()).unwrap_or_default();
    let title = pages::title(opened, org, words);
    words.common().page_title(words.common().brand(), &title)
}
