//! What somebody is about to change of a team's rights, kept between the steps.

use backend::{
    Backend, Identity, UseCaseError,
    usecase::{
        draft,
        people::{self, Wanted},
        team::{self, GrantsAsked, TeamDetails},
    },
};
use domain::{
    draft::DraftKind,
    id::{PublicId, TeamId},
    rights::Place,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{TeamFailure, effects::Wizard, steps};
use crate::{
    api::{
        PageFailure,
        place::{Chosen, Look},
        request::{self, Visitor},
    },
    sheet::Sheet,
};

const KIND: DraftKind = DraftKind::TeamRights;

/// The body of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Editing {
    org: PublicId,
    team: TeamId,
    /// When the team had last changed as the first step began.
    seen: Timestamp,
    /// What the team is to have, as that of a member.
    place: Place,
    look: Look,
}

/// A draft with what there is to know about the team.
pub struct Opened {
    backend: Backend,
    visitor: Visitor,
    identity: Identity,
    team: TeamDetails,
    draft: Option<PublicId>,
    editing: Editing,
}

/// Begins with what the team has.
pub async fn begin(org: PublicId, team: TeamId) -> Result<Opened, PageFailure> {
    let (backend, _, identity) = request::signed_in()?;
    let (found, visitor) = steps::managed(org, team).await?;
    let place = found.place.clone().ok_or_else(request::not_found)?;
    let editing = Editing { org, team, seen: found.changed_at, place, look: Look::default() };
    Ok(Opened { backend, visitor, identity, team: found, draft: None, editing })
}

/// Goes on with a draft about this team.
pub async fn open(org: PublicId, team: TeamId, draft: PublicId) -> Result<Opened, PageFailure> {
    let begun = begin(org, team).await?;
    let body = draft::open(&begun.backend, &begun.identity, KIND, draft)
        .await
        .map_err(request::plain_failure)?;
    let editing: Option<Editing> = serde_json::from_str(&body).ok();
    let editing = editing.filter(|it| (it.org, it.team) == (org, team));
    let missing = || request::plain_failure(UseCaseError::NotFound);
    Ok(Opened { draft: Some(draft), editing: editing.ok_or_else(missing)?, ..begun })
}

/// Keeps what was ticked.
pub async fn keep(
    (org, team): (PublicId, TeamId),
    draft: Option<PublicId>,
    seen: Timestamp,
    (chosen, look): (Chosen, Look),
) -> Result<PublicId, TeamFailure> {
    let Opened { backend, identity, editing, .. } = match draft {
        Some(draft) => open(org, team, draft).await,
        None => begin(org, team).await,
    }
    .map_err(PageFailure::of_form)?;
    let editing = Editing {
        // What was seen is what the page showed, not what is true since.
        seen: if draft.is_some() { editing.seen } else { seen },
        place: chosen.applied(&editing.place),
        look,
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

/// Gives the team what was chosen. Returns whether anything differed.
pub async fn apply(
    (org, team): (PublicId, TeamId),
    draft: PublicId,
    seen: Timestamp,
) -> Result<bool, TeamFailure> {
    let (backend, _, identity) = request::signed_in()?;
    let made = draft::made(&backend, &identity, KIND, draft).await;
    if made.map_err(request::plain_failure)?.is_some() {
        return Ok(true);
    }
    let Opened { editing, .. } = open(org, team, draft).await.map_err(PageFailure::of_form)?;
    let asked = GrantsAsked { team, grants: editing.place.grants, seen, draft: Some(draft) };
    let services = backend.clone();
    backend
        .complete(async move { team::change_grants(&services, &identity, org, &asked).await })
        .await
        .map_err(|error| request::failure(error, request::refused))
}

impl Opened {
    fn wizard(&self) -> Wizard {
        let which = (self.editing.org, self.editing.team);
        Wizard::of_rights(which, self.team.name.to_string(), self.draft, self.visitor.words())
    }

    /// The first step.
    pub async fn products_step(self) -> Result<Sheet, PageFailure> {
        let Editing { org, place, look, seen, .. } = &self.editing;
        let wanted = Wanted {
            beginning: look.beginning.clone(),
            behind: look.behind,
            locale: self.visitor.look.locale,
        };
        let found = people::list_choices(&self.backend, &self.identity, *org, place, &wanted)
            .await
            .map_err(request::plain_failure)?;
        Ok(self.wizard().products(place, &look.beginning, &found, *seen))
    }

    /// The last step.
    pub async fn summary(self) -> Result<Sheet, PageFailure> {
        let Editing { org, team, seen, place, .. } = &self.editing;
        let grants = place.grants.clone();
        let asked = GrantsAsked { team: *team, grants, seen: *seen, draft: self.draft };
        let locale = self.visitor.look.locale;
        let found = team::preview_grants(&self.backend, &self.identity, *org, &asked, locale)
            .await
            .map_err(request::plain_failure)?;
        Ok(self.wizard().summary(&found, *seen))
    }
}
