//! Signed-in browsers.

use domain::{
    email::Email,
    id::{DeviceId, PublicId, SessionId, UserId},
    session::{MAX_PER_USER, SessionFacts, Stay, TOUCH_MS, absolute_end},
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    StoreError, Tx, UserLock, on, statements,
    users::{Profile, ProfileRow},
};
use crate::secret::TokenHash;

statements! {
    INSERT = "
        INSERT INTO sessions
            (session_id, token_hash, user_id, credential, stay, created_at, last_seen_at,
             sudo_at, expires_at, device_id, address, agent)
        VALUES ($1, $2, $3, 'password', $4, $5, $5, $5, $6, $7, $8, $9)";

    DELETE_SURPLUS = "
        DELETE FROM sessions WHERE session_id IN
            (SELECT session_id FROM sessions WHERE user_id = $1
             ORDER BY last_seen_at DESC, session_id DESC LIMIT 1000 OFFSET $2)";

    IDENTIFY = "
        SELECT s.session_id, s.stay, s.created_at, s.last_seen_at, s.sudo_at, s.device_id, d.last_org,
            u.user_id, u.email, u.email_canonical, u.first_name, u.last_name, u.locale,
            u.time_zone, u.theme, u.picture_at, u.staff
        FROM sessions s
        JOIN users u ON u.user_id = s.user_id
        LEFT JOIN devices d ON d.device_id = s.device_id
        WHERE s.token_hash = $1 AND u.disabled_at IS NULL";

    LIST = "
        SELECT session_id, stay, created_at, last_seen_at, sudo_at, address, agent
        FROM sessions WHERE user_id = $1
        ORDER BY last_seen_at DESC, session_id DESC";

    TOUCH = "UPDATE sessions SET last_seen_at = $2 WHERE session_id = $1 AND last_seen_at <= $3";

    ROTATE = "
        UPDATE sessions SET token_hash = $4, sudo_at = $5, last_seen_at = $5
        WHERE session_id = $1 AND user_id = $2 AND token_hash = $3";

    DELETE = "DELETE FROM sessions WHERE session_id = $1 AND user_id = $2";

    DELETE_HELD = "DELETE FROM sessions WHERE token_hash = $1 RETURNING user_id";

    DELETE_OTHERS = "DELETE FROM sessions WHERE user_id = $1 AND session_id <> $2";

    DELETE_ALL = "DELETE FROM sessions WHERE user_id = $1";

    // `$1` now, `$2` and `$3` the latest visit that no longer counts for either kind of stay.
    DELETE_OVER = "
        DELETE FROM sessions WHERE session_id IN
            (SELECT session_id FROM sessions WHERE expires_at <= $1
             UNION ALL
             SELECT session_id FROM sessions WHERE last_seen_at <= $2 AND stay = 'browser'
             UNION ALL
             SELECT session_id FROM sessions WHERE last_seen_at <= $3 AND stay = 'remember'
             LIMIT $4)";
}

/// A session about to begin.
pub struct NewSession {
    pub id: SessionId,
    pub token_hash: TokenHash,
    pub stay: Stay,
    pub device: DeviceId,
    pub address: String,
    pub agent: String,
}

/// A session together with its person.
pub struct Identified {
    pub session: SessionId,
    pub device: DeviceId,
    pub facts: SessionFacts,
    pub last_org: Option<PublicId>,
    pub user: UserId,
    pub email: Email,
    pub profile: Profile,
    pub picture_at: Option<Timestamp>,
    pub staff: bool,
}

/// A session as its person sees it.
pub struct Listed {
    pub id: SessionId,
    pub facts: SessionFacts,
    pub address: String,
    pub agent: String,
}

#[derive(sqlx::FromRow)]
struct FactsRow {
    stay: String,
    created_at: i64,
    last_seen_at: i64,
    sudo_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct IdentifiedRow {
    session_id: Uuid,
    device_id: Uuid,
    #[sqlx(flatten)]
    facts: FactsRow,
    last_org: Option<String>,
    user_id: Uuid,
    email: String,
    email_canonical: String,
    #[sqlx(flatten)]
    profile: ProfileRow,
    picture_at: Option<i64>,
    staff: bool,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    session_id: Uuid,
    #[sqlx(flatten)]
    facts: FactsRow,
    address: String,
    agent: String,
}

impl TryFrom<FactsRow> for SessionFacts {
    type Error = StoreError;

    fn try_from(row: FactsRow) -> Result<Self, Self::Error> {
        Ok(Self {
            created_at: Timestamp::from_millis(row.created_at),
            last_seen_at: Timestamp::from_millis(row.last_seen_at),
            stay: Stay::parse(&row.stay).ok_or(StoreError::Corrupt("sessions.stay"))?,
            sudo_at: row.sudo_at.map(Timestamp::from_millis),
        })
    }
}

impl TryFrom<IdentifiedRow> for Identified {
    type Error = StoreError;

    fn try_from(row: IdentifiedRow) -> Result<Self, Self::Error> {
        Ok(Self {
            session: SessionId::from_uuid(row.session_id),
            device: DeviceId::from_uuid(row.device_id),
            facts: row.facts.try_into()?,
            last_org: row.last_org.and_then(|it| it.parse().ok()),
            user: UserId::from_uuid(row.user_id),
            email: Email::from_stored(row.email, row.email_canonical),
            profile: row.profile.try_into()?,
            picture_at: row.picture_at.map(Timestamp::from_millis),
            staff: row.staff,
        })
    }
}

/// Begins a session, by a proof of identity that is fresh. Beyond the limit, those unused for longest make room; says how many did.
pub async fn insert(
    tx: &mut Tx,
    lock: &UserLock,
    session: &NewSession,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let user = lock.user().as_uuid();
    let facts = SessionFacts::begun(session.stay, now);
    let room_for = i64::from(MAX_PER_USER) - 1;
    Ok(on!(tx, |conn| {
        let surplus = sqlx::query(DELETE_SURPLUS).bind(user).bind(room_for);
        let surplus = surplus.execute(&mut *conn).await?.rows_affected();
        sqlx::query(INSERT)
            .bind(session.id.as_uuid())
            .bind(session.token_hash.as_bytes())
            .bind(user)
            .bind(session.stay.as_str())
            .bind(now.as_millis())
            .bind(absolute_end(&facts).as_millis())
            .bind(session.device.as_uuid())
            .bind(&session.address)
            .bind(&session.agent)
            .execute(conn)
            .await?;
        surplus
    }))
}

/// Looks up a session by its secret. Whether it still counts is for the domain to say.
pub async fn identify(tx: &mut Tx, hash: TokenHash) -> Result<Option<Identified>, StoreError> {
    let row: Option<IdentifiedRow> = on!(tx, |conn| {
        sqlx::query_as(IDENTIFY).bind(hash.as_bytes()).fetch_optional(conn).await?
    });
    row.map(Identified::try_from).transpose()
}

/// The sessions of a person, those seen last first.
pub async fn list(tx: &mut Tx, user: UserId) -> Result<Vec<Listed>, StoreError> {
    let rows: Vec<ListedRow> =
        on!(tx, |conn| sqlx::query_as(LIST).bind(user.as_uuid()).fetch_all(conn).await?);
    rows.into_iter()
        .map(|row| {
            Ok(Listed {
                id: SessionId::from_uuid(row.session_id),
                facts: row.facts.try_into()?,
                address: row.address,
                agent: row.agent,
            })
        })
        .collect()
}

/// Notes that a session was seen.
pub async fn touch(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(TOUCH)
            .bind(id.as_uuid())
            .bind(now.as_millis())
            .bind(now.plus_millis(-TOUCH_MS).as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Ends the session with this secret, whoever's it is; says how many of the locked person's that
/// were.
pub async fn delete_held(tx: &mut Tx, lock: &UserLock, held: TokenHash) -> Result<u64, StoreError> {
    let owner: Option<Uuid> = on!(tx, |conn| {
        sqlx::query_scalar(DELETE_HELD).bind(held.as_bytes()).fetch_optional(conn).await?
    });
    Ok(u64::from(owner == Some(lock.user().as_uuid())))
}

/// Gives a session a new secret and notes that its person proved to be themselves. Says whether the
/// session was still there under its old secret.
pub async fn rotate(
    tx: &mut Tx,
    lock: &UserLock,
    id: SessionId,
    old: TokenHash,
    new: TokenHash,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let rotated = on!(tx, |conn| {
        sqlx::query(ROTATE)
            .bind(id.as_uuid())
            .bind(lock.user().as_uuid())
            .bind(old.as_bytes())
            .bind(new.as_bytes())
            .bind(now.as_millis())
            .execute(conn)
            .await?
            .rows_affected()
    });
    Ok(rotated > 0)
}

/// Ends one session of a person; says whether there was one.
pub async fn delete(tx: &mut Tx, lock: &UserLock, id: SessionId) -> Result<bool, StoreError> {
    let deleted = on!(tx, |conn| {
        sqlx::query(DELETE)
            .bind(id.as_uuid())
            .bind(lock.user().as_uuid())
            .execute(conn)
            .await?
            .rows_affected()
    });
    Ok(deleted > 0)
}

/// Ends all sessions of a person but one; says how many.
pub async fn delete_others(
    tx: &mut Tx,
    lock: &UserLock,
    kept: SessionId,
) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(DELETE_OTHERS)
            .bind(lock.user().as_uuid())
            .bind(kept.as_uuid())
            .execute(conn)
            .await?
            .rows_affected()
    }))
}

/// Ends all sessions of a person; says how many.
pub async fn delete_all(tx: &mut Tx, lock: &UserLock) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(DELETE_ALL).bind(lock.user().as_uuid()).execute(conn).await?.rows_affected()
    }))
}

/// Forgets up to `batch` sessions that are over; says how many.
pub async fn delete_over(tx: &mut Tx, now: Timestamp, batch: i64) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(DELETE_OVER)
            .bind(now.as_millis())
            .bind(now.plus_minutes(-60).as_millis())
            .bind(now.plus_days(-14).as_millis())
            .bind(batch)
            .execute(conn)
            .await?
            .rows_affected()
    }))
}
