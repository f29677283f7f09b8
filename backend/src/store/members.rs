//! Who belongs to which organization, and as what.

use std::collections::BTreeSet;

use domain::{
    email::Email,
    id::{OrgId, PublicId, UserId},
    locale::Locale,
    membership::{Contact, NameKeys},
    rights::{MemberState, MoneyRight, Permit, Place, Role, Standing},
    text::PersonName,
    time::Timestamp,
};
use uuid::Uuid;

use super::{OrgLock, StoreError, Tx, membership, on, places, places::When, statements};
use crate::zone::Zone;

statements! {
INSERT = "
        INSERT INTO members
            (org_id, user_id, created_at, changed_at, sort_key, given_key, billing_reminders,
             product_events)
        VALUES ($1, $2, $3, $3, $4, $5, $6, $7)
        ON CONFLICT (org_id, user_id) DO UPDATE SET
            changed_at = excluded.changed_at,
            sort_key = excluded.sort_key,
            given_key = excluded.given_key,
            billing_reminders = excluded.billing_reminders,
            product_events = excluded.product_events";

INSERT_SPAN = "INSERT INTO member_spans (org_id, user_id, valid_from) VALUES ($1, $2, $3)";

// What a person is called, in all organizations that they are or were in.
UPDATE_NAME = "UPDATE members SET sort_key = $2, given_key = $3 WHERE user_id = $1";

INSTANT = "
        UPDATE organizations
        SET members_changed_at = CASE
            WHEN members_changed_at >= $2 THEN members_changed_at + 1 ELSE $2 END
        WHERE org_id = $1
        RETURNING members_changed_at";

// One row, or one for each right about money.
STANDING = "
        SELECT o.org_id, o.status, r.role, u.staff, s.valid_from AS suspended_from,
            money.money_right
        FROM organizations o
        JOIN member_spans m ON m.org_id = o.org_id AND m.user_id = $2 AND m.valid_to IS NULL
        JOIN role_spans r ON r.org_id = o.org_id AND r.user_id = $2 AND r.valid_to IS NULL
        JOIN users u ON u.user_id = $2
        LEFT JOIN suspension_spans s
            ON s.org_id = o.org_id AND s.user_id = $2 AND s.valid_to IS NULL
        LEFT JOIN money_spans money
            ON money.org_id = o.org_id AND money.user_id = $2 AND money.valid_to IS NULL
        WHERE o.public_id = $1 AND o.status <> 'closed'";

INFORMED = "
        SELECT u.user_id, u.email, u.email_canonical, u.first_name, u.locale, u.time_zone
        FROM member_spans m
        JOIN users u ON u.user_id = m.user_id
        JOIN role_spans r ON r.org_id = m.org_id AND r.user_id = m.user_id AND r.valid_to IS NULL
        WHERE m.org_id = $1 AND m.valid_to IS NULL AND u.disabled_at IS NULL
          AND (r.role = 'legal_representative' OR u.user_id = $2)
          AND NOT EXISTS (
              SELECT 1 FROM suspension_spans s
              WHERE s.org_id = m.org_id AND s.user_id = m.user_id AND s.valid_to IS NULL)
        ORDER BY u.user_id";

// In the order of their names, after a name and an id.
LIST = "
        SELECT u.user_id, u.first_name, u.last_name, u.email, u.picture_at, r.role,
            s.valid_from AS suspended_from
        FROM members k
        JOIN member_spans m ON m.org_id = k.org_id AND m.user_id = k.user_id
            AND m.valid_to IS NULL
        JOIN users u ON u.user_id = k.user_id
        JOIN role_spans r ON r.org_id = k.org_id AND r.user_id = k.user_id AND r.valid_to IS NULL
        LEFT JOIN suspension_spans s
            ON s.org_id = k.org_id AND s.user_id = k.user_id AND s.valid_to IS NULL
        WHERE k.org_id = $1 AND (k.sort_key, k.user_id) > ($2, $3)
        ORDER BY k.sort_key, k.user_id
        LIMIT $4";

SORT_KEY = "
        SELECT k.sort_key
        FROM members k
        JOIN member_spans m ON m.org_id = k.org_id AND m.user_id = k.user_id
            AND m.valid_to IS NULL
        WHERE k.org_id = $1 AND k.user_id = $2";
}

/// A member as shown to the others.
pub struct Member {
    pub user: UserId,
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub email: String,
    pub picture_at: Option<Timestamp>,
    pub role: Role,
    pub state: MemberState,
}

/// Where a list goes on: behind the member of this name and id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct After {
    /// The sort key; empty for the beginning.
    pub sort_key: String,
    /// The id.
    pub user: Uuid,
}

/// Somebody who is told of a change.
pub struct Reader {
    pub user: UserId,
    pub email: Email,
    pub first_name: PersonName,
    pub locale: Locale,
    pub zone: Zone,
}

#[derive(sqlx::FromRow)]
struct ReaderRow {
    user_id: Uuid,
    email: String,
    email_canonical: String,
    first_name: String,
    locale: String,
    time_zone: String,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    org_id: Uuid,
    status: String,
    role: String,
    staff: bool,
    suspended_from: Option<i64>,
    money_right: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    user_id: Uuid,
    first_name: String,
    last_name: String,
    email: String,
    picture_at: Option<i64>,
    role: String,
    suspended_from: Option<i64>,
}

impl TryFrom<Row> for Member {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        Ok(Self {
            user: UserId::from_uuid(row.user_id),
            first_name: PersonName::from_stored(row.first_name),
            last_name: PersonName::from_stored(row.last_name),
            email: row.email,
            picture_at: row.picture_at.map(Timestamp::from_millis),
            role: role(&row.role)?,
            state: state(row.suspended_from),
        })
    }
}

const fn state(suspended_from: Option<i64>) -> MemberState {
    match suspended_from {
        None => MemberState::Active,
        Some(_) => MemberState::Suspended,
    }
}

fn role(text: &str) -> Result<Role, StoreError> {
    Role::parse(text).ok_or(StoreError::Corrupt("role_spans.role"))
}

/// Somebody who becomes a member.
pub struct NewMember<'a> {
    /// Who.
    pub user: UserId,
    /// Their names, as lists are ordered by them.
    pub keys: &'a NameKeys,
    /// What they are given.
    pub place: &'a Place,
    /// Which messages reach them.
    pub contact: Contact,
}

/// The instant of a change to the members of an organization: now, or right after the last one if
/// the clock stands still or went back.
pub async fn instant(tx: &mut Tx, lock: &OrgLock, now: Timestamp) -> Result<Timestamp, StoreError> {
    let at: i64 = on!(tx, |conn| {
        sqlx::query_scalar(INSTANT)
            .bind(lock.org().as_uuid())
            .bind(now.as_millis())
            .fetch_one(conn)
            .await?
    });
    Ok(Timestamp::from_millis(at))
}

/// Adds a member, or somebody who was one before, at that [`instant`]. A founder is counted already.
pub async fn insert(
    tx: &mut Tx,
    lock: &OrgLock,
    permit: &Permit,
    member: &NewMember<'_>,
    when: When<'_>,
) -> Result<(), StoreError> {
    let (org, user) = (lock.org().as_uuid(), member.user.as_uuid());
    let Contact { billing_reminders, product_events } = member.contact;
    let at = when.at.as_millis();
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(org)
            .bind(user)
            .bind(at)
            .bind(&member.keys.sort)
            .bind(&member.keys.given)
            .bind(billing_reminders)
            .bind(product_events)
            .execute(&mut *conn)
            .await?;
        sqlx::query(INSERT_SPAN).bind(org).bind(user).bind(at).execute(conn).await?;
    });
    // Whoever was a member before still has what they had then; only a hold has had its day.
    membership::lift(tx, lock, permit, member.user, when.at).await?;
    match places::find(tx, lock.org(), member.user).await? {
        None => places::open(tx, lock, permit, member.user, member.place, when).await,
        Some(before) => {
            places::change(tx, lock, permit, member.user, (&before, member.place), when).await
        }
    }
}

/// Remembers what a person is called now, for lists and search.
pub async fn update_name(
    tx: &mut Tx,
    _: &Permit,
    user: UserId,
    keys: &NameKeys,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(UPDATE_NAME)
            .bind(user.as_uuid())
            .bind(&keys.sort)
            .bind(&keys.given)
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Who is told when something about the organization itself changes: its legal representatives, and
/// the member `who` did it. While a membership is suspended, nothing is told to whoever has it.
pub async fn informed(tx: &mut Tx, org: OrgId, who: UserId) -> Result<Vec<Reader>, StoreError> {
    let rows: Vec<ReaderRow> = on!(tx, |conn| {
        sqlx::query_as(INFORMED).bind(org.as_uuid()).bind(who.as_uuid()).fetch_all(conn).await?
    });
    rows.into_iter()
        .map(|row| {
            Ok(Reader {
                user: UserId::from_uuid(row.user_id),
                email: Email::from_stored(row.email, row.email_canonical),
                first_name: PersonName::from_stored(row.first_name),
                locale: Locale::parse(&row.locale).ok_or(StoreError::Corrupt("users.locale"))?,
                zone: Zone::from_stored(&row.time_zone),
            })
        })
        .collect()
}

/// What is true of a person in an organization, without rights on products; `None` for outsiders.
pub async fn standing(
    tx: &mut Tx,
    organization: PublicId,
    user: UserId,
) -> Result<Option<Standing>, StoreError> {
    let rows: Vec<StandingRow> = on!(tx, |conn| {
        sqlx::query_as(STANDING)
            .bind(organization.as_str())
            .bind(user.as_uuid())
            .fetch_all(conn)
            .await?
    });
    let Some(first) = rows.first() else { return Ok(None) };
    let money = rows
        .iter()
        .filter_map(|row| row.money_right.as_deref())
        .map(|it| MoneyRight::parse(it).ok_or(StoreError::Corrupt("money_spans.money_right")))
        .collect::<Result<_, _>>()?;
    Ok(Some(Standing {
        org: OrgId::from_uuid(first.org_id),
        user,
        state: state(first.suspended_from),
        role: role(&first.role)?,
        money,
        grants: BTreeSet::new(),
        closing: first.status == "closing",
        staff: first.staff,
    }))
}

/// Some members of an organization by name; at most `limit`.
pub async fn list(
    tx: &mut Tx,
    permit: &Permit,
    after: &After,
    limit: i64,
) -> Result<Vec<Member>, StoreError> {
    let Some(org) = permit.org() else { return Ok(Vec::new()) };
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(LIST)
            .bind(org.as_uuid())
            .bind(&after.sort_key)
            .bind(after.user)
            .bind(limit)
            .fetch_all(conn)
            .await?
    });
    rows.into_iter().map(Member::try_from).collect()
}

/// Where a list goes on behind this person, who is or was a member.
pub async fn place_of(tx: &mut Tx, org: OrgId, user: UserId) -> Result<Option<After>, StoreError> {
    let found: Option<String> = on!(tx, |conn| {
        sqlx::query_scalar(SORT_KEY)
            .bind(org.as_uuid())
            .bind(user.as_uuid())
            .fetch_optional(conn)
            .await?
    });
    Ok(found.map(|sort_key| After { sort_key, user: user.as_uuid() }))
}
