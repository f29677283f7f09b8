//! People with an account.

use domain::{
    email::Email, id::UserId, locale::Locale, membership::NameKeys, rights::Permit,
    text::PersonName, theme::Theme, time::Timestamp,
};
use uuid::Uuid;

use super::{StoreError, Tx, UserLock, on, statements};
use crate::{history::EMPTY_CHAIN, password::PasswordHash, zone::Zone};

statements! {
    INSERT = "
        INSERT INTO users
            (user_id, email, email_canonical, first_name, last_name, locale, time_zone, theme,
             password_hash, password_normalisation, staff, version, history_seq, history_head,
             created_at, verified_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 0, $12, $13, $13)";

    ANY = "SELECT EXISTS (SELECT 1 FROM users)";

    FIND = "
        SELECT user_id, email, email_canonical, first_name, last_name, locale, time_zone, theme,
            password_hash, password_normalisation, staff, disabled_at
        FROM users WHERE user_id = $1";

    FIND_BY_EMAIL = "
        SELECT user_id, email, email_canonical, first_name, last_name, locale, time_zone, theme,
            password_hash, password_normalisation, staff, disabled_at
        FROM users WHERE email_canonical = $1";

    UPDATE_PASSWORD = "
        UPDATE users SET password_hash = $2, password_normalisation = $3 WHERE user_id = $1";

    UPDATE_PROFILE = "
        UPDATE users
        SET first_name = $2, last_name = $3, locale = $4, time_zone = $5, theme = $6
        WHERE user_id = $1";
}

/// What a person sets for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// The language of pages and mails.
    pub locale: Locale,
    /// What their clock shows.
    pub zone: Zone,
    /// The colours of the pages.
    pub theme: Theme,
}

impl Profile {
    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// What lists of members are ordered by, and searched by.
    pub fn name_keys(&self) -> NameKeys {
        NameKeys::of(&self.first_name, &self.last_name)
    }
}

/// The columns of a [`Profile`] in the row of a person.
#[derive(sqlx::FromRow)]
pub(super) struct ProfileRow {
    first_name: String,
    last_name: String,
    locale: String,
    time_zone: String,
    theme: String,
}

impl TryFrom<ProfileRow> for Profile {
    type Error = StoreError;

    fn try_from(row: ProfileRow) -> Result<Self, Self::Error> {
        Ok(Self {
            first_name: PersonName::from_stored(row.first_name),
            last_name: PersonName::from_stored(row.last_name),
            locale: Locale::parse(&row.locale).ok_or(StoreError::Corrupt("users.locale"))?,
            zone: Zone::from_stored(&row.time_zone),
            theme: Theme::parse(&row.theme).ok_or(StoreError::Corrupt("users.theme"))?,
        })
    }
}

/// A person with an account.
pub struct User {
    pub id: UserId,
    pub email: Email,
    pub profile: Profile,
    pub password: PasswordHash,
    pub staff: bool,
    pub disabled_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    user_id: Uuid,
    email: String,
    email_canonical: String,
    #[sqlx(flatten)]
    profile: ProfileRow,
    password_hash: String,
    password_normalisation: i64,
    staff: bool,
    disabled_at: Option<i64>,
}

impl TryFrom<Row> for User {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        Ok(Self {
            id: UserId::from_uuid(row.user_id),
            email: Email::from_stored(row.email, row.email_canonical),
            profile: row.profile.try_into()?,
            password: PasswordHash {
                phc: row.password_hash,
                normalisation: row.password_normalisation,
            },
            staff: row.staff,
            disabled_at: row.disabled_at.map(Timestamp::from_millis),
        })
    }
}

/// Adds a person whose address is confirmed as of now; [`StoreError::Duplicate`] if the address has
/// an account.
pub async fn insert(
    tx: &mut Tx,
    _: &Permit,
    user: &User,
    now: Timestamp,
) -> Result<UserLock, StoreError> {
    let lock = tx.lock_new_user(user.id)?;
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(user.id.as_uuid())
            .bind(user.email.typed())
            .bind(user.email.canonical())
            .bind(user.profile.first_name.as_str())
            .bind(user.profile.last_name.as_str())
            .bind(user.profile.locale.tag())
            .bind(user.profile.zone.name())
            .bind(user.profile.theme.name())
            .bind(&user.password.phc)
            .bind(user.password.normalisation)
            .bind(user.staff)
            .bind(&EMPTY_CHAIN[..])
            .bind(now.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(lock)
}

/// Whether anybody has an account.
pub async fn any(tx: &mut Tx) -> Result<bool, StoreError> {
    Ok(on!(tx, |conn| sqlx::query_scalar(ANY).fetch_one(conn).await?))
}

/// Looks up a person.
pub async fn find(tx: &mut Tx, user: UserId) -> Result<Option<User>, StoreError> {
    let row: Option<Row> =
        on!(tx, |conn| sqlx::query_as(FIND).bind(user.as_uuid()).fetch_optional(conn).await?);
    row.map(User::try_from).transpose()
}

/// Looks up a person by the canonical form of their address, byte by byte.
pub async fn find_by_email(tx: &mut Tx, canonical: &str) -> Result<Option<User>, StoreError> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(FIND_BY_EMAIL).bind(canonical).fetch_optional(conn).await?
    });
    row.map(User::try_from).transpose()
}

/// Replaces the password of the person whose row is locked.
pub async fn update_password(
    tx: &mut Tx,
    lock: &UserLock,
    _: &Permit,
    password: &PasswordHash,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(UPDATE_PASSWORD)
            .bind(lock.user().as_uuid())
            .bind(&password.phc)
            .bind(password.normalisation)
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Replaces what the person whose row is locked has set.
pub async fn update_profile(
    tx: &mut Tx,
    lock: &UserLock,
    _: &Permit,
    profile: &Profile,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(UPDATE_PROFILE)
            .bind(lock.user().as_uuid())
            .bind(profile.first_name.as_str())
            .bind(profile.last_name.as_str())
            .bind(profile.locale.tag())
            .bind(profile.zone.name())
            .bind(profile.theme.name())
            .execute(conn)
            .await?;
    });
    Ok(())
}
