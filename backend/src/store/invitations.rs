//! Offers to become a member.

use domain::{
    email::Email,
    id::{InvitationId, OrgId, PublicId, UserId},
    invitation::{Ending, VALID_DAYS},
    locale::Locale,
    membership::Contact,
    rights::{Permit, Place},
    text::OrgName,
    time::Timestamp,
};
use uuid::Uuid;

use super::{OrgLock, StoreError, Tx, on, statements};

/// The columns of an invitation, in every statement that reads one.
macro_rules! reading {
    ($rest:literal) => {
        concat!(
            "SELECT i.invitation_id, i.email, i.email_canonical, i.locale, i.place,
                i.billing_reminders, i.product_events, i.invited_by,
                u.first_name || ' ' || u.last_name AS inviter, i.sent_at, i.expires_at,
                i.wanted_at, i.wanted_email, i.wanted_email_canonical, i.ending,
                i.ended_by
            FROM invitations i
            JOIN users u ON u.user_id = i.invited_by ",
            $rest
        )
    };
}

statements! {
    INSERT = "
        INSERT INTO invitations
            (org_id, invitation_id, email, email_canonical, locale, place, billing_reminders,
             product_events, invited_by, created_at, sent_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)";

    // An answer to what was wanted, too.
    SEND_AGAIN = "
        UPDATE invitations
        SET email = $3, email_canonical = $4, locale = $5, place = $6, billing_reminders = $7,
            product_events = $8, invited_by = $9, sent_at = $10, expires_at = $11,
            wanted_at = NULL, wanted_email = NULL, wanted_email_canonical = NULL
        WHERE org_id = $1 AND invitation_id = $2 AND ended_at IS NULL";

    FIND = reading!("WHERE i.org_id = $1 AND i.invitation_id = $2");

    FIND_OPEN = reading!("WHERE i.org_id = $1 AND i.email_canonical = $2 AND i.ended_at IS NULL");

    // The latest first, behind a moment and an id.
    LIST = reading!(
        "WHERE i.org_id = $1 AND i.ended_at IS NULL AND (i.sent_at, i.invitation_id) < ($2, $3)
        ORDER BY i.sent_at DESC, i.invitation_id DESC
        LIMIT $4"
    );

    END = "
        UPDATE invitations SET ended_at = $3, ending = $4, ended_by = $5
        WHERE org_id = $1 AND invitation_id = $2 AND ended_at IS NULL";

    WANT = "
        UPDATE invitations
        SET wanted_at = $3, wanted_email = $4, wanted_email_canonical = $5
        WHERE org_id = $1 AND invitation_id = $2 AND ended_at IS NULL";

    HOST = "SELECT public_id, name, status FROM organizations WHERE org_id = $1";
}

/// An offer to become a member.
pub struct Invitation {
    pub id: InvitationId,
    pub email: Email,
    /// The language of its mail.
    pub locale: Locale,
    /// What is offered.
    pub place: Place,
    pub contact: Contact,
    /// Whose right it rests on, and what they are called.
    pub invited_by: (UserId, String),
    pub sent_at: Timestamp,
    pub expires_at: Timestamp,
    /// When its person asked for another one, and to which address if not to the same.
    pub wanted: Option<(Timestamp, Option<Email>)>,
    pub ending: Option<Ending>,
    /// Who accepted it or took it back.
    pub ended_by: Option<UserId>,
}

/// What an invitation says.
pub struct Offer<'a> {
    pub email: &'a Email,
    pub locale: Locale,
    pub place: &'a Place,
    pub contact: Contact,
    pub invited_by: UserId,
}

/// The organization that invites.
pub struct Host {
    pub public_id: PublicId,
    pub name: OrgName,
    /// Whether it is about to be deleted; `None` if it is.
    pub closing: Option<bool>,
}

#[derive(sqlx::FromRow)]
struct Row {
    invitation_id: Uuid,
    email: String,
    email_canonical: String,
    locale: String,
    place: String,
    billing_reminders: bool,
    product_events: bool,
    invited_by: Uuid,
    inviter: String,
    sent_at: i64,
    expires_at: i64,
    wanted_at: Option<i64>,
    wanted_email: Option<String>,
    wanted_email_canonical: Option<String>,
    ending: Option<String>,
    ended_by: Option<Uuid>,
}

impl TryFrom<Row> for Invitation {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let corrupt = StoreError::Corrupt;
        let ending = |it: String| Ending::parse(&it).ok_or(corrupt("invitations.ending"));
        let wanted_email = row.wanted_email.zip(row.wanted_email_canonical);
        let wanted_email =
            wanted_email.map(|(typed, canonical)| Email::from_stored(typed, canonical));
        Ok(Self {
            id: InvitationId::from_uuid(row.invitation_id),
            email: Email::from_stored(row.email, row.email_canonical),
            locale: Locale::parse(&row.locale).ok_or(corrupt("invitations.locale"))?,
            place: serde_json::from_str(&row.place).map_err(|_| corrupt("invitations.place"))?,
            contact: Contact {
                billing_reminders: row.billing_reminders,
                product_events: row.product_events,
            },
            invited_by: (UserId::from_uuid(row.invited_by), row.inviter),
            sent_at: Timestamp::from_millis(row.sent_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            wanted: row.wanted_at.map(|at| (Timestamp::from_millis(at), wanted_email)),
            ending: row.ending.map(ending).transpose()?,
            ended_by: row.ended_by.map(UserId::from_uuid),
        })
    }
}

impl Invitation {
    /// Whether its time is over.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }
}

fn place_text(place: &Place) -> Result<String, StoreError> {
    serde_json::to_string(place).map_err(|_| StoreError::Corrupt("invitations.place"))
}

/// Keeps a new invitation, sent now. [`StoreError::Duplicate`] if the address waits for an answer.
pub async fn insert(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    id: InvitationId,
    offer: &Offer<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let place = place_text(offer.place)?;
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(lock.org().as_uuid())
            .bind(id.as_uuid())
            .bind(offer.email.typed())
            .bind(offer.email.canonical())
            .bind(offer.locale.tag())
            .bind(place)
            .bind(offer.contact.billing_reminders)
            .bind(offer.contact.product_events)
            .bind(offer.invited_by.as_uuid())
            .bind(now.as_millis())
            .bind(now.plus_days(VALID_DAYS).as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Sends an open invitation anew: from now on it says this.
pub async fn send_again(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    id: InvitationId,
    offer: &Offer<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let place = place_text(offer.place)?;
    on!(tx, |conn| {
        sqlx::query(SEND_AGAIN)
            .bind(lock.org().as_uuid())
            .bind(id.as_uuid())
            .bind(offer.email.typed())
            .bind(offer.email.canonical())
            .bind(offer.locale.tag())
            .bind(place)
            .bind(offer.contact.billing_reminders)
            .bind(offer.contact.product_events)
            .bind(offer.invited_by.as_uuid())
            .bind(now.as_millis())
            .bind(now.plus_days(VALID_DAYS).as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// An invitation of this organization, also one that has ended.
pub async fn find(
    tx: &mut Tx,
    org: OrgId,
    id: InvitationId,
) -> Result<Option<Invitation>, StoreError> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(FIND).bind(org.as_uuid()).bind(id.as_uuid()).fetch_optional(conn).await?
    });
    row.map(Invitation::try_from).transpose()
}

/// The invitation of an address that waits for an answer; it may have expired.
pub async fn find_open(
    tx: &mut Tx,
    org: OrgId,
    email: &Email,
) -> Result<Option<Invitation>, StoreError> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(FIND_OPEN)
            .bind(org.as_uuid())
            .bind(email.canonical())
            .fetch_optional(conn)
            .await?
    });
    row.map(Invitation::try_from).transpose()
}

/// Invitations that wait for an answer, the latest first, behind that one; at most `limit`.
pub async fn list(
    tx: &mut Tx,
    org: OrgId,
    behind: Option<&Invitation>,
    limit: i64,
) -> Result<Vec<Invitation>, StoreError> {
    let sent_at = behind.map_or(i64::MAX, |it| it.sent_at.as_millis());
    let id = behind.map_or(Uuid::nil(), |it| it.id.as_uuid());
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(LIST)
            .bind(org.as_uuid())
            .bind(sent_at)
            .bind(id)
            .bind(limit)
            .fetch_all(conn)
            .await?
    });
    rows.into_iter().map(Invitation::try_from).collect()
}

/// Ends an invitation; says whether it was still open.
pub async fn end(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    id: InvitationId,
    (ending, by): (Ending, Option<UserId>),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let ended = on!(tx, |conn| {
        sqlx::query(END)
            .bind(lock.org().as_uuid())
            .bind(id.as_uuid())
            .bind(now.as_millis())
            .bind(ending.as_str())
            .bind(by.map(UserId::as_uuid))
            .execute(conn)
            .await?
            .rows_affected()
    });
    Ok(ended > 0)
}

/// Notes that its person asks for another invitation, to another address if one is given.
pub async fn want(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    id: InvitationId,
    email: Option<&Email>,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(WANT)
            .bind(lock.org().as_uuid())
            .bind(id.as_uuid())
            .bind(now.as_millis())
            .bind(email.map(Email::typed))
            .bind(email.map(Email::canonical))
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// The organization that an invitation is of.
pub async fn host(tx: &mut Tx, org: OrgId) -> Result<Option<Host>, StoreError> {
    let row: Option<(String, String, String)> =
        on!(tx, |conn| sqlx::query_as(HOST).bind(org.as_uuid()).fetch_optional(conn).await?);
    let Some((public_id, name, status)) = row else { return Ok(None) };
    Ok(Some(Host {
        public_id: public_id.parse().map_err(|_| StoreError::Corrupt("organizations.public_id"))?,
        name: OrgName::from_stored(name),
        closing: (status != "closed").then_some(status == "closing"),
    }))
}
