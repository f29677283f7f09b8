//! Memberships and products that no page gives yet, written straight into the database.

use domain::{
    catalogue::{KindId, ProductRef},
    id::{ProductId, PublicId},
    locale::Locale,
    rights::{self, Role},
    text::ProductName,
};

use super::{Guest, World};
use crate::store::{self, products::Product};

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
        let keys = guest.identity.profile.name_keys();
        let [sort, given] = [keys.sort, keys.given].map(|it| it.replace('\'', "''"));
        for sql in [
            format!(
                "INSERT INTO members (org_id, user_id, created_at, sort_key, given_key)
                 SELECT o.org_id, u.user_id, 1, '{sort}', '{given}' {who}"
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

    /// Adds a product to the organization of a person; its kind too, if nobody sells that yet.
    ///
    /// # Panics
    /// If the database does not answer, or a name is none.
    pub async fn add_product(&self, owner: &Guest, kind: &str, name: &str) -> ProductRef {
        let kind: KindId = kind.parse().expect("a kind");
        let now = self.backend.now();
        let about = ProductRef { id: ProductId::mint(now, self.backend.draw()), kind };
        let mut tx = self.backend.store.begin().await.expect("begun");
        let user = owner.identity.user;
        let standing = store::members::standing(&mut tx, owner.organization, user).await;
        let org = standing.expect("read").expect("a member").org;
        let permit = rights::system("test", Some(org));
        if !store::products::kind_exists(&mut tx, kind).await.expect("read") {
            let names = Locale::ALL.iter().map(|it| (*it, kind.as_str())).collect::<Vec<_>>();
            store::products::insert_kind(&mut tx, &permit, kind, 1, &names).await.expect("kept");
        }
        let name = ProductName::parse(name).expect("a name");
        let product = Product { about, name, created_at: now };
        store::products::insert(&mut tx, &permit, org, &product).await.expect("kept");
        tx.commit().await.expect("committed");
        about
    }
}
