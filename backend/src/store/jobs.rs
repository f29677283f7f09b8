//! Background work that waits for a worker.

use domain::{id::JobId, time::Timestamp};
use uuid::Uuid;

use super::{PerDialect, StoreError, Tx, on, statements};
use crate::jobs::Job;

/// Leases the next due job: nobody else tries before `$2`.
pub(super) const CLAIM: PerDialect = PerDialect {
    // One writer at a time: the transaction already holds the lock.
    sqlite: "
        UPDATE jobs SET lease_until = $2, attempts = attempts + 1
        WHERE job_id =
            (SELECT job_id FROM jobs
             WHERE dead_at IS NULL AND due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
             ORDER BY due_at, job_id LIMIT 1)
        RETURNING job_id, payload, created_at, attempts",
    postgres: "
        UPDATE jobs SET lease_until = $2, attempts = attempts + 1
        WHERE job_id =
            (SELECT job_id FROM jobs
             WHERE dead_at IS NULL AND due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
             ORDER BY due_at, job_id LIMIT 1
             FOR UPDATE SKIP LOCKED)
        RETURNING job_id, payload, created_at, attempts",
};

statements! {
    IS_DUE = "
        SELECT EXISTS (SELECT 1 FROM jobs
            WHERE dead_at IS NULL AND due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1))";

    INSERT = "
        INSERT INTO jobs (job_id, kind, payload, created_at, due_at, attempts)
        VALUES ($1, $2, $3, $4, $5, 0)
        ON CONFLICT (job_id) DO NOTHING";

    // Only whoever holds the lease, told by the number of the attempt, may say how it went.
    DELETE = "DELETE FROM jobs WHERE job_id = $1 AND attempts = $2";

    MARK_LATER = "
        UPDATE jobs SET due_at = $3, lease_until = NULL, last_error = $4
        WHERE job_id = $1 AND attempts = $2";

    MARK_DEAD = "
        UPDATE jobs SET dead_at = $3, lease_until = NULL, last_error = $4
        WHERE job_id = $1 AND attempts = $2";

    DELETE_DEAD = "
        DELETE FROM jobs WHERE job_id IN
            (SELECT job_id FROM jobs WHERE dead_at IS NOT NULL AND dead_at <= $1 LIMIT $2)";
}

/// A job that the caller is to do now.
pub struct Claimed {
    pub id: JobId,
    /// What to do; empty if another version of this program wrote it.
    pub job: Option<Job>,
    pub created_at: Timestamp,
    /// How many attempts there have been, this one included.
    pub attempt: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    job_id: Uuid,
    payload: String,
    created_at: i64,
    attempts: i64,
}

/// Adds a job; does nothing if there is one of this id.
pub async fn insert(
    tx: &mut Tx,
    id: JobId,
    job: &Job,
    now: Timestamp,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    let payload = serde_json::to_string(job).map_err(|_| StoreError::Corrupt("jobs.payload"))?;
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(id.as_uuid())
            .bind(job.kind())
            .bind(&payload)
            .bind(now.as_millis())
            .bind(due_at.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Whether there is a job to take. Asking keeps nobody from writing.
pub async fn is_due(tx: &mut Tx, now: Timestamp) -> Result<bool, StoreError> {
    Ok(on!(tx, |conn| sqlx::query_scalar(IS_DUE).bind(now.as_millis()).fetch_one(conn).await?))
}

/// Takes the next due job until the lease ends.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Claimed>, StoreError> {
    let sql = CLAIM.pick(tx);
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(sql)
            .bind(now.as_millis())
            .bind(lease_until.as_millis())
            .fetch_optional(conn)
            .await?
    });
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Claimed {
        id: JobId::from_uuid(row.job_id),
        job: serde_json::from_str(&row.payload).ok(),
        created_at: Timestamp::from_millis(row.created_at),
        attempt: row.attempts,
    }))
}

/// Takes a job off the list, in the transaction that does it; says whether the lease still held.
pub async fn finish(tx: &mut Tx, id: JobId, attempt: i64) -> Result<bool, StoreError> {
    let deleted = on!(tx, |conn| {
        sqlx::query(DELETE).bind(id.as_uuid()).bind(attempt).execute(conn).await?.rows_affected()
    });
    Ok(deleted > 0)
}

/// Puts a job off; says whether the lease still held.
pub async fn mark_later(
    tx: &mut Tx,
    id: JobId,
    attempt: i64,
    due_at: Timestamp,
    error: Option<&str>,
) -> Result<bool, StoreError> {
    let marked = on!(tx, |conn| {
        sqlx::query(MARK_LATER)
            .bind(id.as_uuid())
            .bind(attempt)
            .bind(due_at.as_millis())
            .bind(error)
            .execute(conn)
            .await?
            .rows_affected()
    });
    Ok(marked > 0)
}

/// Gives a job up; it stays to be looked at.
pub async fn mark_dead(
    tx: &mut Tx,
    id: JobId,
    attempt: i64,
    now: Timestamp,
    error: &str,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(MARK_DEAD)
            .bind(id.as_uuid())
            .bind(attempt)
            .bind(now.as_millis())
            .bind(error)
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Forgets up to `batch` jobs given up before `before`; says how many.
pub async fn delete_dead(tx: &mut Tx, before: Timestamp, batch: i64) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(DELETE_DEAD)
            .bind(before.as_millis())
            .bind(batch)
            .execute(conn)
            .await?
            .rows_affected()
    }))
}
