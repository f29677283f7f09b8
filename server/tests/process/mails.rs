//! `kill -9` at every step of handing a mail over: it arrives at least once, always as the same mail.

use std::time::Duration;

use super::support::{
    http::Browser,
    mailbox::{link, token},
    people::{Person, is_asked, is_welcome},
    program::{Atrio, signal},
    smtp::{Letter, Moment, SmtpServer},
    until,
};

const KILLS_PER_STEP: usize = 2;
/// Longer than a dead worker holds what it had taken on.
const LEASE: Duration = Duration::from_secs(61);

/// Where a worker dies, and how many copies of its mail there may be in the end.
#[derive(Debug, Clone, Copy)]
enum Step {
    At(Moment, &'static [usize]),
    Failpoint(&'static str, &'static [usize]),
}

const STEPS: [Step; 5] = [
    Step::At(Moment::Greeting, &[1]),
    Step::At(Moment::Sender, &[1]),
    Step::At(Moment::BeforeAnswer, &[2]),
    // Told, and perhaps marked: a kill takes a moment.
    Step::At(Moment::AfterAnswer, &[1, 2]),
    Step::Failpoint("mail_sent", &[2]),
];

fn provider(smtp: &SmtpServer) -> Atrio {
    Atrio::new()
        .set("ATRIO_SMTP_URL", smtp.url())
        .set("ATRIO_MAIL_FROM", "Atrio <a@provider.example>")
}

#[test]
fn a_worker_that_dies_at_any_step_leaves_one_mail_or_two_that_are_the_same() {
    let smtp = SmtpServer::start();
    let mut atrio = provider(&smtp);
    let mut number = 0;
    for step in STEPS {
        for _ in 0..KILLS_PER_STEP {
            number += 1;
            let person = Person::named(&format!("p{number}"));
            let mut browser = Browser::new(atrio.port, number);
            let allowed = die_at(step, &mut atrio, &smtp, &person, &mut browser);

            atrio.later(LEASE);
            atrio.launch();
            let letters = delivered(&smtp, &person, *allowed.iter().min().expect("some"));
            assert!(allowed.contains(&letters.len()), "{step:?}: {letters:#?}");
            let first = &letters[0];
            assert!(letters.iter().all(|it| it == first), "{step:?}: {letters:#?}");
            let answer = person.confirms(&mut browser, link(&first.text)).expect("an answer");
            assert!(is_welcome(&answer), "{step:?}: {answer:?}");
            atrio.succeeds(["check-invariants"]);
            // In order: another kill would be one more step at which a mail is sent twice.
            atrio.stop();
        }
    }
    // Nothing is sent again later.
    atrio.later(LEASE);
    atrio.launch();
    let last = Person::named("last");
    let asked = last.asks_for_account(&mut Browser::new(atrio.port, 0)).expect("an answer");
    assert!(is_asked(&asked), "{asked:?}");
    delivered(&smtp, &last, 1);
    for number in 1..=number {
        let copies = smtp.letters_to(&format!("p{number}@harbour.example")).len();
        assert!((1..=2).contains(&copies), "{copies} copies to p{number}");
    }
}

/// Signs up, and lets the worker die with the mail about it.
fn die_at(
    step: Step,
    atrio: &mut Atrio,
    smtp: &SmtpServer,
    person: &Person,
    browser: &mut Browser,
) -> &'static [usize] {
    let failpoint = match step {
        Step::Failpoint(name, _) => Some(format!("{name}=abort")),
        Step::At(..) => None,
    };
    atrio.change("ATRIO_FAILPOINTS", failpoint);
    atrio.launch();
    atrio.change("ATRIO_FAILPOINTS", None);
    let allowed = match step {
        Step::Failpoint(_, allowed) => allowed,
        Step::At(moment, allowed) => {
            let pid = atrio.pid();
            smtp.arm(moment, move || signal(pid, "KILL"));
            allowed
        }
    };
    let held = smtp.hold();
    let asked = person.asks_for_account(browser).expect("acknowledged before the mail leaves");
    assert!(is_asked(&asked), "{asked:?}");
    drop(held);
    let status = until("the worker dies", || atrio.ended());
    assert!(!status.success(), "{step:?}");
    allowed
}

/// Everything that arrived for somebody, once it is so many.
fn delivered(smtp: &SmtpServer, person: &Person, at_least: usize) -> Vec<Letter> {
    until(&format!("a mail to {}", person.email), || {
        Some(smtp.letters_to(&person.email)).filter(|it| it.len() >= at_least)
    })
}

#[test]
fn while_the_mail_server_is_away_people_sign_up_and_get_their_mail_later() {
    let smtp = SmtpServer::start();
    // Nobody listens on this port.
    let away = format!("smtp://127.0.0.1:{}", super::support::program::free_port());
    let mut atrio = provider(&smtp).set("ATRIO_SMTP_URL", away);
    atrio.launch();
    let person = Person::named("olivia");
    let mut browser = Browser::new(atrio.port, 1);
    let asked = person.asks_for_account(&mut browser).expect("an answer");
    assert!(is_asked(&asked), "{asked:?}");
    until("the mail is put off", || atrio.log().contains("mail put off").then_some(()));
    atrio.stop();

    atrio.change("ATRIO_SMTP_URL", Some(smtp.url()));
    atrio.later(LEASE);
    atrio.launch();
    let letters = delivered(&smtp, &person, 1);
    assert_eq!(letters.len(), 1);
    assert_eq!(token(link(&letters[0].text)).len(), 43);
}
