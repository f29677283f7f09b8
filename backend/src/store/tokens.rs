//! Mailed links. What a link is about stands in its row, never in the link.

use domain::{
    id::{InvitationId, OrgId, SignUpId, UserId},
    time::Timestamp,
    token::{self, LinkRefusal, Purpose, TokenFacts},
};
use uuid::Uuid;

use super::{StoreError, Tx, UserLock, on, statements};
use crate::secret::TokenHash;

statements! {
    INSERT = "
        INSERT INTO tokens
            (token_hash, purpose, org_id, user_id, object_id, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";

    FIND = "
        SELECT purpose, org_id, user_id, object_id, expires_at, used_at, replaced_at
        FROM tokens WHERE token_hash = $1";

    USE_UP = "
        UPDATE tokens SET used_at = $2
        WHERE token_hash = $1 AND used_at IS NULL AND replaced_at IS NULL";

    USE_UP_OF_OBJECT = "UPDATE tokens SET used_at = $2 WHERE object_id = $1 AND used_at IS NULL";

    REPLACE_OF_OBJECT = "
        UPDATE tokens SET replaced_at = $2
        WHERE object_id = $1 AND used_at IS NULL AND replaced_at IS NULL";

    REPLACE_OF_USER = "
        UPDATE tokens SET replaced_at = $3
        WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL AND replaced_at IS NULL";

    REPLACE_OF_PURPOSE = "
        UPDATE tokens SET replaced_at = $2
        WHERE purpose = $1 AND used_at IS NULL AND replaced_at IS NULL";

    DELETE_OF_OBJECT = "DELETE FROM tokens WHERE object_id = $1";

    DELETE_EXPIRED = "
        DELETE FROM tokens WHERE token_hash IN
            (SELECT token_hash FROM tokens WHERE expires_at <= $1 LIMIT $2)";
}

/// What a link is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    /// A sign-up that waits.
    SignUp(SignUpId),
    /// A person.
    User(UserId),
    /// An invitation of an organization.
    Invitation(OrgId, InvitationId),
    /// The installation.
    Installation,
}

impl Subject {
    const fn user(self) -> Option<Uuid> {
        match self {
            Self::User(id) => Some(id.as_uuid()),
            Self::SignUp(_) | Self::Invitation(..) | Self::Installation => None,
        }
    }

    const fn org(self) -> Option<Uuid> {
        match self {
            Self::Invitation(org, _) => Some(org.as_uuid()),
            Self::SignUp(_) | Self::User(_) | Self::Installation => None,
        }
    }

    const fn object(self) -> Option<Uuid> {
        match self {
            Self::SignUp(id) => Some(id.as_uuid()),
            Self::Invitation(_, id) => Some(id.as_uuid()),
            Self::User(_) | Self::Installation => None,
        }
    }
}

/// A link as stored.
pub struct StoredToken {
    pub facts: TokenFacts,
    replaced: bool,
    org: Option<Uuid>,
    user: Option<Uuid>,
    object: Option<Uuid>,
}

impl StoredToken {
    /// Says whether the link works for the `wanted` purpose.
    pub fn state(&self, wanted: Purpose, now: Timestamp) -> Result<(), LinkRefusal> {
        if self.facts.purpose == wanted && self.facts.used_at.is_none() && self.replaced {
            return Err(LinkRefusal::Replaced);
        }
        token::state(&self.facts, wanted, now)
    }

    /// The person it is about.
    pub fn user(&self) -> Result<UserId, LinkRefusal> {
        self.user.map(UserId::from_uuid).ok_or(LinkRefusal::Unknown)
    }

    /// The sign-up it is about.
    pub fn sign_up(&self) -> Result<SignUpId, LinkRefusal> {
        self.object.map(SignUpId::from_uuid).ok_or(LinkRefusal::Unknown)
    }

    /// The invitation it is about, and whose that is.
    pub fn invitation(&self) -> Result<(OrgId, InvitationId), LinkRefusal> {
        let (org, id) = self.org.zip(self.object).ok_or(LinkRefusal::Unknown)?;
        Ok((OrgId::from_uuid(org), InvitationId::from_uuid(id)))
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    purpose: String,
    org_id: Option<Uuid>,
    user_id: Option<Uuid>,
    object_id: Option<Uuid>,
    expires_at: i64,
    used_at: Option<i64>,
    replaced_at: Option<i64>,
}

/// Remembers a link that is about to be handed out.
pub async fn insert(
    tx: &mut Tx,
    hash: TokenHash,
    purpose: Purpose,
    subject: Subject,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(hash.as_bytes())
            .bind(purpose.as_str())
            .bind(subject.org())
            .bind(subject.user())
            .bind(subject.object())
            .bind(now.as_millis())
            .bind(now.plus_millis(purpose.lifetime_ms()).as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Looks up a link by its secret.
pub async fn find(tx: &mut Tx, hash: TokenHash) -> Result<Option<StoredToken>, StoreError> {
    let row: Option<Row> =
        on!(tx, |conn| sqlx::query_as(FIND).bind(hash.as_bytes()).fetch_optional(conn).await?);
    let Some(row) = row else { return Ok(None) };
    Ok(Some(StoredToken {
        facts: TokenFacts {
            purpose: Purpose::parse(&row.purpose).ok_or(StoreError::Corrupt("tokens.purpose"))?,
            expires_at: Timestamp::from_millis(row.expires_at),
            used_at: row.used_at.map(Timestamp::from_millis),
        },
        replaced: row.replaced_at.is_some(),
        org: row.org_id,
        user: row.user_id,
        object: row.object_id,
    }))
}

/// Uses up a link; says whether this was the one time it worked.
pub async fn use_up(tx: &mut Tx, hash: TokenHash, now: Timestamp) -> Result<bool, StoreError> {
    let used = on!(tx, |conn| {
        sqlx::query(USE_UP)
            .bind(hash.as_bytes())
            .bind(now.as_millis())
            .execute(conn)
            .await?
            .rows_affected()
    });
    Ok(used > 0)
}

/// Uses up all links of a sign-up or an invitation that has come to its end.
pub async fn use_up_of(tx: &mut Tx, subject: Subject, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(USE_UP_OF_OBJECT)
            .bind(subject.object())
            .bind(now.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Forgets all links of a sign-up that is forgotten itself.
pub async fn delete_of_sign_up(tx: &mut Tx, sign_up: SignUpId) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(DELETE_OF_OBJECT).bind(sign_up.as_uuid()).execute(conn).await?;
    });
    Ok(())
}

/// Makes room for a newer link of a sign-up or an invitation: the older ones work no longer.
pub async fn replace_of(tx: &mut Tx, subject: Subject, now: Timestamp) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(REPLACE_OF_OBJECT)
            .bind(subject.object())
            .bind(now.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Makes room for a newer link of a person: the older ones of this purpose work no longer.
pub async fn replace_of_user(
    tx: &mut Tx,
    lock: &UserLock,
    purpose: Purpose,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(REPLACE_OF_USER)
            .bind(lock.user().as_uuid())
            .bind(purpose.as_str())
            .bind(now.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Makes room for a newer link of this purpose altogether.
pub async fn replace_of_purpose(
    tx: &mut Tx,
    purpose: Purpose,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(REPLACE_OF_PURPOSE)
            .bind(purpose.as_str())
            .bind(now.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Forgets up to `batch` links that expired before `expired_by`; says how many.
pub async fn delete_expired(
    tx: &mut Tx,
    expired_by: Timestamp,
    batch: i64,
) -> Result<u64, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query(DELETE_EXPIRED)
            .bind(expired_by.as_millis())
            .bind(batch)
            .execute(conn)
            .await?
            .rows_affected()
    }))
}
