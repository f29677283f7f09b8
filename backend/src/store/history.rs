//! The chains of what happened, and the details that can be erased from them.

use domain::{
    history::{Act, Chain},
    id::{OrgId, UserId},
    rights::Permit,
    time::Timestamp,
};
use uuid::Uuid;

use super::{StoreError, Tx, on, statements};
use crate::{
    history::{Entry, Hash, Signature},
    keys::Tag,
};

statements! {
    HEAD_OF_USER = "SELECT history_seq, history_head FROM users WHERE user_id = $1";

    HEAD_OF_ORGANIZATION = "
        SELECT history_seq, history_head FROM organizations WHERE org_id = $1";

    MOVE_HEAD_OF_USER = "
        UPDATE users SET history_seq = $2, history_head = $3 WHERE user_id = $1";

    MOVE_HEAD_OF_ORGANIZATION = "
        UPDATE organizations SET history_seq = $2, history_head = $3 WHERE org_id = $1";

    INSERT = "
        INSERT INTO history
            (chain_id, seq, chain, happened_at, actor_id, act, objects, details_hash, hash,
             act_group)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    INSERT_DETAILS = "
        INSERT INTO history_details (chain_id, seq, salt, body) VALUES ($1, $2, $3, $4)";

    RECENT = "
        SELECT h.happened_at, h.act, u.first_name, u.last_name, d.body
        FROM history h
        LEFT JOIN users u ON u.user_id = h.actor_id
        LEFT JOIN history_details d ON d.chain_id = h.chain_id AND d.seq = h.seq
        WHERE h.chain_id = $1 AND h.chain = 'org'
        ORDER BY h.seq DESC
        LIMIT $2";

    PAGE = "
        SELECT h.chain, h.seq, h.happened_at, h.actor_id, h.act, h.objects, h.details_hash, h.hash,
            h.act_group, d.salt, d.body
        FROM history h
        LEFT JOIN history_details d ON d.chain_id = h.chain_id AND d.seq = h.seq
        WHERE h.chain_id = $1 AND h.seq > $2
        ORDER BY h.seq
        LIMIT $3";

    OWNERS_USERS = "
        SELECT user_id AS chain_id, history_seq, history_head FROM users
        WHERE user_id > $1 ORDER BY user_id LIMIT $2";

    OWNERS_ORGANIZATIONS = "
        SELECT org_id AS chain_id, history_seq, history_head FROM organizations
        WHERE org_id > $1 ORDER BY org_id LIMIT $2";

    UNSIGNED_USERS = "
        SELECT u.user_id AS chain_id, u.history_seq, u.history_head
        FROM users u
        LEFT JOIN history_signatures s ON s.chain_id = u.user_id
        WHERE u.history_seq > COALESCE(s.seq, 0) LIMIT $1";

    UNSIGNED_ORGANIZATIONS = "
        SELECT o.org_id AS chain_id, o.history_seq, o.history_head
        FROM organizations o
        LEFT JOIN history_signatures s ON s.chain_id = o.org_id
        WHERE o.history_seq > COALESCE(s.seq, 0) LIMIT $1";

    SIGNATURE = "
        SELECT seq, signed_at, key_id, signature FROM history_signatures WHERE chain_id = $1";

    SIGN = "
        INSERT INTO history_signatures (chain_id, seq, signed_at, key_id, signature)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (chain_id) DO UPDATE SET
            seq = excluded.seq, signed_at = excluded.signed_at,
            key_id = excluded.key_id, signature = excluded.signature
        WHERE excluded.seq > history_signatures.seq";

    ORPHANS = "
        SELECT DISTINCT h.chain_id, h.chain
        FROM history h
        WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.user_id = h.chain_id AND h.chain = 'user')
          AND NOT EXISTS
            (SELECT 1 FROM organizations o WHERE o.org_id = h.chain_id AND h.chain = 'org')
        LIMIT 100";
}

/// The end of a chain as its owner's row has it.
pub struct Head {
    pub seq: i64,
    pub hash: Hash,
}

/// The names of who acted, if a person did.
pub struct Recent {
    pub at: Timestamp,
    pub act: Act,
    pub actor: Option<(String, String)>,
    /// Its details as JSON, unless they were erased.
    pub body: Option<String>,
}

/// An entry as stored, with its details unless they were erased.
pub struct StoredEntry {
    pub entry: Entry,
    pub hash: Hash,
    /// What lies beside it for whoever looks for a group of acts.
    pub group: Option<String>,
    pub details: Option<(Vec<u8>, String)>,
}

fn hash(bytes: Vec<u8>, column: &'static str) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::Corrupt(column))
}

/// Reads the end of a chain.
pub async fn head(tx: &mut Tx, chain: Chain) -> Result<Head, StoreError> {
    let sql = match chain {
        Chain::User(_) => HEAD_OF_USER,
        Chain::Org(_) => HEAD_OF_ORGANIZATION,
    };
    let (seq, head): (i64, Vec<u8>) = on!(tx, |conn| {
        sqlx::query_as(sql)
            .bind(chain.subject())
            .fetch_optional(conn)
            .await?
            .ok_or(StoreError::Gone)?
    });
    Ok(Head { seq, hash: hash(head, "history_head")? })
}

/// Appends an entry that follows the head, and moves the head onto it.
pub async fn append(
    tx: &mut Tx,
    entry: &Entry,
    entry_hash: &Hash,
    salt: &[u8; 16],
    body: &str,
) -> Result<(), StoreError> {
    let move_head = match entry.chain {
        Chain::User(_) => MOVE_HEAD_OF_USER,
        Chain::Org(_) => MOVE_HEAD_OF_ORGANIZATION,
    };
    let chain_id = entry.chain.subject();
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(chain_id)
            .bind(entry.seq)
            .bind(entry.chain.kind())
            .bind(entry.happened_at.as_millis())
            .bind(entry.actor.map(UserId::as_uuid))
            .bind(&entry.act)
            .bind(&entry.objects)
            .bind(&entry.details_hash[..])
            .bind(&entry_hash[..])
            .bind(Act::parse(&entry.act).map(|it| it.group().as_str()))
            .execute(&mut *conn)
            .await?;
        sqlx::query(INSERT_DETAILS)
            .bind(chain_id)
            .bind(entry.seq)
            .bind(&salt[..])
            .bind(body)
            .execute(&mut *conn)
            .await?;
        sqlx::query(move_head)
            .bind(chain_id)
            .bind(entry.seq)
            .bind(&entry_hash[..])
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// What happened last in the organization of the permit, newest first.
pub async fn recent(tx: &mut Tx, permit: &Permit, limit: i64) -> Result<Vec<Recent>, StoreError> {
    type Row = (i64, String, Option<String>, Option<String>, Option<String>);

    let Some(org) = permit.org() else { return Ok(Vec::new()) };
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(RECENT).bind(org.as_uuid()).bind(limit).fetch_all(conn).await?
    });
    rows.into_iter()
        .map(|(at, act, first_name, last_name, body)| {
            Ok(Recent {
                body,
                at: Timestamp::from_millis(at),
                act: Act::parse(&act).ok_or(StoreError::Corrupt("history.act"))?,
                actor: first_name.zip(last_name),
            })
        })
        .collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    chain: String,
    seq: i64,
    happened_at: i64,
    actor_id: Option<Uuid>,
    act: String,
    objects: String,
    details_hash: Vec<u8>,
    hash: Vec<u8>,
    act_group: Option<String>,
    salt: Option<Vec<u8>>,
    body: Option<String>,
}

/// The entries of a chain after `seq`, oldest first.
pub async fn page(
    tx: &mut Tx,
    chain: Chain,
    after: i64,
    limit: i64,
) -> Result<Vec<StoredEntry>, StoreError> {
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(PAGE).bind(chain.subject()).bind(after).bind(limit).fetch_all(conn).await?
    });
    rows.into_iter()
        .map(|row| {
            let chain = Chain::from_parts(&row.chain, chain.subject());
            Ok(StoredEntry {
                entry: Entry {
                    chain: chain.ok_or(StoreError::Corrupt("history.chain"))?,
                    seq: row.seq,
                    happened_at: Timestamp::from_millis(row.happened_at),
                    actor: row.actor_id.map(UserId::from_uuid),
                    act: row.act,
                    objects: row.objects,
                    details_hash: hash(row.details_hash, "history.details_hash")?,
                },
                hash: hash(row.hash, "history.hash")?,
                group: row.act_group,
                details: row.salt.zip(row.body),
            })
        })
        .collect()
}

/// Chains with their heads, after the given one and of its kind.
pub async fn owners_after(
    tx: &mut Tx,
    after: Chain,
    limit: i64,
) -> Result<Vec<(Chain, Head)>, StoreError> {
    let sql = match after {
        Chain::User(_) => OWNERS_USERS,
        Chain::Org(_) => OWNERS_ORGANIZATIONS,
    };
    let rows = on!(tx, |conn| {
        sqlx::query_as(sql).bind(after.subject()).bind(limit).fetch_all(conn).await?
    });
    heads(rows, after)
}

/// Chains of this one's kind that have grown since they were signed.
pub async fn unsigned(
    tx: &mut Tx,
    kind: Chain,
    limit: i64,
) -> Result<Vec<(Chain, Head)>, StoreError> {
    let sql = match kind {
        Chain::User(_) => UNSIGNED_USERS,
        Chain::Org(_) => UNSIGNED_ORGANIZATIONS,
    };
    let rows = on!(tx, |conn| sqlx::query_as(sql).bind(limit).fetch_all(conn).await?);
    heads(rows, kind)
}

fn heads(rows: Vec<(Uuid, i64, Vec<u8>)>, kind: Chain) -> Result<Vec<(Chain, Head)>, StoreError> {
    rows.into_iter()
        .map(|(id, seq, head)| {
            let chain = match kind {
                Chain::User(_) => Chain::User(UserId::from_uuid(id)),
                Chain::Org(_) => Chain::Org(OrgId::from_uuid(id)),
            };
            Ok((chain, Head { seq, hash: hash(head, "history_head")? }))
        })
        .collect()
}

/// The newest signature of a chain.
pub async fn signature(tx: &mut Tx, chain: Chain) -> Result<Option<Signature>, StoreError> {
    type Row = (i64, i64, i64, Vec<u8>);

    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(SIGNATURE).bind(chain.subject()).fetch_optional(conn).await?
    });
    row.map(|(seq, signed_at, key_id, bytes)| {
        let key_id = key_id.try_into().map_err(|_| StoreError::Corrupt("key_id"))?;
        let tag = Tag { key_id, bytes: hash(bytes, "history_signatures.signature")? };
        Ok(Signature { seq, signed_at: Timestamp::from_millis(signed_at), tag })
    })
    .transpose()
}

/// Keeps a signature instead of an older one.
pub async fn sign(tx: &mut Tx, chain: Chain, signature: &Signature) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(SIGN)
            .bind(chain.subject())
            .bind(signature.seq)
            .bind(signature.signed_at.as_millis())
            .bind(i64::from(signature.tag.key_id))
            .bind(&signature.tag.bytes[..])
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Chains that belong to nobody.
pub async fn orphans(tx: &mut Tx) -> Result<Vec<(Uuid, String)>, StoreError> {
    Ok(on!(tx, |conn| sqlx::query_as(ORPHANS).fetch_all(conn).await?))
}
