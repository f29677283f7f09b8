//! Legal responsibility that is offered to somebody.

use domain::{
    handover::{Afterwards, HandoverEnding},
    id::{HandoverId, OrgId, UserId},
    rights::Permit,
    time::Timestamp,
};
use uuid::Uuid;

use super::{OrgLock, StoreError, Tx, on, statements};

statements! {
    INSERT = "
        INSERT INTO handovers
            (org_id, handover_id, giver_id, receiver_id, afterwards, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";

    OPEN = "
        SELECT h.handover_id, h.giver_id, h.receiver_id, h.afterwards, h.expires_at,
            g.first_name || ' ' || g.last_name AS giver,
            r.first_name || ' ' || r.last_name AS receiver
        FROM handovers h
        JOIN users g ON g.user_id = h.giver_id
        JOIN users r ON r.user_id = h.receiver_id
        WHERE h.org_id = $1 AND h.ended_at IS NULL";

    // The latest in which somebody took part, if it has ended.
    LAST = "
        SELECT ending FROM handovers
        WHERE org_id = $1 AND (giver_id = $2 OR receiver_id = $2)
        ORDER BY created_at DESC, handover_id DESC
        LIMIT 1";

    END = "
        UPDATE handovers SET ended_at = $3, ending = $4, ended_by = $5
        WHERE org_id = $1 AND handover_id = $2 AND ended_at IS NULL";
}

/// An offer that waits for an answer; its time may be over.
pub struct Handover {
    pub id: HandoverId,
    /// Who offers it, with first and last name.
    pub giver: (UserId, String),
    /// Who is to take it on.
    pub receiver: (UserId, String),
    pub afterwards: Afterwards,
    pub expires_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    handover_id: Uuid,
    giver_id: Uuid,
    receiver_id: Uuid,
    afterwards: String,
    expires_at: i64,
    giver: String,
    receiver: String,
}

impl TryFrom<Row> for Handover {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let afterwards = Afterwards::parse(&row.afterwards);
        Ok(Self {
            id: HandoverId::from_uuid(row.handover_id),
            giver: (UserId::from_uuid(row.giver_id), row.giver),
            receiver: (UserId::from_uuid(row.receiver_id), row.receiver),
            afterwards: afterwards.ok_or(StoreError::Corrupt("handovers.afterwards"))?,
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

/// What is offered.
pub struct Offer {
    pub id: HandoverId,
    pub giver: UserId,
    pub receiver: UserId,
    pub afterwards: Afterwards,
    pub expires_at: Timestamp,
}

/// Keeps a new offer. [`StoreError::Duplicate`] while another one waits.
pub async fn insert(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    offer: &Offer,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(lock.org().as_uuid())
            .bind(offer.id.as_uuid())
            .bind(offer.giver.as_uuid())
            .bind(offer.receiver.as_uuid())
            .bind(offer.afterwards.as_str())
            .bind(now.as_millis())
            .bind(offer.expires_at.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// The offer of an organization that waits for an answer.
pub async fn open(tx: &mut Tx, org: OrgId) -> Result<Option<Handover>, StoreError> {
    let row: Option<Row> =
        on!(tx, |conn| sqlx::query_as(OPEN).bind(org.as_uuid()).fetch_optional(conn).await?);
    row.map(Handover::try_from).transpose()
}

/// How the latest handover ended in which this person took part; nothing while it has not.
pub async fn last(
    tx: &mut Tx,
    org: OrgId,
    user: UserId,
) -> Result<Option<Option<HandoverEnding>>, StoreError> {
    let row: Option<Option<String>> = on!(tx, |conn| {
        sqlx::query_scalar(LAST)
            .bind(org.as_uuid())
            .bind(user.as_uuid())
            .fetch_optional(conn)
            .await?
    });
    let Some(ending) = row else { return Ok(None) };
    let parse =
        |it: String| HandoverEnding::parse(&it).ok_or(StoreError::Corrupt("handovers.ending"));
    Ok(Some(ending.map(parse).transpose()?))
}

/// Ends an offer; says whether it was still open.
pub async fn end(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    id: HandoverId,
    (ending, by): (HandoverEnding, UserId),
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
