//! What members have been given, as intervals: role, rights about money, rights on products, teams.

use std::collections::BTreeSet;

use domain::{
    catalogue::ProductRef,
    id::{GrantId, OrgId, ProductId, TeamId, UserId},
    rights::{Grant, Held, MoneyRight, Permit, Place, ProductRight, Role, Scope},
    time::Timestamp,
};
use uuid::Uuid;

use super::{OrgLock, StoreError, Tx, on, statements};
use crate::entropy::{Entropy, draw};

statements! {
    OPEN_ROLE = "
        INSERT INTO role_spans (org_id, user_id, role, valid_from) VALUES ($1, $2, $3, $4)";

    CLOSE_ROLE = "
        UPDATE role_spans SET valid_to = $3
        WHERE org_id = $1 AND user_id = $2 AND valid_to IS NULL";

    OPEN_MONEY = "
        INSERT INTO money_spans (org_id, user_id, money_right, valid_from)
        VALUES ($1, $2, $3, $4)";

    CLOSE_MONEY = "
        UPDATE money_spans SET valid_to = $4
        WHERE org_id = $1 AND user_id = $2 AND money_right = $3 AND valid_to IS NULL";

    OPEN_GRANT = "
        INSERT INTO grant_spans
            (org_id, grant_id, user_id, product_id, kind, product_right, valid_from)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";

    CLOSE_GRANT = "
        UPDATE grant_spans SET valid_to = $6
        WHERE org_id = $1 AND user_id = $2 AND product_right = $5 AND valid_to IS NULL
          AND (product_id = $3 OR kind = $4)";

    OPEN_TEAM = "
        INSERT INTO team_spans (org_id, user_id, team_id, valid_from) VALUES ($1, $2, $3, $4)";

    CLOSE_TEAM = "
        UPDATE team_spans SET valid_to = $4
        WHERE org_id = $1 AND user_id = $2 AND team_id = $3 AND valid_to IS NULL";

    // Whoever goes leads no longer.
    TOUCH_TEAM = "
        UPDATE teams
        SET changed_at = $4, leader_id = CASE WHEN leader_id = $2 THEN NULL ELSE leader_id END
        WHERE org_id = $1 AND team_id = $3";

    OPEN_TEAM_GRANT = "
        INSERT INTO grant_spans
            (org_id, grant_id, team_id, product_id, kind, product_right, valid_from)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";

    CLOSE_TEAM_GRANT = "
        UPDATE grant_spans SET valid_to = $6
        WHERE org_id = $1 AND team_id = $2 AND product_right = $5 AND valid_to IS NULL
          AND (product_id = $3 OR kind = $4)";

    ROLE_AND_MONEY = "
        SELECT r.role, m.money_right
        FROM role_spans r
        LEFT JOIN money_spans m
            ON m.org_id = r.org_id AND m.user_id = r.user_id AND m.valid_to IS NULL
        WHERE r.org_id = $1 AND r.user_id = $2 AND r.valid_to IS NULL";

    TEAMS = "
        SELECT team_id FROM team_spans
        WHERE org_id = $1 AND user_id = $2 AND valid_to IS NULL";

    // Their own, and those of their teams.
    HELD = "
        SELECT g.team_id, g.product_id, COALESCE(g.kind, p.kind) AS kind, g.product_right
        FROM grant_spans g
        LEFT JOIN products p ON p.org_id = g.org_id AND p.product_id = g.product_id
        WHERE g.org_id = $1 AND g.user_id = $2 AND g.valid_to IS NULL
        UNION ALL
        SELECT g.team_id, g.product_id, COALESCE(g.kind, p.kind) AS kind, g.product_right
        FROM team_spans t
        JOIN grant_spans g ON g.org_id = t.org_id AND g.team_id = t.team_id
            AND g.valid_to IS NULL
        LEFT JOIN products p ON p.org_id = g.org_id AND p.product_id = g.product_id
        WHERE t.org_id = $1 AND t.user_id = $2 AND t.valid_to IS NULL";

    HELD_BY_TEAM = "
        SELECT g.team_id, g.product_id, COALESCE(g.kind, p.kind) AS kind, g.product_right
        FROM grant_spans g
        LEFT JOIN products p ON p.org_id = g.org_id AND p.product_id = g.product_id
        WHERE g.org_id = $1 AND g.team_id = $2 AND g.valid_to IS NULL";
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    team_id: Option<Uuid>,
    product_id: Option<Uuid>,
    kind: String,
    product_right: String,
}

impl TryFrom<HeldRow> for Held {
    type Error = StoreError;

    fn try_from(row: HeldRow) -> Result<Self, Self::Error> {
        let kind = row.kind.parse().map_err(|_| StoreError::Corrupt("grant_spans.kind"))?;
        let right = ProductRight::parse(&row.product_right)
            .ok_or(StoreError::Corrupt("grant_spans.product_right"))?;
        let scope = row.product_id.map_or(Scope::Kind(kind), |id| {
            Scope::Product(ProductRef { id: ProductId::from_uuid(id), kind })
        });
        Ok(Self { grant: Grant { scope, right }, team: row.team_id.map(TeamId::from_uuid) })
    }
}

/// When a change is made, and the chance that its new rows are named by.
#[derive(Clone, Copy)]
pub struct When<'a> {
    /// The [`super::members::instant`] of the change.
    pub at: Timestamp,
    /// For ids.
    pub entropy: &'a dyn Entropy,
}

/// The rights on products of a member: their own, and those of their teams.
pub async fn held(tx: &mut Tx, org: OrgId, user: UserId) -> Result<BTreeSet<Held>, StoreError> {
    let rows: Vec<HeldRow> = on!(tx, |conn| {
        sqlx::query_as(HELD).bind(org.as_uuid()).bind(user.as_uuid()).fetch_all(conn).await?
    });
    rows.into_iter().map(Held::try_from).collect()
}

/// The rights on products of a team.
pub async fn grants_of_team(
    tx: &mut Tx,
    org: OrgId,
    team: TeamId,
) -> Result<BTreeSet<Grant>, StoreError> {
    let rows: Vec<HeldRow> = on!(tx, |conn| {
        sqlx::query_as(HELD_BY_TEAM)
            .bind(org.as_uuid())
            .bind(team.as_uuid())
            .fetch_all(conn)
            .await?
    });
    rows.into_iter().map(|row| Ok(Held::try_from(row)?.grant)).collect()
}

/// What a member has been given at present; also for somebody whose membership has ended, as it was.
/// `None` for somebody who never was a member.
pub async fn find(tx: &mut Tx, org: OrgId, user: UserId) -> Result<Option<Place>, StoreError> {
    let (org_uuid, user_uuid) = (org.as_uuid(), user.as_uuid());
    let rows: Vec<(String, Option<String>)> = on!(tx, |conn| {
        sqlx::query_as(ROLE_AND_MONEY).bind(org_uuid).bind(user_uuid).fetch_all(conn).await?
    });
    let Some((role, _)) = rows.first() else { return Ok(None) };
    let role = Role::parse(role).ok_or(StoreError::Corrupt("role_spans.role"))?;
    let money = rows
        .iter()
        .filter_map(|(_, right)| right.as_deref())
        .map(|it| MoneyRight::parse(it).ok_or(StoreError::Corrupt("money_spans.money_right")))
        .collect::<Result<_, _>>()?;
    let teams: Vec<Uuid> = on!(tx, |conn| {
        sqlx::query_scalar(TEAMS).bind(org_uuid).bind(user_uuid).fetch_all(conn).await?
    });
    let own = held(tx, org, user).await?.into_iter().filter(|it| it.team.is_none());
    Ok(Some(Place {
        role,
        money,
        grants: own.map(|it| it.grant).collect(),
        teams: teams.into_iter().map(TeamId::from_uuid).collect(),
    }))
}

/// Gives a new member what they are to have.
pub async fn open(
    tx: &mut Tx,
    lock: &OrgLock,
    permit: &Permit,
    user: UserId,
    place: &Place,
    when: When<'_>,
) -> Result<(), StoreError> {
    let nothing = Place::of(place.role);
    open_role(tx, lock, user, place.role, when).await?;
    change_rest(tx, lock, permit, user, (&nothing, place), when).await
}

/// Gives and takes what differs.
pub async fn change(
    tx: &mut Tx,
    lock: &OrgLock,
    permit: &Permit,
    user: UserId,
    (before, after): (&Place, &Place),
    when: When<'_>,
) -> Result<(), StoreError> {
    if before.role != after.role {
        let (org, at_ms) = (lock.org().as_uuid(), when.at.as_millis());
        on!(tx, |conn| {
            sqlx::query(CLOSE_ROLE)
                .bind(org)
                .bind(user.as_uuid())
                .bind(at_ms)
                .execute(conn)
                .await?;
        });
        open_role(tx, lock, user, after.role, when).await?;
    }
    change_rest(tx, lock, permit, user, (before, after), when).await
}

async fn open_role(
    tx: &mut Tx,
    lock: &OrgLock,
    user: UserId,
    role: Role,
    when: When<'_>,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(OPEN_ROLE)
            .bind(lock.org().as_uuid())
            .bind(user.as_uuid())
            .bind(role.as_str())
            .bind(when.at.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

async fn change_rest(
    tx: &mut Tx,
    lock: &OrgLock,
    permit: &Permit,
    user: UserId,
    (before, after): (&Place, &Place),
    when: When<'_>,
) -> Result<(), StoreError> {
    let (org, at_ms) = (lock.org().as_uuid(), when.at.as_millis());
    let user_uuid = user.as_uuid();
    let money =
        [(CLOSE_MONEY, &before.money, &after.money), (OPEN_MONEY, &after.money, &before.money)];
    for (sql, these, others) in money {
        for right in these.difference(others) {
            let right = right.as_str();
            on!(tx, |conn| {
                sqlx::query(sql)
                    .bind(org)
                    .bind(user_uuid)
                    .bind(right)
                    .bind(at_ms)
                    .execute(conn)
                    .await?;
            });
        }
    }
    change_teams(tx, lock, permit, user, (&before.teams, &after.teams), when.at).await?;
    let grants = (&before.grants, &after.grants);
    change_grants(tx, lock, permit, Holder::Member(user), grants, when).await
}

/// Moves a member into teams and out of others.
pub async fn change_teams(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    user: UserId,
    (before, after): (&BTreeSet<TeamId>, &BTreeSet<TeamId>),
    at: Timestamp,
) -> Result<(), StoreError> {
    let org = lock.org().as_uuid();
    for (sql, these, others) in [(CLOSE_TEAM, before, after), (OPEN_TEAM, after, before)] {
        for team in these.difference(others) {
            for sql in [sql, TOUCH_TEAM] {
                on!(tx, |conn| {
                    sqlx::query(sql)
                        .bind(org)
                        .bind(user.as_uuid())
                        .bind(team.as_uuid())
                        .bind(at.as_millis())
                        .execute(conn)
                        .await?;
                });
            }
        }
    }
    Ok(())
}

/// Who is given rights on products.
#[derive(Debug, Clone, Copy)]
pub enum Holder {
    /// A member.
    Member(UserId),
    /// A team.
    Team(TeamId),
}

/// Gives and takes rights on products.
pub async fn change_grants(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    holder: Holder,
    (before, after): (&BTreeSet<Grant>, &BTreeSet<Grant>),
    when: When<'_>,
) -> Result<(), StoreError> {
    let (org, at_ms) = (lock.org().as_uuid(), when.at.as_millis());
    let (close, open, holder) = match holder {
        Holder::Member(user) => (CLOSE_GRANT, OPEN_GRANT, user.as_uuid()),
        Holder::Team(team) => (CLOSE_TEAM_GRANT, OPEN_TEAM_GRANT, team.as_uuid()),
    };
    for Grant { scope, right } in before.difference(after) {
        let (product, kind) = columns(*scope);
        on!(tx, |conn| {
            sqlx::query(close)
                .bind(org)
                .bind(holder)
                .bind(product)
                .bind(kind.as_deref())
                .bind(right.as_str())
                .bind(at_ms)
                .execute(conn)
                .await?;
        });
    }
    for Grant { scope, right } in after.difference(before) {
        let grant = GrantId::mint(when.at, draw(when.entropy));
        let (product, kind) = columns(*scope);
        on!(tx, |conn| {
            sqlx::query(open)
                .bind(org)
                .bind(grant.as_uuid())
                .bind(holder)
                .bind(product)
                .bind(kind.as_deref())
                .bind(right.as_str())
                .bind(at_ms)
                .execute(conn)
                .await?;
        });
    }
    Ok(())
}

fn columns(scope: Scope) -> (Option<Uuid>, Option<String>) {
    match scope {
        Scope::Product(product) => (Some(product.id.as_uuid()), None),
        Scope::Kind(kind) => (None, Some(kind.to_string())),
    }
}
