//! Asking for a new password in every spelling of an address: the mail goes to the address that is
//! stored, once, or there is none.

use backend::mail::MailKind;

use crate::support::{
    Stage, both,
    browser::{HTML, encoded},
};

/// Somebody with an account, as stored, and as mail servers are told.
const OLIVIA: &str = "Olivia.Hart@Harbour.example";
const OLIVIA_MAILBOX: &str = "Olivia.Hart@harbour.example";
/// Somebody whose domain is not ASCII.
const ANNA: &str = "anna@bücher.example";
const ANNA_MAILBOX: &str = "anna@xn--bcher-kva.example";
/// Whoever would like to have their mail.
const EVIL: &str = "evil@attacker.example";

/// The fields of a form as somebody sends them, and who gets a mail.
struct Ask {
    fields: Vec<(&'static str, String)>,
    mail: Option<&'static str>,
}

fn ask(email: &str, mail: Option<&'static str>) -> Ask {
    Ask { fields: vec![("email", email.to_owned())], mail }
}

fn keys(fields: &[(&'static str, &str)]) -> Ask {
    let fields = fields.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
    Ask { fields, mail: None }
}

/// Spellings of an existing address that are the same address.
fn same() -> Vec<Ask> {
    let olivia = [
        OLIVIA,
        "olivia.hart@harbour.example",
        "OLIVIA.HART@HARBOUR.EXAMPLE",
        "olivia.hart@HARBOUR.example",
        " olivia.hart@harbour.example ",
        "olivia.hart@harbour.example\n",
        "olivia.hart@harbour.example\r\n",
        "\tolivia.hart@harbour.example",
        "olivia.hart@\u{ff48}arbour.example",
    ];
    let anna = [
        ANNA,
        "ANNA@BÜCHER.EXAMPLE",
        "anna@BÜCHER.example",
        "anna@bu\u{308}cher.example",
        "anna@BU\u{308}CHER.example",
        ANNA_MAILBOX,
        "Anna@XN--BCHER-KVA.example",
    ];
    let olivia = olivia.iter().map(|it| ask(it, Some(OLIVIA_MAILBOX)));
    olivia.chain(anna.iter().map(|it| ask(it, Some(ANNA_MAILBOX)))).collect()
}

/// Who an existing address would be, if it were spelled in the plainest way.
const PLAIN: &str = "olivia.hart@harbour.example";

/// An existing address together with another one.
fn two_at_once() -> Vec<Ask> {
    let separators = [
        ",",
        ";",
        " ",
        ", ",
        "; ",
        "\n",
        "\r\n",
        "\r\nBcc: ",
        "\nCc: ",
        "\0",
        "|",
        "&",
        "%2c",
        ":",
    ];
    let orders = separators
        .into_iter()
        .flat_map(|it| [format!("{PLAIN}{it}{EVIL}"), format!("{EVIL}{it}{PLAIN}")]);
    let mut asks: Vec<Ask> = orders.map(|it| ask(&it, None)).collect();
    asks.extend([
        keys(&[("email", PLAIN), ("email", EVIL)]),
        keys(&[("email", EVIL), ("email", PLAIN)]),
        keys(&[("email", PLAIN), ("email", PLAIN)]),
        keys(&[("email[]", PLAIN), ("email[]", EVIL)]),
        keys(&[("email[0]", PLAIN), ("email[1]", EVIL)]),
        keys(&[("email", PLAIN), ("email[]", EVIL)]),
        keys(&[("email[address]", PLAIN)]),
        keys(&[("email", PLAIN), ("Email", EVIL)]),
        keys(&[("email", PLAIN), ("email ", EVIL)]),
        keys(&[("email", PLAIN), ("cc", EVIL)]),
        keys(&[("user[email]", PLAIN), ("user[email]", EVIL)]),
    ]);
    asks
}

/// What stands around an existing address, and makes it none or another one.
const AROUND: [(&str, &str); 14] = [
    ("", "\0"),
    ("", "\0\n"),
    ("", "\u{200b}"),
    ("", "."),
    ("", "%0a"),
    ("", "%00"),
    ("", ">"),
    ("<", ">"),
    ("Olivia <", ">"),
    ("", " (Olivia)"),
    ("mailto:", ""),
    ("", "@attacker.example"),
    ("", "%attacker.example"),
    ("@attacker.example:", ""),
];

/// Addresses of nobody that look much like somebody's.
const LOOK_ALIKES: [&str; 18] = [
    "\"olivia.hart\"@harbour.example",
    "olivia.hart@harbour.example?cc=evil@attacker.example",
    "olivia.hart+a@harbour.example",
    "oliviahart@harbour.example",
    "olivia..hart@harbour.example",
    ".olivia.hart@harbour.example",
    "olivia.hart@mail.harbour.example",
    "olivia.hart@harbour.example.attacker.example",
    "olivia.hart@[127.0.0.1]",
    "ol\u{131}v\u{131}a.hart@harbour.example",
    "o\u{13a}ivia.hart@harbour.example",
    "olivia.hart@h\u{430}rbour.example",
    "\u{ff4f}livia.hart@harbour.example",
    "olivia.hart@harbour\u{3002}example",
    "anna@bucher.example",
    "anna@buecher.example",
    "ann\u{430}@bücher.example",
    "anna@xn--bcher-kv.example",
];

/// What looks like an existing address, and is none or two.
fn others() -> Vec<Ask> {
    let around = AROUND.iter().map(|(before, after)| format!("{before}{PLAIN}{after}"));
    let alike = LOOK_ALIKES.iter().map(|it| (*it).to_owned());
    let asks = around.chain(alike).map(|it| ask(&it, None));
    asks.chain(two_at_once()).collect()
}

/// Sends a form to its page or its function; says whether it was taken.
async fn send(stage: &Stage, by_page: bool, ask: &Ask) -> bool {
    let (target, form) = if by_page { ("/forgot", "form=request_reset&") } else { (API, "") };
    let mut browser = stage.browser();
    let body = format!("{form}{}", encoded(&ask.fields));
    let request = browser.post_request(target, HTML).body(body.into()).expect("a request");
    let answer = browser.send(request).await;
    match answer.status.as_u16() {
        200 | 303 => true,
        400 | 422 => false,
        _ => panic!("{target} {:?}: {} {}", ask.fields, answer.status, answer.text()),
    }
}

const API: &str = "/api/request_reset";

#[test]
fn a_mail_to_reset_goes_to_the_stored_address_once_or_not_at_all() {
    both(async |stage| {
        let world = &stage.world;
        stage.signed_up(OLIVIA).await;
        stage.signed_up(ANNA).await;
        let (mut taken, mut mails) = (0, 0);
        for ask in same().iter().chain(&others()) {
            for by_page in [false, true] {
                // Longer than any limit of mails remembers.
                world.clock.advance_minutes(61);
                let before = world.mails().len();
                let accepted = send(stage, by_page, ask).await;
                world.work().await;
                let sent: Vec<_> = world.mails().split_off(before);
                let what = format!("{:?}, {by_page}", ask.fields);
                let to: Vec<_> = sent.iter().map(|it| it.to.as_str()).collect();
                assert_eq!(to, ask.mail.iter().copied().collect::<Vec<_>>(), "{what}");
                assert!(sent.iter().all(|it| it.kind == MailKind::ResetPassword), "{what}");
                assert!(accepted || sent.is_empty(), "{what} was refused");
                taken += usize::from(accepted);
                mails += sent.len();
            }
        }
        println!("{taken} taken, {mails} mails");
        assert!(taken > mails, "some spellings are addresses of nobody");
    });
}

#[test]
fn an_address_in_a_reset_is_answered_alike_however_it_is_spelled() {
    both(async |stage| {
        stage.signed_up(OLIVIA).await;
        let mut answers = Vec::new();
        for email in ["olivia.hart@harbour.example", "OLIVIA.HART@HARBOUR.EXAMPLE", "a@b.example"] {
            let mut browser = stage.browser();
            let answer = browser.call("request_reset", &[("email", email)]).await;
            let hex: String = email.bytes().map(|it| format!("{it:02x}")).collect();
            answers.push(answer.lasting().replace(&hex, "HEX"));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:#?}");
    });
}
