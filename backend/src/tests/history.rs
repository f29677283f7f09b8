//! Histories: nobody changes one unnoticed.

use domain::{history::Chain, id::UserId};
use uuid::Uuid;

use crate::{
    Flaw, Store,
    store::history,
    testing::{World, both, origin},
    usecase::operate::verify_history,
};

const OLIVIA: &str = "olivia@harbour.example";

/// Somebody with four entries: signed in three times, signed out once.
async fn somebody(world: &World) {
    let guest = world.sign_up(OLIVIA).await;
    for _ in 0..3 {
        world.sign_in_from(&origin(), OLIVIA).await;
    }
    crate::usecase::door::sign_out(&world.backend, &guest.identity).await.expect("signed out");
}

/// What an attacker who owns the database does first.
async fn disarm(world: &World) {
    for trigger in ["history_is_never_changed", "history_is_never_deleted"] {
        let of_table = match world.backend.store {
            Store::Sqlite(_) => "",
            Store::Postgres(_) => " ON history",
        };
        world.tamper(&format!("DROP TRIGGER {trigger}{of_table}")).await;
    }
}

/// The first bad entries, as number and flaw.
async fn flaws(world: &World) -> Vec<(i64, Flaw)> {
    let keys = Some(world.backend.keys.as_ref());
    let bad = verify_history(&world.backend.store, keys).await.expect("verified");
    bad.into_iter().map(|it| (it.seq, it.flaw)).collect()
}

#[test]
fn an_untouched_history_is_sound() {
    both(async |world| {
        assert_eq!(flaws(world).await, [], "an empty one too");
        somebody(world).await;
        assert_eq!(world.count("history WHERE chain = 'user'").await, 4);
        assert_eq!(flaws(world).await, []);
    });
}

#[test]
fn the_database_itself_refuses_changes() {
    both(async |world| {
        somebody(world).await;
        for sql in ["UPDATE history SET act = 'signed_up'", "DELETE FROM history"] {
            assert!(world.try_to_tamper(sql).await.is_err(), "{sql}");
        }
        assert_eq!(flaws(world).await, []);
    });
}

#[test]
fn a_changed_entry_is_named() {
    for column in [
        "act = 'signed_out'",
        "act_group = 'account'",
        "happened_at = 0",
        "actor_id = NULL",
        "objects = ''",
    ] {
        both(async |world| {
            somebody(world).await;
            disarm(world).await;
            let sql = format!("UPDATE history SET {column} WHERE chain = 'user' AND seq = 2");
            assert_eq!(world.tamper(&sql).await, 1);
            assert_eq!(flaws(world).await, [(2, Flaw::Changed)], "{column}");
        });
    }
}

#[test]
fn a_removed_entry_is_named() {
    both(async |world| {
        somebody(world).await;
        disarm(world).await;
        world.tamper("DELETE FROM history_details WHERE seq = 2").await;
        world.tamper("DELETE FROM history WHERE chain = 'user' AND seq = 2").await;
        assert_eq!(flaws(world).await, [(2, Flaw::Missing)]);
    });
}

#[test]
fn a_tail_that_was_cut_off_is_noticed() {
    both(async |world| {
        somebody(world).await;
        disarm(world).await;
        world.tamper("DELETE FROM history_details WHERE seq >= 3").await;
        world.tamper("DELETE FROM history WHERE chain = 'user' AND seq >= 3").await;
        assert_eq!(flaws(world).await, [(3, Flaw::Missing)]);
        world.tamper("DELETE FROM history_details").await;
        world.tamper("DELETE FROM history WHERE chain = 'user'").await;
        assert_eq!(flaws(world).await, [(1, Flaw::Missing)]);
    });
}

#[test]
fn entries_that_changed_places_are_noticed() {
    both(async |world| {
        somebody(world).await;
        disarm(world).await;
        world.tamper("DELETE FROM history_details").await;
        for (from, to) in [(2, 99), (3, 2), (99, 3)] {
            let sql =
                format!("UPDATE history SET seq = {to} WHERE chain = 'user' AND seq = {from}");
            world.tamper(&sql).await;
        }
        assert_eq!(flaws(world).await, [(2, Flaw::Changed)]);
    });
}

/// Writes a person's chain anew from its second entry on, as somebody would who owns the database and
/// has read this program. The signature stays: it cannot be made anew.
async fn rewrite(world: &World) {
    disarm(world).await;
    let mut tx = world.backend.store.begin().await.expect("begin");
    let nobody = Chain::User(UserId::from_uuid(Uuid::nil()));
    let people = history::owners_after(&mut tx, nobody, 2).await.expect("chains");
    let [(chain, _)] = people[..] else { panic!("one person") };
    let entries = history::page(&mut tx, chain, 0, 100).await.expect("entries");
    let signature = history::signature(&mut tx, chain).await.expect("read").expect("signed");
    drop(tx);
    for sql in [
        "DELETE FROM history_details",
        "DELETE FROM history_signatures",
        "DELETE FROM history WHERE chain = 'user' AND seq > 1",
    ] {
        world.tamper(sql).await;
    }
    let mut tx = world.backend.store.begin().await.expect("begin");
    let mut before = entries[0].hash;
    for mut entry in entries.into_iter().skip(1).map(|it| it.entry) {
        "signed_out".clone_into(&mut entry.act);
        let hash = entry.hash(&before);
        history::append(&mut tx, &entry, &hash, &[0; 16], "{}").await.expect("written anew");
        before = hash;
    }
    history::sign(&mut tx, chain, &signature).await.expect("kept");
    tx.commit().await.expect("committed");
    world.tamper("DELETE FROM history_details").await;
}

#[test]
fn a_signed_chain_cannot_be_rewritten_as_a_whole() {
    both(async |world| {
        somebody(world).await;
        work_a_day_later(world).await;
        assert_eq!(
            world.count("history_signatures").await,
            2,
            "of the person, of the organization"
        );
        assert_eq!(flaws(world).await, []);
        rewrite(world).await;
        assert_eq!(flaws(world).await, [(4, Flaw::Resigned)]);
        let store = &world.backend.store;
        assert_eq!(verify_history(store, None).await.expect("verified"), [], "hashes do not tell");
    });
}

/// Signing is on the list of a world only once it was put there.
async fn work_a_day_later(world: &World) {
    crate::jobs::schedule(&world.backend).await.expect("scheduled");
    world.clock.advance_minutes(24 * 60);
    world.work().await;
}

#[test]
fn a_signature_covers_what_its_chain_was_then() {
    both(async |world| {
        somebody(world).await;
        work_a_day_later(world).await;
        world.sign_in_from(&origin(), OLIVIA).await;
        assert_eq!(flaws(world).await, [], "a chain grows after it was signed");
        world.tamper("UPDATE history_signatures SET seq = seq - 1 WHERE seq = 4").await;
        assert_eq!(flaws(world).await, [(3, Flaw::Resigned)]);
        work_a_day_later(world).await;
        assert_eq!(flaws(world).await, [], "signed anew, a day later");
        world.tamper("UPDATE history_signatures SET key_id = 200 WHERE seq = 5").await;
        assert_eq!(flaws(world).await, [(5, Flaw::Resigned)]);
    });
}

#[test]
fn an_entry_appended_behind_our_back_is_noticed() {
    both(async |world| {
        somebody(world).await;
        world
            .tamper(
                "INSERT INTO history (chain_id, seq, chain, happened_at, actor_id, act, objects,
                    details_hash, hash)
                 SELECT chain_id, 5, chain, happened_at, actor_id, act, objects, details_hash, hash
                 FROM history WHERE chain = 'user' AND seq = 4",
            )
            .await;
        assert_eq!(flaws(world).await, [(5, Flaw::Unknown)]);
    });
}

#[test]
fn a_history_without_owner_is_noticed() {
    both(async |world| {
        somebody(world).await;
        disarm(world).await;
        world.tamper("DELETE FROM history_details").await;
        world.tamper("UPDATE history SET chain = 'user' WHERE chain = 'org'").await;
        let mut found = flaws(world).await;
        found.sort_by_key(|it| format!("{it:?}"));
        assert_eq!(found, [(1, Flaw::Changed), (1, Flaw::Orphan)]);
    });
}

#[test]
fn details_can_be_erased_but_not_changed() {
    both(async |world| {
        somebody(world).await;
        world.tamper("DELETE FROM history_details WHERE seq = 2").await;
        assert_eq!(flaws(world).await, [], "erased is not broken");
        world.tamper("UPDATE history_details SET body = '{}' WHERE seq = 3").await;
        assert_eq!(flaws(world).await, [(3, Flaw::DetailsChanged)]);
    });
}
