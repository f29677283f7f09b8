//! Who belongs to which organization, and as what.

use domain::{
    email::Email,
    id::{OrgId, PublicId, UserId},
    locale::Locale,
    rights::{MemberState, MoneyRight, Permit, Role, Standing},
    text::PersonName,
    time::Timestamp,
};
use uuid::Uuid;

use super::{OrgLock, StoreError, Tx, on, statements};
use crate::zone::Zone;

statements! {
    INSERT = "INSERT INTO members (org_id, user_id, created_at) VALUES ($1, $2, $3)";

    INSERT_SPAN = "INSERT INTO member_spans (org_id, user_id, valid_from) VALUES ($1, $2, $3)";

    INSERT_ROLE = "
        INSERT INTO role_spans (org_id, user_id, role, valid_from) VALUES ($1, $2, $3, $4)";

    INSERT_MONEY = "
        INSERT INTO money_spans (org_id, user_id, money_right, valid_from)
        VALUES ($1, $2, $3, $4)";

    // One row, or one for each right about money.
    STANDING = "
        SELECT o.org_id, r.role, u.staff, s.valid_from AS suspended_from, money.money_right
        FROM organizations o
        JOIN member_spans m ON m.org_id = o.org_id AND m.user_id = $2 AND m.valid_to IS NULL
        JOIN role_spans r ON r.org_id = o.org_id AND r.user_id = $2 AND r.valid_to IS NULL
        JOIN users u ON u.user_id = $2
        LEFT JOIN suspension_spans s
            ON s.org_id = o.org_id AND s.user_id = $2 AND s.valid_to IS NULL
        LEFT JOIN money_spans money
            ON money.org_id = o.org_id AND money.user_id = $2 AND money.valid_to IS NULL
        WHERE o.public_id = $1 AND o.status <> 'closed'";

    INFORMED = "
        SELECT u.user_id, u.email, u.email_canonical, u.first_name, u.locale, u.time_zone
        FROM member_spans m
        JOIN users u ON u.user_id = m.user_id
        JOIN role_spans r ON r.org_id = m.org_id AND r.user_id = m.user_id AND r.valid_to IS NULL
        WHERE m.org_id = $1 AND m.valid_to IS NULL AND u.disabled_at IS NULL
          AND (r.role = 'legal_representative' OR u.user_id = $2)
          AND NOT EXISTS (
              SELECT 1 FROM suspension_spans s
              WHERE s.org_id = m.org_id AND s.user_id = m.user_id AND s.valid_to IS NULL)
        ORDER BY u.user_id";

    LIST = "
        SELECT u.user_id, u.first_name, u.last_name, u.picture_at, r.role
        FROM member_spans m
        JOIN users u ON u.user_id = m.user_id
        JOIN role_spans r ON r.org_id = m.org_id AND r.user_id = m.user_id AND r.valid_to IS NULL
        WHERE m.org_id = $1 AND m.valid_to IS NULL
        ORDER BY u.last_name, u.first_name, u.user_id
        LIMIT 100";
}

/// A member as shown to the others.
pub struct Member {
    pub user: UserId,
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub picture_at: Option<Timestamp>,
    pub role: Role,
}

/// Somebody who is told of a change.
pub struct Reader {
    pub user: UserId,
    pub email: Email,
    pub first_name: PersonName,
    pub locale: Locale,
    pub zone: Zone,
}

#[derive(sqlx::FromRow)]
struct ReaderRow {
    user_id: Uuid,
    email: String,
    email_canonical: String,
    first_name: String,
    locale: String,
    time_zone: String,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    org_id: Uuid,
    role: String,
    staff: bool,
    suspended_from: Option<i64>,
    money_right: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    user_id: Uuid,
    first_name: String,
    last_name: String,
    picture_at: Option<i64>,
    role: String,
}

fn role(text: &str) -> Result<Role, StoreError> {
    Role::parse(text).ok_or(StoreError::Corrupt("role_spans.role"))
}

/// Adds the creator of a new organization as its legal representative, who is counted already.
pub async fn insert_founder(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    user: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (org, user) = (lock.org().as_uuid(), user.as_uuid());
    let role = Role::LegalRepresentative.as_str();
    let now = now.as_millis();
    on!(tx, |conn| {
        sqlx::query(INSERT).bind(org).bind(user).bind(now).execute(&mut *conn).await?;
        sqlx::query(INSERT_SPAN).bind(org).bind(user).bind(now).execute(&mut *conn).await?;
        sqlx::query(INSERT_ROLE).bind(org).bind(user).bind(role).bind(now).execute(conn).await?;
    });
    Ok(())
}

/// Adds a member who is no legal representative, with rights about money.
pub async fn insert(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    (user, role, money): (UserId, Role, &[MoneyRight]),
    now: Timestamp,
) -> Result<(), StoreError> {
    let (org, user, now) = (lock.org().as_uuid(), user.as_uuid(), now.as_millis());
    on!(tx, |conn| {
        sqlx::query(INSERT).bind(org).bind(user).bind(now).execute(&mut *conn).await?;
        sqlx::query(INSERT_SPAN).bind(org).bind(user).bind(now).execute(&mut *conn).await?;
        let role = role.as_str();
        sqlx::query(INSERT_ROLE)
            .bind(org)
            .bind(user)
            .bind(role)
            .bind(now)
            .execute(&mut *conn)
            .await?;
        for right in money {
            sqlx::query(INSERT_MONEY)
                .bind(org)
                .bind(user)
                .bind(right.as_str())
                .bind(now)
                .execute(&mut *conn)
                .await?;
        }
    });
    Ok(())
}

/// Who is told when something about the organization itself changes: its legal representatives, and
/// the member `who` did it. While a membership is suspended, nothing is told to whoever has it.
pub async fn informed(tx: &mut Tx, org: OrgId, who: UserId) -> Result<Vec<Reader>, StoreError> {
    let rows: Vec<ReaderRow> = on!(tx, |conn| {
        sqlx::query_as(INFORMED).bind(org.as_uuid()).bind(who.as_uuid()).fetch_all(conn).await?
    });
    rows.into_iter()
        .map(|row| {
            Ok(Reader {
                user: UserId::from_uuid(row.user_id),
                email: Email::from_stored(row.email, row.email_canonical),
                first_name: PersonName::from_stored(row.first_name),
                locale: Locale::parse(&row.locale).ok_or(StoreError::Corrupt("users.locale"))?,
                zone: Zone::from_stored(&row.time_zone),
            })
        })
        .collect()
}

/// Everything that is true of a person in an organization; `None` for outsiders.
pub async fn standing(
    tx: &mut Tx,
    organization: PublicId,
    user: UserId,
) -> Result<Option<Standing>, StoreError> {
    let rows: Vec<StandingRow> = on!(tx, |conn| {
        sqlx::query_as(STANDING)
            .bind(organization.as_str())
            .bind(user.as_uuid())
            .fetch_all(conn)
            .await?
    });
    let Some(first) = rows.first() else { return Ok(None) };
    let money = rows
        .iter()
        .filter_map(|row| row.money_right.as_deref())
        .map(|it| MoneyRight::parse(it).ok_or(StoreError::Corrupt("money_spans.money_right")))
        .collect::<Result<_, _>>()?;
    let state = match first.suspended_from {
        None => MemberState::Active,
        Some(_) => MemberState::Suspended,
    };
    Ok(Some(Standing {
        org: OrgId::from_uuid(first.org_id),
        user,
        state,
        role: role(&first.role)?,
        money,
        staff: first.staff,
    }))
}

/// The members of an organization, by name; the first hundred.
pub async fn list(tx: &mut Tx, permit: &Permit) -> Result<Vec<Member>, StoreError> {
    let Some(org) = permit.org() else { return Ok(Vec::new()) };
    let rows: Vec<Row> =
        on!(tx, |conn| sqlx::query_as(LIST).bind(org.as_uuid()).fetch_all(conn).await?);
    rows.into_iter()
        .map(|row| {
            Ok(Member {
                user: UserId::from_uuid(row.user_id),
                first_name: PersonName::from_stored(row.first_name),
                last_name: PersonName::from_stored(row.last_name),
                picture_at: row.picture_at.map(Timestamp::from_millis),
                role: role(&row.role)?,
            })
        })
        .collect()
}
