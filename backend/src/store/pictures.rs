//! Logos of organizations and pictures of people.

use domain::{id::UserId, picture::Size, rights::Permit, time::Timestamp};

use super::{OrgLock, StoreError, Tx, UserLock, on, statements};
use crate::picture::Picture;

statements! {
    PUT_LOGO = "
        INSERT INTO organization_logos (org_id, png) VALUES ($1, $2)
        ON CONFLICT (org_id) DO UPDATE SET png = excluded.png";

    DELETE_LOGO = "DELETE FROM organization_logos WHERE org_id = $1";

    NOTE_LOGO = "
        UPDATE organizations SET logo_at = $2, logo_width = $3, logo_height = $4
        WHERE org_id = $1";

    LOGO = "SELECT png FROM organization_logos WHERE org_id = $1";

    NOTED_LOGO = "
        SELECT logo_at, logo_width, logo_height FROM organizations WHERE org_id = $1";

    PUT_PICTURE = "
        INSERT INTO user_pictures (user_id, png) VALUES ($1, $2)
        ON CONFLICT (user_id) DO UPDATE SET png = excluded.png";

    DELETE_PICTURE = "DELETE FROM user_pictures WHERE user_id = $1";

    NOTE_PICTURE = "UPDATE users SET picture_at = $2 WHERE user_id = $1";

    OWN_PICTURE = "SELECT png FROM user_pictures WHERE user_id = $1";

    PICTURE_OF_MEMBER = "
        SELECT p.png FROM user_pictures p
        JOIN member_spans m ON m.org_id = $1 AND m.user_id = p.user_id AND m.valid_to IS NULL
        WHERE p.user_id = $2";
}

/// A logo that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogoNote {
    /// Since when: tells one logo from the next.
    pub at: Timestamp,
    /// Its size.
    pub size: Size,
}

/// The columns of a [`LogoNote`] in the row of an organization.
#[derive(sqlx::FromRow)]
#[expect(clippy::struct_field_names, reason = "the names of the columns")]
pub(super) struct LogoRow {
    logo_at: Option<i64>,
    logo_width: Option<i64>,
    logo_height: Option<i64>,
}

impl TryFrom<LogoRow> for Option<LogoNote> {
    type Error = StoreError;

    fn try_from(row: LogoRow) -> Result<Self, Self::Error> {
        let (Some(at), Some(width), Some(height)) = (row.logo_at, row.logo_width, row.logo_height)
        else {
            return Ok(None);
        };
        let pixels =
            |it: i64| u32::try_from(it).map_err(|_| StoreError::Corrupt("organizations.logo"));
        let size = Size { width: pixels(width)?, height: pixels(height)? };
        Ok(Some(LogoNote { at: Timestamp::from_millis(at), size }))
    }
}

/// Replaces the logo of the organization whose row is locked, or takes it away.
pub async fn put_logo(
    tx: &mut Tx,
    lock: &OrgLock,
    _: &Permit,
    picture: Option<&Picture>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let org = lock.org().as_uuid();
    on!(tx, |conn| {
        match picture {
            Some(it) => sqlx::query(PUT_LOGO).bind(org).bind(&it.png).execute(&mut *conn).await?,
            None => sqlx::query(DELETE_LOGO).bind(org).execute(&mut *conn).await?,
        };
        sqlx::query(NOTE_LOGO)
            .bind(org)
            .bind(picture.map(|_| now.as_millis()))
            .bind(picture.map(|it| i64::from(it.size.width)))
            .bind(picture.map(|it| i64::from(it.size.height)))
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// The logo of the permit's organization, as a PNG file.
pub async fn logo(tx: &mut Tx, permit: &Permit) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(org) = permit.org() else { return Ok(None) };
    Ok(on!(tx, |conn| sqlx::query_scalar(LOGO).bind(org.as_uuid()).fetch_optional(conn).await?))
}

/// Whether the permit's organization has a logo.
pub async fn logo_note(tx: &mut Tx, permit: &Permit) -> Result<Option<LogoNote>, StoreError> {
    let Some(org) = permit.org() else { return Ok(None) };
    let row: Option<LogoRow> =
        on!(tx, |conn| sqlx::query_as(NOTED_LOGO).bind(org.as_uuid()).fetch_optional(conn).await?);
    row.map_or(Ok(None), TryInto::try_into)
}

/// Replaces the picture of the person whose row is locked, or takes it away.
pub async fn put_picture(
    tx: &mut Tx,
    lock: &UserLock,
    _: &Permit,
    picture: Option<&Picture>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let user = lock.user().as_uuid();
    on!(tx, |conn| {
        match picture {
            Some(it) => {
                sqlx::query(PUT_PICTURE).bind(user).bind(&it.png).execute(&mut *conn).await?
            }
            None => sqlx::query(DELETE_PICTURE).bind(user).execute(&mut *conn).await?,
        };
        let at = picture.map(|_| now.as_millis());
        sqlx::query(NOTE_PICTURE).bind(user).bind(at).execute(conn).await?;
    });
    Ok(())
}

/// A person's own picture, as a PNG file.
pub async fn own_picture(tx: &mut Tx, user: UserId) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query_scalar(OWN_PICTURE).bind(user.as_uuid()).fetch_optional(conn).await?
    }))
}

/// The picture of a member of the permit's organization, as a PNG file.
pub async fn picture_of_member(
    tx: &mut Tx,
    permit: &Permit,
    user: UserId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(org) = permit.org() else { return Ok(None) };
    Ok(on!(tx, |conn| {
        sqlx::query_scalar(PICTURE_OF_MEMBER)
            .bind(org.as_uuid())
            .bind(user.as_uuid())
            .fetch_optional(conn)
            .await?
    }))
}
