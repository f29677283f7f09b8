//! The one row about the installation as a whole.

use domain::{rights::Permit, time::Timestamp};

use super::{StoreError, Tx, on, statements};

statements! {
    HAS_STAFF = "SELECT first_staff_at IS NOT NULL FROM installation";

    APPOINT = "UPDATE installation SET first_staff_at = $1 WHERE first_staff_at IS NULL";
}

/// Whether a first member of staff was ever appointed.
pub async fn has_staff(tx: &mut Tx) -> Result<bool, StoreError> {
    Ok(on!(tx, |conn| sqlx::query_scalar(HAS_STAFF).fetch_one(conn).await?))
}

/// Appoints the first member of staff; says whether nobody came first.
pub async fn appoint_first_staff(
    tx: &mut Tx,
    _: &Permit,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let appointed = on!(tx, |conn| {
        sqlx::query(APPOINT).bind(now.as_millis()).execute(conn).await?.rows_affected()
    });
    Ok(appointed > 0)
}
