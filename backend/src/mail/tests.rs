use super::*;
use crate::Site;

fn site() -> Site {
    Site { brand: "Alpenhost".to_owned(), public_url: "https://console.example".to_owned() }
}

fn name() -> String {
    "Zoë <b>& Söhne</b>".to_owned()
}

fn who() -> String {
    "Ada Keller".to_owned()
}

fn organization() -> String {
    "Harbour Press".to_owned()
}

fn link(path: &str) -> String {
    format!("https://console.example{path}")
}

fn samples(locale: Locale) -> Vec<Mail> {
    at_the_door(locale).into_iter().chain(about_members()).collect()
}

fn at_the_door(locale: Locale) -> Vec<Mail> {
    let at = || date::moment(locale, crate::testing::NOW, &crate::Zone::default());
    vec![
        Mail::ConfirmSignUp {
            name: name(),
            link: link("/verify?t=TOKEN"),
            code: "123 456".to_owned(),
            expires_on: at(),
        },
        Mail::HasLogin { name: name(), sign_in_url: link("/login"), reset_url: link("/forgot") },
        Mail::ResetPassword { name: name(), link: link("/reset?t=TOKEN"), expires_on: at() },
        Mail::PasswordChanged {
            name: name(),
            when: at(),
            browser: "Firefox, Linux".to_owned(),
            place: "203.0.113.7".to_owned(),
            security_url: link("/forgot"),
        },
        Mail::NewSignIn {
            name: name(),
            when: at(),
            browser: "Firefox, Linux".to_owned(),
            place: "203.0.113.7".to_owned(),
            sessions_url: link("/profile/sessions"),
        },
        Mail::DetailsChanged {
            name: name(),
            who: who(),
            when: at(),
            organization: organization(),
            org_kind: "company".to_owned(),
            address: "Rue du Lac 1, 1800 Vevey, CH".to_owned(),
            phone: "+41 21 921 00 00".to_owned(),
            tax_number: "CHE-116.281.710".to_owned(),
            website: "https://harbour.example".to_owned(),
            settings_url: link("/o/abcdefgh12/settings"),
        },
        Mail::Invitation {
            name: name(),
            who: who(),
            organization: organization(),
            role: "collaborator".to_owned(),
            link: link("/invitation?t=TOKEN"),
            code: "123 456".to_owned(),
            expires_on: at(),
        },
        Mail::InvitationAccepted {
            name: name(),
            who: who(),
            email: "carla@harbour.example".to_owned(),
            organization: organization(),
            users_url: link("/o/abcdefgh12/users"),
        },
        Mail::InvitationDeclined {
            name: name(),
            email: "carla@harbour.example".to_owned(),
            organization: organization(),
        },
        Mail::InvitationWanted {
            name: name(),
            email: "carla@harbour.example".to_owned(),
            wanted: "carla@home.example".to_owned(),
            organization: organization(),
            invitation_url: link("/o/abcdefgh12/users/invitations/0198"),
        },
    ]
}

fn about_members() -> Vec<Mail> {
    vec![
        Mail::MemberChanged {
            name: name(),
            who: who(),
            organization: organization(),
            role: "collaborator".to_owned(),
            money: "see_invoices pay".to_owned(),
            technical: "harbour.example, Mail".to_owned(),
            statistics: "–".to_owned(),
            teams: "Press".to_owned(),
            member_url: link("/o/abcdefgh12/users/0198"),
        },
        Mail::RightWanted {
            name: name(),
            who: who(),
            organization: organization(),
            right: "technical".to_owned(),
            product: "harbour.example (Web hosting)".to_owned(),
            message: "For the new site".to_owned(),
            request_url: link("/o/abcdefgh12/requests/0198"),
        },
        Mail::RightDeclined {
            name: name(),
            who: who(),
            organization: organization(),
            right: "administrator".to_owned(),
            product: "–".to_owned(),
            reason: "Adam looks after that".to_owned(),
        },
        Mail::HandoverOffered {
            name: name(),
            who: who(),
            person: "Ben Moser".to_owned(),
            organization: organization(),
            expires_on: "7 December 2026, 10:00 (UTC+1)".to_owned(),
            handover_url: link("/o/abcdefgh12/handover"),
        },
        Mail::HandoverCancelled {
            name: name(),
            who: who(),
            person: "Ben Moser".to_owned(),
            organization: organization(),
        },
        Mail::HandoverDeclined {
            name: name(),
            who: who(),
            organization: organization(),
            reason: "Not this year".to_owned(),
        },
        Mail::HandoverAccepted {
            name: name(),
            who: who(),
            person: "Ben Moser".to_owned(),
            organization: organization(),
        },
        Mail::MemberSuspended {
            name: name(),
            who: who(),
            organization: organization(),
            reason: "On leave until spring".to_owned(),
        },
        Mail::MemberRestored {
            name: name(),
            who: who(),
            organization: organization(),
            organization_url: link("/o/abcdefgh12"),
        },
        Mail::MemberRemoved { name: name(), who: who(), organization: organization() },
        Mail::MemberLeft {
            name: name(),
            who: who(),
            organization: organization(),
            users_url: link("/o/abcdefgh12/users"),
        },
    ]
}

/// Every sample in every language, rendered.
fn rendered() -> Vec<(String, Message)> {
    let mailroom = Mailroom::new().expect("templates parse");
    let mut all = Vec::new();
    for locale in Locale::ALL {
        for mail in samples(*locale) {
            let name = format!("{}/{}", locale.tag(), mail.kind().as_str());
            let message = mailroom.render(&site(), *locale, "A7K2-9QXM", &mail);
            all.push((name, message.expect("renders")));
        }
    }
    all
}

#[test]
fn every_kind_has_its_sample() {
    let kinds: Vec<_> = samples(Locale::En).iter().map(Mail::kind).collect();
    assert_eq!(kinds, MailKind::ALL);
}

#[test]
fn every_mail_renders_its_sample() {
    for (name, Message { subject, text, html }) in rendered() {
        let whole = format!("{subject}\n\n{text}\n========\n{html}");
        insta::assert_snapshot!(name.replace('/', "_"), whole);
    }
}

#[test]
fn html_shows_names_as_text() {
    for (name, Message { html, .. }) in rendered() {
        assert!(!html.contains("<b>"), "{name}");
        assert!(html.contains("Zoë &lt;b&gt;&amp; Söhne"), "{name}");
    }
}

#[test]
fn every_mail_carries_its_reference_and_where_to_check_it() {
    for (name, Message { text, html, .. }) in rendered() {
        assert!(text.contains("A7K2-9QXM") && html.contains("A7K2-9QXM"), "{name}");
        assert!(text.contains("https://console.example/check"), "{name}");
    }
}
