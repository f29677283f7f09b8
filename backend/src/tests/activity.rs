//! What happened, as its readers look through it and take it away.

use std::collections::BTreeSet;

use domain::{
    details::Details,
    history::{Act, ActGroup},
    rights::{Denial, Role},
    text::OrgName,
};

use crate::{
    Day, UseCaseError,
    testing::{Guest, World, both, origin, origin_at},
    usecase::{
        activity::{
            Activity, ActivityFilter, ENTRIES_PER_PAGE, Format, Place, Whose, export_activity,
            show_activity,
        },
        operate::verify_history,
        organization::{change_details, show_details},
    },
};

const OLIVIA: &str = "olivia@harbour.example";

/// More than two pages of sign-ins, so far apart that they lie on many days.
const SIGN_INS: usize = 120;

async fn shown(world: &World, guest: &Guest, filter: ActivityFilter, place: Place) -> Activity {
    let page = show_activity(&world.backend, &guest.identity, Whose::Own, filter, place).await;
    page.expect("allowed")
}

fn numbers(page: &Activity) -> Vec<i64> {
    page.entries.iter().map(|it| it.number).collect()
}

/// Olivia's own history, and the history of Harbour Press, filled as nobody would by hand.
async fn fill(world: &World, chain: &str, acts: &[Act]) {
    let hour = 3_600_000;
    let begin = world.backend.now().as_millis() - 2_000 * hour;
    for (at, act) in acts.iter().enumerate() {
        let (seq, group, act) = (at + 2, act.group().as_str(), act.as_str());
        let at = begin + i64::try_from(at).expect("few") * hour;
        world
            .tamper(&format!(
                "INSERT INTO history (chain_id, seq, chain, happened_at, actor_id, act, objects,
                    details_hash, hash, act_group)
                 SELECT {}, {seq}, '{chain}', {at}, u.user_id, '{act}', '', h.details_hash, h.hash,
                    '{group}'
                 FROM users u, organizations o, history h WHERE h.seq = 1 AND h.chain = 'org'",
                if chain == "org" { "o.org_id" } else { "u.user_id" },
            ))
            .await;
    }
}

/// All pages from the newest entry to the oldest, then back.
async fn walk(world: &World, guest: &Guest, filter: ActivityFilter) -> Vec<i64> {
    let mut page = shown(world, guest, filter, Place::Newest).await;
    assert_eq!(page.newer, None);
    let mut all = numbers(&page);
    while let Some(number) = page.older {
        page = shown(world, guest, filter, Place::Before(number)).await;
        assert!(!page.entries.is_empty(), "a link to nothing");
        all.extend(numbers(&page));
    }
    let mut back: BTreeSet<i64> = numbers(&page).into_iter().collect();
    while let Some(number) = page.newer {
        page = shown(world, guest, filter, Place::After(number)).await;
        assert!(!page.entries.is_empty(), "a link to nothing");
        back.extend(numbers(&page));
    }
    assert_eq!(back, all.iter().copied().collect(), "the way back");
    all
}

#[test]
fn pages_show_every_entry_once_in_both_directions() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let acts = [Act::SignedIn, Act::SignedOut, Act::ProfileChanged].repeat(SIGN_INS / 3);
        fill(world, "user", &acts).await;
        let all = walk(world, &olivia, ActivityFilter::default()).await;
        let expected: Vec<i64> = (2..122).rev().collect();
        assert_eq!(all, expected);
        let group = Some(ActGroup::Account);
        let some = walk(world, &olivia, ActivityFilter { group, ..Default::default() }).await;
        let expected: Vec<i64> = (2..122).rev().filter(|it| it % 3 == 1).collect();
        assert_eq!(some, expected);
        let first = shown(world, &olivia, ActivityFilter::default(), Place::Newest).await;
        assert_eq!(i64::try_from(first.entries.len()), Ok(ENTRIES_PER_PAGE));
        for place in [Place::After(i64::MAX), Place::After(-1), Place::After(119)] {
            let page = shown(world, &olivia, ActivityFilter::default(), place).await;
            assert!(page.entries.len() == first.entries.len(), "{place:?}: a full page");
        }
        for place in [Place::Before(i64::MIN), Place::Before(0)] {
            let page = shown(world, &olivia, ActivityFilter::default(), place).await;
            assert_eq!((page.entries.len(), page.older, page.newer.is_some()), (0, None, true));
        }
    });
}

#[test]
fn days_are_those_of_the_reader_and_a_little_disorder_loses_nothing() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        fill(world, "user", &[Act::SignedIn; SIGN_INS]).await;
        let zone = &olivia.identity.profile.zone;
        let all = shown(world, &olivia, ActivityFilter::default(), Place::Newest).await;
        let day = Day::parse("2026-09-02").expect("a day");
        let filter = ActivityFilter { from: Some(day), to: Some(day), ..Default::default() };
        let found = walk(world, &olivia, filter).await;
        let (begin, end) = (zone.begin_of(day), zone.end_of(day));
        assert_eq!(found.len(), 24, "one each hour");
        let page = shown(world, &olivia, filter, Place::Newest).await;
        assert!(page.entries.iter().all(|it| begin <= it.at && it.at < end));
        assert_eq!(numbers(&all).len(), 50);

        // Around a midnight two entries stand in the other order than they happened.
        let day = Day::parse("2026-09-10").expect("a day");
        let end = zone.end_of(day);
        for (seq, seconds) in [(199, -7_200), (200, 30), (201, -30), (202, 7_200)] {
            let at = end.plus_seconds(seconds).as_millis();
            let sql = format!(
                "INSERT INTO history (chain_id, seq, chain, happened_at, actor_id, act, objects,
                    details_hash, hash, act_group)
                 SELECT chain_id, {seq}, chain, {at}, actor_id, act, objects, details_hash, hash,
                    act_group FROM history WHERE chain = 'user' AND seq = 2"
            );
            world.tamper(&sql).await;
        }
        let from = Day::parse("2026-09-11");
        let since = ActivityFilter { from, ..Default::default() };
        assert_eq!(walk(world, &olivia, since).await, [202, 200]);
        let until = ActivityFilter { from: Some(day), to: Some(day), ..Default::default() };
        assert_eq!(walk(world, &olivia, until).await, [201, 199]);
        let nothing = ActivityFilter { from, to: Some(day), ..Default::default() };
        assert_eq!(walk(world, &olivia, nothing).await, [] as [i64; 0]);
    });
}

async fn rename(world: &World, guest: &Guest, name: &str) {
    let view = show_details(&world.backend, &guest.identity, guest.organization).await;
    let name = OrgName::parse(name).expect("a name");
    let details = Details { name, ..view.expect("a member").details };
    change_details(&world.backend, &guest.identity, guest.organization, &details)
        .await
        .expect("allowed");
}

/// Adam becomes an administrator of Olivia's organization.
async fn join(world: &World, olivia: &Guest, role: Role) -> Guest {
    let adam = world.sign_up_from(&origin_at("198.51.100.2"), "adam@office.example").await;
    for (table, columns, values) in [
        ("members", "created_at", "1".to_owned()),
        ("member_spans", "valid_from", "1".to_owned()),
        ("role_spans", "valid_from, role", format!("1, '{}'", role.as_str())),
    ] {
        let sql = format!(
            "INSERT INTO {table} (org_id, user_id, {columns})
             SELECT o.org_id, u.user_id, {values} FROM organizations o, users u
             WHERE u.email_canonical = 'adam@office.example' AND o.public_id = '{}'",
            olivia.organization
        );
        assert_eq!(world.tamper(&sql).await, 1);
    }
    adam
}

#[test]
fn an_entry_tells_who_from_where_and_what_changed_until_it_is_erased() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        rename(world, &olivia, "Harbour Press & Sons").await;
        let whose = Whose::Organization(olivia.organization);
        let show = async || {
            let filter = ActivityFilter::default();
            show_activity(&world.backend, &olivia.identity, whose, filter, Place::Newest)
                .await
                .expect("allowed")
        };
        let page = show().await;
        let [renamed, signed_up] = &page.entries[..] else { panic!("two entries") };
        assert_eq!(renamed.actor, Some((olivia.identity.user, "Olivia Hart".to_owned())));
        let details = renamed.details.as_ref().expect("not erased");
        assert_eq!(details["name.before"], "Harbour Press Ltd");
        assert_eq!(details["name.after"], "Harbour Press & Sons");
        let details = signed_up.details.as_ref().expect("not erased");
        assert_eq!(details["network"], "203.0.113.0/24");
        assert!(signed_up.about.contains("organization="));

        world.tamper("DELETE FROM history_details").await;
        assert!(show().await.entries.iter().all(|it| it.details.is_none()));
        let bad = verify_history(&world.backend.store, None).await.expect("verified");
        assert_eq!(bad, [], "erased is not broken");
    });
}

#[test]
fn one_looks_for_members_only_and_finds_what_they_did() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let adam = join(world, &olivia, Role::Administrator).await;
        rename(world, &olivia, "Olivia's").await;
        rename(world, &Guest { organization: olivia.organization, ..adam }, "Adam's").await;
        let whose = Whose::Organization(olivia.organization);
        let page = async |filter| {
            show_activity(&world.backend, &olivia.identity, whose, filter, Place::Newest)
                .await
                .expect("allowed")
        };
        let everything = page(ActivityFilter::default()).await;
        assert_eq!((everything.entries.len(), everything.people.len()), (3, 2));
        let adam = everything.entries[0].actor.clone().expect("Adam").0;
        assert_ne!(adam, olivia.identity.user);
        let person = Some(adam);
        let his = page(ActivityFilter { person, ..Default::default() }).await;
        assert_eq!(numbers(&his), [3]);
        let group = Some(ActGroup::Organization);
        let those = page(ActivityFilter { group, person, ..Default::default() }).await;
        assert_eq!(numbers(&those), [3]);
        let group = Some(ActGroup::Export);
        let none = page(ActivityFilter { group, person, ..Default::default() }).await;
        assert_eq!(numbers(&none), [] as [i64; 0]);

        // Whoever is no member is not looked for.
        world.tamper("UPDATE member_spans SET valid_to = 2 WHERE valid_from = 1").await;
        let page = page(ActivityFilter { person, ..Default::default() }).await;
        assert_eq!((page.entries.len(), page.filter.person), (3, None));
    });
}

#[test]
fn a_file_tells_nobody_who_is_behind_the_id_of_a_stranger() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let stranger = world.sign_up_from(&origin_at("198.51.100.2"), "adam@office.example").await;
        world.tamper("UPDATE users SET first_name = 'Adam' WHERE email LIKE 'adam@%'").await;
        let whose = Whose::Organization(olivia.organization);
        let person = Some(stranger.identity.user);
        let filter = ActivityFilter { person, ..Default::default() };
        let (backend, identity) = (&world.backend, &olivia.identity);
        export_activity(backend, identity, whose, &filter, Format::Csv).await.expect("allowed");

        let page = show_activity(backend, identity, whose, filter, Place::Newest).await;
        let page = page.expect("allowed");
        let noted = &page.entries[0];
        assert_eq!(noted.act, Act::ActivityExported);
        let details = noted.details.as_ref().expect("not erased");
        assert_eq!(*details, [("format".to_owned(), "csv".to_owned())].into());
        assert_eq!(noted.about, "");
    });
}

#[test]
fn only_whom_the_role_allows_reads_or_takes_the_history_of_an_organization() {
    for (role, may) in [
        (Role::External, false),
        (Role::Collaborator, false),
        (Role::Administrator, true),
        (Role::LegalRepresentative, true),
    ] {
        both(async |world| {
            let olivia = world.sign_up(OLIVIA).await;
            world.tamper(&format!("UPDATE role_spans SET role = '{}'", role.as_str())).await;
            let (backend, identity) = (&world.backend, &olivia.identity);
            let (whose, filter) =
                (Whose::Organization(olivia.organization), ActivityFilter::default());
            let shown = show_activity(backend, identity, whose, filter, Place::Newest).await;
            let taken = export_activity(backend, identity, whose, &filter, Format::Csv).await;
            let denied = |it: &UseCaseError<_>| {
                matches!(it, UseCaseError::Denied(Denial::MissingRole { .. }))
            };
            assert_eq!(shown.as_ref().err().is_some_and(denied), !may, "{role:?}");
            assert_eq!(taken.as_ref().err().is_some_and(denied), !may, "{role:?}");
            assert_eq!((shown.is_ok(), taken.is_ok()), (may, may), "{role:?}");
            assert_eq!(world.count("history").await, if may { 2 } else { 1 });

            let adam = world.sign_up_from(&origin_at("198.51.100.2"), "adam@office.example").await;
            let shown = show_activity(backend, &adam.identity, whose, filter, Place::Newest).await;
            assert!(matches!(shown, Err(UseCaseError::NotFound)));
            let taken = export_activity(backend, &adam.identity, whose, &filter, Format::Csv).await;
            assert!(matches!(taken, Err(UseCaseError::NotFound)));
        });
    }
}

async fn file(world: &World, guest: &Guest, filter: &ActivityFilter, format: Format) -> String {
    let export = export_activity(&world.backend, &guest.identity, Whose::Own, filter, format).await;
    let mut export = export.unwrap_or_else(|error| panic!("{error}"));
    let mut text = String::new();
    while let Some(piece) = export.next().await.expect("a piece") {
        text.push_str(&piece);
    }
    text
}

#[test]
fn a_file_has_all_pages_and_is_written_down_before_it_is_sent() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        for _ in 0..3 {
            world.sign_in_from(&origin(), OLIVIA).await;
        }
        let group = Some(ActGroup::Session);
        let to = Day::parse("2026-11-22");
        let filter = ActivityFilter { group, to, ..Default::default() };
        let json = file(world, &olivia, &filter, Format::Json).await;
        let entries: Vec<serde_json::Value> = serde_json::from_str(&json).expect("an array");
        let found: Vec<_> = entries.iter().map(|it| it["number"].as_i64().expect("it")).collect();
        assert_eq!(found, [3, 2, 1]);
        assert_eq!(entries[0]["actor"]["name"], "Olivia Hart");
        assert_eq!(entries[0]["time"], "2026-11-22T10:29:00.000Z");

        let page = shown(world, &olivia, ActivityFilter::default(), Place::Newest).await;
        let noted = &page.entries[0];
        assert_eq!((noted.number, noted.act), (4, Act::ActivityExported));
        let details = noted.details.as_ref().expect("not erased");
        let expected = [("format", "json"), ("group", "session"), ("to", "2026-11-22")];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(*details, expected.into());

        let csv = file(world, &olivia, &ActivityFilter::default(), Format::Csv).await;
        assert_eq!(csv.matches("\r\n").count(), 5, "a head and four entries: {csv}");
        let bad = verify_history(&world.backend.store, None).await.expect("verified");
        assert_eq!(bad, []);
    });
}

#[test]
fn a_long_history_comes_in_pieces_and_nobody_takes_files_without_end() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        world
            .tamper(
                "WITH RECURSIVE numbers(n) AS
                    (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2500)
                 INSERT INTO history (chain_id, seq, chain, happened_at, actor_id, act, objects,
                    details_hash, hash, act_group)
                 SELECT u.user_id, n, 'user', n, u.user_id, 'signed_in', '', h.details_hash,
                    h.hash, 'session'
                 FROM users u, history h, numbers WHERE h.seq = 1",
            )
            .await;
        world.tamper("UPDATE users SET history_seq = 2500").await;
        for nth in 0..10 {
            let csv = file(world, &olivia, &ActivityFilter::default(), Format::Csv).await;
            assert_eq!(csv.matches("\r\n").count(), 2501 + nth);
        }
        let (backend, filter) = (&world.backend, ActivityFilter::default());
        let more =
            export_activity(backend, &olivia.identity, Whose::Own, &filter, Format::Csv).await;
        assert!(matches!(more, Err(UseCaseError::Limited { .. })));
        assert_eq!(world.count("history WHERE act = 'activity_exported'").await, 10);
    });
}
