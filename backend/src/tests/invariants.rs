//! What is broken is found.

use crate::{
    testing::{World, both},
    usecase::operate::check_invariants,
};

const OLIVIA: &str = "olivia@harbour.example";

async fn rules(world: &World) -> Vec<&'static str> {
    let breaks = check_invariants(&world.backend.store).await.expect("checked");
    breaks.into_iter().map(|it| it.rule).collect()
}

#[test]
fn a_fresh_database_and_a_used_one_are_sound() {
    both(async |world| {
        assert_eq!(rules(world).await, [] as [&str; 0]);
        world.sign_up(OLIVIA).await;
        assert_eq!(rules(world).await, [] as [&str; 0]);
    });
}

#[test]
fn each_rule_notices_what_breaks_it() {
    for (sql, rule) in [
        (
            "UPDATE organizations SET active_representatives = 2",
            "an organization counts its active legal representatives",
        ),
        (
            "UPDATE role_spans SET role = 'administrator'",
            "an organization counts its active legal representatives",
        ),
        (
            "INSERT INTO suspension_spans (org_id, user_id, suspended_by, reason, valid_from)
             SELECT org_id, user_id, user_id, 'test', 1 FROM members",
            "an organization counts its active legal representatives",
        ),
        (
            "INSERT INTO member_spans (org_id, user_id, valid_from, valid_to)
             SELECT org_id, user_id, valid_from - 10, valid_from + 10 FROM member_spans",
            "memberships do not overlap",
        ),
        (
            "INSERT INTO role_spans (org_id, user_id, role, valid_from, valid_to)
             SELECT org_id, user_id, role, valid_from - 10, valid_from + 10 FROM role_spans",
            "roles do not overlap",
        ),
        (
            "INSERT INTO pending_sign_ups
                (sign_up_id, email, email_canonical, first_name, last_name, kind, org_name, locale,
                 password_hash, password_normalisation, staff, created_at, expires_at)
             SELECT user_id, email, email_canonical, first_name, last_name, 'company', 'x', locale,
                password_hash, 1, staff, 1, 2 FROM users",
            "no sign-up waits for an address that has an account",
        ),
        ("UPDATE tokens SET object_id = NULL", "every link is about something"),
        ("UPDATE history_details SET body = '{}'", "history is complete and unchanged"),
    ] {
        both(async |world| {
            world.sign_up(OLIVIA).await;
            world.tamper(sql).await;
            assert_eq!(rules(world).await, [rule], "{sql}");
        });
    }
}

#[test]
fn the_database_itself_keeps_one_representative() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        let sql = "UPDATE organizations SET active_representatives = active_representatives - 1";
        assert!(world.try_to_tamper(sql).await.is_err());
    });
}

#[test]
fn the_database_itself_wipes_or_keeps_what_a_mail_says() {
    both(async |world| {
        world.sign_up(OLIVIA).await;
        assert!(world.try_to_tamper("UPDATE outbox SET sent_at = NULL").await.is_err());
    });
}
