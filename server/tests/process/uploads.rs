//! Pictures of the largest size, many at once: one is worked on at a time, and memory stays bounded.

use std::{env, thread};

use backend::mail::MailKind;
use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};

use super::{
    memory::memory,
    support::{
        http::Browser,
        mailbox::{Mailbox, link},
        people::{Person, is_welcome},
        program::Atrio,
    },
};

/// What the program may need more than before, in KiB.
const GROWTH: u64 = 96 * 1_024;
/// People who send at the same time.
const SENDERS: usize = 16;
const BOUNDARY: &str = "----harbour7";

/// Pictures that each of them sends: as many as `ATRIO_UPLOADS` says, else 3.
fn pictures() -> usize {
    env::var("ATRIO_UPLOADS").map_or(3, |it| it.parse().expect("ATRIO_UPLOADS is a number"))
}

/// As many pixels as are accepted at all, in few bytes.
fn largest() -> Vec<u8> {
    let pixels = vec![200; 4_096 * 4_096 * 4];
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(&pixels, 4_096, 4_096, ExtendedColorType::Rgba8)
        .expect("written");
    file
}

fn body(file: &[u8]) -> Vec<u8> {
    let part = |name: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n")
    };
    [
        format!("{}change_picture\r\n{}", part("form"), part("file")).as_bytes(),
        file,
        format!("\r\n--{BOUNDARY}--\r\n").as_bytes(),
    ]
    .concat()
}

#[test]
fn the_largest_pictures_at_once_take_the_memory_of_one() {
    let mut atrio = Atrio::new();
    atrio.launch();
    let (person, mailbox) = (Person::named("painter"), Mailbox::of(&atrio));
    let mut browser = Browser::new(atrio.port, 1);
    person.asks_for_account(&mut browser).expect("an answer");
    let mail = mailbox.expect(&person.email, MailKind::ConfirmSignUp);
    let welcome = person.confirms(&mut browser, link(&mail.text)).expect("an answer");
    assert!(is_welcome(&welcome), "{welcome:?}");

    let before = memory(&atrio, "VmRSS:");
    let body = body(&largest());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let taken: usize = thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS)
            .map(|_| {
                let (mut browser, body, kind) = (browser.clone(), &body, &kind);
                scope.spawn(move || {
                    let sent = (0..pictures()).map(|_| {
                        let answer = browser.post_as(kind, "/profile/picture", body);
                        answer.expect("an answer").status
                    });
                    let statuses: Vec<u16> = sent.collect();
                    // Whoever finds the queue full is told to come again.
                    assert!(statuses.iter().all(|it| [303, 503].contains(it)), "{statuses:?}");
                    statuses.iter().filter(|it| **it == 303).count()
                })
            })
            .collect();
        senders.into_iter().map(|it| it.join().expect("no panic")).sum()
    });
    let most = memory(&atrio, "VmHWM:");
    println!("{before} KiB, at most {most} while {taken} pictures were made");
    assert!(taken > 0);
    assert!(most < before + GROWTH, "{before} KiB grew to {most}");
    assert!(!atrio.log().contains("panicked"), "{}", atrio.log());
}
