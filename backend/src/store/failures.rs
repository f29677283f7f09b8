//! Wrong passwords in a row.

use domain::{limit::PASSWORD_OFF_AFTER, time::Timestamp};

use super::{StoreError, Tx, on, statements};

statements! {
    // Changes nothing, but makes sure of the row and holds it until the end of the transaction.
    HOLD = "
        INSERT INTO sign_in_failures (address_hash, failures, last_failed_at) VALUES ($1, 0, $2)
        ON CONFLICT (address_hash) DO UPDATE SET address_hash = excluded.address_hash
        RETURNING failures, last_failed_at";

    COUNT_UP = "
        UPDATE sign_in_failures SET failures = failures + 1, last_failed_at = $2
        WHERE address_hash = $1";

    COUNT_DOWN = "
        UPDATE sign_in_failures SET failures = failures - 1
        WHERE address_hash = $1 AND failures > 0";

    CLEAR = "DELETE FROM sign_in_failures WHERE address_hash = $1";

    DELETE_OLD = "
        DELETE FROM sign_in_failures WHERE address_hash IN
            (SELECT address_hash FROM sign_in_failures
             WHERE last_failed_at <= $1 AND failures < $2 LIMIT $3)";
}

/// How often in a row, and when last.
pub struct Failures {
    pub count: u32,
    pub last_at: Timestamp,
}

/// Reads the counter of an address and holds it until the end of the transaction.
pub async fn hold(
    tx: &mut Tx,
    address_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Failures, StoreError> {
    let (count, last_at): (i64, i64) = on!(tx, |conn| {
        sqlx::query_as(HOLD).bind(&address_hash[..]).bind(now.as_millis()).fetch_one(conn).await?
    });
    Ok(Failures {
        count: count.try_into().map_err(|_| StoreError::Corrupt("sign_in_failures.failures"))?,
        last_at: Timestamp::from_millis(last_at),
    })
}

/// Counts one more.
pub async fn count_up(
    tx: &mut Tx,
    address_hash: &[u8; 32],
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(COUNT_UP).bind(&address_hash[..]).bind(now.as_millis()).execute(conn).await?;
    });
    Ok(())
}

/// Counts one less: it turned out to be no try.
pub async fn count_down(tx: &mut Tx, address_hash: &[u8; 32]) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(COUNT_DOWN).bind(&address_hash[..]).execute(conn).await?;
    });
    Ok(())
}

/// Begins again at zero.
pub async fn clear(tx: &mut Tx, address_hash: &[u8; 32]) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(CLEAR).bind(&address_hash[..]).execute(conn).await?;
    });
    Ok(())
}

/// Forgets up to `batch` counters untouched since `before`, but never that a password is off; says
/// how many.
pub async fn delete_old(tx: &mut Tx, before: Timestamp, batch: i64) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(DELETE_OLD)
            .bind(before.as_millis())
            .bind(i64::from(PASSWORD_OFF_AFTER))
            .bind(batch)
            .execute(conn)
            .await?
            .rows_affected()
    }))
}
