//! Long lists of members.

use std::collections::BTreeSet;

use domain::rights::Role;

use crate::{
    UseCaseError, store,
    testing::{World, both},
    usecase::people::list_members,
};

const EDDIE: &str = "eddie@partner.example";

#[test]
fn a_long_list_has_parts_in_which_everybody_stands_once() {
    both(async |world| {
        let olivia = world.sign_up("olivia@harbour.example").await;
        let eddie = world.sign_up(EDDIE).await;
        let org = olivia.organization;
        world.enrol(&eddie, org, Role::External).await;
        for number in 0..55 {
            let sql = format!(
                "INSERT INTO users (user_id, email, email_canonical, first_name, last_name, locale,
                    password_hash, password_normalisation, staff, version, history_seq,
                    history_head, created_at, verified_at)
                 SELECT {}, 'x{number}', 'x{number}', first_name, last_name, locale, password_hash,
                    password_normalisation, staff, version, history_seq, history_head, created_at,
                    verified_at
                 FROM users WHERE email_canonical = '{EDDIE}'",
                id_literal(world, number),
            );
            world.tamper(&sql).await;
            for sql in [
                "INSERT INTO members (org_id, user_id, created_at, sort_key)
                 SELECT o.org_id, u.user_id, 1, 'same'",
                "INSERT INTO member_spans (org_id, user_id, valid_from)
                 SELECT o.org_id, u.user_id, 1",
                "INSERT INTO role_spans (org_id, user_id, role, valid_from)
                 SELECT o.org_id, u.user_id, 'external', 1",
            ] {
                let who = format!(
                    "{sql} FROM organizations o, users u
                     WHERE o.public_id = '{org}' AND u.email_canonical = 'x{number}'"
                );
                assert_eq!(world.tamper(&who).await, 1);
            }
        }
        let mut seen = BTreeSet::new();
        let mut behind = None;
        let mut parts = 0;
        loop {
            let part = list_members(&world.backend, &olivia.identity, org, behind).await;
            let part = part.expect("allowed");
            parts += 1;
            for member in &part.members {
                assert!(seen.insert(member.user), "twice");
            }
            behind = part.next;
            if behind.is_none() {
                break;
            }
        }
        assert_eq!((seen.len(), parts), (57, 2));
        let refused = list_members(&world.backend, &eddie.identity, org, None).await;
        assert!(matches!(refused, Err(UseCaseError::Denied(_))));
    });
}

/// The id of a made-up person, as the database writes it.
fn id_literal(world: &World, number: u32) -> String {
    let id = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number));
    match world.backend.store {
        store::Store::Sqlite(_) => format!("X'{}'", id.simple()),
        store::Store::Postgres(_) => format!("'{id}'"),
    }
}
