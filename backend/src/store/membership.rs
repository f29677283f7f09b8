//! One membership: what is true of it, and what happens to it.

use domain::{
    email::Email,
    id::{OrgId, UserId},
    locale::Locale,
    membership::Contact,
    rights::{MemberState, Permit, Role, Target},
    text::{PersonName, Reason},
    time::Timestamp,
};
use uuid::Uuid;

use super::{OrgLock, StoreError, Tx, on, statements};

statements! {
    FIND = "
        SELECT u.first_name, u.last_name, u.email, u.email_canonical, u.locale,
            u.picture_at, r.role, s.valid_from AS suspended_from, s.reason, k.changed_at,
            k.billing_reminders, k.product_events, m.valid_from AS member_from
        FROM members k
        JOIN member_spans m ON m.org_id = k.org_id AND m.user_id = k.user_id
            AND m.valid_to IS NULL
        JOIN users u ON u.user_id = k.user_id
        JOIN role_spans r ON r.org_id = k.org_id AND r.user_id = k.user_id AND r.valid_to IS NULL
        LEFT JOIN suspension_spans s
            ON s.org_id = k.org_id AND s.user_id = k.user_id AND s.valid_to IS NULL
        WHERE k.org_id = $1 AND k.user_id = $2";

    // Whose membership somebody else ended since a moment, unless they came back.
    REMOVED = "
        SELECT e.user_id, u.first_name, u.last_name, r.role, e.valid_to
        FROM member_spans e
        JOIN users u ON u.user_id = e.user_id
        JOIN role_spans r ON r.org_id = e.org_id AND r.user_id = e.user_id AND r.valid_to IS NULL
        WHERE e.org_id = $1 AND e.valid_to > $2 AND e.ended_by <> e.user_id
          AND NOT EXISTS (
              SELECT 1 FROM member_spans m
              WHERE m.org_id = e.org_id AND m.user_id = e.user_id
                AND (m.valid_to IS NULL OR m.valid_to > e.valid_to))
        ORDER BY e.valid_to DESC
        LIMIT 50";

    FIND_REMOVED = "
        SELECT e.user_id, u.first_name, u.last_name, r.role, e.valid_to
        FROM member_spans e
        JOIN users u ON u.user_id = e.user_id
        JOIN role_spans r ON r.org_id = e.org_id AND r.user_id = e.user_id AND r.valid_to IS NULL
        WHERE e.org_id = $1 AND e.user_id = $2 AND e.ended_by <> e.user_id
          AND NOT EXISTS (
              SELECT 1 FROM member_spans m
              WHERE m.org_id = e.org_id AND m.user_id = e.user_id
                AND (m.valid_to IS NULL OR m.valid_to > e.valid_to))";

    END = "
        UPDATE member_spans SET valid_to = $3, ended_by = $4
        WHERE org_id = $1 AND user_id = $2 AND valid_to IS NULL";

    REOPEN = "
        UPDATE member_spans SET valid_to = NULL, ended_by = NULL
        WHERE org_id = $1 AND user_id = $2 AND valid_to = $3";

    SUSPEND = "
        INSERT INTO suspension_spans (org_id, user_id, suspended_by, reason, valid_from)
        VALUES ($1, $2, $3, $4, $5)";

    LIFT = "
        UPDATE suspension_spans SET valid_to = $3
        WHERE org_id = $1 AND user_id = $2 AND valid_to IS NULL";

    TOUCH = "UPDATE members SET changed_at = $3 WHERE org_id = $1 AND user_id = $2";

    UPDATE_CONTACT = "
        UPDATE members SET billing_reminders = $3, product_events = $4
        WHERE org_id = $1 AND user_id = $2";

    REPRESENTATIVES = "SELECT active_representatives FROM organizations WHERE org_id = $1";

    COUNT_REPRESENTATIVES = "
        UPDATE organizations SET active_representatives = active_representatives + $2
        WHERE org_id = $1";
}

/// A present member.
pub struct Membership {
    pub user: UserId,
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub email: Email,
    pub locale: Locale,
    pub picture_at: Option<Timestamp>,
    pub role: Role,
    pub state: MemberState,
    /// Why it is on hold, if it is.
    pub reason: Option<String>,
    pub contact: Contact,
    pub since: Timestamp,
    /// When what they are or have been given changed last.
    pub changed_at: Timestamp,
}

impl Membership {
    /// As the object of an act.
    pub const fn target(&self) -> Target {
        Target { user: self.user, role: self.role }
    }

    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// Somebody whose membership somebody else has ended.
pub struct Removed {
    pub user: UserId,
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub role: Role,
    pub ended_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    first_name: String,
    last_name: String,
    email: String,
    email_canonical: String,
    locale: String,
    picture_at: Option<i64>,
    role: String,
    suspended_from: Option<i64>,
    reason: Option<String>,
    changed_at: i64,
    billing_reminders: bool,
    product_events: bool,
    member_from: i64,
}

#[derive(sqlx::FromRow)]
struct RemovedRow {
    user_id: Uuid,
    first_name: String,
    last_name: String,
    role: String,
    valid_to: i64,
}

impl TryFrom<RemovedRow> for Removed {
    type Error = StoreError;

    fn try_from(row: RemovedRow) -> Result<Self, Self::Error> {
        Ok(Self {
            user: UserId::from_uuid(row.user_id),
            first_name: PersonName::from_stored(row.first_name),
            last_name: PersonName::from_stored(row.last_name),
            role: role(&row.role)?,
            ended_at: Timestamp::from_millis(row.valid_to),
        })
    }
}

fn role(text: &str) -> Result<Role, StoreError> {
    Role::parse(text).ok_or(StoreError::Corrupt("role_spans.role"))
}

/// A present member of this organization.
pub async fn find(tx: &mut Tx, org: OrgId, user: UserId) -> Result<Option<Membership>, StoreError> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(FIND).bind(org.as_uuid()).bind(user.as_uuid()).fetch_optional(conn).await?
    });
    let Some(row) = row else { return Ok(None) };
    let suspended = row.suspended_from.is_some();
    Ok(Some(Membership {
        user,
        first_name: PersonName::from_stored(row.first_name),
        last_name: PersonName::from_stored(row.last_name),
        email: Email::from_stored(row.email, row.email_canonical),
        locale: Locale::parse(&row.locale).ok_or(StoreError::Corrupt("users.locale"))?,
        picture_at: row.picture_at.map(Timestamp::from_millis),
        role: role(&row.role)?,
        state: if suspended { MemberState::Suspended } else { MemberState::Active },
        reason: row.reason,
        contact: Contact {
            billing_reminders: row.billing_reminders,
            product_events: row.product_events,
        },
        since: Timestamp::from_millis(row.member_from),
        changed_at: Timestamp::from_millis(row.changed_at),
    }))
}

/// Those whose membership somebody else has ended since then, the last one first.
pub async fn removed(
    tx: &mut Tx,
    org: OrgId,
    since: Timestamp,
) -> Result<Vec<Removed>, StoreError> {
    let rows: Vec<RemovedRow> = on!(tx, |conn| {
        sqlx::query_as(REMOVED).bind(org.as_uuid()).bind(since.as_millis()).fetch_all(conn).await?
    });
    rows.into_iter().map(Removed::try_from).collect()
}

/// Somebody whose membership somebody else has ended, whenever that was, if they have not come back.
pub async fn find_removed(
    tx: &mut Tx,
    org: OrgId,
    user: UserId,
) -> Result<Option<Removed>, StoreError> {
    let row: Option<RemovedRow> = on!(tx, |conn| {
        sqlx::query_as(FIND_REMOVED)
            .bind(org.as_uuid())
            .bind(user.as_uuid())
            .fetch_optional(conn)
            .await?
    });
    row.map(Removed::try_from).transpose()
}

/// Ends a membership. Role, rights and teams stay as they are: they count through a membership only.
pub async fn end(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    user: UserId,
    by: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(END)
            .bind(lock.org().as_uuid())
            .bind(user.as_uuid())
            .bind(at.as_millis())
            .bind(by.as_uuid())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Takes a membership up again that ended then.
pub async fn reopen(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    user: UserId,
    ended_at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(REOPEN)
            .bind(lock.org().as_uuid())
            .bind(user.as_uuid())
            .bind(ended_at.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Puts a membership on hold.
pub async fn suspend(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    (user, by, reason): (UserId, UserId, &Reason),
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(SUSPEND)
            .bind(lock.org().as_uuid())
            .bind(user.as_uuid())
            .bind(by.as_uuid())
            .bind(reason.as_str())
            .bind(at.as_millis())
            .execute(conn)
            .await?;
    });
    touch(tx, lock, user, at).await
}

/// Lets a membership count again.
pub async fn lift(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    user: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(LIFT)
            .bind(lock.org().as_uuid())
            .bind(user.as_uuid())
            .bind(at.as_millis())
            .execute(conn)
            .await?;
    });
    touch(tx, lock, user, at).await
}

/// Notes that something about a member has changed.
pub async fn touch(
    tx: &mut Tx,
    lock: &OrgLock,
    user: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(TOUCH)
            .bind(lock.org().as_uuid())
            .bind(user.as_uuid())
            .bind(at.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Changes which messages reach a member.
pub async fn update_contact(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    user: UserId,
    contact: Contact,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(UPDATE_CONTACT)
            .bind(lock.org().as_uuid())
            .bind(user.as_uuid())
            .bind(contact.billing_reminders)
            .bind(contact.product_events)
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// How many active legal representatives the organization has.
pub async fn representatives(tx: &mut Tx, org: OrgId) -> Result<i64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query_scalar(REPRESENTATIVES).bind(org.as_uuid()).fetch_one(conn).await?
    }))
}

/// Counts active legal representatives that came or went. The database refuses to count none.
pub async fn count_representatives(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    difference: i64,
) -> Result<(), StoreError> {
    if difference != 0 {
        on!(tx, |conn| {
            sqlx::query(COUNT_REPRESENTATIVES)
                .bind(lock.org().as_uuid())
                .bind(difference)
                .execute(conn)
                .await?;
        });
    }
    Ok(())
}
