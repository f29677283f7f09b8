//! What people do at the door, by plain forms.

use std::io;

use super::http::{Answer, Browser};

/// Somebody with an address and a password.
#[derive(Debug, Clone)]
pub struct Person {
    pub email: String,
    pub password: String,
}

impl Person {
    /// Each name is a different person.
    pub fn named(name: &str) -> Self {
        Self {
            email: format!("{name}@harbour.example"),
            password: format!("copper kettle on a slow tram {}", name.len()),
        }
    }

    pub fn asks_for_account(&self, browser: &mut Browser) -> io::Result<Answer> {
        let fields = [
            ("kind", "company"),
            ("first_name", "Ada"),
            ("last_name", "Keller"),
            ("org_name", "Harbour Print"),
            ("email", &self.email),
            ("password", &self.password),
        ];
        browser.submit("/signup", "sign_up", &fields)
    }

    /// Opens the link of the mail and enters the password.
    pub fn confirms(&self, browser: &mut Browser, link: &str) -> io::Result<Answer> {
        let opened = browser.open(link)?;
        assert_eq!(opened.leads_to(), Some("/verify"), "{opened:?}");
        browser.submit("/verify", "verify_sign_up", &[("password", &self.password)])
    }

    pub fn signs_in(&self, browser: &mut Browser) -> io::Result<Answer> {
        let fields = [("email", self.email.as_str()), ("password", &self.password)];
        browser.submit("/login", "sign_in", &fields)
    }
}

/// Whether an answer says that the mail about the account is on its way.
pub fn is_asked(answer: &Answer) -> bool {
    answer.leads_to() == Some("/signup/sent")
}

/// Whether an answer leads to the dashboard of an organization.
pub fn is_welcome(answer: &Answer) -> bool {
    answer.leads_to().is_some_and(|it| it.starts_with("/o/"))
}

/// Whether an answer to signing in leads on.
pub fn is_signed_in(answer: &Answer) -> bool {
    answer.leads_to() == Some("/")
}
