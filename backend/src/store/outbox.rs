//! Mails that wait to be sent, and the references of those that were.

use domain::{
    id::{MailId, OrgId, UserId},
    locale::Locale,
    time::Timestamp,
};
use uuid::Uuid;

use super::{PerDialect, StoreError, Tx, on, statements};

/// Leases the next due mail: nobody else tries before `$2`.
pub(super) const CLAIM: PerDialect = PerDialect {
    // One writer at a time: the transaction already holds the lock.
    sqlite: "
        UPDATE outbox SET lease_until = $2, attempts = attempts + 1
        WHERE mail_id =
            (SELECT mail_id FROM outbox
             WHERE sent_at IS NULL AND dead_at IS NULL AND due_at <= $1
               AND (lease_until IS NULL OR lease_until <= $1)
             ORDER BY due_at, mail_id LIMIT 1)
        RETURNING mail_id, kind, locale, recipient, reference, message_id, payload_sealed,
            created_at, gives_up_at, attempts",
    postgres: "
        UPDATE outbox SET lease_until = $2, attempts = attempts + 1
        WHERE mail_id =
            (SELECT mail_id FROM outbox
             WHERE sent_at IS NULL AND dead_at IS NULL AND due_at <= $1
               AND (lease_until IS NULL OR lease_until <= $1)
             ORDER BY due_at, mail_id LIMIT 1
             FOR UPDATE SKIP LOCKED)
        RETURNING mail_id, kind, locale, recipient, reference, message_id, payload_sealed,
            created_at, gives_up_at, attempts",
};

statements! {
    IS_DUE = "
        SELECT EXISTS (SELECT 1 FROM outbox
            WHERE sent_at IS NULL AND dead_at IS NULL AND due_at <= $1
              AND (lease_until IS NULL OR lease_until <= $1))";

    WAITING = "
        SELECT COUNT(*), MIN(created_at) FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL";

    INSERT = "
        INSERT INTO outbox
            (mail_id, org_id, user_id, kind, locale, recipient, reference, message_id,
             payload_sealed, created_at, due_at, gives_up_at, attempts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, 0)
        ON CONFLICT (reference) DO NOTHING";

    // Only whoever holds the lease, told by the number of the attempt, may say how it went.
    MARK_SENT = "
        UPDATE outbox SET sent_at = $3, payload_sealed = NULL, lease_until = NULL, last_error = NULL
        WHERE mail_id = $1 AND attempts = $2 AND sent_at IS NULL AND dead_at IS NULL";

    MARK_LATER = "
        UPDATE outbox SET due_at = $3, lease_until = NULL, last_error = $4
        WHERE mail_id = $1 AND attempts = $2 AND sent_at IS NULL AND dead_at IS NULL";

    MARK_DEAD = "
        UPDATE outbox SET dead_at = $3, payload_sealed = NULL, lease_until = NULL, last_error = $4
        WHERE mail_id = $1 AND attempts = $2 AND sent_at IS NULL AND dead_at IS NULL";

    FIND_BY_REFERENCE = "SELECT kind, recipient, created_at FROM outbox WHERE reference = $1";

    DELETE_OLD = "
        DELETE FROM outbox WHERE mail_id IN
            (SELECT mail_id FROM outbox
             WHERE created_at <= $1 AND (sent_at IS NOT NULL OR dead_at IS NOT NULL) LIMIT $2)";
}

/// A mail to be sent.
pub struct NewMail<'a> {
    pub id: MailId,
    pub org: Option<OrgId>,
    pub user: Option<UserId>,
    pub kind: &'a str,
    pub locale: Locale,
    pub recipient: &'a str,
    pub reference: &'a str,
    pub message_id: &'a str,
    pub payload_sealed: &'a [u8],
    pub gives_up_at: Timestamp,
}

/// A mail that the caller is to send now.
pub struct Claimed {
    pub id: MailId,
    pub kind: String,
    pub locale: Locale,
    pub recipient: String,
    pub reference: String,
    pub message_id: String,
    pub payload_sealed: Vec<u8>,
    pub created_at: Timestamp,
    pub gives_up_at: Timestamp,
    /// How many attempts there have been, this one included.
    pub attempt: i64,
}

/// What is told about a mail to whoever knows its reference.
pub struct Referenced {
    pub kind: String,
    pub recipient: String,
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    mail_id: Uuid,
    kind: String,
    locale: String,
    recipient: String,
    reference: String,
    message_id: String,
    payload_sealed: Vec<u8>,
    created_at: i64,
    gives_up_at: i64,
    attempts: i64,
}

/// Adds a mail, due at once; says no if the reference is taken.
pub async fn insert(tx: &mut Tx, mail: &NewMail<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let inserted = on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(mail.id.as_uuid())
            .bind(mail.org.map(OrgId::as_uuid))
            .bind(mail.user.map(UserId::as_uuid))
            .bind(mail.kind)
            .bind(mail.locale.tag())
            .bind(mail.recipient)
            .bind(mail.reference)
            .bind(mail.message_id)
            .bind(mail.payload_sealed)
            .bind(now.as_millis())
            .bind(mail.gives_up_at.as_millis())
            .execute(conn)
            .await?
            .rows_affected()
    });
    Ok(inserted > 0)
}

/// Whether there is a mail to take. Asking keeps nobody from writing.
pub async fn is_due(tx: &mut Tx, now: Timestamp) -> Result<bool, StoreError> {
    Ok(on!(tx, |conn| sqlx::query_scalar(IS_DUE).bind(now.as_millis()).fetch_one(conn).await?))
}

/// How many mails wait, and since when the oldest.
pub async fn waiting(tx: &mut Tx) -> Result<(u64, Option<Timestamp>), StoreError> {
    let (count, oldest): (i64, Option<i64>) =
        on!(tx, |conn| sqlx::query_as(WAITING).fetch_one(conn).await?);
    Ok((count.unsigned_abs(), oldest.map(Timestamp::from_millis)))
}

/// Takes the next due mail until the lease ends.
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
        id: MailId::from_uuid(row.mail_id),
        kind: row.kind,
        // A language that only another version of this program speaks must not stop all mails.
        locale: Locale::parse(&row.locale).unwrap_or_default(),
        recipient: row.recipient,
        reference: row.reference,
        message_id: row.message_id,
        payload_sealed: row.payload_sealed,
        created_at: Timestamp::from_millis(row.created_at),
        gives_up_at: Timestamp::from_millis(row.gives_up_at),
        attempt: row.attempts,
    }))
}

/// Notes that a mail has left, and wipes what it said.
pub async fn mark_sent(
    tx: &mut Tx,
    id: MailId,
    attempt: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(MARK_SENT)
            .bind(id.as_uuid())
            .bind(attempt)
            .bind(now.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Notes that a mail could not leave, and when to try again.
pub async fn mark_later(
    tx: &mut Tx,
    id: MailId,
    attempt: i64,
    due_at: Timestamp,
    error: &str,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(MARK_LATER)
            .bind(id.as_uuid())
            .bind(attempt)
            .bind(due_at.as_millis())
            .bind(error)
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Notes that a mail will never leave, and wipes what it would have said.
pub async fn mark_dead(
    tx: &mut Tx,
    id: MailId,
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

/// Looks up a mail by the reference printed in it.
pub async fn find_by_reference(
    tx: &mut Tx,
    reference: &str,
) -> Result<Option<Referenced>, StoreError> {
    let row: Option<(String, String, i64)> = on!(tx, |conn| {
        sqlx::query_as(FIND_BY_REFERENCE).bind(reference).fetch_optional(conn).await?
    });
    Ok(row.map(|(kind, recipient, created_at)| Referenced {
        kind,
        recipient,
        created_at: Timestamp::from_millis(created_at),
    }))
}

/// Forgets up to `batch` mails that are settled and older than `before`; says how many.
pub async fn delete_old(tx: &mut Tx, before: Timestamp, batch: i64) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(DELETE_OLD)
            .bind(before.as_millis())
            .bind(batch)
            .execute(conn)
            .await?
            .rows_affected()
    }))
}
