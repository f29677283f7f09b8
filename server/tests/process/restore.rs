//! Backup under load, restore elsewhere: the copy is whole, consistent, and of one instant.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use backend::mail::MailKind;

use super::support::{
    http::Browser,
    mailbox::{Mailbox, link},
    people::{Person, is_asked, is_signed_in, is_welcome},
    program::{Atrio, text},
    until,
};

/// One row of each of these per account.
const PER_ACCOUNT: [&str; 5] = [
    "users",
    "organizations",
    "member_spans",
    "role_spans",
    "outbox WHERE kind = 'confirm_sign_up'",
];

fn person(number: usize) -> Person {
    Person::named(&format!("p{number}"))
}

fn signs_up(port: u16, mailbox: &Mailbox, number: usize) {
    let (person, mut browser) = (person(number), Browser::new(port, number));
    let asked = person.asks_for_account(&mut browser).expect("an answer");
    assert!(is_asked(&asked), "{asked:?}");
    let mail = mailbox.expect(&person.email, MailKind::ConfirmSignUp);
    let answer = person.confirms(&mut browser, link(&mail.text)).expect("an answer");
    assert!(is_welcome(&answer), "{answer:?}");
}

/// An empty place whose key is the one of `origin`: keys are kept apart from backups.
fn empty_place(origin: &Atrio) -> Atrio {
    let atrio = Atrio::on_disk();
    fs::create_dir(atrio.data()).expect("made");
    copy_into(&origin.data().join("secret.key"), &atrio);
    atrio
}

fn copy_into(file: &Path, atrio: &Atrio) {
    let name = file.file_name().expect("a name");
    fs::copy(file, atrio.data().join(name)).expect("copied");
}

#[test]
fn a_backup_under_load_is_one_instant_and_serves_elsewhere() {
    let mut origin = Atrio::on_disk();
    origin.launch();
    let mailbox = Mailbox::of(&origin);
    let (begun, done, enough) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let backup = origin.beside("backup.sqlite");
    let port = origin.port;
    let (before, after) = thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !enough.load(Ordering::SeqCst) {
                    signs_up(port, &mailbox, begun.fetch_add(1, Ordering::SeqCst));
                    done.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        // Numbers are given in order, so at most three of those below `begun` may be missing.
        until("some load", || (done.load(Ordering::SeqCst) > 20).then_some(()));
        let before = done.load(Ordering::SeqCst);
        origin.succeeds([Path::new("backup"), &backup]);
        let after = begun.load(Ordering::SeqCst);
        let first = done.load(Ordering::SeqCst);
        until("more load", || (done.load(Ordering::SeqCst) > first + 3).then_some(()));
        enough.store(true, Ordering::SeqCst);
        (before, after)
    });
    origin.stop();

    let mut restored = empty_place(&origin);
    restored.succeeds([Path::new("restore"), &backup]);
    let accounts = super::kills::count(&restored, "users");
    println!("{before} acknowledged before, {accounts} in the backup, {after} begun until its end");
    assert!((before..=after).contains(&accounts));
    for table in PER_ACCOUNT {
        let rows = super::kills::count(&restored, table);
        let more = table.starts_with("outbox");
        assert!(
            rows == accounts || (more && rows > accounts),
            "{rows} × {table}, {accounts} users"
        );
    }
    restored.launch();
    restored.succeeds(["check-invariants"]);
    restored.succeeds(["verify-history"]);
    let entered = (0..after)
        .filter(|number| {
            let mut browser = Browser::new(restored.port, *number);
            is_signed_in(&person(*number).signs_in(&mut browser).expect("an answer"))
        })
        .count();
    assert_eq!(entered, accounts, "who is in the backup signs in with their password");
    // It is alive: somebody new comes in.
    signs_up(restored.port, &Mailbox::of(&restored), after + 100);
}

#[test]
fn a_restore_overwrites_nothing_and_takes_nothing_that_is_damaged() {
    let mut origin = Atrio::new();
    origin.launch();
    for number in 0..3 {
        signs_up(origin.port, &Mailbox::of(&origin), number);
    }
    let backup = origin.beside("backup.sqlite");
    origin.succeeds([Path::new("backup"), &backup]);
    let again = origin.run([Path::new("backup"), &backup]);
    assert_eq!(again.status.code(), Some(1), "a backup overwrites nothing");
    let served = origin.run([Path::new("restore"), &backup]);
    assert!(text(&served.stderr).contains("another atrio process"), "{served:?}");
    origin.stop();
    let occupied = origin.run([Path::new("restore"), &backup]);
    assert_eq!(occupied.status.code(), Some(1));
    assert!(text(&occupied.stderr).contains("is not empty"), "{occupied:?}");

    let whole = fs::read(&backup).expect("read");
    for (what, bytes) in damaged(&whole) {
        let file = origin.beside("damaged.sqlite");
        fs::write(&file, bytes).expect("written");
        let place = empty_place(&origin);
        let output = place.run([Path::new("restore"), &file]);
        assert_eq!(output.status.code(), Some(1), "{what}: {output:?}");
        let mut left: Vec<_> = fs::read_dir(place.data())
            .expect("listed")
            .map(|it| it.expect("an entry").file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["atrio.lock", "secret.key"], "{what}");
    }

    origin.succeeds([Path::new("restore"), Path::new("--replace"), &backup]);
    origin.launch();
    let answer = person(0).signs_in(&mut Browser::new(origin.port, 9)).expect("an answer");
    assert!(is_signed_in(&answer), "{answer:?}");
}

fn damaged(whole: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let changed = |from: usize, with: &[u8]| {
        let mut bytes = whole.to_vec();
        bytes[from..from + with.len()].copy_from_slice(with);
        bytes
    };
    let name = whole.windows(13).rposition(|it| it == b"Harbour Print").expect("a name");
    vec![
        ("nothing", Vec::new()),
        ("half of it", whole[..whole.len() / 2].to_vec()),
        ("something else", b"this is no database at all".repeat(100)),
        ("a header", changed(0, b"SQLite format 9")),
        ("a page", changed(whole.len() / 8192 * 4096, &[0xff; 4096])),
        ("somebody's history", changed(name, b"Harbour Pr1nt")),
    ]
}
