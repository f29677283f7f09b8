//! `kill -9` at random moments, while people sign up: nothing that was acknowledged is lost.

use std::{
    io,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use backend::{
    Database, Store,
    mail::{DevMail, MailKind},
    testing::World,
};

use super::support::{
    http::{Answer, Browser},
    mailbox::{Mailbox, link},
    people::{Person, is_asked, is_signed_in, is_welcome},
    program::Atrio,
    random::Random,
    until,
};

const KILLS: usize = 30;
const CLIENTS: usize = 4;
/// A kill comes after at most so many acknowledged answers, and some milliseconds: a machine busy
/// with other tests gets as far as an idle one.
const MOST_ANSWERS: u64 = 32;
const MOST_MILLIS_LATER: u64 = 60;
const READY_WITHIN: Duration = Duration::from_secs(3);
/// Longer than a dead worker holds what it had taken on.
const LEASE: Duration = Duration::from_secs(61);

/// How far the program has acknowledged somebody's way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// Nothing yet: the sign-up may have arrived or not.
    Asking,
    SignedUp,
    /// As before: the confirmation may have arrived or not.
    Confirming,
    Confirmed,
}

/// One person in the journal of acknowledged answers.
struct Entry {
    person: Person,
    browser: Browser,
    progress: Progress,
}

/// What all clients share.
struct Town {
    port: u16,
    mailbox: Mailbox,
    people: AtomicUsize,
    /// Answers acknowledged since the start of the tests.
    answers: AtomicU64,
    /// Set just before a kill: from then on a connection may break.
    dying: AtomicBool,
}

impl Town {
    /// Lets people sign up, one after the other, until the program dies.
    fn grow(&self) -> Vec<Entry> {
        let mut journal = Vec::new();
        while !self.dying.load(Ordering::SeqCst) {
            let number = self.people.fetch_add(1, Ordering::SeqCst);
            let mut entry = Entry {
                person: Person::named(&format!("p{number}")),
                browser: Browser::new(self.port, number),
                progress: Progress::Asking,
            };
            let outcome = self.let_in(&mut entry);
            journal.push(entry);
            if let Err(error) = outcome {
                assert!(self.dying.load(Ordering::SeqCst), "the program lives, but: {error}");
            }
        }
        journal
    }

    fn let_in(&self, entry: &mut Entry) -> io::Result<()> {
        let answer = patiently(|| entry.person.asks_for_account(&mut entry.browser))?;
        assert!(is_asked(&answer), "{answer:?}");
        self.acknowledge(entry, Progress::SignedUp);
        let Some(mail) = self.mail_to(&entry.person) else { return Ok(()) };
        entry.progress = Progress::Confirming;
        let answer = patiently(|| entry.person.confirms(&mut entry.browser, link(&mail.text)))?;
        assert!(is_welcome(&answer), "{answer:?}");
        self.acknowledge(entry, Progress::Confirmed);
        Ok(())
    }

    fn acknowledge(&self, entry: &mut Entry, progress: Progress) {
        entry.progress = progress;
        self.answers.fetch_add(1, Ordering::SeqCst);
    }

    /// The mail with the link, unless the program dies before it is written.
    fn mail_to(&self, person: &Person) -> Option<DevMail> {
        until("a mail, or the end", || {
            match self.mailbox.find(&person.email, MailKind::ConfirmSignUp) {
                Some(mail) => Some(Some(mail)),
                None => self.dying.load(Ordering::SeqCst).then_some(None),
            }
        })
    }

    /// Holds the restarted program to what it acknowledged; counts the accounts.
    fn hold_to(&self, journal: Vec<Entry>) -> usize {
        let accounts = journal.into_iter().map(|entry| self.hold_to_one(entry));
        accounts.filter(|it| *it).count()
    }

    /// Whether the person has an account, which whoever was acknowledged a sign-up has in the end.
    fn hold_to_one(&self, mut entry: Entry) -> bool {
        let mut elsewhere = entry.browser.clone();
        let signs_in = |browser: &mut Browser| {
            let answer = patiently(|| entry.person.signs_in(browser)).expect("the program lives");
            is_signed_in(&answer)
        };
        match entry.progress {
            Progress::Asking => return false,
            Progress::SignedUp => {}
            Progress::Confirming => {
                if signs_in(&mut elsewhere) {
                    return true;
                }
            }
            Progress::Confirmed => {
                let home = entry.browser.get("/").expect("the program lives");
                assert!(is_welcome(&home), "an acknowledged session is lost: {home:?}");
                assert!(signs_in(&mut elsewhere), "{:?} is lost", entry.person);
                return true;
            }
        }
        let mail = self.mailbox.expect(&entry.person.email, MailKind::ConfirmSignUp);
        let answer = patiently(|| entry.person.confirms(&mut entry.browser, link(&mail.text)));
        let answer = answer.expect("the program lives");
        assert!(is_welcome(&answer), "an acknowledged sign-up is lost: {answer:?}");
        true
    }
}

/// Asks again as long as the program says that it is too busy, which acknowledges nothing.
fn patiently(mut ask: impl FnMut() -> io::Result<Answer>) -> io::Result<Answer> {
    until("an answer other than 503", || match ask() {
        Ok(answer) if answer.status == 503 => None,
        outcome => Some(outcome),
    })
}

#[test]
fn thirty_kills_lose_nothing_that_was_acknowledged() {
    let mut random = Random::from_env();
    let mut atrio = Atrio::on_disk();
    let town = Town {
        port: atrio.port,
        mailbox: Mailbox::of(&atrio),
        people: AtomicUsize::new(0),
        answers: AtomicU64::new(0),
        dying: AtomicBool::new(false),
    };
    atrio.launch();
    let (mut accounts, mut starts) = (0, Vec::new());
    for _ in 0..KILLS {
        let enough = town.answers.load(Ordering::SeqCst) + random.below(MOST_ANSWERS);
        let later = Duration::from_millis(random.below(MOST_MILLIS_LATER));
        let journals: Vec<Vec<Entry>> = thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(|| town.grow())).collect();
            until("some answers", || (town.answers.load(Ordering::SeqCst) >= enough).then_some(()));
            thread::sleep(later);
            town.dying.store(true, Ordering::SeqCst);
            atrio.kill();
            clients.into_iter().map(|it| it.join().expect("no client failed")).collect()
        });
        town.dying.store(false, Ordering::SeqCst);

        atrio.later(LEASE);
        starts.push(atrio.launch());
        accounts += thread::scope(|scope| {
            let journals = journals.into_iter();
            let checks: Vec<_> = journals.map(|it| scope.spawn(|| town.hold_to(it))).collect();
            checks.into_iter().map(|it| it.join().expect("nothing is lost")).sum::<usize>()
        });
        atrio.succeeds(["check-invariants"]);
        atrio.succeeds(["verify-history"]);
    }
    starts.sort();
    println!("{KILLS} kills, {accounts} accounts, starts {starts:?}");
    // One start or the other may be late on a machine that is busy with other tests.
    assert!(starts[KILLS / 2] < READY_WITHIN, "{starts:?}");
    assert!(accounts > KILLS, "hardly anybody signed up");
    atrio.stop();
    assert_eq!(count(&atrio, "users"), accounts);
    assert_eq!(count(&atrio, "organizations"), accounts);
}

/// Rows of a table of a program that was stopped.
pub fn count(atrio: &Atrio, table: &str) -> usize {
    let path = atrio.data().join("atrio.sqlite");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let rows = runtime.block_on(async {
        let database = Database::Sqlite { path };
        let store = Store::connect_read_only(&database).await.expect("the database opens");
        let world = World::new(store);
        let rows = world.count(table).await;
        world.backend.store.close_read_only().await;
        rows
    });
    usize::try_from(rows).expect("a count")
}

#[test]
fn a_program_that_dies_right_after_its_start_starts_again() {
    let mut atrio = Atrio::on_disk();
    for point in ["before_commit", "after_commit"] {
        atrio.change("ATRIO_FAILPOINTS", Some(format!("{point}=abort")));
        atrio.spawn();
        let status = atrio.ends_within(Duration::from_secs(10));
        assert!(!status.success(), "{point} was not reached");
        atrio.change("ATRIO_FAILPOINTS", None);
        atrio.launch();
        atrio.succeeds(["check-invariants"]);
        atrio.kill();
    }
}
