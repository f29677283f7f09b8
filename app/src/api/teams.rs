//! Teams: who belongs to them, what they may do, and what is done about them.

#![expect(
    clippy::too_many_arguments,
    reason = "a server function has one for each field of its form"
)]

#[cfg(feature = "ssr")]
mod effects;
#[cfg(feature = "ssr")]
mod granting;
#[cfg(feature = "ssr")]
mod moving;
#[cfg(feature = "ssr")]
mod sheets;
#[cfg(feature = "ssr")]
mod steps;

use domain::{
    id::{PublicId, TeamId, UserId},
    team::TeamRefusal,
    time::Timestamp,
};
use leptos::prelude::*;

use super::{Done, Failure, PageFailure, Rejected, strict_form::Form};
use crate::{
    form::{Sentence, fields},
    sheet::Sheet,
    words::Words,
};

fields! {
    /// Fields of the forms about a team.
    TeamField {
        Org => "org" people.title,
        Team => "team" teams.team,
        Draft => "draft" teams.team,
        Seen => "seen" teams.team,
        Name => "name" teams.name,
        Colour => "colour" teams.colour,
        Leader => "leader" teams.leader,
        Shown => "shown" people.products,
        Technical => "technical[]" people.right_technical,
        Statistics => "statistics[]" people.right_statistics,
        Members => "members[]" teams.belongs,
        Beginning => "q" teams.find_member,
        Then => "then" teams.find_member,
    }
}

impl Sentence for TeamRefusal {
    fn sentence(&self, words: Words) -> String {
        let teams = words.teams();
        match self {
            Self::NameTaken => teams.refused_name_taken(),
            Self::TooMany => teams.refused_too_many(),
            Self::NotAMember => teams.refused_not_a_member(),
            Self::Changed => teams.refused_changed(),
        }
        .to_owned()
    }
}

/// What the field `leader` says for a team that nobody leads.
pub const NOBODY: &str = "nobody";

/// What the functions about teams answer when they refuse.
pub type TeamFailure = Failure<Rejected<TeamField, TeamRefusal>>;

/// Lists teams.
#[server(endpoint = "list_teams", input = Form)]
pub async fn list_teams(org: PublicId) -> Result<Sheet, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let found = backend::usecase::team::list_teams(&backend, &identity, org)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::teams(org, found, visitor.words()))
}

/// Shows the form that makes a team.
#[server(endpoint = "show_new_team", input = Form)]
pub async fn show_new_team(org: PublicId) -> Result<Sheet, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let found = backend::usecase::team::list_teams(&backend, &identity, org)
        .await
        .map_err(request::plain_failure)?;
    if let Err(denial) = found.manage {
        return Err(request::plain_failure(backend::UseCaseError::Denied(denial)));
    }
    Ok(sheets::new_team(org, visitor.words()))
}

/// Makes a team.
#[server(endpoint = "create_team", input = Form)]
pub async fn create_team(org: PublicId, name: String, colour: String) -> Result<Done, TeamFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let (name, colour) = steps::looks(&name, &colour)?;
    let services = backend.clone();
    let team = backend
        .complete(async move {
            let looks = (&name, colour);
            backend::usecase::team::create_team(&services, &identity, org, looks).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::leads_to(&visitor, Route::Team(org, team), Flash::TeamCreated))
}

/// Shows a team. `query` is what stands behind the question mark in the address of the page: where the
/// list of its members begins.
#[server(endpoint = "show_team", input = Form)]
pub async fn show_team(org: PublicId, team: TeamId, query: String) -> Result<Sheet, PageFailure> {
    use super::{paging, request};

    let (backend, visitor, identity) = request::signed_in()?;
    let behind = paging::behind(&query);
    let locale = visitor.look.locale;
    let found = backend::usecase::team::show_team(&backend, &identity, (org, team), behind, locale)
        .await
        .map_err(request::plain_failure)?;
    Ok(sheets::team(org, found, behind.is_some(), visitor.words()))
}

/// Shows the form that changes name, colour and leader.
#[server(endpoint = "show_team_edit", input = Form)]
pub async fn show_team_edit(org: PublicId, team: TeamId) -> Result<Sheet, PageFailure> {
    let (found, visitor) = steps::managed(org, team).await?;
    Ok(sheets::edit(org, &found, visitor.words()))
}

/// Changes what a team is called, how it looks and who leads it.
#[server(endpoint = "change_team", input = Form)]
pub async fn change_team(
    org: PublicId,
    team: TeamId,
    seen: Timestamp,
    name: String,
    colour: String,
    leader: String,
) -> Result<Done, TeamFailure> {
    use backend::usecase::team::TeamAsked;
    use domain::form::Problem;

    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let (name, colour) = steps::looks(&name, &colour)?;
    let leader = if leader == NOBODY {
        None
    } else {
        let user = leader.parse::<UserId>();
        Some(user.map_err(|_| request::wrong(TeamField::Leader, Problem::NotAChoice))?)
    };
    let asked = TeamAsked { team, seen, name, colour, leader };
    let services = backend.clone();
    let changed = backend
        .complete(async move {
            backend::usecase::team::change_team(&services, &identity, org, &asked).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    let flash = if changed { Flash::TeamChanged } else { Flash::NothingChanged };
    Ok(request::leads_to(&visitor, Route::Team(org, team), flash))
}

/// Shows the first step of giving a team other rights, with what it has now.
#[server(endpoint = "show_team_rights", input = Form)]
pub async fn show_team_rights(org: PublicId, team: TeamId) -> Result<Sheet, PageFailure> {
    granting::begin(org, team).await?.products_step().await
}

/// Shows the first step again.
#[server(endpoint = "show_team_rights_again", input = Form)]
pub async fn show_team_rights_again(
    org: PublicId,
    team: TeamId,
    draft: PublicId,
) -> Result<Sheet, PageFailure> {
    granting::open(org, team, draft).await?.products_step().await
}

/// Shows the last step.
#[server(endpoint = "show_team_rights_summary", input = Form)]
pub async fn show_team_rights_summary(
    org: PublicId,
    team: TeamId,
    draft: PublicId,
) -> Result<Sheet, PageFailure> {
    granting::open(org, team, draft).await?.summary().await
}

/// The first step: products. Only of those that were shown anything changes. Without a draft a new one
/// begins.
#[server(endpoint = "choose_team_products", input = Form)]
pub async fn choose_team_products(
    org: PublicId,
    team: TeamId,
    draft: Option<PublicId>,
    seen: Timestamp,
    shown: String,
    #[server(default)] technical: Vec<String>,
    #[server(default)] statistics: Vec<String>,
    q: Option<String>,
    then: Option<String>,
) -> Result<Done, TeamFailure> {
    use domain::form::Problem;

    use super::{
        place::{Chosen, Look},
        request,
    };
    use crate::route::Route;

    let (_, visitor, _) = request::signed_in()?;
    let go_on = then.is_none();
    let chosen = Chosen::read(&shown, &technical, &statistics, Vec::new())
        .map_err(|_| request::wrong(TeamField::Shown, Problem::NotAChoice))?;
    let look = Look::read(q, then.as_deref());
    let draft = granting::keep((org, team), draft, seen, (chosen, look)).await?;
    let next = if go_on { Route::TeamRightsSummary } else { Route::TeamRightsAgain };
    Ok(request::done(&visitor, next(org, team, draft), None))
}

/// The last step: gives the team what was chosen.
#[server(endpoint = "change_team_rights", input = Form)]
pub async fn change_team_rights(
    org: PublicId,
    team: TeamId,
    draft: PublicId,
    seen: Timestamp,
) -> Result<Done, TeamFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (_, visitor, _) = request::signed_in()?;
    let changed = granting::apply((org, team), draft, seen).await?;
    let flash = if changed { Flash::TeamChanged } else { Flash::NothingChanged };
    Ok(request::leads_to(&visitor, Route::Team(org, team), flash))
}

/// Shows who is in a team and who could be.
#[server(endpoint = "show_team_members", input = Form)]
pub async fn show_team_members(org: PublicId, team: TeamId) -> Result<Sheet, PageFailure> {
    moving::show((org, team), None).await
}

/// Shows that again, with those who are chosen already.
#[server(endpoint = "show_team_members_again", input = Form)]
pub async fn show_team_members_again(
    org: PublicId,
    team: TeamId,
    draft: PublicId,
) -> Result<Sheet, PageFailure> {
    moving::show((org, team), Some(draft)).await
}

/// Shows the last step.
#[server(endpoint = "show_team_members_summary", input = Form)]
pub async fn show_team_members_summary(
    org: PublicId,
    team: TeamId,
    draft: PublicId,
) -> Result<Sheet, PageFailure> {
    moving::summary((org, team), draft).await
}

/// The first step: who belongs to the team. Only for those who were shown anything changes. Without a
/// draft a new one begins.
#[server(endpoint = "choose_team_members", input = Form)]
pub async fn choose_team_members(
    org: PublicId,
    team: TeamId,
    draft: Option<PublicId>,
    shown: String,
    #[server(default)] members: Vec<UserId>,
    q: Option<String>,
    then: Option<String>,
) -> Result<Done, TeamFailure> {
    use super::request;
    use crate::route::Route;

    let (_, visitor, _) = request::signed_in()?;
    let next = if then.is_none() { Route::TeamMembersSummary } else { Route::TeamMembersAgain };
    let chosen = moving::Chosen::read(&shown, &members)?;
    let look = moving::Look::read(q, then.as_deref());
    let draft = moving::keep((org, team), draft, chosen, look).await?;
    Ok(request::done(&visitor, next(org, team, draft), None))
}

/// The last step: takes members into a team and others out of it.
#[server(endpoint = "change_team_members", input = Form)]
pub async fn change_team_members(
    org: PublicId,
    team: TeamId,
    draft: PublicId,
    seen: Timestamp,
) -> Result<Done, TeamFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (_, visitor, _) = request::signed_in()?;
    let moved = moving::apply((org, team), draft, seen).await?;
    let flash = if moved { Flash::TeamMoved } else { Flash::NothingChanged };
    Ok(request::leads_to(&visitor, Route::Team(org, team), flash))
}

/// Says what the end of a team would do.
#[server(endpoint = "show_dissolution", input = Form)]
pub async fn show_dissolution(org: PublicId, team: TeamId) -> Result<Sheet, PageFailure> {
    use super::request;

    let (backend, visitor, identity) = request::signed_in()?;
    let locale = visitor.look.locale;
    let found =
        backend::usecase::team::preview_dissolution(&backend, &identity, (org, team), locale)
            .await
            .map_err(request::plain_failure)?;
    Ok(effects::dissolution((org, team), &found, visitor.words()))
}

/// Dissolves a team.
#[server(endpoint = "dissolve_team", input = Form)]
pub async fn dissolve_team(
    org: PublicId,
    team: TeamId,
    seen: Timestamp,
) -> Result<Done, TeamFailure> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let services = backend.clone();
    backend
        .complete(async move {
            backend::usecase::team::dissolve_team(&services, &identity, (org, team), seen).await
        })
        .await
        .map_err(|error| request::failure(error, request::refused))?;
    Ok(request::leads_to(&visitor, Route::Teams(org), Flash::TeamDissolved))
}
