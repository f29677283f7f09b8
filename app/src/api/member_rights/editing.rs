//! What somebody is about to change of a member's rights, kept between the steps.

use backend::{
    Backend, Identity, UseCaseError,
    usecase::{
        draft,
        people::{self, ChangeAsked, MemberDetails, Wanted},
    },
};
use domain::{
    draft::DraftKind,
    form::Problem,
    id::{PublicId, UserId},
    locale::Locale,
    membership::MemberRefusal,
    rights::{MoneyRight, Place, Role},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::sheets::About;
use crate::{
    api::{
        Failure, PageFailure, Rejected,
        people::present,
        place::{Chosen, Look, PlaceField},
        request::{self, Visitor},
    },
    sheet::Sheet,
};

const KIND: DraftKind = DraftKind::Rights;

type RightsFailure = Failure<Rejected<PlaceField, MemberRefusal>>;

/// The body of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Editing {
    org: PublicId,
    user: UserId,
    /// When the member had last changed as the first step began.
    seen: Timestamp,
    place: Place,
    look: Look,
}

/// A draft with what there is to know about the member.
pub struct Opened {
    backend: Backend,
    visitor: Visitor,
    identity: Identity,
    member: MemberDetails,
    draft: Option<PublicId>,
    editing: Editing,
}

/// The member as they are now.
async fn member(
    backend: &Backend,
    identity: &Identity,
    whom: (PublicId, UserId),
    locale: Locale,
) -> Result<(MemberDetails, Place), PageFailure> {
    let member = people::show_member(backend, identity, whom, locale)
        .await
        .map_err(request::plain_failure)?;
    if let Err(denial) = member.possible.change {
        return Err(request::plain_failure(UseCaseError::Denied(denial)));
    }
    let place = member.place.clone().ok_or_else(request::not_found)?;
    Ok((member, place))
}

/// Begins with what the member has.
pub async fn begin(org: PublicId, user: UserId) -> Result<Opened, PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let (member, place) = member(&backend, &identity, (org, user), visitor.look.locale).await?;
    let look = Look::default();
    let editing = Editing { org, user, seen: member.changed_at, place, look };
    Ok(Opened { backend, visitor, identity, member, draft: None, editing })
}

/// Begins with what the member has and more, for whoever looks at it before giving it.
pub async fn prefill(
    org: PublicId,
    user: UserId,
    more: impl FnOnce(Place) -> Place,
) -> Result<PublicId, PageFailure> {
    let Opened { backend, identity, editing, .. } = begin(org, user).await?;
    let editing = Editing { place: more(editing.place), ..editing };
    let body = serde_json::to_string(&editing).map_err(|error| request::internal(&error))?;
    let services = backend.clone();
    backend
        .complete(async move { draft::begin(&services, &identity, KIND, &body).await })
        .await
        .map_err(request::plain_failure)
}

/// Goes on with a draft about this member.
pub async fn open(org: PublicId, user: UserId, draft: PublicId) -> Result<Opened, PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let (member, _) = member(&backend, &identity, (org, user), visitor.look.locale).await?;
    let editing =
        read(&backend, &identity, (org, user), draft).await.map_err(request::plain_failure)?;
    Ok(Opened { backend, visitor, identity, member, draft: Some(draft), editing })
}

async fn read(
    backend: &Backend,
    identity: &Identity,
    (org, user): (PublicId, UserId),
    draft: PublicId,
) -> Result<Editing, UseCaseError<std::convert::Infallible>> {
    let body = draft::open(backend, identity, KIND, draft).await?;
    let editing: Option<Editing> = serde_json::from_str(&body).ok();
    let fits = |it: &Editing| (it.org, it.user) == (org, user);
    editing.filter(fits).ok_or(UseCaseError::NotFound)
}

/// Keeps role and rights about money; the rest stays as it is.
pub async fn keep_role(
    (org, user): (PublicId, UserId),
    draft: Option<PublicId>,
    seen: Timestamp,
    (role, money): (Role, std::collections::BTreeSet<MoneyRight>),
) -> Result<PublicId, RightsFailure> {
    let Opened { backend, identity, editing, member, .. } = match draft {
        Some(draft) => open(org, user, draft).await,
        None => begin(org, user).await,
    }
    .map_err(PageFailure::of_form)?;
    if !member.roles.contains(&role) {
        return Err(request::wrong(PlaceField::Role, Problem::NotAChoice));
    }
    let editing = Editing {
        // What was seen is what the page showed, not what is true since.
        seen: if draft.is_some() { editing.seen } else { seen },
        place: Place { role, money, ..editing.place },
        ..editing
    };
    let body = serde_json::to_string(&editing).map_err(|error| request::internal(&error))?;
    let services = backend.clone();
    backend
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

/// Keeps what was ticked.
pub async fn keep_products(
    (org, user): (PublicId, UserId),
    draft: PublicId,
    chosen: Chosen,
    look: Look,
) -> Result<(), RightsFailure> {
    let Opened { backend, identity, editing, .. } =
        open(org, user, draft).await.map_err(PageFailure::of_form)?;
    let editing = Editing { place: chosen.applied(&editing.place), look, ..editing };
    let body = serde_json::to_string(&editing).map_err(|error| request::internal(&error))?;
    let services = backend.clone();
    backend
        .complete(async move {
            draft::change(&services, &identity, KIND, draft, |_| body.clone()).await
        })
        .await
        .map_err(request::plain_failure)
}

/// Gives the member what was chosen. Returns whether anything differed.
pub async fn apply(
    (org, user): (PublicId, UserId),
    draft: PublicId,
    seen: Timestamp,
) -> Result<bool, RightsFailure> {
    let (backend, _, identity) = request::signed_in()?;
    let made = draft::made(&backend, &identity, KIND, draft).await;
    if made.map_err(request::plain_failure)?.is_some() {
        return Ok(true);
    }
    let Opened { editing, .. } = open(org, user, draft).await.map_err(PageFailure::of_form)?;
    let asked = ChangeAsked { user, place: editing.place, seen, draft: Some(draft) };
    let services = backend.clone();
    backend
        .complete(async move { people::change_member(&services, &identity, org, &asked).await })
        .await
        .map_err(|error| request::failure(error, request::refused))
}

impl Opened {
    fn about(&self) -> About {
        About {
            org: self.editing.org,
            user: self.editing.user,
            name: present::name(&self.member),
            draft: self.draft,
            words: self.visitor.words(),
        }
    }

    /// The first step.
    pub fn role_step(self) -> Sheet {
        let Editing { place, seen, .. } = &self.editing;
        self.about().role(place, &self.member.roles, *seen)
    }

    /// The second step.
    pub async fn products_step(self) -> Result<Sheet, PageFailure> {
        let Editing { org, place, look, .. } = &self.editing;
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

    /// The last step.
    pub async fn summary(self) -> Result<Sheet, PageFailure> {
        let Editing { org, user, seen, place, .. } = &self.editing;
        let asked =
            ChangeAsked { user: *user, place: place.clone(), seen: *seen, draft: self.draft };
        let locale = self.visitor.look.locale;
        let found = people::preview_change(&self.backend, &self.identity, *org, &asked, locale)
            .await
            .map_err(request::plain_failure)?;
        Ok(self.about().summary(&found, *seen))
    }
}
