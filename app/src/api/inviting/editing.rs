//! Whom somebody is about to invite, and to what, kept between the steps.

use std::collections::BTreeSet;

use backend::{
    Backend, Identity, UseCaseError,
    usecase::{
        draft,
        invitation::{self, ChangeAsked, InviteAsked},
        people::{self, Wanted},
    },
};
use domain::{
    draft::DraftKind,
    form::Problem,
    id::{InvitationId, PublicId},
    invitation::typed_addresses,
    locale::Locale,
    membership::Contact,
    rights::{MoneyRight, Place, Role},
};
use serde::{Deserialize, Serialize};

use super::{
    PlaceFailure,
    sheets::{About, Subject},
};
use crate::{
    api::{
        Failure, PageFailure, Rejected,
        place::{Chosen, Look, PlaceField},
        request::{self, Visitor},
    },
    sheet::Sheet,
};

const KIND: DraftKind = DraftKind::Invitations;

/// The body of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Inviting {
    org: PublicId,
    /// The invitation that is to say something else, and its address; else new ones are sent.
    changing: Option<(InvitationId, String)>,
    /// The addresses, as they were typed.
    addresses: String,
    place: Place,
    contact: Contact,
    language: Locale,
    look: Look,
}

/// A draft with who works on it.
pub struct Opened {
    backend: Backend,
    visitor: Visitor,
    identity: Identity,
    /// What the person may give.
    roles: Vec<Role>,
    draft: Option<PublicId>,
    inviting: Inviting,
}

/// Begins to invite people.
pub async fn begin(org: PublicId) -> Result<Opened, PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let roles =
        invitation::roles(&backend, &identity, org).await.map_err(request::plain_failure)?;
    let inviting = Inviting {
        org,
        changing: None,
        addresses: String::new(),
        place: Place::of(Role::Collaborator),
        contact: Contact { billing_reminders: false, product_events: true },
        language: visitor.look.locale,
        look: Look::default(),
    };
    Ok(Opened { backend, visitor, identity, roles, draft: None, inviting })
}

/// Begins with what an invitation says now.
pub async fn begin_change(org: PublicId, id: InvitationId) -> Result<Opened, PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let found = invitation::show(&backend, &identity, (org, id), visitor.look.locale)
        .await
        .map_err(request::plain_failure)?;
    if let Err(denial) = found.manage {
        return Err(request::plain_failure(UseCaseError::Denied(denial)));
    }
    if found.ending.is_some() {
        return Err(request::not_found());
    }
    let inviting = Inviting {
        org,
        changing: Some((id, found.email)),
        addresses: String::new(),
        place: found.place,
        contact: found.contact,
        language: found.locale,
        look: Look::default(),
    };
    Ok(Opened { backend, visitor, identity, roles: found.roles, draft: None, inviting })
}

/// Goes on with a draft of this organization.
pub async fn open(org: PublicId, draft: PublicId) -> Result<Opened, PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let roles =
        invitation::roles(&backend, &identity, org).await.map_err(request::plain_failure)?;
    let body = draft::open(&backend, &identity, KIND, draft).await;
    let body = body.map_err(request::plain_failure)?;
    let inviting: Option<Inviting> = serde_json::from_str(&body).ok();
    let inviting = inviting.filter(|it| it.org == org).ok_or_else(request::not_found)?;
    Ok(Opened { backend, visitor, identity, roles, draft: Some(draft), inviting })
}

/// Keeps the addresses; `count` is how many there are.
pub async fn keep_addresses<F>(
    org: PublicId,
    draft: Option<PublicId>,
    addresses: String,
    count: usize,
) -> Result<PublicId, Failure<F>> {
    let opened = match draft {
        Some(draft) => open(org, draft).await,
        None => begin(org).await,
    };
    let opened = opened.map_err(PageFailure::of_form)?;
    let (services, identity) = (opened.backend.clone(), opened.identity.clone());
    opened
        .backend
        .complete(async move { invitation::look_up(&services, &identity, org, count).await })
        .await
        .map_err(request::plain_failure)?;
    let inviting = Inviting { addresses, ..opened.inviting.clone() };
    opened.keep(&inviting).await
}

/// Keeps role and rights about money; the rest stays as it is.
pub async fn keep_role(
    org: PublicId,
    (draft, changing): (Option<PublicId>, Option<InvitationId>),
    (role, money): (Role, BTreeSet<MoneyRight>),
) -> Result<PublicId, PlaceFailure> {
    let opened = match (draft, changing) {
        (Some(draft), _) => open(org, draft).await,
        (None, Some(id)) => begin_change(org, id).await,
        (None, None) => Err(request::not_found()),
    };
    let opened = opened.map_err(PageFailure::of_form)?;
    if !opened.roles.contains(&role) {
        return Err(request::wrong(PlaceField::Role, Problem::NotAChoice));
    }
    let place = Place { role, money, ..opened.inviting.place.clone() };
    let inviting = Inviting { place, ..opened.inviting.clone() };
    opened.keep(&inviting).await
}

/// Keeps what was ticked.
pub async fn keep_products(
    org: PublicId,
    draft: PublicId,
    chosen: &Chosen,
    look: Look,
) -> Result<(), PlaceFailure> {
    let opened = open(org, draft).await.map_err(PageFailure::of_form)?;
    let place = chosen.applied(&opened.inviting.place);
    let inviting = Inviting { place, look, ..opened.inviting.clone() };
    opened.keep(&inviting).await.map(drop)
}

/// Keeps messages and language.
pub async fn keep_messages<F>(
    org: PublicId,
    draft: PublicId,
    contact: Contact,
    language: Locale,
) -> Result<(), Failure<F>> {
    let opened = open(org, draft).await.map_err(PageFailure::of_form)?;
    let inviting = Inviting { contact, language, ..opened.inviting.clone() };
    opened.keep(&inviting).await.map(drop)
}

/// Sends what was prepared. Returns the invitation that was changed, if it was about one.
pub async fn send<F>(
    org: PublicId,
    draft: PublicId,
) -> Result<Option<InvitationId>, Failure<Rejected<F, domain::invitation::InvitationRefusal>>> {
    let (backend, _, identity) = request::signed_in()?;
    let made = draft::made(&backend, &identity, KIND, draft).await;
    if made.map_err(request::plain_failure)?.is_some() {
        return Ok(None);
    }
    let Opened { inviting, .. } = open(org, draft).await.map_err(PageFailure::of_form)?;
    let Inviting { changing, addresses, place, contact, language: locale, .. } = inviting;
    let changed = changing.as_ref().map(|(id, _)| *id);
    let services = backend.clone();
    backend
        .complete(async move {
            if let Some(invitation) = changed {
                let asked = ChangeAsked { invitation, place, contact, locale, draft };
                invitation::change(&services, &identity, org, &asked).await
            } else {
                let typed = typed_addresses(&addresses);
                let asked = InviteAsked { typed, place, contact, locale, draft };
                invitation::invite(&services, &identity, org, &asked).await.map(drop)
            }
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(changed)
}

impl Opened {
    /// Keeps this in place of what there was. Returns the draft.
    async fn keep<F>(&self, inviting: &Inviting) -> Result<PublicId, Failure<F>> {
        let body = serde_json::to_string(inviting).map_err(|error| request::internal(&error))?;
        let (services, identity, draft) = (self.backend.clone(), self.identity.clone(), self.draft);
        self.backend
            .complete(async move {
                match draft {
                    None => draft::begin(&services, &identity, KIND, &body).await,
                    Some(id) => {
                        draft::change(&services, &identity, KIND, id, |_| body.clone()).await?;
                        Ok(id)
                    }
                }
            })
            .await
            .map_err(request::plain_failure)
    }

    fn about(&self) -> About {
        About {
            org: self.inviting.org,
            draft: self.draft,
            subject: match &self.inviting.changing {
                None => Subject::NewPeople,
                Some((id, email)) => Subject::Invitation(*id, email.clone()),
            },
            words: self.visitor.words(),
        }
    }

    /// The first step.
    pub fn who_step(self) -> Sheet {
        self.about().who(&self.inviting.addresses)
    }

    /// The second step.
    pub fn role_step(self) -> Sheet {
        self.about().role(&self.inviting.place, &self.roles)
    }

    /// The third step.
    pub async fn products_step(self) -> Result<Sheet, PageFailure> {
        let Inviting { org, place, look, .. } = &self.inviting;
        let wanted = Wanted {
            beginning: look.beginning.clone(),
            behind: look.behind,
            locale: self.visitor.look.locale,
        };
        let found = people::list_choices(&self.backend, &self.identity, *org, place, &wanted)
            .await
            .map_err(request::plain_failure)?;
        Ok(self.about().products(place, &look.beginning, &found))
    }

    /// The fourth step.
    pub fn messages_step(self) -> Sheet {
        self.about().messages(self.inviting.contact, self.inviting.language)
    }

    /// The last step.
    pub async fn summary(self) -> Result<Sheet, PageFailure> {
        let Inviting { org, addresses, place, contact, language, .. } = &self.inviting;
        let typed = typed_addresses(addresses);
        let (what, locale) = ((&*typed, place), self.visitor.look.locale);
        let found = invitation::preview(&self.backend, &self.identity, *org, what, locale)
            .await
            .map_err(request::plain_failure)?;
        Ok(self.about().summary(&found, *contact, *language))
    }
}
