//! Teams: several members who share what they may do.

use domain::{
    id::{OrgId, TeamId, UserId},
    rights::Permit,
    team::TeamColour,
    text::{PersonName, TeamName},
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    OrgLock, StoreError, Tx,
    members::{After, Member},
    on, statements,
};

statements! {
    // A leader leads as long as they are a member.
    FIND = "
        SELECT t.team_id, t.name, t.colour, t.changed_at, m.user_id AS leader_id,
            u.first_name, u.last_name
        FROM teams t
        LEFT JOIN member_spans m ON m.org_id = t.org_id AND m.user_id = t.leader_id
            AND m.valid_to IS NULL
        LEFT JOIN users u ON u.user_id = m.user_id
        WHERE t.org_id = $1 AND t.team_id = $2 AND t.dissolved_at IS NULL";

    // An organization has a handful.
    LIST = "
        SELECT team_id, name, colour FROM teams
        WHERE org_id = $1 AND dissolved_at IS NULL
        ORDER BY name, team_id";

    SIZES = "
        SELECT t.team_id, CAST(COUNT(*) AS BIGINT)
        FROM teams k
        JOIN team_spans t ON t.org_id = k.org_id AND t.team_id = k.team_id AND t.valid_to IS NULL
        JOIN member_spans m ON m.org_id = t.org_id AND m.user_id = t.user_id
            AND m.valid_to IS NULL
        WHERE k.org_id = $1 AND k.dissolved_at IS NULL
        GROUP BY t.team_id";

    INSERT = "
        INSERT INTO teams (org_id, team_id, name, colour, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $5)";

    UPDATE = "
        UPDATE teams SET name = $3, colour = $4, leader_id = $5, changed_at = $6
        WHERE org_id = $1 AND team_id = $2";

    TOUCH = "UPDATE teams SET changed_at = $3 WHERE org_id = $1 AND team_id = $2";

    DISSOLVE = "
        UPDATE teams SET dissolved_at = $3, changed_at = $3, leader_id = NULL
        WHERE org_id = $1 AND team_id = $2";

    CLOSE_PLACES = "
        UPDATE team_spans SET valid_to = $3
        WHERE org_id = $1 AND team_id = $2 AND valid_to IS NULL";

    CLOSE_GRANTS = "
        UPDATE grant_spans SET valid_to = $3
        WHERE org_id = $1 AND team_id = $2 AND valid_to IS NULL";

    // Also those whose membership has ended: if that is taken back, they are in it again.
    PLACES = "
        SELECT user_id FROM team_spans
        WHERE org_id = $1 AND team_id = $2 AND valid_to IS NULL
        ORDER BY user_id";

    // In the order of their names, after a name and an id, before a name.
    MEMBERS = "
        SELECT u.user_id, u.first_name, u.last_name, u.email, u.picture_at, r.role,
            s.valid_from AS suspended_from
        FROM team_spans t
        JOIN members k ON k.org_id = t.org_id AND k.user_id = t.user_id
        JOIN member_spans m ON m.org_id = t.org_id AND m.user_id = t.user_id
            AND m.valid_to IS NULL
        JOIN users u ON u.user_id = t.user_id
        JOIN role_spans r ON r.org_id = t.org_id AND r.user_id = t.user_id AND r.valid_to IS NULL
        LEFT JOIN suspension_spans s
            ON s.org_id = t.org_id AND s.user_id = t.user_id AND s.valid_to IS NULL
        WHERE t.org_id = $1 AND t.team_id = $2 AND t.valid_to IS NULL
            AND (k.sort_key, k.user_id) > ($3, $4) AND k.sort_key < $5
        ORDER BY k.sort_key, k.user_id
        LIMIT $6";

    // Those who are not in it, after a name and an id, before a name.
    OTHERS = "
        SELECT u.user_id, u.first_name, u.last_name, u.email, u.picture_at, r.role,
            s.valid_from AS suspended_from
        FROM members k
        JOIN member_spans m ON m.org_id = k.org_id AND m.user_id = k.user_id
            AND m.valid_to IS NULL
        JOIN users u ON u.user_id = k.user_id
        JOIN role_spans r ON r.org_id = k.org_id AND r.user_id = k.user_id AND r.valid_to IS NULL
        LEFT JOIN suspension_spans s
            ON s.org_id = k.org_id AND s.user_id = k.user_id AND s.valid_to IS NULL
        WHERE k.org_id = $1 AND (k.sort_key, k.user_id) > ($3, $4) AND k.sort_key < $5
          AND NOT EXISTS (
              SELECT 1 FROM team_spans t
              WHERE t.org_id = k.org_id AND t.user_id = k.user_id AND t.team_id = $2
                AND t.valid_to IS NULL)
        ORDER BY k.sort_key, k.user_id
        LIMIT $6";
}

/// A team.
pub struct Team {
    pub id: TeamId,
    pub name: TeamName,
    pub colour: TeamColour,
    /// The member whom others turn to, with first and last name.
    pub leader: Option<(UserId, String)>,
    /// When it, its rights or its members changed last.
    pub changed_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    team_id: Uuid,
    name: String,
    colour: String,
    changed_at: i64,
    leader_id: Option<Uuid>,
    first_name: Option<String>,
    last_name: Option<String>,
}

impl TryFrom<Row> for Team {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let names = row.first_name.zip(row.last_name);
        let leader = row.leader_id.zip(names).map(|(id, (first, last))| {
            let names = [first, last].map(PersonName::from_stored);
            (UserId::from_uuid(id), format!("{} {}", names[0], names[1]))
        });
        Ok(Self {
            id: TeamId::from_uuid(row.team_id),
            name: TeamName::from_stored(row.name),
            colour: colour(&row.colour)?,
            leader,
            changed_at: Timestamp::from_millis(row.changed_at),
        })
    }
}

fn colour(text: &str) -> Result<TeamColour, StoreError> {
    TeamColour::parse(text).ok_or(StoreError::Corrupt("teams.colour"))
}

/// A team of this organization, unless it was dissolved.
pub async fn find(tx: &mut Tx, org: OrgId, team: TeamId) -> Result<Option<Team>, StoreError> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(FIND).bind(org.as_uuid()).bind(team.as_uuid()).fetch_optional(conn).await?
    });
    row.map(Team::try_from).transpose()
}

/// The teams of an organization, by name.
pub async fn list(tx: &mut Tx, org: OrgId) -> Result<Vec<(TeamId, TeamName)>, StoreError> {
    let teams = list_coloured(tx, org).await?;
    Ok(teams.into_iter().map(|(id, name, _)| (id, name)).collect())
}

/// The same with their colours.
pub async fn list_coloured(
    tx: &mut Tx,
    org: OrgId,
) -> Result<Vec<(TeamId, TeamName, TeamColour)>, StoreError> {
    let rows: Vec<(Uuid, String, String)> =
        on!(tx, |conn| sqlx::query_as(LIST).bind(org.as_uuid()).fetch_all(conn).await?);
    rows.into_iter()
        .map(|(id, name, it)| {
            Ok((TeamId::from_uuid(id), TeamName::from_stored(name), colour(&it)?))
        })
        .collect()
}

/// How many members each team has; one that is not in it has none.
pub async fn sizes(tx: &mut Tx, org: OrgId) -> Result<Vec<(TeamId, i64)>, StoreError> {
    let rows: Vec<(Uuid, i64)> =
        on!(tx, |conn| sqlx::query_as(SIZES).bind(org.as_uuid()).fetch_all(conn).await?);
    Ok(rows.into_iter().map(|(id, count)| (TeamId::from_uuid(id), count)).collect())
}

/// Adds a team without members and rights.
pub async fn insert(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    (team, name, colour): (TeamId, &TeamName, TeamColour),
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(lock.org().as_uuid())
            .bind(team.as_uuid())
            .bind(name.as_str())
            .bind(colour.as_str())
            .bind(at.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// What a team is called, how it looks and who leads it.
pub async fn update(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    team: TeamId,
    (name, colour, leader): (&TeamName, TeamColour, Option<UserId>),
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(UPDATE)
            .bind(lock.org().as_uuid())
            .bind(team.as_uuid())
            .bind(name.as_str())
            .bind(colour.as_str())
            .bind(leader.map(UserId::as_uuid))
            .bind(at.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Notes that something about a team has changed.
pub async fn touch(
    tx: &mut Tx,
    lock: &OrgLock,
    team: TeamId,
    at: Timestamp,
) -> Result<(), StoreError> {
    run(tx, lock, team, at, &[TOUCH]).await
}

/// Ends a team, with all places in it and all rights that come with it.
pub async fn dissolve(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    team: TeamId,
    at: Timestamp,
) -> Result<(), StoreError> {
    run(tx, lock, team, at, &[CLOSE_PLACES, CLOSE_GRANTS, DISSOLVE]).await
}

async fn run(
    tx: &mut Tx,
    lock: &OrgLock,
    team: TeamId,
    at: Timestamp,
    statements: &[&'static str],
) -> Result<(), StoreError> {
    for sql in statements {
        on!(tx, |conn| {
            sqlx::query(*sql)
                .bind(lock.org().as_uuid())
                .bind(team.as_uuid())
                .bind(at.as_millis())
                .execute(conn)
                .await?;
        });
    }
    Ok(())
}

/// Everybody who has a place in the team, also those whose membership has ended.
pub async fn places(tx: &mut Tx, org: OrgId, team: TeamId) -> Result<Vec<UserId>, StoreError> {
    let rows: Vec<Uuid> = on!(tx, |conn| {
        sqlx::query_scalar(PLACES).bind(org.as_uuid()).bind(team.as_uuid()).fetch_all(conn).await?
    });
    Ok(rows.into_iter().map(UserId::from_uuid).collect())
}

/// A part of the members in the order of their names: behind somebody, before a name, at most so many.
#[derive(Debug, Clone, Copy)]
pub struct Range<'a> {
    pub after: &'a After,
    pub before: &'a str,
    pub limit: i64,
}

/// Some members of a team by name.
pub async fn members(
    tx: &mut Tx,
    org: OrgId,
    team: TeamId,
    range: Range<'_>,
) -> Result<Vec<Member>, StoreError> {
    part(tx, org, team, range, MEMBERS).await
}

/// Some members who are not in the team by name.
pub async fn others(
    tx: &mut Tx,
    org: OrgId,
    team: TeamId,
    range: Range<'_>,
) -> Result<Vec<Member>, StoreError> {
    part(tx, org, team, range, OTHERS).await
}

async fn part(
    tx: &mut Tx,
    org: OrgId,
    team: TeamId,
    Range { after, before, limit }: Range<'_>,
    sql: &'static str,
) -> Result<Vec<Member>, StoreError> {
    let rows: Vec<super::members::Row> = on!(tx, |conn| {
        sqlx::query_as(sql)
            .bind(org.as_uuid())
            .bind(team.as_uuid())
            .bind(&after.sort_key)
            .bind(after.user)
            .bind(before)
            .bind(limit)
            .fetch_all(conn)
            .await?
    });
    rows.into_iter().map(Member::try_from).collect()
}
