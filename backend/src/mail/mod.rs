//! Mail: typed contexts in, rendered messages out. When they leave is the worker's business.

pub mod browser;
pub mod date;
mod dev_folder;
mod post;
mod queue;
mod reference;
mod smtp;
mod templates;

use domain::locale::Locale;
use minijinja::{Environment, UndefinedBehavior, value::Serde};
use serde::{Deserialize, Serialize};

pub use dev_folder::{DevFolder, DevMail};
pub use post::{Outgoing, Post, SendFailure};
pub use smtp::{Smtp, SmtpProblem};

#[cfg(feature = "testing")]
pub use post::Pigeonhole;

pub(crate) use queue::{Letter, queue, salutation};
pub(crate) use reference::read_reference;

use crate::Site;

/// A template is broken: a mistake of this program.
#[derive(Debug, thiserror::Error)]
#[error("mail template: {0}")]
pub struct TemplateError(#[from] minijinja::Error);

/// Declares the mails: a variant with its facts, and a kind of the same name without them.
macro_rules! mails {
    ($($(#[$doc:meta])* $name:ident = $text:literal { $($field:ident),+ $(,)? })+) => {
        /// What a mail says. Has no `Debug`: a link in it may still work.
        #[derive(Serialize, Deserialize)]
        #[serde(tag = "kind")]
        pub(crate) enum Mail {
            $($(#[$doc])* #[serde(rename = $text)] $name { $($field: String),+ },)+
        }

        /// The mails that exist.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum MailKind {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl Mail {
            pub(crate) const fn kind(&self) -> MailKind {
                match self {
                    $(Self::$name { .. } => MailKind::$name,)+
                }
            }
        }

        impl MailKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable name, as stored; templates are files of this name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// Reads the stable name.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

mails! {
    /// Asks to confirm a sign-up.
    ConfirmSignUp = "confirm_sign_up" { name, link, code, expires_on }
    /// Tells the owner of an account that somebody signed up with their address.
    HasLogin = "has_login" { name, sign_in_url, reset_url }
    /// Gives the link to choose a new password.
    ResetPassword = "reset_password" { name, link, expires_on }
    /// Tells that the password has changed.
    PasswordChanged = "password_changed" { name, when, browser, place, security_url }
    /// Tells of a sign-in from a browser not seen before.
    NewSignIn = "new_sign_in" { name, when, browser, place, sessions_url }
    /// Sums up the details of an organization after a change.
    DetailsChanged = "details_changed" {
        name, who, when, organization, org_kind, address, phone, tax_number, website, settings_url,
    }
}

/// A mail in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// One line.
    pub subject: String,
    /// The whole mail as plain text.
    pub text: String,
    /// The whole mail as HTML.
    pub html: String,
}

/// What every template knows.
#[derive(Serialize)]
struct Context<'a> {
    lang: &'a str,
    brand: &'a str,
    reference: &'a str,
    check_url: &'a str,
    #[serde(flatten)]
    mail: &'a Mail,
}

/// The most characters of a subject line.
const MAX_SUBJECT: usize = 200;

/// All templates, parsed.
pub(crate) struct Mailroom(Environment<'static>);

impl Mailroom {
    pub(crate) fn new() -> Result<Self, TemplateError> {
        let mut templates = Environment::new();
        // A typo in a template is an error here and in tests, never an empty gap in a mail.
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        for (name, source) in templates::ALL {
            templates.add_template(name, source)?;
        }
        Ok(Self(templates))
    }

    /// Puts a mail into words. HTML is escaped by the name of the template.
    pub(crate) fn render(
        &self,
        site: &Site,
        locale: Locale,
        reference: &str,
        mail: &Mail,
    ) -> Result<Message, TemplateError> {
        let check_url = site.link("/check");
        let context = Context {
            lang: locale.tag(),
            brand: &site.brand,
            reference,
            check_url: &check_url,
            mail,
        };
        let part = |suffix: &str| {
            let name = format!("{}/{}.{suffix}", locale.tag(), mail.kind().as_str());
            self.0.get_template(&name)?.render(Serde(&context))
        };
        Ok(Message {
            subject: one_line(&part("subject.txt")?),
            text: part("txt")?.trim().to_owned() + "\n",
            html: part("html")?,
        })
    }
}

/// A subject that stays one: without control characters, and not endless.
fn one_line(subject: &str) -> String {
    let words = subject.split(|it: char| it.is_control() || it.is_whitespace());
    let line = words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().take(MAX_SUBJECT).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn site() -> Site {
        Site { brand: "Alpenhost".to_owned(), public_url: "https://console.example".to_owned() }
    }

    fn samples(locale: Locale) -> [Mail; 6] {
        let name = || "Zoë <b>& Söhne</b>".to_owned();
        let at = || date::moment(locale, crate::testing::NOW, &crate::Zone::default());
        let link = |path: &str| format!("https://console.example{path}");
        [
            Mail::ConfirmSignUp {
                name: name(),
                link: link("/verify?t=TOKEN"),
                code: "123 456".to_owned(),
                expires_on: at(),
            },
            Mail::HasLogin {
                name: name(),
                sign_in_url: link("/login"),
                reset_url: link("/forgot"),
            },
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
                who: "Ada Keller".to_owned(),
                when: at(),
                organization: "Harbour Press".to_owned(),
                org_kind: "company".to_owned(),
                address: "Rue du Lac 1, 1800 Vevey, CH".to_owned(),
                phone: "+41 21 921 00 00".to_owned(),
                tax_number: "CHE-116.281.710".to_owned(),
                website: "https://harbour.example".to_owned(),
                settings_url: link("/o/abcdefgh12/settings"),
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
    fn every_template_renders_its_sample() {
        let mut unseen: BTreeSet<_> = templates::ALL.iter().map(|(name, _)| *name).collect();
        for (name, Message { subject, text, html }) in rendered() {
            unseen.retain(|template| !template.starts_with(&format!("{name}.")));
            let whole = format!("{subject}\n\n{text}\n========\n{html}");
            insta::assert_snapshot!(name.replace('/', "_"), whole);
        }
        assert_eq!(unseen, BTreeSet::from(["layout.html", "layout.txt"]), "nobody renders these");
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

    #[test]
    fn a_subject_stays_one_line() {
        assert_eq!(one_line("Hello\r\nBcc: all@example.org\u{0} "), "Hello Bcc: all@example.org");
        assert_eq!(one_line(&"x".repeat(9000)).len(), MAX_SUBJECT);
    }
}
