//! While the mail server is away, nobody at the door can tell: every page says what it always says,
//! and nothing about mail servers.

use super::support::{
    http::{Answer, Browser},
    inside::inside_word,
    mailbox::link,
    people::{Person, is_asked, is_signed_in, is_welcome},
    program::{Atrio, free_port},
    smtp::SmtpServer,
    until,
};

/// Pages that everybody may see, and pages of whoever is signed in.
const OPEN: [&str; 9] = [
    "/login",
    "/signup",
    "/forgot",
    "/verify",
    "/reset",
    "/check",
    "/check?reference=ABCD-EFGH-JKMN",
    "/readyz",
    "/nowhere",
];
const OWN: [&str; 4] = ["/", "/profile/sessions", "/sudo", "/logout"];

/// A place where somebody has signed up while there was a mail server.
fn inhabited(smtp: &SmtpServer) -> (Atrio, Person, Browser) {
    let mut atrio = Atrio::new()
        .set("ATRIO_SMTP_URL", smtp.url())
        .set("ATRIO_MAIL_FROM", "console@provider.example");
    atrio.launch();
    let person = Person::named("olivia");
    let mut browser = Browser::new(atrio.port, 1);
    let asked = person.asks_for_account(&mut browser).expect("an answer");
    assert!(is_asked(&asked), "{asked:?}");
    let letter = until("a mail", || smtp.letters_to(&person.email).pop());
    let answer = person.confirms(&mut browser, link(&letter.text)).expect("an answer");
    assert!(is_welcome(&answer), "{answer:?}");
    atrio.stop();
    (atrio, person, browser)
}

/// What every page says, and every form that has a mail sent. `round` makes addresses new.
fn tour(atrio: &Atrio, owner: &Person, member: &Browser, round: usize) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    let mut note = |what: &str, answer: std::io::Result<Answer>| {
        let answer = answer.expect("an answer");
        let text = answer.lasting().replace(&atrio.port.to_string(), "PORT");
        assert_eq!(inside_word(&text), None, "{what}: {text}");
        assert!(answer.status < 500, "{what}: {text}");
        seen.push((what.to_owned(), text));
        answer
    };
    let mut guest = Browser::new(atrio.port, 10 * round + 2);
    for page in OPEN {
        note(page, guest.get(page));
    }
    let stranger = Person::named(&format!("stranger{round}"));
    assert!(is_asked(&note("a sign-up", stranger.asks_for_account(&mut guest))));
    note("after a sign-up", guest.get("/signup/sent"));
    assert!(is_asked(&note("a second sign-up", owner.asks_for_account(&mut guest))));
    for email in [owner.email.as_str(), "nobody@harbour.example"] {
        note("a reset", guest.submit("/forgot", "request_reset", &[("email", email)]));
        note("after a reset", guest.get("/forgot/sent"));
    }
    // Somebody who is signed in sees ids and nonces of their own, so only the status is compared.
    let mut member = member.clone();
    let mut elsewhere = Browser::new(atrio.port, 10 * round + 3);
    let mut own: Vec<_> = OWN.iter().map(|page| (*page, member.get(page))).collect();
    let signed_in = owner.signs_in(&mut elsewhere);
    assert!(signed_in.as_ref().is_ok_and(is_signed_in), "{signed_in:?}");
    own.push(("a new browser", signed_in));
    for (what, answer) in own {
        let answer = answer.expect("an answer");
        assert_eq!(inside_word(&answer.lasting()), None, "{what}: {answer:?}");
        seen.push((what.to_owned(), answer.status.to_string()));
    }
    seen
}

#[test]
fn nobody_at_the_door_notices_that_the_mail_server_is_away() {
    let mut tours = Vec::new();
    for away in [false, true] {
        let smtp = SmtpServer::start();
        let (mut atrio, person, browser) = inhabited(&smtp);
        if away {
            let nobody = format!("smtp://127.0.0.1:{}", free_port());
            atrio.change("ATRIO_SMTP_URL", Some(nobody));
        }
        atrio.launch();
        let first = tour(&atrio, &person, &browser, 1);
        if away {
            until("mails are put off", || atrio.log().contains("mail put off").then_some(()));
        } else {
            until("mails leave", || (smtp.letters_to(&person.email).len() > 1).then_some(()));
        }
        tours.push((first, tour(&atrio, &person, &browser, 2)));
        atrio.stop();
    }
    let [with, without] = tours.try_into().expect("two");
    for (with, without) in [(with.0, without.0), (with.1, without.1)] {
        assert!(with.len() > 18, "{}", with.len());
        for (with, without) in with.iter().zip(&without) {
            assert_eq!(with, without);
        }
        assert_eq!(with.len(), without.len());
    }
}
