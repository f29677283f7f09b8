//! Who is to join a team, kept while somebody looks for more of them.

use std::{collections::BTreeSet, convert::Infallible};

use backend::{
    Backend, Identity, UseCaseError,
    usecase::{
        draft,
        team::{self, JoinAsked},
    },
};
use domain::{
    draft::DraftKind,
    form::Problem,
    id::{PublicId, TeamId, UserId},
    search::MAX_CHARS,
};
use serde::{Deserialize, Serialize};

use super::{TeamFailure, TeamField, sheets};
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
    pub fn read(beginning: Option<String>, then: &str) -> Self {
        let beginning = beginning.unwrap_or_default();
        Self {
            beginning: beginning.trim().chars().take(MAX_CHARS).collect(),
            behind: then.parse().ok(),
        }
    }
}

/// The body of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Joining {
    org: PublicId,
    team: TeamId,
    users: BTreeSet<UserId>,
    look: Look,
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

    fn applied(&self, users: &BTreeSet<UserId>) -> BTreeSet<UserId> {
        users.difference(&self.shown).chain(&self.ticked).copied().collect()
    }
}

async fn open(
    backend: &Backend,
    identity: &Identity,
    (org, team): (PublicId, TeamId),
    draft: Option<PublicId>,
) -> Result<Joining, UseCaseError<Infallible>> {
    let Some(draft) = draft else {
        return Ok(Joining { org, team, users: BTreeSet::new(), look: Look::default() });
    };
    let body = draft::open(backend, identity, KIND, draft).await?;
    let joining: Option<Joining> = serde_json::from_str(&body).ok();
    joining.filter(|it| (it.org, it.team) == (org, team)).ok_or(UseCaseError::NotFound)
}

/// Shows who could join.
pub async fn show(
    which: (PublicId, TeamId),
    draft: Option<PublicId>,
) -> Result<Sheet, PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let draft_of = open(&backend, &identity, which, draft).await;
    // Who may not change the team is told that, whatever the draft.
    let none =
        Joining { org: which.0, team: which.1, users: BTreeSet::new(), look: Look::default() };
    let Joining { users, look, .. } = draft_of.as_ref().unwrap_or(&none);
    let range = (look.beginning.as_str(), look.behind);
    let found = team::list_candidates(&backend, &identity, which, users, range)
        .await
        .map_err(request::plain_failure)?;
    let beginning = look.beginning.clone();
    draft_of.map_err(request::plain_failure)?;
    Ok(sheets::joining(which, draft, &beginning, found, visitor.words()))
}

/// Keeps what was ticked. Without a draft a new one begins.
pub async fn keep(
    which: (PublicId, TeamId),
    draft: Option<PublicId>,
    chosen: Chosen,
    look: Look,
) -> Result<PublicId, TeamFailure> {
    let (backend, _, identity) = request::signed_in()?;
    let range = ("", None);
    team::list_candidates(&backend, &identity, which, &BTreeSet::new(), range)
        .await
        .map_err(request::plain_failure)?;
    let joining = open(&backend, &identity, which, draft).await.map_err(request::plain_failure)?;
    let joining = Joining { users: chosen.applied(&joining.users), look, ..joining };
    let body = serde_json::to_string(&joining).map_err(|error| request::internal(&error))?;
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

/// Takes those who were ticked into the team. Returns whether anybody joined.
pub async fn apply(
    (org, team): (PublicId, TeamId),
    draft: Option<PublicId>,
    chosen: Chosen,
) -> Result<bool, TeamFailure> {
    let (backend, _, identity) = request::signed_in()?;
    if let Some(draft) = draft {
        let made = draft::made(&backend, &identity, KIND, draft).await;
        if made.map_err(request::plain_failure)?.is_some() {
            return Ok(true);
        }
    }
    let joining =
        open(&backend, &identity, (org, team), draft).await.map_err(request::plain_failure)?;
    let asked = JoinAsked { team, users: chosen.applied(&joining.users), draft };
    let services = backend.clone();
    backend
        .complete(async move { team::add_members(&services, &identity, org, &asked).await })
        .await
        .map_err(|error| request::failure(error, request::refused))
}
