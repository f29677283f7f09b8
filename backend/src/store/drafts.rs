//! What somebody has begun in a form of several pages.

use domain::{
    draft::{self, DraftKind},
    id::{PublicId, UserId},
    time::Timestamp,
};

use super::{StoreError, Tx, UserLock, on, statements};

statements! {
    INSERT = "
        INSERT INTO drafts (user_id, public_id, kind, body, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)";

    DELETE_OLDEST = "
        DELETE FROM drafts WHERE user_id = $1 AND public_id NOT IN
            (SELECT public_id FROM drafts WHERE user_id = $1
             ORDER BY created_at DESC, public_id LIMIT $2)";

    FIND = "
        SELECT body, made FROM drafts
        WHERE user_id = $1 AND public_id = $2 AND kind = $3 AND expires_at > $4";

    REPLACE = "
        UPDATE drafts SET body = $3
        WHERE user_id = $1 AND public_id = $2 AND made IS NULL";

    FINISH = "UPDATE drafts SET made = $3 WHERE user_id = $1 AND public_id = $2";

    DELETE_EXPIRED = "
        DELETE FROM drafts WHERE (user_id, public_id) IN
            (SELECT user_id, public_id FROM drafts WHERE expires_at <= $1 LIMIT $2)";
}

/// A draft as stored.
pub struct Draft {
    /// What was typed.
    pub body: String,
    /// What became of it, if it is finished.
    pub made: Option<PublicId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    body: String,
    made: Option<String>,
}

/// Keeps a new draft; the oldest make room for it.
pub async fn insert(
    tx: &mut Tx,
    lock: &UserLock,
    id: PublicId,
    kind: DraftKind,
    body: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let user = lock.user().as_uuid();
    on!(tx, |conn| {
        sqlx::query(DELETE_OLDEST)
            .bind(user)
            .bind(i64::from(draft::PER_PERSON) - 1)
            .execute(&mut *conn)
            .await?;
        sqlx::query(INSERT)
            .bind(user)
            .bind(id.as_str())
            .bind(kind.as_str())
            .bind(body)
            .bind(now.as_millis())
            .bind(now.plus_days(draft::LIFETIME_DAYS).as_millis())
            .execute(&mut *conn)
            .await?;
    });
    Ok(())
}

/// A draft of this person, if there is one.
pub async fn find(
    tx: &mut Tx,
    user: UserId,
    id: PublicId,
    kind: DraftKind,
    now: Timestamp,
) -> Result<Option<Draft>, StoreError> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(FIND)
            .bind(user.as_uuid())
            .bind(id.as_str())
            .bind(kind.as_str())
            .bind(now.as_millis())
            .fetch_optional(conn)
            .await?
    });
    let Some(Row { body, made }) = row else { return Ok(None) };
    let made = made.map(|it| it.parse().map_err(|_| StoreError::Corrupt("drafts.made")));
    Ok(Some(Draft { body, made: made.transpose()? }))
}

/// Replaces what was typed, unless the draft is finished; says whether it was there.
pub async fn replace(
    tx: &mut Tx,
    lock: &UserLock,
    id: PublicId,
    body: &str,
) -> Result<bool, StoreError> {
    let replaced = on!(tx, |conn| {
        sqlx::query(REPLACE)
            .bind(lock.user().as_uuid())
            .bind(id.as_str())
            .bind(body)
            .execute(conn)
            .await?
            .rows_affected()
    });
    Ok(replaced > 0)
}

/// Notes what became of a draft.
pub async fn finish(
    tx: &mut Tx,
    lock: &UserLock,
    id: PublicId,
    made: PublicId,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(FINISH)
            .bind(lock.user().as_uuid())
            .bind(id.as_str())
            .bind(made.as_str())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Forgets up to `batch` drafts that have expired; says how many.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp, batch: i64) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(DELETE_EXPIRED)
            .bind(now.as_millis())
            .bind(batch)
            .execute(conn)
            .await?
            .rows_affected()
    }))
}
