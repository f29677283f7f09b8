//! What the forms about a team have in common.

use backend::{UseCaseError, usecase::team::TeamDetails};
use domain::{
    form::Problem,
    id::{PublicId, TeamId},
    team::TeamColour,
    text::TeamName,
};

use super::{TeamFailure, TeamField};
use crate::api::{
    PageFailure,
    request::{self, Reader, Visitor},
};

/// Reads name and colour.
pub fn looks(name: &str, colour: &str) -> Result<(TeamName, TeamColour), TeamFailure> {
    let mut read = Reader::new();
    let name = read.take(TeamField::Name, TeamName::parse(name));
    let colour = TeamColour::parse(colour).ok_or(Problem::NotAChoice);
    let colour = read.take(TeamField::Colour, colour);
    name.zip(colour).ok_or_else(|| read.refusal())
}

/// A team, for somebody who may change it.
pub async fn managed(org: PublicId, team: TeamId) -> Result<(TeamDetails, Visitor), PageFailure> {
    let (backend, visitor, identity) = request::signed_in()?;
    let locale = visitor.look.locale;
    let found = backend::usecase::team::show_team(&backend, &identity, (org, team), None, locale)
        .await
        .map_err(request::plain_failure)?;
    match found.manage {
        Ok(()) => Ok((found, visitor)),
        Err(denial) => Err(request::plain_failure(UseCaseError::Denied(denial))),
    }
}
