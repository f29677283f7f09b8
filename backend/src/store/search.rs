//! Members by what they are called.

use domain::id::OrgId;
use uuid::Uuid;

use super::{StoreError, Tx, members::Member, on, statements};

/// Members of an organization where the rest fits.
macro_rules! reading {
    ($rest:literal) => {
        concat!(
            "SELECT u.user_id, u.first_name, u.last_name, u.email, u.picture_at, r.role,
                s.valid_from AS suspended_from
            FROM members k
            JOIN member_spans m ON m.org_id = k.org_id AND m.user_id = k.user_id
                AND m.valid_to IS NULL
            JOIN users u ON u.user_id = k.user_id
            JOIN role_spans r ON r.org_id = k.org_id AND r.user_id = k.user_id
                AND r.valid_to IS NULL
            LEFT JOIN suspension_spans s
                ON s.org_id = k.org_id AND s.user_id = k.user_id AND s.valid_to IS NULL
            WHERE k.org_id = $1 ",
            $rest
        )
    };
}

statements! {
    BY_LAST_NAME = reading!(
        "AND k.sort_key >= $2 AND k.sort_key < $3 ORDER BY k.sort_key, k.user_id LIMIT $4"
    );

    BY_FIRST_NAME = reading!(
        "AND k.given_key >= $2 AND k.given_key < $3 ORDER BY k.given_key, k.user_id LIMIT $4"
    );

    BY_EMAIL = reading!("AND u.email_canonical = $2 AND k.user_id = u.user_id");
}

/// Behind every text that begins like the one before it.
const LAST: char = '\u{10ffff}';

/// Some members whose name begins like this, first or last name first, and whoever has exactly this
/// address; `text` is without capitals and accents.
pub async fn members(
    tx: &mut Tx,
    org: OrgId,
    text: &str,
    email: Option<&str>,
    limit: i64,
) -> Result<Vec<Member>, StoreError> {
    let mut found: Vec<Member> = Vec::new();
    let before = format!("{text}{LAST}");
    let mut rows: Vec<super::members::Row> = Vec::new();
    for sql in [BY_LAST_NAME, BY_FIRST_NAME] {
        rows.extend(on!(tx, |conn| {
            sqlx::query_as::<_, super::members::Row>(sql)
                .bind(org.as_uuid())
                .bind(text)
                .bind(&before)
                .bind(limit)
                .fetch_all(conn)
                .await?
        }));
    }
    if let Some(email) = email {
        rows.extend(on!(tx, |conn| {
            sqlx::query_as::<_, super::members::Row>(BY_EMAIL)
                .bind(org.as_uuid())
                .bind(email)
                .fetch_all(conn)
                .await?
        }));
    }
    for row in rows {
        let member = Member::try_from(row)?;
        let listed: Vec<Uuid> = found.iter().map(|it| it.user.as_uuid()).collect();
        if !listed.contains(&member.user.as_uuid()) {
            found.push(member);
        }
    }
    Ok(found)
}
