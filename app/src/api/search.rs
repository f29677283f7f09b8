//! Finding pages, people, products and organizations. Only what the person may open is ever found.

use domain::id::PublicId;
use leptos::prelude::*;

use super::{PageFailure, strict_form::Form};
use crate::wire::{travels, wire};

/// The key of the question in an address.
pub const QUESTION: &str = "q";

/// What was found for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The organization that was searched from, if it was one.
    pub org: Option<PublicId>,
    /// What was asked.
    pub question: String,
    /// The best first.
    pub hits: Vec<Hit>,
}

wire!(struct Found { org, question, hits });
travels!(Found);

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is called.
    pub title: String,
    /// Where it belongs.
    pub about: String,
    /// Its address.
    pub href: String,
}

wire!(struct Hit { title, about, href });

/// Finds what the person who asks may open, from within an organization or not. The question stands in
/// `query` as in the address of the page: `q=…`.
#[server(endpoint = "search", input = Form)]
pub async fn search(org: Option<PublicId>, query: String) -> Result<Found, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let question = server::question(&query);
    let mut things = server::pages(None, visitor.origin.locale, |_| true);
    if let Some(org) = org {
        let actions = server::actions(org);
        let may = backend::usecase::organization::may(&backend, &identity, org, &actions)
            .await
            .map_err(request::plain_failure)?;
        let allowed = |action: &domain::rights::Action| {
            actions.iter().zip(&may).any(|(it, may)| it == action && *may)
        };
        things.splice(0..0, server::pages(Some(org), visitor.origin.locale, allowed));
        let locale = visitor.look.locale;
        let found = backend::usecase::organization::find_things(
            &backend, &identity, org, &question, locale,
        )
        .await
        .map_err(request::plain_failure)?;
        things.extend(server::things(org, found));
    }
    let mine = backend::usecase::organization::list_mine(&backend, &identity)
        .await
        .map_err(|error| request::plain_failure(error.into()))?;
    things.extend(server::organizations(mine, org, visitor.origin.locale));
    Ok(Found { org, hits: server::best(&question, things), question })
}

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeMap;

    use backend::usecase::{
        organization::{FoundMember, OrganizationView, Things},
        people::Product,
    };
    use domain::{
        id::PublicId,
        locale::Locale,
        rights::Action,
        search::{Entry, MAX_CHARS, find},
    };

    use super::{Hit, QUESTION};
    use crate::{api::strict_form, pages, route::Route, words::Words};

    /// Hits shown at once.
    const MOST: usize = 20;

    /// Something that can be found.
    pub(super) struct Thing {
        entry: Entry,
        hit: Hit,
    }

    /// The question in an address; one that is asked twice or broken is none.
    pub(super) fn question(query: &str) -> String {
        let pairs = strict_form::pairs(query.as_bytes()).unwrap_or_default();
        let mut asked = pairs.into_iter().filter(|(key, _)| key == QUESTION);
        let first = asked.next().filter(|_| asked.next().is_none());
        first.map(|(_, it)| it.trim().chars().take(MAX_CHARS).collect()).unwrap_or_default()
    }

    /// The pages of an organization, or those that belong to none.
    fn routes(org: Option<PublicId>) -> Vec<Route> {
        match org {
            Some(org) => [
                Route::Dashboard,
                Route::Products,
                Route::Users,
                Route::Invite,
                Route::Invitations,
                Route::Teams,
                Route::Requests,
                Route::Handover,
                Route::Activity,
                Route::Settings,
                Route::Logo,
            ]
            .map(|it| it(org))
            .to_vec(),
            None => vec![
                Route::Profile,
                Route::Picture,
                Route::Security,
                Route::Sessions,
                Route::OwnActivity,
                Route::Organizations,
                Route::NewOrganization,
                Route::Help,
                Route::Logout,
            ],
        }
    }

    /// What the pages of an organization ask for.
    pub(super) fn actions(org: PublicId) -> Vec<Action> {
        routes(Some(org)).into_iter().filter_map(|it| pages::page(it).needs).collect()
    }

    /// The pages that may be opened.
    pub(super) fn pages(
        org: Option<PublicId>,
        locale: Locale,
        may: impl Fn(&Action) -> bool,
    ) -> Vec<Thing> {
        let words = Words::new(locale);
        let area = match org {
            Some(_) => words.search().in_organization(),
            None => words.search().in_profile(),
        };
        routes(org)
            .into_iter()
            .filter(|it| pages::page(*it).needs.is_none_or(|action| may(&action)))
            .map(|route| {
                let called = names(route, words)[0].to_owned();
                // People mix languages: what is called so in any of them is found.
                let also = Locale::ALL.iter().map(|it| Words::new(*it));
                let also: Vec<_> = also.flat_map(|it| names(route, it)).collect();
                Thing {
                    entry: Entry { title: called.clone(), also: also.join(" ") },
                    hit: Hit { title: called, about: area.to_owned(), href: route.path() },
                }
            })
            .collect()
    }

    /// What a page is called in menus and on top of itself, and what people call it who have not seen
    /// its name. The others are not for being looked for.
    fn names(route: Route, words: Words) -> [&'static str; 2] {
        let also = words.synonyms();
        match route {
            Route::Dashboard(_) => [words.shell().menu_dashboard(), also.dashboard()],
            Route::Products(_) => [words.products().title(), also.products()],
            Route::Users(_) => [words.people().title(), also.users()],
            Route::Invite(_) => [words.invitations().invite(), also.invite()],
            Route::Invitations(_) => [words.invitations().title(), also.invitations()],
            Route::Teams(_) => [words.teams().title(), also.teams()],
            Route::Requests(_) => [words.requests().title(), also.requests()],
            Route::Handover(_) => [words.handover().title(), also.handover()],
            Route::Activity(_) => [words.activity().title(), also.activity()],
            Route::Settings(_) => [words.settings().title(), also.settings()],
            Route::Logo(_) => [words.picture().logo_title(), also.logo()],
            Route::Profile => [words.profile().title(), also.profile()],
            Route::Picture => [words.picture().title(), also.picture()],
            Route::Security => [words.security().password_title(), also.security()],
            Route::Sessions => [words.sessions().title(), also.sessions()],
            Route::OwnActivity => [words.activity().own_title(), also.own_activity()],
            Route::Organizations => [words.organizations().title(), also.organizations()],
            Route::NewOrganization => {
                [words.organizations().create_title(), also.new_organization()]
            }
            Route::Help => [words.help().title(), also.help()],
            Route::Logout => [words.shell().sign_out(), also.sign_out()],
            Route::Home
            | Route::Login
            | Route::SignUp
            | Route::SignUpSent
            | Route::Verify
            | Route::Forgot
            | Route::ForgotSent
            | Route::Reset
            | Route::Invited
            | Route::Sudo
            | Route::Check
            | Route::Plan(_)
            | Route::PlanAddress(_)
            | Route::PlanSummary(_)
            | Route::Search
            | Route::SearchIn(_)
            | Route::ProductsOf(..)
            | Route::Product(..)
            | Route::InviteAgain(..)
            | Route::InviteRole(..)
            | Route::InviteProducts(..)
            | Route::InviteMessages(..)
            | Route::InviteSummary(..)
            | Route::Invitation(..)
            | Route::InvitationChange(..)
            | Route::User(..)
            | Route::Suspend(..)
            | Route::Remove(..)
            | Route::Rights(..)
            | Route::RightsAgain(..)
            | Route::RightsProducts(..)
            | Route::RightsSummary(..)
            | Route::NewTeam(_)
            | Route::Team(..)
            | Route::EditTeam(..)
            | Route::DissolveTeam(..)
            | Route::TeamRights(..)
            | Route::TeamRightsAgain(..)
            | Route::TeamRightsSummary(..)
            | Route::TeamMembers(..)
            | Route::TeamMembersAgain(..)
            | Route::TeamMembersSummary(..)
            | Route::Ask(..)
            | Route::Request(..)
            | Route::HandOver(..) => [""; 2],
        }
    }

    /// People and products of an organization.
    pub(super) fn things(org: PublicId, found: Things) -> Vec<Thing> {
        let person = |it: FoundMember| Thing {
            entry: Entry { title: it.name.clone(), also: it.email.clone() },
            hit: Hit { title: it.name, about: it.email, href: Route::User(org, it.user).path() },
        };
        let kinds: BTreeMap<_, _> = found.kinds.into_iter().map(|it| (it.id, it.name)).collect();
        let product = |it: Product| {
            let name = it.name.to_string();
            let kind = kinds.get(&it.about.kind).cloned().unwrap_or_default();
            Thing {
                entry: Entry { title: name.clone(), also: kind.clone() },
                hit: Hit {
                    title: name,
                    about: kind,
                    href: Route::Product(org, it.about.kind, it.about.id).path(),
                },
            }
        };
        let people = found.people.into_iter().map(person);
        people.chain(found.products.into_iter().map(product)).collect()
    }

    /// The organizations of the person, but for the present one.
    pub(super) fn organizations(
        mine: Vec<OrganizationView>,
        present: Option<PublicId>,
        locale: Locale,
    ) -> impl Iterator<Item = Thing> {
        let about = Words::new(locale).search().organization();
        let others = mine.into_iter().filter(move |it| Some(it.public_id) != present);
        others.map(|it| Thing {
            entry: Entry { title: it.name.to_string(), also: it.public_id.to_string() },
            hit: Hit {
                title: it.name.to_string(),
                about: about.to_owned(),
                href: Route::Dashboard(it.public_id).path(),
            },
        })
    }

    pub(super) fn best(question: &str, things: Vec<Thing>) -> Vec<Hit> {
        let (entries, hits): (Vec<_>, Vec<_>) =
            things.into_iter().map(|it| (it.entry, it.hit)).unzip();
        find(question, &entries).into_iter().take(MOST).map(|it| hits[it].clone()).collect()
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::{id::PublicId, locale::Locale};

    use super::{Hit, server};

    fn asked(question: &str, locale: Locale, may: bool) -> Vec<Hit> {
        let org = PublicId::mint([7; 7]);
        let mut things = server::pages(Some(org), locale, |_| may);
        things.extend(server::pages(None, locale, |_| may));
        server::best(question, things)
    }

    /// What people type who have not seen the menu, and the end of the address that they mean.
    const PHRASES: [(&str, &str); 104] = [
        ("audit log", "{org}/activity"),
        ("who changed this", "{org}/activity"),
        ("Protokoll", "{org}/activity"),
        ("journal", "{org}/activity"),
        ("what did I do", "/profile/activity"),
        ("home", "{org}"),
        ("overview", "{org}"),
        ("who are the members", "/users"),
        ("Übersicht", "{org}"),
        ("accueil", "{org}"),
        ("panoramica", "{org}"),
        ("inicio", "{org}"),
        ("bill", "/settings"),
        ("invoice", "/settings"),
        ("factura", "/settings"),
        ("facture", "/settings"),
        ("Rechnung", "/settings"),
        ("fattura", "/settings"),
        ("VAT number", "/settings"),
        ("TVA", "/settings"),
        ("numéro de TVA", "/settings"),
        ("Mehrwertsteuer", "/settings"),
        ("partita IVA", "/settings"),
        ("change our address", "/settings"),
        ("we moved", "/settings"),
        ("unsere Adresse ändern", "/settings"),
        ("changer d'adresse", "/settings"),
        ("cambiare indirizzo", "/settings"),
        ("cambiar la dirección", "/settings"),
        ("phone number", "/settings"),
        ("company name", "/settings"),
        ("rename organization", "/settings"),
        ("currency", "/settings"),
        ("logo", "/settings/logo"),
        ("upload our logo", "/settings/logo"),
        ("logotipo", "/settings/logo"),
        ("Firmenlogo", "/settings/logo"),
        ("password", "/profile/security"),
        ("pasword", "/profile/security"),
        ("how do I change my password?", "/profile/security"),
        ("mot de passe oublié", "/profile/security"),
        ("Kennwort ändern", "/profile/security"),
        ("Passwort vergessen", "/profile/security"),
        ("cambiar contraseña", "/profile/security"),
        ("cambiare la password", "/profile/security"),
        ("I was hacked", "/profile/security"),
        ("dark mode", "/profile"),
        ("Dunkelmodus", "/profile"),
        ("mode sombre", "/profile"),
        ("time zone", "/profile"),
        ("Zeitzone", "/profile"),
        ("language", "/profile"),
        ("my name", "/profile"),
        ("Sprache ändern", "/profile"),
        ("photo", "/profile/picture"),
        ("avatar", "/profile/picture"),
        ("Profilbild", "/profile/picture"),
        ("where am I logged in", "/profile/sessions"),
        ("lost my phone", "/profile/sessions"),
        ("ordinateurs connectés", "/profile/sessions"),
        ("angemeldete Geräte", "/profile/sessions"),
        ("switch company", "/profile/organizations"),
        ("create organization", "/profile/organizations/new"),
        ("neue Firma anlegen", "/profile/organizations/new"),
        ("crear una empresa", "/profile/organizations/new"),
        ("our domains", "/products"),
        ("Webhosting", "/products"),
        ("what did we buy", "/products"),
        ("nos noms de domaine", "/products"),
        ("le nostre caselle di posta", "/products"),
        ("copias de seguridad", "/products"),
        ("invite a new colleague", "/users/invite"),
        ("jemanden einladen", "/users/invite"),
        ("ajouter un utilisateur", "/users/invite"),
        ("aggiungere un utente", "/users/invite"),
        ("invitar a una persona", "/users/invite"),
        ("pending invitations", "/users/invitations"),
        ("offene Einladungen", "/users/invitations"),
        ("give a colleague access", "/users"),
        ("Mitarbeiter entfernen", "/users"),
        ("droits d'accès", "/users"),
        ("permessi degli utenti", "/users"),
        ("quitar a un empleado", "/users"),
        ("block somebody", "/users"),
        ("make a team", "/teams"),
        ("équipes de travail", "/teams"),
        ("Arbeitsgruppen", "/teams"),
        ("gruppo di lavoro", "/teams"),
        ("equipos de trabajo", "/teams"),
        ("department", "/teams"),
        ("ask for a right", "/requests"),
        ("demander un accès", "/requests"),
        ("Recht anfragen", "/requests"),
        ("richieste di diritti", "/requests"),
        ("solicitudes de derechos", "/requests"),
        ("access request", "/requests"),
        ("transfer ownership", "/handover"),
        ("changer de propriétaire", "/handover"),
        ("Inhaber wechseln", "/handover"),
        ("Nachfolger", "/handover"),
        ("passaggio di responsabilità", "/handover"),
        ("cambiar de propietario", "/handover"),
        ("log out", "/logout"),
        ("Abmelden", "/logout"),
    ];

    #[test]
    fn nine_of_ten_find_first_what_they_mean_in_whatever_language_the_pages_are() {
        for locale in Locale::ALL.iter().copied() {
            let missed: Vec<_> = PHRASES
                .iter()
                .filter(|(question, wanted)| {
                    let org = format!("/{}", PublicId::mint([7; 7]));
                    let wanted = wanted.replace("{org}", &org);
                    let first = asked(question, locale, true).into_iter().next();
                    first.is_none_or(|it| !it.href.ends_with(&wanted))
                })
                .map(|(question, _)| {
                    let first = asked(question, locale, true).into_iter().next();
                    (question, first.map(|it| it.href))
                })
                .collect();
            assert!(missed.len() * 10 <= PHRASES.len(), "{locale:?}: {missed:#?}");
            println!("{locale:?}: {missed:?}");
        }
    }

    #[test]
    fn what_may_not_be_opened_is_not_found() {
        for (question, _) in PHRASES {
            let hits = asked(question, Locale::En, false);
            assert!(hits.iter().all(|it| !it.href.starts_with("/o/")), "{question}: {hits:?}");
        }
    }

    #[test]
    fn a_question_that_stands_twice_or_is_broken_is_none() {
        assert_eq!(server::question("q=a+b&x=1"), "a b");
        for query in ["", "q", "q=a&q=b", "q=%ff", "x=1"] {
            assert_eq!(server::question(query), "", "{query}");
        }
    }
}
