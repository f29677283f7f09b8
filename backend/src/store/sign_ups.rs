//! Sign-ups that wait for their address to be confirmed.

use domain::{
    email::Email,
    id::SignUpId,
    locale::Locale,
    sign_up::{OrgKind, SignUp},
    text::{OrgName, PersonName},
    time::Timestamp,
};
use uuid::Uuid;

use super::{StoreError, Tx, on, statements};
use crate::password::PasswordHash;

statements! {
    // A newer sign-up takes the place of an older one, under a new id: links of the older one find
    // nothing any more.
    PUT = "
        INSERT INTO pending_sign_ups
            (sign_up_id, email, email_canonical, first_name, last_name, kind, org_name, locale,
             password_hash, password_normalisation, staff, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (email_canonical) DO UPDATE SET
            sign_up_id = excluded.sign_up_id, email = excluded.email,
            first_name = excluded.first_name, last_name = excluded.last_name,
            kind = excluded.kind, org_name = excluded.org_name, locale = excluded.locale,
            password_hash = excluded.password_hash,
            password_normalisation = excluded.password_normalisation,
            staff = excluded.staff, created_at = excluded.created_at,
            expires_at = excluded.expires_at";

    FIND = "
        SELECT sign_up_id, email, email_canonical, first_name, last_name, kind, org_name, locale,
            password_hash, password_normalisation, staff, created_at
        FROM pending_sign_ups
        WHERE sign_up_id = $1 AND expires_at > $2";

    DELETE = "DELETE FROM pending_sign_ups WHERE sign_up_id = $1";

    DELETE_OF_ADDRESS = "DELETE FROM pending_sign_ups WHERE email_canonical = $1";

    DELETE_EXPIRED = "
        DELETE FROM pending_sign_ups WHERE sign_up_id IN
            (SELECT sign_up_id FROM pending_sign_ups WHERE expires_at <= $1 LIMIT $2)";
}

/// A sign-up that waits.
pub struct Pending {
    pub id: SignUpId,
    pub sign_up: SignUp,
    pub password: PasswordHash,
    /// It came with the link for the first member of staff.
    pub staff: bool,
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    sign_up_id: Uuid,
    email: String,
    email_canonical: String,
    first_name: String,
    last_name: String,
    kind: String,
    org_name: String,
    locale: String,
    password_hash: String,
    password_normalisation: i64,
    staff: bool,
    created_at: i64,
}

impl TryFrom<Row> for Pending {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let corrupt = StoreError::Corrupt;
        Ok(Self {
            id: SignUpId::from_uuid(row.sign_up_id),
            sign_up: SignUp {
                email: Email::from_stored(row.email, row.email_canonical),
                first_name: PersonName::from_stored(row.first_name),
                last_name: PersonName::from_stored(row.last_name),
                kind: OrgKind::parse(&row.kind).ok_or(corrupt("pending_sign_ups.kind"))?,
                org_name: OrgName::from_stored(row.org_name),
                locale: Locale::parse(&row.locale).ok_or(corrupt("pending_sign_ups.locale"))?,
            },
            password: PasswordHash {
                phc: row.password_hash,
                normalisation: row.password_normalisation,
            },
            staff: row.staff,
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}

/// Keeps a sign-up until `expires_at`, in place of any other of the same address.
pub async fn put(tx: &mut Tx, pending: &Pending, expires_at: Timestamp) -> Result<(), StoreError> {
    let sign_up = &pending.sign_up;
    on!(tx, |conn| {
        sqlx::query(PUT)
            .bind(pending.id.as_uuid())
            .bind(sign_up.email.typed())
            .bind(sign_up.email.canonical())
            .bind(sign_up.first_name.as_str())
            .bind(sign_up.last_name.as_str())
            .bind(sign_up.kind.as_str())
            .bind(sign_up.org_name.as_str())
            .bind(sign_up.locale.tag())
            .bind(&pending.password.phc)
            .bind(pending.password.normalisation)
            .bind(pending.staff)
            .bind(pending.created_at.as_millis())
            .bind(expires_at.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Looks up a sign-up that still waits.
pub async fn find(
    tx: &mut Tx,
    id: SignUpId,
    now: Timestamp,
) -> Result<Option<Pending>, StoreError> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(FIND).bind(id.as_uuid()).bind(now.as_millis()).fetch_optional(conn).await?
    });
    row.map(Pending::try_from).transpose()
}

/// Forgets a sign-up; says whether there was one.
pub async fn delete(tx: &mut Tx, id: SignUpId) -> Result<bool, StoreError> {
    let deleted = on!(tx, |conn| {
        sqlx::query(DELETE).bind(id.as_uuid()).execute(conn).await?.rows_affected()
    });
    Ok(deleted > 0)
}

/// Forgets the sign-up of an address that got an account in another way.
pub async fn delete_of(tx: &mut Tx, email: &Email) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(DELETE_OF_ADDRESS).bind(email.canonical()).execute(conn).await?;
    });
    Ok(())
}

/// Forgets up to `batch` sign-ups that nobody confirmed; says how many.
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
