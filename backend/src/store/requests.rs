//! Rights that members ask for.

use domain::{
    email::Email,
    id::{OrgId, RequestId, UserId},
    locale::Locale,
    rights::{Permit, RequestEnding, Role, Wish},
    text::PersonName,
    time::Timestamp,
};
use uuid::Uuid;

use super::{OrgLock, StoreError, Tx, on, statements};

/// The columns of an open request of a present member, in every statement that reads one.
macro_rules! reading {
    ($rest:literal) => {
        concat!(
            "SELECT q.request_id, q.user_id, u.first_name, u.last_name, r.role, q.wish, q.message,
                q.created_at
            FROM requests q
            JOIN member_spans m ON m.org_id = q.org_id AND m.user_id = q.user_id
                AND m.valid_to IS NULL
            JOIN users u ON u.user_id = q.user_id
            JOIN role_spans r ON r.org_id = q.org_id AND r.user_id = q.user_id
                AND r.valid_to IS NULL
            WHERE q.org_id = $1 AND q.ended_at IS NULL ",
            $rest
        )
    };
}

statements! {
    INSERT = "
        INSERT INTO requests (org_id, request_id, user_id, wish, message, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";

    FIND = reading!("AND q.request_id = $2");

    // The oldest first.
    LIST = reading!("ORDER BY q.created_at, q.request_id LIMIT $2");

    OF_USER = reading!("AND q.user_id = $2 ORDER BY q.wish");

    END = "
        UPDATE requests SET ended_at = $3, ending = $4, ended_by = $5
        WHERE org_id = $1 AND request_id = $2 AND ended_at IS NULL";

    // Administrators and legal representatives, or the latter alone; these first.
    GIVERS = "
        SELECT u.user_id, u.email, u.email_canonical, u.first_name, u.last_name, u.locale
        FROM role_spans r
        JOIN member_spans m ON m.org_id = r.org_id AND m.user_id = r.user_id
            AND m.valid_to IS NULL
        JOIN users u ON u.user_id = r.user_id
        WHERE r.org_id = $1 AND r.valid_to IS NULL AND u.disabled_at IS NULL
          AND r.role IN ('legal_representative', $2)
          AND NOT EXISTS (
              SELECT 1 FROM suspension_spans s
              WHERE s.org_id = r.org_id AND s.user_id = r.user_id AND s.valid_to IS NULL)
        ORDER BY r.role DESC, u.user_id
        LIMIT $3";
}

/// A request that waits for an answer.
pub struct Request {
    pub id: RequestId,
    /// Who asks, with first and last name, and what they are.
    pub user: UserId,
    pub name: String,
    pub role: Role,
    pub wish: Wish,
    pub message: String,
    pub created_at: Timestamp,
}

/// Somebody who can give rights.
pub struct Giver {
    pub user: UserId,
    pub email: Email,
    pub first_name: PersonName,
    /// First and last name.
    pub name: String,
    pub locale: Locale,
}

#[derive(sqlx::FromRow)]
struct Row {
    request_id: Uuid,
    user_id: Uuid,
    first_name: String,
    last_name: String,
    role: String,
    wish: String,
    message: String,
    created_at: i64,
}

#[derive(sqlx::FromRow)]
struct GiverRow {
    user_id: Uuid,
    email: String,
    email_canonical: String,
    first_name: String,
    last_name: String,
    locale: String,
}

impl TryFrom<Row> for Request {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        Ok(Self {
            id: RequestId::from_uuid(row.request_id),
            user: UserId::from_uuid(row.user_id),
            name: format!("{} {}", row.first_name, row.last_name),
            role: Role::parse(&row.role).ok_or(StoreError::Corrupt("role_spans.role"))?,
            wish: row.wish.parse().map_err(|_| StoreError::Corrupt("requests.wish"))?,
            message: row.message,
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}

/// Keeps a new request. [`StoreError::Duplicate`] if the person asks for that already.
pub async fn insert(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    (id, user): (RequestId, UserId),
    (wish, message): (Wish, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(lock.org().as_uuid())
            .bind(id.as_uuid())
            .bind(user.as_uuid())
            .bind(wish.to_string())
            .bind(message)
            .bind(now.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// An open request of a present member of this organization.
pub async fn find(tx: &mut Tx, org: OrgId, id: RequestId) -> Result<Option<Request>, StoreError> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(FIND).bind(org.as_uuid()).bind(id.as_uuid()).fetch_optional(conn).await?
    });
    row.map(Request::try_from).transpose()
}

/// Open requests, the oldest first; at most `limit`.
pub async fn list(tx: &mut Tx, org: OrgId, limit: i64) -> Result<Vec<Request>, StoreError> {
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(LIST).bind(org.as_uuid()).bind(limit).fetch_all(conn).await?
    });
    rows.into_iter().map(Request::try_from).collect()
}

/// The open requests of one member: no more than there are rights to ask for.
pub async fn of_user(tx: &mut Tx, org: OrgId, user: UserId) -> Result<Vec<Request>, StoreError> {
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(OF_USER).bind(org.as_uuid()).bind(user.as_uuid()).fetch_all(conn).await?
    });
    rows.into_iter().map(Request::try_from).collect()
}

/// Ends a request; says whether it was still open.
pub async fn end(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    id: RequestId,
    (ending, by): (RequestEnding, UserId),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let ended = on!(tx, |conn| {
        sqlx::query(END)
            .bind(lock.org().as_uuid())
            .bind(id.as_uuid())
            .bind(now.as_millis())
            .bind(ending.as_str())
            .bind(by.as_uuid())
            .execute(conn)
            .await?
            .rows_affected()
    });
    Ok(ended > 0)
}

/// Active members of at least that role, administrator or more; legal representatives first, at most
/// `limit`.
pub async fn givers(
    tx: &mut Tx,
    org: OrgId,
    role: Role,
    limit: i64,
) -> Result<Vec<Giver>, StoreError> {
    let rows: Vec<GiverRow> = on!(tx, |conn| {
        sqlx::query_as(GIVERS)
            .bind(org.as_uuid())
            .bind(role.as_str())
            .bind(limit)
            .fetch_all(conn)
            .await?
    });
    rows.into_iter()
        .map(|row| {
            let names = [row.first_name, row.last_name].map(PersonName::from_stored);
            let name = format!("{} {}", names[0], names[1]);
            let [first_name, _] = names;
            Ok(Giver {
                user: UserId::from_uuid(row.user_id),
                email: Email::from_stored(row.email, row.email_canonical),
                first_name,
                name,
                locale: Locale::parse(&row.locale).ok_or(StoreError::Corrupt("users.locale"))?,
            })
        })
        .collect()
}
