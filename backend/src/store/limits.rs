//! Token buckets, shared by all nodes.

use domain::{
    limit::{Level, Rate, RetryAfterMs, left, take},
    time::Timestamp,
};

use super::{StoreError, Tx, on, statements};

statements! {
    // Changes nothing, but makes sure of the row and holds it until the end of the transaction.
    HOLD = "
        INSERT INTO limits (bucket, tokens_milli, updated_at, full_at) VALUES ($1, $2, $3, $3)
        ON CONFLICT (bucket) DO UPDATE SET bucket = excluded.bucket
        RETURNING tokens_milli, updated_at";

    UPDATE = "
        UPDATE limits SET tokens_milli = $2, updated_at = $3, full_at = $4 WHERE bucket = $1";

    LEVEL = "SELECT tokens_milli, updated_at FROM limits WHERE bucket = $1";

    DELETE_FULL = "
        DELETE FROM limits WHERE bucket IN
            (SELECT bucket FROM limits WHERE full_at <= $1 LIMIT $2)";
}

/// Takes one token out of a bucket, or says how long to wait.
pub async fn draw(
    tx: &mut Tx,
    bucket: &str,
    rate: Rate,
    now: Timestamp,
) -> Result<Result<(), RetryAfterMs>, StoreError> {
    let full = i64::from(rate.burst) * 1_000;
    let (tokens_milli, at): (i64, i64) = on!(tx, |conn| {
        sqlx::query_as(HOLD).bind(bucket).bind(full).bind(now.as_millis()).fetch_one(conn).await?
    });
    let level = Level { tokens_milli, at: Timestamp::from_millis(at) };
    let level = match take(Some(level), rate, now) {
        Ok(level) => level,
        Err(wait) => return Ok(Err(wait)),
    };
    on!(tx, |conn| {
        sqlx::query(UPDATE)
            .bind(bucket)
            .bind(level.tokens_milli)
            .bind(level.at.as_millis())
            .bind(level.at.plus_millis(rate.full_after_ms()).as_millis())
            .execute(conn)
            .await?;
    });
    Ok(Ok(()))
}

/// How many tokens could be taken out of a bucket now. Takes none.
pub async fn look(
    tx: &mut Tx,
    bucket: &str,
    rate: Rate,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let level: Option<(i64, i64)> =
        on!(tx, |conn| sqlx::query_as(LEVEL).bind(bucket).fetch_optional(conn).await?);
    let level =
        level.map(|(tokens_milli, at)| Level { tokens_milli, at: Timestamp::from_millis(at) });
    Ok(left(level, rate, now))
}

/// Forgets up to `batch` buckets that are full again; says how many.
pub async fn delete_full(tx: &mut Tx, now: Timestamp, batch: i64) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(DELETE_FULL)
            .bind(now.as_millis())
            .bind(batch)
            .execute(conn)
            .await?
            .rows_affected()
    }))
}
