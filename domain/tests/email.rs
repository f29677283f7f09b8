//! Which e-mail addresses are the same, which are not, and which are none.
#![cfg(feature = "parse")]

use domain::email::{Email, EmailProblem};
use proptest::prelude::*;

/// Every line is one mailbox: spellings on one line are the same, spellings on two lines never are.
const MAILBOXES: &[&[&str]] = &[
    // Case, and what surrounds an address that was pasted.
    &[
        "ann@harbour.example",
        "Ann@harbour.example",
        "ANN@HARBOUR.EXAMPLE",
        "ann@Harbour.Example",
        "  ann@harbour.example\r\n",
        "\u{a0}ann@harbour.example\t",
        // Full-width letters in the domain are the same domain.
        "ann@\u{ff48}\u{ff41}\u{ff52}\u{ff42}\u{ff4f}\u{ff55}\u{ff52}.example",
        "ann@harbour.\u{ff25}XAMPLE",
    ],
    // Another local part or domain, however near.
    &["an@harbour.example"],
    &["anne@harbour.example"],
    &["ann@harbor.example"],
    &["ann@harbour.example.com"],
    &["ann@mail.harbour.example"],
    &["ann@harbour-press.example", "Ann@Harbour-Press.Example"],
    // Dots, plus signs and the like belong to the receiving server: nothing is folded.
    &["a.nn@harbour.example", "A.nn@harbour.example"],
    &["an.n@harbour.example"],
    &["a.n.n@harbour.example"],
    &["ann+shop@harbour.example", "ann+SHOP@harbour.example"],
    &["ann+@harbour.example"],
    &["ann-shop@harbour.example"],
    &["ann_shop@harbour.example"],
    &["annshop@harbour.example"],
    &["ann=shop@harbour.example"],
    &["'ann'@harbour.example"],
    &["!#$%&*/?^`{|}~@harbour.example"],
    // The dotless and the dotted i.
    &["ivan@harbour.example", "IVAN@harbour.example"],
    &["\u{131}van@harbour.example"],
    &["\u{130}van@harbour.example", "I\u{307}van@harbour.example"],
    &["i\u{307}van@harbour.example"],
    &["ann@ivan.example", "ann@IVAN.example"],
    &["ann@\u{131}van.example", "ann@xn--van-iua.example"],
    // The Kelvin sign and the long s fold in a domain.
    &["ann@kelvins.example", "ann@\u{212a}elvins.example", "ann@kelvin\u{17f}.example"],
    &["kelvin@harbour.example", "Kelvin@Harbour.example"],
    // Combining forms.
    &["rene@harbour.example"],
    &["ren\u{e9}@harbour.example", "rene\u{301}@harbour.example"],
    &["ren\u{e8}@harbour.example", "rene\u{300}@harbour.example"],
    &["ren\u{eb}@harbour.example", "rene\u{308}@harbour.example"],
    &["ren\u{113}@harbour.example", "rene\u{304}@harbour.example"],
    // Beyond ASCII, case is kept: languages disagree about it.
    &["REN\u{c9}@harbour.example", "RENE\u{301}@harbour.example"],
    &["Ren\u{e9}@harbour.example"],
    &["stra\u{df}e@harbour.example"],
    &["strasse@harbour.example", "STRASSE@harbour.example"],
    &["\u{f1}andu@harbour.example", "n\u{303}andu@harbour.example"],
    &["nandu@harbour.example"],
    &["\u{e5}sa@harbour.example", "a\u{30a}sa@harbour.example"],
    &["\u{c5}sa@harbour.example", "A\u{30a}sa@harbour.example"],
    &["\u{f8}re@harbour.example"],
    &["ore@harbour.example"],
    // Look-alikes that stay within one script: Latin, Cyrillic, Greek.
    &["ace@harbour.example"],
    &["\u{430}\u{441}\u{435}@harbour.example"],
    &["\u{410}\u{421}\u{415}@harbour.example"],
    &["pop@harbour.example"],
    &["\u{440}\u{43e}\u{440}@harbour.example"],
    &["\u{3c1}\u{3bf}\u{3c1}@harbour.example"],
    &["o@harbour.example", "O@harbour.example"],
    &["\u{43e}@harbour.example"],
    &["\u{3bf}@harbour.example"],
    &["\u{585}@harbour.example"],
    &["0@harbour.example"],
    &["l@harbour.example"],
    &["1@harbour.example"],
    &["rnary@harbour.example"],
    &["mary@harbour.example"],
    // Scripts that are written together.
    &["\u{592a}\u{90ce}@harbour.example"],
    &["\u{592a}\u{308d}\u{3046}@harbour.example"],
    &["\u{592a}\u{30ed}\u{30a6}1@harbour.example"],
    // A domain and its ASCII form are one.
    &[
        "ann@b\u{fc}cher.example",
        "ann@bu\u{308}cher.example",
        "ann@B\u{dc}CHER.example",
        "Ann@xn--bcher-kva.example",
        "ann@XN--BCHER-KVA.EXAMPLE",
        "ann@xn--bcher-KVA.example",
    ],
    &["ann@bucher.example"],
    &["ann@buecher.example"],
    &["ann@stra\u{df}e.example", "ann@xn--strae-oqa.example"],
    &["ann@strasse.example"],
    &["ann@fa\u{df}.example", "ann@xn--fa-hia.example"],
    &["ann@fass.example"],
    &["ann@\u{3c3}\u{3bf}\u{3c6}\u{3cc}\u{3c2}.example"],
    &["ann@\u{3c3}\u{3bf}\u{3c6}\u{3cc}\u{3c3}.example"],
    &["ann@\u{4f8b}\u{3048}.\u{30c6}\u{30b9}\u{30c8}", "ann@xn--r8jz45g.xn--zckzah"],
    &[
        "ann@\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}.\u{440}\u{444}",
        "ann@\u{41f}\u{420}\u{418}\u{41c}\u{415}\u{420}.\u{420}\u{424}",
        "ann@xn--e1afmkfd.xn--p1ai",
    ],
    // Look-alikes in the domain are other domains.
    &["ann@apple.example", "ann@APPLE.example"],
    &["ann@\u{430}pple.example", "ann@xn--pple-43d.example"],
    &["ann@appl\u{435}.example"],
    &["ann@appl\u{e9}.example", "ann@apple\u{301}.example"],
    &["ann@\u{430}\u{440}\u{440}\u{4cf}\u{435}.example", "ann@xn--80ak6aa92e.example"],
    &["ann@paypal.example"],
    &["ann@paypa1.example"],
    &["ann@\u{440}\u{430}\u{443}\u{440}\u{430}\u{4cf}.example"],
];

const MALFORMED: &[&str] = &[
    // Not an address at all.
    "ann",
    "@",
    "ann@",
    "@harbour.example",
    "ann harbour.example",
    "ann@harbour@example.com",
    "ann@@harbour.example",
    "mailto:ann@harbour.example",
    "https://harbour.example/ann",
    // Other ways to write a mailbox.
    "Ann <ann@harbour.example>",
    "<ann@harbour.example>",
    "\"ann\"@harbour.example",
    "\"ann lee\"@harbour.example",
    "ann(work)@harbour.example",
    "ann@harbour.example, bob@harbour.example",
    "ann@harbour.example;bob@harbour.example",
    "ann@[192.0.2.1]",
    "ann@[IPv6:2001:db8::1]",
    "ann@192.0.2.1",
    "ann@1.2.3.4.5",
    "ann\\@harbour.example",
    // Dots where none belong.
    ".ann@harbour.example",
    "ann.@harbour.example",
    "an..n@harbour.example",
    "ann@harbour.example.",
    "ann@.harbour.example",
    "ann@harbour..example",
    "ann@localhost",
    "ann@example",
    "ann@.",
    // Characters that no host name has.
    "ann@harbour_press.example",
    "ann@-harbour.example",
    "ann@harbour-.example",
    "ann@harbour example.com",
    "ann@harbour!.example",
    "ann@harbour/.example",
    "ann@harbour%2e.example",
    "ann@harbour:25.example",
    "ann@xn--.example",
    "ann@xn--zzzzzz\u{e9}.example",
    "ann@xn--a.example",
    // Control characters, also those that end a header or a command.
    "an\0n@harbour.example",
    "ann\r\nBcc: bob@harbour.example",
    "an\rn@harbour.example",
    "ann@harbour.example\r\nRCPT TO:<bob@harbour.example>",
    "ann@harbour\n.example",
    "an\u{1b}[0mn@harbour.example",
    "an\u{7f}n@harbour.example",
    "an n@harbour.example",
    "an\u{a0}n@harbour.example",
    "ann@harbour\u{3000}.example",
    // Characters that show nothing.
    "an\u{200b}n@harbour.example",
    "ann\u{200d}@harbour.example",
    "\u{feff}ann@harbour.example",
    "an\u{2060}n@harbour.example",
    "an\u{ad}n@harbour.example",
    "an\u{34f}n@harbour.example",
    "an\u{fe0f}n@harbour.example",
    "an\u{e0061}n@harbour.example",
    "ann\u{3164}@harbour.example",
    "\u{115f}@harbour.example",
    "ann@har\u{200b}bour.example",
    "ann@har\u{ad}bour.example",
    "ann@har\u{2060}bour.example",
    "ann@har\u{feff}bour.example",
    "ann@har\u{fe0f}bour.example",
    "ann@harbour.example\u{200b}",
    // Characters that turn the reading direction.
    "an\u{202e}n@harbour.example",
    "\u{2066}ann\u{2069}@harbour.example",
    "ann@\u{202e}harbour.example",
    "ann@harbour\u{200f}.example",
    // Full-width and other stand-ins for the at sign and the dot.
    "ann\u{ff20}harbour.example",
    "ann\u{fe6b}harbour.example",
    "ann@harbour\u{3002}example",
    "ann@harbour\u{ff0e}example",
    "ann@harbour\u{ff61}example",
    "ann@harbour\u{2024}example",
    "ann@harbour.example\u{3002}",
    "ann@evil.example\u{ff0f}.harbour.example",
    "ann@harbour.example\u{2044}x.example",
    // In a local part, characters that are another spelling of plain letters.
    "\u{ff41}nn@harbour.example",
    "a\u{ff0e}nn@harbour.example",
    "\u{212a}elvin@harbour.example",
    "kelvin\u{17f}@harbour.example",
    "\u{1d41a}nn@harbour.example",
    "\u{24d0}nn@harbour.example",
    "\u{fb01}n@harbour.example",
    "\u{aa}nn@harbour.example",
    "\u{37e}@harbour.example",
    // Letters of phonetic alphabets.
    "\u{251}nn@harbour.example",
    "\u{1d00}nn@harbour.example",
    // Neither letters nor digits of any script.
    "\u{1f511}@harbour.example",
    "\u{2603}@harbour.example",
    "\u{fffd}@harbour.example",
    "\u{fdd0}@harbour.example",
    "\u{e000}@harbour.example",
    "ann@\u{1f511}.example",
    "ann@\u{fffd}.example",
];

const MIXED_SCRIPTS: &[&str] = &[
    "\u{430}nn@harbour.example",
    "\u{430}dmin@harbour.example",
    "\u{430}\u{441}e@harbour.example",
    "p\u{43e}p@harbour.example",
    "p\u{3bf}p@harbour.example",
    "\u{3b1}nn@harbour.example",
    "\u{3c1}\u{43e}\u{3c1}@harbour.example",
    "s\u{585}s@harbour.example",
    "ann.\u{438}\u{432}\u{430}\u{43d}@harbour.example",
    "ann+\u{5d0}@harbour.example",
    "\u{592a}ann@harbour.example",
    "\u{ac00}\u{3042}@harbour.example",
    "RENE\u{301}\u{410}@harbour.example",
];

fn canonical(raw: &str) -> String {
    match Email::parse(raw) {
        Ok(email) => email.canonical().to_owned(),
        Err(problem) => panic!("{raw:?}: {problem}"),
    }
}

#[test]
fn spellings_of_one_mailbox_are_the_same_and_of_two_never() {
    let spellings: Vec<_> = MAILBOXES
        .iter()
        .enumerate()
        .flat_map(|(mailbox, spellings)| spellings.iter().map(move |it| (mailbox, *it)))
        .collect();
    for (mailbox, spelling) in &spellings {
        for (other_mailbox, other) in &spellings {
            assert_eq!(
                mailbox == other_mailbox,
                canonical(spelling) == canonical(other),
                "{spelling:?} and {other:?}"
            );
        }
    }
}

#[test]
fn an_address_that_is_none_or_cannot_be_told_from_another_is_refused() {
    for raw in MALFORMED {
        assert_eq!(Email::parse(raw), Err(EmailProblem::Malformed), "{raw:?}");
    }
}

#[test]
fn a_local_part_that_mixes_scripts_is_refused() {
    for raw in MIXED_SCRIPTS {
        assert_eq!(Email::parse(raw), Err(EmailProblem::MixedScripts), "{raw:?}");
    }
}

#[test]
fn an_empty_field_is_missing_and_not_malformed() {
    for raw in ["", " ", "\r\n", "\u{3000}"] {
        assert_eq!(Email::parse(raw), Err(EmailProblem::Missing), "{raw:?}");
    }
}

#[test]
fn the_limits_of_mail_are_kept() {
    let local = "a".repeat(64);
    assert!(Email::parse(&format!("{local}@harbour.example")).is_ok());
    let too_long = Err(EmailProblem::TooLong);
    assert_eq!(Email::parse(&format!("{local}a@harbour.example")), too_long);

    let label = "b".repeat(63);
    let longest = format!("{local}@{label}.{label}.{}", "b".repeat(61));
    assert_eq!(longest.len(), 254);
    assert!(Email::parse(&longest).is_ok());
    assert_eq!(Email::parse(&format!("{longest}b")), too_long);
    assert_eq!(Email::parse(&format!("a@{label}b.example")), Err(EmailProblem::Malformed));
}

#[test]
fn the_ascii_form_of_a_domain_is_held_to_the_limit_as_well() {
    let raw = |labels| format!("{}@{}example", "a".repeat(60), "\u{fc}.".repeat(labels));
    assert!(Email::parse(&raw(20)).is_ok());
    assert!(raw(28).len() < 254);
    assert_eq!(Email::parse(&raw(28)), Err(EmailProblem::TooLong));
}

#[test]
fn an_address_is_kept_as_typed() {
    let email = Email::parse(" Ann.Lee+Shop@B\u{fc}cher.Example ").expect("an address");
    assert_eq!(email.typed(), "Ann.Lee+Shop@B\u{fc}cher.Example");
    assert_eq!(email.canonical(), "ann.lee+shop@xn--bcher-kva.example");
    assert_eq!(email.mailbox(), "Ann.Lee+Shop@xn--bcher-kva.example");
}

fn any_address() -> impl Strategy<Value = String> {
    let local = "[a-zA-Z0-9.+_-]{1,12}|[a-z\u{e9}\u{131}\u{df}\u{f8}\u{300}-\u{30c}]{1,8}|[\u{430}-\u{44f}]{1,8}";
    let label = "[a-zA-Z0-9-]{1,10}|[a-z\u{e9}\u{df}\u{fc}\u{131}\u{212a}\u{ff41}-\u{ff5a}]{1,8}|[\u{3b1}-\u{3c9}]{1,8}";
    (local, label, "[a-zA-Z]{2,6}").prop_map(|(local, label, top)| format!("{local}@{label}.{top}"))
}

proptest! {
    #[test]
    fn both_forms_are_left_alone_when_read_again(raw in any_address()) {
        if let Ok(email) = Email::parse(&raw) {
            let canonical = Email::parse(email.canonical()).expect("an address");
            prop_assert_eq!(canonical.canonical(), email.canonical());
            prop_assert_eq!(canonical.typed(), email.canonical());
            let typed = Email::parse(email.typed()).expect("an address");
            prop_assert_eq!(typed.canonical(), email.canonical());
            prop_assert_eq!(typed.typed(), email.typed());
        }
    }

    #[test]
    fn what_mail_is_sent_to_is_the_same_mailbox(raw in any_address()) {
        if let Ok(email) = Email::parse(&raw) {
            let mailbox = Email::parse(&email.mailbox()).expect("an address");
            prop_assert_eq!(mailbox, email);
        }
    }

    #[test]
    fn plain_addresses_are_the_same_exactly_when_only_case_differs(
        a in "[abAB]{1,2}@[abAB]{1,2}\\.[abAB]{2}", b in "[abAB]{1,2}@[abAB]{1,2}\\.[abAB]{2}",
    ) {
        prop_assert_eq!(canonical(&a) == canonical(&b), a.eq_ignore_ascii_case(&b));
    }

    #[test]
    fn no_input_panics_or_escapes_its_form(raw in "(?s).{0,40}@.{0,40}|(?s).{0,80}") {
        if let Ok(email) = Email::parse(&raw) {
            let (local, domain) = email.canonical().split_once('@').expect("one at sign");
            prop_assert!(!local.is_empty() && local.len() <= 64 && email.canonical().len() <= 254);
            let is_host = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
            prop_assert!(domain.bytes().all(is_host));
            prop_assert!(!email.typed().contains(|it: char| it.is_control() || it.is_whitespace()));
        }
    }
}
