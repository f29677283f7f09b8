//! What a member sees of an organization.

use domain::id::PublicId;
use leptos::prelude::*;

use super::{PageFailure, strict_form::Form};
use crate::wire::{travels, wire};

/// An organization of the reader, as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// What its addresses are made of.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// First letters of its name.
    pub initials: String,
    /// What it is in life.
    pub kind: String,
    /// What the reader is in it.
    pub role: String,
    /// The page about the reader as a member.
    pub member: String,
}

wire!(struct Mine { id, name, initials, kind, role, member });
travels!(Mine);

/// Lists the organizations of the person who asks, by name.
#[server(endpoint = "list_organizations", input = Form)]
pub async fn list_organizations() -> Result<Vec<Mine>, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let mine = backend::usecase::organization::list_mine(&backend, &identity)
        .await
        .map_err(|error| request::plain_failure(error.into()))?;
    Ok(mine.into_iter().map(|it| present::mine(it, &identity, visitor.origin.locale)).collect())
}

/// The dashboard of one organization, as the page shows it: finished texts only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Its name.
    pub name: String,
    /// What it is in life.
    pub kind: String,
    /// The day it was created.
    pub created: String,
    /// What the reader is in it, as a sentence.
    pub lead: String,
    /// The other members and the reader, if they may be shown.
    pub members: Option<Vec<Member>>,
    /// What happened last, if it may be shown.
    pub activity: Option<Vec<Entry>>,
    /// What waits for the reader.
    pub waiting: Vec<Waiting>,
}

/// Something that waits for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What it is.
    pub text: String,
    /// Where one does something about it.
    pub href: String,
    /// What that page is called.
    pub label: String,
}

/// A member, as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// First and last name.
    pub name: String,
    /// First letters.
    pub initials: String,
    /// The address of their picture, if they have one.
    pub picture: Option<String>,
    /// The role.
    pub role: String,
    /// Whether it is the reader.
    pub you: bool,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who did what.
    pub sentence: String,
    /// When.
    pub at: String,
}

wire!(struct Overview { name, kind, created, lead, members, activity, waiting });
wire!(struct Waiting { text, href, label });
wire!(struct Member { name, initials, picture, role, you });
wire!(struct Entry { sentence, at });
travels!(Overview);

/// Shows an organization to one of its members. Everybody else learns that there is none.
#[server(endpoint = "show_dashboard", input = Form)]
pub async fn show_dashboard(org: PublicId) -> Result<Overview, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let dashboard = backend::usecase::organization::dashboard(&backend, &identity, org)
        .await
        .map_err(request::plain_failure)?;
    Ok(present::overview(dashboard, visitor.origin.locale, &identity.profile.zone))
}

#[cfg(feature = "ssr")]
pub(super) use present::mine;

#[cfg(feature = "ssr")]
mod present {
    use backend::{
        Identity, Zone,
        usecase::organization::{self, Dashboard, OrganizationView},
    };
    use domain::{id::PublicId, locale::Locale};

    use super::{Entry, Member, Mine, Overview, Waiting};
    use crate::{format, route::Route, words::Words};

    pub(in crate::api) fn mine(it: OrganizationView, reader: &Identity, locale: Locale) -> Mine {
        let words = Words::new(locale);
        Mine {
            id: it.public_id,
            initials: format::initials_of_name(it.name.as_str()),
            name: it.name.as_str().to_owned(),
            kind: format::kind(it.kind, words).to_owned(),
            role: format::role(it.role, words).to_owned(),
            member: Route::User(it.public_id, reader.user).path(),
        }
    }

    fn handover(org: PublicId, waits: &organization::Waiting, words: Words) -> Waiting {
        let texts = words.dashboard();
        Waiting {
            text: match waits {
                organization::Waiting::ToAnswer(giver) => texts.handover_to_answer(giver),
                organization::Waiting::Offered(receiver) => texts.handover_offered(receiver),
            },
            href: Route::Handover(org).path(),
            label: words.handover().title().to_owned(),
        }
    }

    pub(super) fn overview(dashboard: Dashboard, locale: Locale, zone: &Zone) -> Overview {
        let words = Words::new(locale);
        let organization = dashboard.organization;
        let org = organization.public_id;
        Overview {
            waiting: dashboard.handover.iter().map(|it| handover(org, it, words)).collect(),
            name: organization.name.as_str().to_owned(),
            kind: format::kind(organization.kind, words).to_owned(),
            created: format::day(locale, dashboard.created_at, zone),
            lead: format::lead(organization.role, words).to_owned(),
            members: dashboard.members.ok().map(|all| {
                all.into_iter()
                    .map(|it| Member {
                        name: format!("{} {}", it.first_name.as_str(), it.last_name.as_str()),
                        initials: format::initials(it.first_name.as_str(), it.last_name.as_str()),
                        picture: it.picture_at.map(|at| format::member_picture(org, it.user, at)),
                        role: format::role(it.role, words).to_owned(),
                        you: it.you,
                    })
                    .collect()
            }),
            activity: dashboard.activity.ok().map(|all| {
                all.into_iter()
                    .map(|it| Entry {
                        sentence: format::act(
                            it.act,
                            it.actor.as_deref().unwrap_or("–"),
                            it.person.as_deref().unwrap_or("–"),
                            words,
                        ),
                        at: format::moment(locale, it.at, zone),
                    })
                    .collect()
            }),
        }
    }
}
