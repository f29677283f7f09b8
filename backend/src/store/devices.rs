//! Browsers that people have signed in from before.

use domain::{
    id::{DeviceId, PublicId},
    session::DEVICE_DAYS,
    time::Timestamp,
};
use uuid::Uuid;

use super::{StoreError, Tx, UserLock, on, statements};
use crate::secret::TokenHash;

statements! {
    FIND = "
        SELECT d.device_id
        FROM devices d
        JOIN users u ON u.user_id = d.user_id
        WHERE d.token_hash = $1 AND u.email_canonical = $2 AND d.expires_at > $3";

    EXISTS = "SELECT EXISTS (SELECT 1 FROM devices WHERE token_hash = $1 AND expires_at > $2)";

    INSERT = "
        INSERT INTO devices (device_id, token_hash, user_id, created_at, last_used_at, expires_at)
        VALUES ($1, $2, $3, $4, $4, $5)
        ON CONFLICT (token_hash, user_id) DO UPDATE SET
            last_used_at = excluded.last_used_at, expires_at = excluded.expires_at
        RETURNING device_id";

    REMEMBER_ORG = "UPDATE devices SET last_org = $2 WHERE device_id = $1";

    DELETE_ALL = "DELETE FROM devices WHERE user_id = $1";

    DELETE_EXPIRED = "
        DELETE FROM devices WHERE device_id IN
            (SELECT device_id FROM devices WHERE expires_at <= $1 LIMIT $2)";
}

/// Notes which organization was looked at last in this browser.
pub async fn remember_org(tx: &mut Tx, id: DeviceId, org: PublicId) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(REMEMBER_ORG).bind(id.as_uuid()).bind(org.as_str()).execute(conn).await?;
    });
    Ok(())
}

/// Looks up the mark of a browser that the owner of this address has signed in from.
pub async fn find(
    tx: &mut Tx,
    hash: TokenHash,
    email_canonical: &str,
    now: Timestamp,
) -> Result<Option<DeviceId>, StoreError> {
    let id: Option<Uuid> = on!(tx, |conn| {
        sqlx::query_scalar(FIND)
            .bind(hash.as_bytes())
            .bind(email_canonical)
            .bind(now.as_millis())
            .fetch_optional(conn)
            .await?
    });
    Ok(id.map(DeviceId::from_uuid))
}

/// Whether this mark was given to a browser by us, for whomever.
pub async fn exists(tx: &mut Tx, hash: TokenHash, now: Timestamp) -> Result<bool, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query_scalar(EXISTS)
            .bind(hash.as_bytes())
            .bind(now.as_millis())
            .fetch_one(conn)
            .await?
    }))
}

/// Remembers that the person uses this browser; gives the id it is remembered by.
pub async fn remember(
    tx: &mut Tx,
    lock: &UserLock,
    id: DeviceId,
    hash: TokenHash,
    now: Timestamp,
) -> Result<DeviceId, StoreError> {
    let id: Uuid = on!(tx, |conn| {
        sqlx::query_scalar(INSERT)
            .bind(id.as_uuid())
            .bind(hash.as_bytes())
            .bind(lock.user().as_uuid())
            .bind(now.as_millis())
            .bind(now.plus_days(DEVICE_DAYS).as_millis())
            .fetch_one(conn)
            .await?
    });
    Ok(DeviceId::from_uuid(id))
}

/// Forgets all browsers of a person.
pub async fn delete_all(tx: &mut Tx, lock: &UserLock) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(DELETE_ALL).bind(lock.user().as_uuid()).execute(conn).await?;
    });
    Ok(())
}

/// Forgets up to `batch` browsers that were not used for long; says how many.
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
