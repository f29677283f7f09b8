//! Who is to join a team and who is to leave it, kept between the steps.

use std::{collections::BTreeSet, convert::Infallible};

use backend::{
    Backend, Identity, UseCaseError,
    usecase::{
        draft,
        team::{self, MembersAsked, Sought},
    },
};
use domain::{
    draft::DraftKind,
    form::Problem,
    id::{PublicId, TeamId, UserId},
    search::MAX_CHARS,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{TeamFailure, TeamField, effects::Wizard};
use crate::{
    api::{PageFailure, request},
    sheet::Sheet,
};

const KIND: DraftKind = DraftKind::TeamMembers;

/// Which members the page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    beginning: String,
    behind: Option<UserId>,
}

impl Look {
    /// Reads what was asked for; what is no member is the beginning of the list.
    pub fn read(beginning: Option<String>, then: Option<&str>) -> Self {
        let beginning = beginning.unwrap_or_default();
        Self {
            beginning: beginning.trim().chars().take(MAX_CHARS).collect(),
            behind: then.and_then(|it| it.parse().ok()),
        }
    }
}

/// The body of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Moving {
    org: PublicId,
    team: TeamId,
    /// Who is to be in the team, and who is not, of those who were decided about.
    joins: BTreeSet<UserId>,
    leaves: BTreeSet<UserId>,
    look: Look,
}

impl Moving {
    fn new((org, team): (PublicId, TeamId)) -> Self {
        let (joins, leaves) = (BTreeSet::new(), BTreeSet::new());
        Self { org, team, joins, leaves, look: Look::default() }
    }

    fn sought(&self) -> Sought<'_> {
        Sought {
            joins: &self.joins,
            leaves: &self.leaves,
            beginning: &self.look.beginning,
            behind: self.look.behind,
        }
    }

    fn asked(self, seen: Timestamp, draft: PublicId) -> MembersAsked {
        let Self { team, joins, leaves, .. } = self;
        MembersAsked { team, joins, leaves, seen, draft: Some(draft) }
    }
}

/// What was ticked.
pub struct Chosen {
    shown: BTreeSet<UserId>,
    ticked: BTreeSet<UserId>,
}

impl Chosen {
    /// Reads the ticks; one that was not shown is left out.
    pub fn read(shown: &str, ticked: &[UserId]) -> Result<Self, TeamFailure> {
        let shown: Result<BTreeSet<UserId>, _> = shown.split_whitespace().map(str::parse).collect();
        let shown = shown.map_err(|_| request::wrong(TeamField::Shown, Problem::NotAChoice))?;
        let ticked = ticked.iter().copied().filter(|it| shown.contains(it)).collect();
        Ok(Self { shown, ticked })
    }

    fn applied(self, moving: Moving, look: Look) -> Moving {
        let others = |these: &BTreeSet<UserId>| these - &self.shown;
        Moving {
            joins: &others(&moving.joins) | &self.ticked,
            leaves: &others(&moving.leaves) | &(&self.shown - &self.ticked),
            look,
            ..moving
        }
    }
}

async fn open(
    backend: &Backend,
    identity: &Identity,
    which: (PublicId, TeamId),
    draft: Option<PublicId>,
) -> Result<Moving, UseCaseError<Infallible>> {
    let Some(draft) = draft else { return Ok(Moving::new(which)) };
    let body = draft::open(backend, identity, KIND, draft).await?;
    let moving: Option<Moving> = serde_json::from_str(&body).ok();
    moving.filter(|it| (it.org, it.team) == which).ok_or(UseCaseError::NotFound)
}

/// Shows who is in the team and who could be.
pub async fn show(
    which: (PublicId, TeamId),
    draft: Option<PublicId>,
) -> Result<Sheet, PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let opened = open(&backend, &identity, which, draft).await;
    // Who may not change the team is told that, whatever the draft.
    let none = Moving::new(which);
    let sought = opened.as_ref().unwrap_or(&none).sought();
    let found = team::find_members(&backend, &identity, which, sought)
        .await
        .map_err(request::plain_failure)?;
    let moving = opened.map_err(request::plain_failure)?;
    let wizard = Wizard::of_members(which, found.name.to_string(), draft, visitor.words());
    Ok(wizard.members(&moving.look.beginning, &found))
}

/// Shows what moving them would do.
pub async fn summary(which: (PublicId, TeamId), draft: PublicId) -> Result<Sheet, PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let opened = open(&backend, &identity, which, Some(draft)).await;
    let none = Moving::new(which);
    let moving = opened.as_ref().unwrap_or(&none).clone();
    let asked = moving.asked(Timestamp::from_millis(0), draft);
    let locale = visitor.look.locale;
    let found = team::preview_members(&backend, &identity, which.0, &asked, locale)
        .await
        .map_err(request::plain_failure)?;
    opened.map_err(request::plain_failure)?;
    let name = found.name.to_string();
    let wizard = Wizard::of_members(which, name, Some(draft), visitor.words());
    Ok(wizard.members_summary(&found))
}

/// Keeps what was ticked. Without a draft a new one begins.
pub async fn keep(
    which: (PublicId, TeamId),
    draft: Option<PublicId>,
    chosen: Chosen,
    look: Look,
) -> Result<PublicId, TeamFailure> {
    let (backend, _, identity) = request::signed_in()?;
    let none = Moving::new(which);
    team::find_members(&backend, &identity, which, none.sought())
        .await
        .map_err(request::plain_failure)?;
    let moving = open(&backend, &identity, which, draft).await.map_err(request::plain_failure)?;
    let moving = chosen.applied(moving, look);
    let body = serde_json::to_string(&moving).map_err(|error| request::internal(&error))?;
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

/// Moves those who were chosen. Returns whether anybody moved.
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
    let moving = open(&backend, &identity, (org, team), Some(draft)).await;
    let asked = moving.map_err(request::plain_failure)?.asked(seen, draft);
    let services = backend.clone();
    backend
        .complete(async move { team::change_members(&services, &identity, org, &asked).await })
        .await
        .map_err(|error| request::failure(error, request::refused))
}
