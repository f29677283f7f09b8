//! Looking for entries of one history: by their number, by day, by who acted and by what about.
//!
//! However long the history is, a page costs as much as it shows. Each combination of filters is a
//! statement of its own with an index that has the filters' columns first and the entry's number
//! behind them, so that the database reads matching entries only, in order, and stops at the limit.
//! Days need no further index: [`around`] turns them into numbers of entries first.

use std::collections::BTreeMap;

use domain::{
    history::{Act, ActGroup, Chain},
    id::UserId,
    rights::{Actor, Permit},
    time::Timestamp,
};
use uuid::Uuid;

use super::{StoreError, Tx, on, statements};

/// Entries of a chain between two numbers and two instants, with one more condition.
///
/// The times are compared behind the index (`+ 0`): a planner that does not know the values would
/// look for them by the index of times, and sort what may be the whole chain. The limit holds before
/// anything is joined, so that details are looked up for the entries of the page only.
macro_rules! entries {
    ($condition:literal, $order:literal) => {
        concat!(
            "
        SELECT h.seq, h.happened_at, h.actor_id, h.act, h.objects, d.body,
            u.first_name, u.last_name
        FROM
            (SELECT * FROM history
             WHERE chain_id = $1 AND seq > $2 AND seq < $3
               AND happened_at + 0 >= $4 AND happened_at + 0 < $5 ",
            $condition,
            "
             ORDER BY seq ",
            $order,
            " LIMIT $6) h
        LEFT JOIN history_details d ON d.chain_id = h.chain_id AND d.seq = h.seq
        LEFT JOIN users u ON u.user_id = h.actor_id
        ORDER BY h.seq ",
            $order
        )
    };
}

statements! {
    LATEST_BEFORE = "
        SELECT seq FROM history WHERE chain_id = $1 AND happened_at < $2
        ORDER BY happened_at DESC, seq DESC LIMIT 1";

    EARLIEST_SINCE = "
        SELECT seq FROM history WHERE chain_id = $1 AND happened_at >= $2
        ORDER BY happened_at, seq LIMIT 1";

    ALL_DOWN = entries!("", "DESC");
    ALL_UP = entries!("", "ASC");
    GROUP_DOWN = entries!("AND act_group = $7", "DESC");
    GROUP_UP = entries!("AND act_group = $7", "ASC");
    ACTOR_DOWN = entries!("AND chain = 'org' AND actor_id = $7", "DESC");
    ACTOR_UP = entries!("AND chain = 'org' AND actor_id = $7", "ASC");
    ACTOR_AND_GROUP_DOWN =
        entries!("AND chain = 'org' AND actor_id = $7 AND act_group = $8", "DESC");
    ACTOR_AND_GROUP_UP =
        entries!("AND chain = 'org' AND actor_id = $7 AND act_group = $8", "ASC");
}

/// The statements that look for entries, and the index that each is meant to use.
#[cfg(test)]
pub(super) const INDEXED: [(&str, &str); 10] = [
    (LATEST_BEFORE, "history_by_time"),
    (EARLIEST_SINCE, "history_by_time"),
    (ALL_DOWN, "history_pkey"),
    (ALL_UP, "history_pkey"),
    (GROUP_DOWN, "history_by_group"),
    (GROUP_UP, "history_by_group"),
    (ACTOR_DOWN, "history_by_actor"),
    (ACTOR_UP, "history_by_actor"),
    (ACTOR_AND_GROUP_DOWN, "history_by_actor_and_group"),
    (ACTOR_AND_GROUP_UP, "history_by_actor_and_group"),
];

/// How far the clocks of two nodes may be apart, or a request may wait for the one before it.
const DISORDER_MS: i64 = 60 * 60 * 1_000;

/// What is looked for in a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Entries after this one…
    pub after: i64,
    /// …and before this one.
    pub before: i64,
    /// Entries from this instant on…
    pub from: Timestamp,
    /// …and until just before this one.
    pub until: Timestamp,
    pub group: Option<ActGroup>,
    /// Who acted; only in the history of an organization.
    pub actor: Option<UserId>,
}

/// Which of the entries come first, and are found if there are more than wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Newest,
    Oldest,
}

/// An entry as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub seq: i64,
    pub at: Timestamp,
    pub act: Act,
    /// Who acted, with the name that they have now.
    pub actor: Option<(UserId, String)>,
    pub objects: String,
    /// Empty if they were erased.
    pub details: Option<BTreeMap<String, String>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    happened_at: i64,
    actor_id: Option<Uuid>,
    act: String,
    objects: String,
    body: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}

/// The history that a permit is about: the organization's, else the person's own.
fn chain_of(permit: &Permit) -> Option<Chain> {
    match (permit.org(), permit.actor()) {
        (Some(org), _) => Some(Chain::Org(org)),
        (None, Actor::Person(user)) => Some(Chain::User(user)),
        (None, Actor::System(_)) => None,
    }
}

/// The numbers between which all entries of these instants lie.
///
/// Entries are numbered in the order in which they were written, which is that of their times but
/// for a little disorder; the times themselves are compared later.
pub async fn around(
    tx: &mut Tx,
    permit: &Permit,
    from: Timestamp,
    until: Timestamp,
) -> Result<(i64, i64), StoreError> {
    let Some(chain) = chain_of(permit) else { return Ok((0, 0)) };
    let chain_id = chain.subject();
    let (early, late) = (from.plus_millis(-DISORDER_MS), until.plus_millis(DISORDER_MS));
    let (after, before): (Option<i64>, Option<i64>) = on!(tx, |conn| {
        let after = sqlx::query_scalar(LATEST_BEFORE).bind(chain_id).bind(early.as_millis());
        let after = after.fetch_optional(&mut *conn).await?;
        let before = sqlx::query_scalar(EARLIEST_SINCE).bind(chain_id).bind(late.as_millis());
        (after, before.fetch_optional(conn).await?)
    });
    Ok((after.unwrap_or(0), before.unwrap_or(i64::MAX)))
}

/// Entries of the history that the permit is about.
pub async fn entries(
    tx: &mut Tx,
    permit: &Permit,
    wanted: &Wanted,
    order: Order,
    limit: i64,
) -> Result<Vec<Found>, StoreError> {
    let Some(chain) = chain_of(permit) else { return Ok(Vec::new()) };
    let sql = match (wanted.actor.is_some(), wanted.group.is_some(), order) {
        (false, false, Order::Newest) => ALL_DOWN,
        (false, false, Order::Oldest) => ALL_UP,
        (false, true, Order::Newest) => GROUP_DOWN,
        (false, true, Order::Oldest) => GROUP_UP,
        (true, false, Order::Newest) => ACTOR_DOWN,
        (true, false, Order::Oldest) => ACTOR_UP,
        (true, true, Order::Newest) => ACTOR_AND_GROUP_DOWN,
        (true, true, Order::Oldest) => ACTOR_AND_GROUP_UP,
    };
    let rows: Vec<Row> = on!(tx, |conn| {
        let mut query = sqlx::query_as(sql)
            .bind(chain.subject())
            .bind(wanted.after)
            .bind(wanted.before)
            .bind(wanted.from.as_millis())
            .bind(wanted.until.as_millis())
            .bind(limit);
        if let Some(actor) = wanted.actor {
            query = query.bind(actor.as_uuid());
        }
        if let Some(group) = wanted.group {
            query = query.bind(group.as_str());
        }
        query.fetch_all(conn).await?
    });
    rows.into_iter().map(found).collect()
}

fn found(row: Row) -> Result<Found, StoreError> {
    let name = row.first_name.zip(row.last_name).map(|(first, last)| format!("{first} {last}"));
    let details = row.body.map(|it| serde_json::from_str(&it)).transpose();
    Ok(Found {
        seq: row.seq,
        at: Timestamp::from_millis(row.happened_at),
        act: Act::parse(&row.act).ok_or(StoreError::Corrupt("history.act"))?,
        actor: row.actor_id.map(|id| (UserId::from_uuid(id), name.unwrap_or_default())),
        objects: row.objects,
        details: details.map_err(|_| StoreError::Corrupt("history_details.body"))?,
    })
}
