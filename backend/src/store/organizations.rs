//! Organizations.

use domain::{
    id::{OrgId, PublicId, UserId},
    locale::Locale,
    rights::{Permit, Role},
    sign_up::OrgKind,
    text::OrgName,
    time::Timestamp,
};

use super::{LogoNote, OrgLock, StoreError, Tx, on, pictures::LogoRow, statements};
use crate::history::EMPTY_CHAIN;

statements! {
    INSERT = "
        INSERT INTO organizations
            (org_id, public_id, name, kind, locale, status, version, active_representatives,
             history_seq, history_head, created_at)
        VALUES ($1, $2, $3, $4, $5, 'active', 1, 1, 0, $6, $7)";

    FIND = "
        SELECT public_id, name, kind, created_at, logo_at, logo_width, logo_height
        FROM organizations WHERE org_id = $1";

    LIST_OF_MEMBER = "
        SELECT o.public_id, o.name, o.kind, o.created_at, o.logo_at, o.logo_width, o.logo_height,
            r.role
        FROM member_spans m
        JOIN organizations o ON o.org_id = m.org_id
        JOIN role_spans r ON r.org_id = m.org_id AND r.user_id = m.user_id AND r.valid_to IS NULL
        WHERE m.user_id = $1 AND m.valid_to IS NULL AND o.status <> 'closed'
        ORDER BY o.name, o.public_id
        LIMIT 500";
}

/// A new organization.
pub struct NewOrganization<'a> {
    pub id: OrgId,
    pub public_id: PublicId,
    pub name: &'a OrgName,
    pub kind: OrgKind,
    pub locale: Locale,
}

/// What is shown of an organization everywhere.
pub struct Summary {
    pub public_id: PublicId,
    pub name: OrgName,
    pub kind: OrgKind,
    pub created_at: Timestamp,
    pub logo: Option<LogoNote>,
}

#[derive(sqlx::FromRow)]
struct Row {
    public_id: String,
    name: String,
    kind: String,
    created_at: i64,
    #[sqlx(flatten)]
    logo: LogoRow,
}

#[derive(sqlx::FromRow)]
struct RowWithRole {
    #[sqlx(flatten)]
    summary: Row,
    role: String,
}

impl TryFrom<Row> for Summary {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let kind = OrgKind::parse(&row.kind).ok_or(StoreError::Corrupt("organizations.kind"))?;
        let public_id =
            row.public_id.parse().map_err(|_| StoreError::Corrupt("organizations.public_id"))?;
        Ok(Self {
            public_id,
            name: OrgName::from_stored(row.name),
            kind,
            created_at: Timestamp::from_millis(row.created_at),
            logo: row.logo.try_into()?,
        })
    }
}

/// Adds an organization. It counts one legal representative, whom the same transaction has to add
/// by [`super::members::insert`].
pub async fn insert(
    tx: &mut Tx,
    _: &Permit,
    organization: &NewOrganization<'_>,
    now: Timestamp,
) -> Result<OrgLock, StoreError> {
    let lock = tx.lock_new_organization(organization.id)?;
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(organization.id.as_uuid())
            .bind(organization.public_id.as_str())
            .bind(organization.name.as_str())
            .bind(organization.kind.as_str())
            .bind(organization.locale.tag())
            .bind(&EMPTY_CHAIN[..])
            .bind(now.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(lock)
}

/// What is shown of an organization.
pub async fn find(tx: &mut Tx, org: OrgId) -> Result<Option<Summary>, StoreError> {
    let row: Option<Row> =
        on!(tx, |conn| sqlx::query_as(FIND).bind(org.as_uuid()).fetch_optional(conn).await?);
    row.map(Summary::try_from).transpose()
}

/// The organizations of a person, by name, with the person's role in each.
pub async fn list_of_member(tx: &mut Tx, user: UserId) -> Result<Vec<(Summary, Role)>, StoreError> {
    let rows: Vec<RowWithRole> = on!(tx, |conn| {
        sqlx::query_as(LIST_OF_MEMBER).bind(user.as_uuid()).fetch_all(conn).await?
    });
    rows.into_iter()
        .map(|row| {
            let role = Role::parse(&row.role).ok_or(StoreError::Corrupt("role_spans.role"))?;
            Ok((row.summary.try_into()?, role))
        })
        .collect()
}
