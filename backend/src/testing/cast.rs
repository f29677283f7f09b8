//! Memberships that no page gives yet, written straight into the database.

use domain::{id::PublicId, rights::Role};

use super::{Guest, World};

impl World {
    /// Makes a person a member of an organization.
    ///
    /// # Panics
    /// If the database does not answer, or they are a member already.
    pub async fn enrol(&self, guest: &Guest, organization: PublicId, role: Role) {
        let who = format!(
            "FROM organizations o, users u WHERE o.public_id = '{organization}'
             AND u.email_canonical = '{}'",
            guest.identity.email.canonical()
        );
        let role = role.as_str();
        for sql in [
            format!(
                "INSERT INTO members (org_id, user_id, created_at, sort_key)
                 SELECT o.org_id, u.user_id, 1, lower(u.last_name || ' ' || u.first_name) {who}"
            ),
            format!(
                "INSERT INTO member_spans (org_id, user_id, valid_from) SELECT o.org_id, u.user_id, 1 {who}"
            ),
            format!(
                "INSERT INTO role_spans (org_id, user_id, role, valid_from) SELECT o.org_id, u.user_id, '{role}', 1 {who}"
            ),
        ] {
            assert_eq!(self.tamper(&sql).await, 1, "{sql}");
        }
        if role == Role::LegalRepresentative.as_str() {
            let sql = format!(
                "UPDATE organizations SET active_representatives = active_representatives + 1
                 WHERE public_id = '{organization}'"
            );
            assert_eq!(self.tamper(&sql).await, 1, "{sql}");
        }
    }
}
