//! Those whom requests about members are about: the same people with the same ids everywhere, in as
//! many organizations as a test wants. They have no password and never ask.

use backend::Store;
use domain::{id::UserId, locale::Locale};
use serde_json::json;

use super::Stage;

/// A plain collaborator with a right on a product, in a team.
pub const MEMBER: &str = "01890a5d-ac96-774b-8000-000000000001";
/// A collaborator whose membership is on hold.
pub const ON_HOLD: &str = "01890a5d-ac96-774b-8000-000000000002";
/// A collaborator until somebody else ended that, a minute ago.
pub const REMOVED: &str = "01890a5d-ac96-774b-8000-000000000003";

/// What they are called in tables of people.
pub const CLERK: &str = "clerk";
pub const HELD: &str = "held";
pub const FORMER: &str = "former";

const PEOPLE: [(&str, &str); 3] = [(MEMBER, CLERK), (ON_HOLD, HELD), (REMOVED, FORMER)];

/// What can be given to members of each of these organizations.
pub const PRODUCT: &str = "01890a5d-ac96-774b-8000-000000000004";
pub const TEAM: &str = "01890a5d-ac96-774b-8000-000000000005";
pub const OTHER_TEAM: &str = "01890a5d-ac96-774b-8000-000000000006";
const GRANT: &str = "01890a5d-ac96-774b-8000-000000000007";
/// The kind of the product, and another one.
pub const KIND: &str = "web-hosting";
pub const OTHER_KIND: &str = "mail";

/// Whoever is invited to each of these organizations, with all that there is to be given.
pub const INVITATION: &str = "01890a5d-ac96-774b-8000-000000000008";

/// What [`MEMBER`] asks for in each of these organizations.
pub const REQUEST: &str = "01890a5d-ac96-774b-8000-000000000009";

/// The address that is invited to an organization.
pub fn invited(org: &str) -> String {
    format!("guest.{org}@quist.example")
}

/// What an invitation offers, as it is kept.
pub fn offer() -> String {
    let product = json!({ "product": { "id": PRODUCT, "kind": KIND } });
    let offer = json!({
        "role": "collaborator",
        "money": ["see_invoices"],
        "grants": [{ "scope": product, "right": "statistics" }],
        "teams": [OTHER_TEAM],
    });
    offer.to_string()
}

/// The id of everybody's own draft of invitations.
pub const INVITE_DRAFT: &str = "1nv1te0000";

/// The id of everybody's own draft of other rights for [`MEMBER`].
pub const RIGHTS_DRAFT: &str = "r1ghts0000";
/// The same of other rights for [`TEAM`], and of who is to join it.
pub const TEAM_DRAFT: &str = "teamr00000";
pub const JOIN_DRAFT: &str = "teamm00000";

/// An id, for statements.
fn literal(stage: &Stage, id: &str) -> String {
    match &stage.world.backend.store {
        Store::Sqlite(_) => format!("x'{}'", id.replace('-', "")),
        Store::Postgres(_) => format!("CAST('{id}' AS UUID)"),
    }
}

/// The id of whoever has this address.
pub async fn id_of(stage: &Stage, email: &str) -> String {
    let column = match &stage.world.backend.store {
        Store::Sqlite(_) => "hex(user_id)",
        Store::Postgres(_) => "CAST(user_id AS TEXT)",
    };
    let email = email.to_ascii_lowercase();
    let found = format!("SELECT {column} FROM users WHERE email_canonical = '{email}'");
    let found = stage.world.texts(&found).await;
    let user: UserId = found.first().and_then(|it| it.parse().ok()).expect("somebody");
    user.to_string()
}

/// Makes them members of an organization, with something that can be given to them there.
pub async fn join(stage: &Stage, org: &str) {
    make(stage).await;
    let [member, on_hold, removed] = [MEMBER, ON_HOLD, REMOVED].map(|it| literal(stage, it));
    let [product, team, other_team] = [PRODUCT, TEAM, OTHER_TEAM].map(|it| literal(stage, it));
    let (all, grant) = (format!("{member}, {on_hold}, {removed}"), literal(stage, GRANT));
    let one = "o.org_id, u.user_id, 1";
    let (invitation, guest, offer) = (literal(stage, INVITATION), invited(org), offer());
    let request = literal(stage, REQUEST);
    let never = i64::MAX;
    for (columns, values, who, rows) in [
        ("members (org_id, user_id, created_at)", one.to_owned(), &all, 3),
        ("member_spans (org_id, user_id, valid_from)", one.to_owned(), &all, 3),
        (
            "role_spans (org_id, user_id, valid_from, role)",
            format!("{one}, 'collaborator'"),
            &all,
            3,
        ),
        (
            "suspension_spans (org_id, user_id, valid_from, suspended_by, reason)",
            format!("{one}, {member}, 'On leave'"),
            &on_hold,
            1,
        ),
        (
            "products (org_id, created_at, product_id, kind, name, sort_key)",
            format!("o.org_id, 1, {product}, '{KIND}', 'harbour.example', 'harbour.example'"),
            &member,
            1,
        ),
        (
            "teams (org_id, created_at, team_id, name, colour)",
            format!("o.org_id, 1, {team}, 'Web', 'blue'"),
            &member,
            1,
        ),
        (
            "teams (org_id, created_at, team_id, name, colour)",
            format!("o.org_id, 1, {other_team}, 'Print', 'green'"),
            &member,
            1,
        ),
        ("team_spans (org_id, user_id, valid_from, team_id)", format!("{one}, {team}"), &member, 1),
        (
            "grant_spans (org_id, user_id, valid_from, grant_id, product_id, product_right)",
            format!("{one}, {grant}, {product}, 'technical'"),
            &member,
            1,
        ),
        (
            "requests (org_id, user_id, created_at, request_id, wish, message)",
            format!("{one}, {request}, 'administrator', 'I look after them now'"),
            &member,
            1,
        ),
        (
            "invitations (org_id, invited_by, created_at, invitation_id, email, email_canonical,
                 locale, place, billing_reminders, product_events, sent_at, expires_at, wanted_at,
                 wanted_email, wanted_email_canonical)",
            format!(
                "{one}, {invitation}, '{guest}', '{guest}', 'en', '{offer}', TRUE, TRUE, 1, {never},
                 1, 'other.{guest}', 'other.{guest}'"
            ),
            &member,
            1,
        ),
    ] {
        let sql = format!(
            "INSERT INTO {columns} SELECT {values} FROM organizations o, users u
             WHERE o.public_id = '{org}' AND u.user_id IN ({who})"
        );
        assert_eq!(stage.world.tamper(&sql).await, rows, "{sql}");
    }
    stage.world.tamper(&removal(stage)).await;
}

/// Makes the people and what the provider sells, unless they are there.
async fn make(stage: &Stage) {
    let none = match &stage.world.backend.store {
        Store::Sqlite(_) => format!("x'{}'", "00".repeat(32)),
        Store::Postgres(_) => format!("decode('{}', 'hex')", "00".repeat(32)),
    };
    let people = PEOPLE.map(|(id, name)| {
        let (id, email) = (literal(stage, id), format!("{name}@harbour.example"));
        format!(
            "({id}, '{email}', '{email}', 'Clara', 'Meyer', 'en', 'nobodysignsinas{name}', 1,
              FALSE, 1, 0, {none}, 1, 1)"
        )
    });
    let kinds = [OTHER_KIND, KIND];
    let names = Locale::ALL.iter().flat_map(|locale| {
        kinds.map(|kind| format!("('{kind}', '{}', 'All of {kind}')", locale.tag()))
    });
    for sql in [
        format!(
            "INSERT INTO users (user_id, email, email_canonical, first_name, last_name, locale,
                 password_hash, password_normalisation, staff, version, history_seq, history_head,
                 created_at, verified_at)
             VALUES {} ON CONFLICT DO NOTHING",
            people.join(", ")
        ),
        format!(
            "INSERT INTO product_kinds (kind, position)
             VALUES ('{OTHER_KIND}', 1), ('{KIND}', 2) ON CONFLICT DO NOTHING"
        ),
        format!(
            "INSERT INTO product_kind_names (kind, locale, name)
             VALUES {} ON CONFLICT DO NOTHING",
            names.collect::<Vec<_>>().join(", ")
        ),
    ] {
        stage.world.tamper(&sql).await;
    }
}

/// Ends the membership of [`REMOVED`]; by whom does not matter, as long as it was somebody else.
fn removal(stage: &Stage) -> String {
    let [member, removed] = [MEMBER, REMOVED].map(|it| literal(stage, it));
    let lately = stage.world.backend.now().plus_minutes(-1).as_millis();
    format!(
        "UPDATE member_spans SET valid_to = {lately}, ended_by = {member}
         WHERE user_id = {removed}"
    )
}

/// Gives them back what requests have changed, in all their organizations, and lets whoever has left
/// one in again.
pub async fn restore(stage: &Stage) {
    let [member, on_hold, removed] = [MEMBER, ON_HOLD, REMOVED].map(|it| literal(stage, it));
    let all = format!("{member}, {on_hold}, {removed}");
    let [invitation, request] = [INVITATION, REQUEST].map(|it| literal(stage, it));
    // Mostly nothing has changed, which one look tells.
    let changed = format!(
        "(SELECT user_id FROM members WHERE changed_at <> 0 AND user_id IN ({all})
          UNION ALL
          SELECT user_id FROM member_spans
          WHERE ended_by = user_id OR (user_id = {removed} AND valid_to IS NULL)
             OR (user_id IN ({member}, {on_hold}) AND valid_to IS NOT NULL)
          UNION ALL
          SELECT team_id FROM teams WHERE changed_at <> 0
          UNION ALL
          SELECT receiver_id FROM handovers
          UNION ALL
          SELECT user_id FROM requests WHERE ended_at IS NOT NULL OR request_id <> {request}
          UNION ALL
          SELECT invited_by FROM invitations
          WHERE sent_at <> 1 OR ended_at IS NOT NULL OR invitation_id <> {invitation}) changed"
    );
    if stage.world.count(&changed).await == 0 {
        return;
    }
    let grant = literal(stage, GRANT);
    let offer = offer();
    for sql in [
        // Mails to one address, and invitations of one organization, are few in an hour.
        "DELETE FROM limits WHERE bucket LIKE 'mail_per_recipient%' OR bucket LIKE 'invitation%'
             OR bucket LIKE 'request%'"
            .to_owned(),
        "DELETE FROM handovers".to_owned(),
        format!("DELETE FROM requests WHERE request_id <> {request}"),
        "UPDATE requests SET ended_at = NULL, ending = NULL, ended_by = NULL".to_owned(),
        format!("DELETE FROM invitations WHERE invitation_id <> {invitation}"),
        format!(
            "UPDATE invitations SET ended_at = NULL, ending = NULL, ended_by = NULL, sent_at = 1,
                 invited_by = {member}, place = '{offer}', wanted_at = 1,
                 wanted_email = COALESCE(wanted_email, email),
                 wanted_email_canonical = COALESCE(wanted_email_canonical, 'other.' || email)"
        ),
        format!("UPDATE members SET changed_at = 0 WHERE user_id IN ({all})"),
        format!("DELETE FROM role_spans WHERE user_id = {member} AND valid_from > 1"),
        format!("UPDATE role_spans SET valid_to = NULL WHERE user_id = {member}"),
        format!("DELETE FROM money_spans WHERE user_id = {member}"),
        format!("DELETE FROM grant_spans WHERE user_id = {member} AND grant_id <> {grant}"),
        format!("UPDATE grant_spans SET valid_to = NULL WHERE user_id = {member}"),
        format!("DELETE FROM team_spans WHERE user_id = {member} AND valid_from > 1"),
        format!("UPDATE team_spans SET valid_to = NULL WHERE user_id = {member}"),
        "UPDATE teams SET changed_at = 0, dissolved_at = NULL, leader_id = NULL
         WHERE created_at = 1"
            .to_owned(),
        "DELETE FROM grant_spans WHERE team_id IS NOT NULL".to_owned(),
        format!("DELETE FROM team_spans WHERE user_id = {on_hold}"),
        "DELETE FROM teams WHERE created_at > 1".to_owned(),
        format!("DELETE FROM suspension_spans WHERE user_id = {member}"),
        format!("UPDATE suspension_spans SET valid_to = NULL WHERE user_id = {on_hold}"),
        format!(
            "UPDATE member_spans SET valid_to = NULL, ended_by = NULL
             WHERE ended_by = user_id OR user_id IN ({member}, {on_hold})"
        ),
        removal(stage),
    ] {
        stage.world.tamper(&sql).await;
    }
}
