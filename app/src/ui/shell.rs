//! The frame of every signed-in page: top bar, menu, page, live region.

use leptos::{children::ViewFnOnce, prelude::*};

use super::{Avatar, Image, disclosure::Disclosure};
use crate::wire::wire;

/// A link of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    pub href: String,
    pub label: String,
    /// Whether it leads to the page that is shown.
    pub current: bool,
}

/// The organization worked for, and those one could change to.
#[derive(Clone, Debug)]
pub struct Organizations {
    pub name: String,
    /// First letters of the name.
    pub initials: String,
    /// Shown instead of the name.
    pub logo: Option<Image>,
    /// All one belongs to, with the present one marked. Without them there is nothing to choose, and
    /// the name is plain text.
    pub entries: Option<Signal<Vec<MenuEntry>>>,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub first_name: String,
    pub last_name: String,
    /// First letters of both names.
    pub initials: String,
    /// The address of a picture to show instead of them.
    pub picture: Option<String>,
    pub email: String,
}

wire!(struct Person { first_name, last_name, initials, picture, email });

/// The words of the frame itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellWords {
    /// The link that jumps over bar and menu.
    pub skip: String,
    /// The button that opens the menu on a narrow screen, and the name of the menu.
    pub menu: String,
    /// What the person's circle opens: "Menu of Ada Keller".
    pub account: String,
    /// What the organization's name opens: "Change organization".
    pub organizations: String,
}

/// The frame around every page of the console.
#[component]
pub fn Shell(
    words: ShellWords,
    organizations: Organizations,
    person: Person,
    #[prop(into)] menu: Signal<Vec<MenuEntry>>,
    /// Links and one-button forms of the person's menu.
    #[prop(into)]
    account: ViewFnOnce,
    #[prop(optional)] help: Option<MenuEntry>,
    #[prop(optional, into)] search: Option<ViewFnOnce>,
    /// What has just been done: shown on top, and spoken by screen readers whenever it changes.
    #[prop(optional, into)]
    status: Signal<String>,
    /// Whether another page is on its way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let entries = move || menu.get().into_iter().map(menu_link).collect::<Vec<_>>();
    let menu_name = words.menu.clone();
    let menu_summary = move || menu_name;
    view! {
        // Left to the browser, which moves the focus; the router would only scroll.
        <a class="skip" href="#main" rel="external">
            {words.skip}
        </a>
        <div class="shell">
            <header class="bar">
                {organization_block(organizations, &words.organizations)}
                {search.map(|search| view! { <div class="search">{search.run()}</div> })}
                {help
                    .clone()
                    .map(|help| {
                        view! {
                            <a class="button button-quiet help" href=help.href>
                                {help.label}
                            </a>
                        }
                    })}
                {person_block(person, words.account, account)}
                <Disclosure class="toggle" summary=menu_summary />
            </header>
            <nav aria-label=words.menu>
                <ul class="menu">
                    {entries}
                    {help
                        .map(|help| {
                            view! {
                                <li class="help-entry">
                                    <a href=help.href>{help.label}</a>
                                </li>
                            }
                        })}
                </ul>
            </nav>
            <main id="main" tabindex="-1" aria-busy=move || busy.get().then_some("true")>
                <div
                    class="status"
                    role="status"
                    data-empty=move || status.with(String::is_empty).then_some("")
                >
                    {status}
                </div>
                {children()}
            </main>
        </div>
    }
}

fn menu_link(entry: MenuEntry) -> impl IntoView {
    view! {
        <li>
            <a href=entry.href aria-current=entry.current.then_some("page")>
                {entry.label}
            </a>
        </li>
    }
}

/// Loads the page as a whole, so that nothing of one organization stays on the pages of another.
fn organization_link(entry: MenuEntry) -> impl IntoView {
    view! {
        <li>
            <a href=entry.href rel="external" aria-current=entry.current.then_some("true")>
                {entry.label}
            </a>
        </li>
    }
}

/// The organization's name, which opens the choice of organizations if there is one.
fn organization_block(organizations: Organizations, label: &str) -> AnyView {
    let Organizations { name, initials, logo, entries } = organizations;
    let block = match logo {
        Some(Image { src, width, height }) => view! {
            <img class="logo" src=src width=width height=height alt=name.clone() />
        }
        .into_any(),
        None => view! {
            <span class="org-mark" aria-hidden="true">
                {initials}
            </span>
            <span class="org-name">{name.clone()}</span>
        }
        .into_any(),
    };
    let Some(entries) = entries else {
        return view! { <div class="org">{block}</div> }.into_any();
    };
    view! {
        <Disclosure class="org" label=format!("{label}: {name}") summary=move || block>
            <ul class="panel menu">
                {move || entries.get().into_iter().map(organization_link).collect::<Vec<_>>()}
            </ul>
        </Disclosure>
    }
    .into_any()
}

/// The person's circle and what it opens: who is signed in, and the links of the account.
fn person_block(person: Person, label: String, account: ViewFnOnce) -> AnyView {
    let Person { first_name, last_name, initials, picture, email } = person;
    let name = format!("{first_name} {last_name}");
    view! {
        <Disclosure
            class="person"
            label=label
            summary=move || view! { <Avatar initials picture /> }
        >
            <div class="panel menu">
                <p>
                    <strong>{name}</strong>
                    <small>{email}</small>
                </p>
                {account.run()}
            </div>
        </Disclosure>
    }
    .into_any()
}
