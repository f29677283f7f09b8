//! Teams: several members who share what they may do.

use domain::{
    id::{OrgId, TeamId},
    text::TeamName,
};
use uuid::Uuid;

use super::{StoreError, Tx, on, statements};

statements! {
    FIND = "
        SELECT name FROM teams
        WHERE org_id = $1 AND team_id = $2 AND dissolved_at IS NULL";

    // An organization has a handful.
    LIST = "
        SELECT team_id, name FROM teams
        WHERE org_id = $1 AND dissolved_at IS NULL
        ORDER BY name, team_id";
}

/// A team.
pub struct Team {
    pub name: TeamName,
}

/// A team of this organization, unless it was dissolved.
pub async fn find(tx: &mut Tx, org: OrgId, team: TeamId) -> Result<Option<Team>, StoreError> {
    let name: Option<String> = on!(tx, |conn| {
        sqlx::query_scalar(FIND)
            .bind(org.as_uuid())
            .bind(team.as_uuid())
            .fetch_optional(conn)
            .await?
    });
    Ok(name.map(|it| Team { name: TeamName::from_stored(it) }))
}

/// The teams of an organization, by name.
pub async fn list(tx: &mut Tx, org: OrgId) -> Result<Vec<(TeamId, TeamName)>, StoreError> {
    let rows: Vec<(Uuid, String)> =
        on!(tx, |conn| sqlx::query_as(LIST).bind(org.as_uuid()).fetch_all(conn).await?);
    Ok(rows
        .into_iter()
        .map(|(id, name)| (TeamId::from_uuid(id), TeamName::from_stored(name)))
        .collect())
}
