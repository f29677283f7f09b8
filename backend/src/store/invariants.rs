//! Statements that find what must never be there.

use super::{Connection, StoreError, Tx, on, statements};

/// A rule, and rows that break it, named by their ids.
pub struct Finding {
    pub rule: &'static str,
    pub example: String,
}

statements! {
    REPRESENTATIVES = "
        SELECT CAST(o.public_id AS TEXT)
        FROM organizations o
        WHERE o.status <> 'closed' AND o.active_representatives <>
            (SELECT COUNT(*)
             FROM role_spans r
             JOIN member_spans m ON m.org_id = r.org_id AND m.user_id = r.user_id
                AND m.valid_to IS NULL
             WHERE r.org_id = o.org_id AND r.role = 'legal_representative' AND r.valid_to IS NULL
               AND NOT EXISTS
                (SELECT 1 FROM suspension_spans s
                 WHERE s.org_id = r.org_id AND s.user_id = r.user_id AND s.valid_to IS NULL))
        LIMIT 20";

    MEMBER_WITHOUT_ROLE = "
        SELECT CAST(m.valid_from AS TEXT)
        FROM member_spans m
        WHERE m.valid_to IS NULL AND NOT EXISTS
            (SELECT 1 FROM role_spans r
             WHERE r.org_id = m.org_id AND r.user_id = m.user_id AND r.valid_to IS NULL)
        LIMIT 20";

    OVERLAPPING_MEMBERSHIPS = "
        SELECT CAST(a.valid_from AS TEXT)
        FROM member_spans a
        JOIN member_spans b ON b.org_id = a.org_id AND b.user_id = a.user_id
            AND b.valid_from > a.valid_from
        WHERE a.valid_to IS NULL OR a.valid_to > b.valid_from
        LIMIT 20";

    OVERLAPPING_ROLES = "
        SELECT CAST(a.valid_from AS TEXT)
        FROM role_spans a
        JOIN role_spans b ON b.org_id = a.org_id AND b.user_id = a.user_id
            AND b.valid_from > a.valid_from
        WHERE a.valid_to IS NULL OR a.valid_to > b.valid_from
        LIMIT 20";

    MONEY_OF_EXTERNALS = "
        SELECT CAST(m.valid_from AS TEXT)
        FROM money_spans m
        JOIN role_spans r ON r.org_id = m.org_id AND r.user_id = m.user_id AND r.valid_to IS NULL
        WHERE m.valid_to IS NULL AND r.role = 'external'
        LIMIT 20";

    SESSIONS_OF_NOBODY = "
        SELECT CAST(s.created_at AS TEXT)
        FROM sessions s
        WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.user_id = s.user_id)
        LIMIT 20";

    // A sign-up of an address with an account lives only until its job has run.
    RESOLVED_SIGN_UPS = "
        SELECT CAST(p.created_at AS TEXT)
        FROM pending_sign_ups p
        JOIN users u ON u.email_canonical = p.email_canonical
        WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'resolve_sign_up')
        LIMIT 20";

    SEALED_AFTER_SENDING = "
        SELECT reference
        FROM outbox
        WHERE (payload_sealed IS NULL) <> (sent_at IS NOT NULL OR dead_at IS NOT NULL)
        LIMIT 20";

    TOKENS_ABOUT_NOTHING = "
        SELECT purpose
        FROM tokens
        WHERE (purpose = 'reset_password' AND user_id IS NULL)
           OR (purpose = 'verify_sign_up' AND object_id IS NULL)
        LIMIT 20";

    STAFF_WITHOUT_APPOINTMENT = "
        SELECT CAST(u.created_at AS TEXT)
        FROM users u
        WHERE u.staff AND EXISTS (SELECT 1 FROM installation WHERE first_staff_at IS NULL)
        LIMIT 20";
}

const RULES: &[(&str, &str)] = &[
    ("an organization counts its active legal representatives", REPRESENTATIVES),
    ("every member has a role", MEMBER_WITHOUT_ROLE),
    ("memberships do not overlap", OVERLAPPING_MEMBERSHIPS),
    ("roles do not overlap", OVERLAPPING_ROLES),
    ("an external has no right about money", MONEY_OF_EXTERNALS),
    ("every session belongs to a person", SESSIONS_OF_NOBODY),
    ("no sign-up waits for an address that has an account", RESOLVED_SIGN_UPS),
    ("what a mail says exists exactly as long as it waits", SEALED_AFTER_SENDING),
    ("every link is about something", TOKENS_ABOUT_NOTHING),
    ("staff begins with an appointment", STAFF_WITHOUT_APPOINTMENT),
];

/// Runs every rule.
pub async fn findings(tx: &mut Tx) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for (rule, sql) in RULES.iter().copied() {
        let examples: Vec<String> = on!(tx, |conn| sqlx::query_scalar(sql).fetch_all(conn).await?);
        findings.extend(examples.into_iter().map(|example| Finding { rule, example }));
    }
    findings.extend(file_findings(tx).await?);
    Ok(findings)
}

/// What SQLite says about its own file. PostgreSQL keeps foreign keys by itself, always.
async fn file_findings(tx: &mut Tx) -> Result<Vec<Finding>, StoreError> {
    let Connection::Sqlite(tx) = &mut tx.connection else { return Ok(Vec::new()) };
    let orphans: Vec<(String, Option<i64>, String, i64)> =
        sqlx::query_as("PRAGMA foreign_key_check").fetch_all(&mut **tx).await?;
    let damage: Vec<String> =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut **tx).await?;
    let orphans = orphans.into_iter().map(|(table, row, parent, _)| Finding {
        rule: "foreign keys hold",
        example: format!("{table} row {} points into {parent}", row.unwrap_or_default()),
    });
    let damage = damage
        .into_iter()
        .filter(|it| it != "ok")
        .map(|example| Finding { rule: "the file is intact", example });
    Ok(orphans.chain(damage).collect())
}
