//! A walk past everything that is shown: who saw what where, held against the table of fields.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::rights::{Role, decide};

use crate::{
    canary_seed::{Canaries, Canary, Owner, owner_of},
    canary_table::{self, By, CONSOLE, FIELDS},
    rights_cast::{ACTORS, Actor, Cast, STAND_INS},
    rights_table::{Audience, Kind, ROWS},
    support::{Answer, Stage, log, stand_ins::FORMER},
};

/// Who reads the log.
const OPERATOR: &str = "operator";

/// Who gets a mail at an address that has no account.
const STRANGER: &str = "somebody without an account";

/// How long a hash is as digits, and as text in base 64.
const HASH_DIGITS: usize = 64;
const HASH_BASE64: usize = 43;

/// A walk through everything, and what was found on it.
pub struct Crawl<'a> {
    pub stage: &'a Stage,
    pub cast: &'a Cast,
    pub canaries: Canaries,
    /// Who saw what where, and should not have.
    pub faults: BTreeSet<String>,
    /// Columns that were seen, and where.
    pub seen: BTreeSet<(&'static str, String)>,
    /// Words long enough to be the hash of something.
    pub long_words: BTreeSet<String>,
    pub answers: usize,
}

/// A request that was sent.
pub struct Sent<'a> {
    /// Who sent it.
    pub name: &'static str,
    /// Where, as the table writes it.
    pub place: &'a str,
    /// What it said itself: that it comes back tells nobody anything.
    pub said: &'a str,
}

impl Crawl<'_> {
    /// Whether a reader may see what tells of this owner in a place that is open to `by`.
    fn may(&self, by: &By, reader: &str, owner: &Owner) -> bool {
        match (by, owner) {
            (By::Operator, _) => reader == OPERATOR,
            (By::Invited, _) => reader == STRANGER,
            (_, Owner::Nobody) => false,
            (By::Oneself, Owner::Person(name)) => *name == reader,
            (By::Oneself, Owner::Organization(_)) => false,
            (By::Formerly(action), Owner::Person(FORMER)) => {
                [&self.cast.harbour, &self.cast.foreign]
                    .into_iter()
                    .filter_map(|org| self.role(reader, org))
                    .any(|(actor, role)| decide(&actor.standing(role), action).is_ok())
            }
            (By::Formerly(_), _) => false,
            (By::OnHold, owner) => self.shared(reader, owner).any(|(actor, _)| actor.suspended),
            (By::Listed, owner) => self.shared(reader, owner).next().is_some(),
            (By::Member(action), owner) => self
                .shared(reader, owner)
                .any(|(actor, role)| decide(&actor.standing(role), action).is_ok()),
        }
    }

    /// What a reader is in the organization, or in those that they share with the person.
    fn shared<'b>(
        &'b self,
        reader: &'b str,
        owner: &'b Owner,
    ) -> impl Iterator<Item = (Actor, Role)> + 'b {
        let organizations = self.canaries.founders.keys();
        organizations.filter_map(move |org| {
            let concerns = match owner {
                Owner::Organization(it) => it == org,
                // As a reader of mails they belong to it, to the others they do not any more.
                Owner::Person(FORMER) => false,
                Owner::Person(name) => self.role(name, org).is_some(),
                Owner::Nobody => false,
            };
            self.role(reader, org).filter(|_| concerns)
        })
    }

    /// What somebody is in an organization.
    fn role(&self, name: &str, org: &str) -> Option<(Actor, Role)> {
        let actor = *ACTORS.iter().chain(&STAND_INS).find(|it| it.name == name)?;
        if org == self.cast.closed {
            return None;
        }
        let is_stand_in = STAND_INS.iter().any(|it| it.name == name);
        if org == self.cast.harbour || is_stand_in && org == self.cast.foreign {
            return actor.role.map(|role| (actor, role));
        }
        let founder = self.canaries.founders[org] == name;
        // In an organization of their own nobody is suspended.
        founder.then(|| (ACTORS[2], Role::LegalRepresentative))
    }

    /// Searches an answer with its headers.
    pub fn look(&mut self, sent: &Sent<'_>, answer: &Answer) {
        let what = format!("{} {}: {}", sent.name, sent.place, answer.status);
        assert!(!answer.status.is_server_error(), "{what} {}", answer.text());
        let mut text = String::from_utf8_lossy(&answer.body).into_owned();
        for (name, value) in &answer.headers {
            text.push_str(&format!("\n{name}: {}", String::from_utf8_lossy(value.as_bytes())));
        }
        self.answers += 1;
        self.search(sent, &text);
    }

    fn search(&mut self, sent: &Sent<'_>, text: &str) {
        let known = self.canaries.found_in(sent.said);
        let found = self.canaries.found_in(text).into_iter().filter(|it| !known.contains(it));
        for canary in found.cloned().collect::<Vec<_>>() {
            self.judge(sent, &canary);
        }
        let words = text.split(|it: char| !it.is_ascii_alphanumeric() && !"-_".contains(it));
        self.long_words.extend(words.filter(|it| it.len() >= HASH_BASE64).map(str::to_owned));
    }

    fn judge(&mut self, sent: &Sent<'_>, canary: &Canary) {
        let field = canary_table::of(canary.column);
        let here = |place: &str| place == sent.place || place == CONSOLE && in_console(sent.place);
        let open =
            field.seen.iter().flat_map(|(by, places)| places.iter().map(move |it| (by, *it)));
        let mut allowed = false;
        for (by, place) in open.filter(|(_, place)| here(place)) {
            if self.may(by, sent.name, &canary.owner) {
                allowed = true;
                self.seen.insert((canary.column, format!("{by:?} {place}")));
            }
        }
        if !allowed {
            let Canary { column, owner } = canary;
            let foreign = self.shared(sent.name, owner).next().is_none()
                && *owner != Owner::Person(sent.name);
            let kind = if foreign { "FOREIGN" } else { "not needed" };
            let fault =
                format!("{kind}: {} sees {column} of {owner:?} in {}", sent.name, sent.place);
            self.faults.insert(fault);
        }
    }

    /// Searches all mails for what their readers may not know.
    pub fn read_mails(&mut self, before: usize) {
        for mail in self.stage.world.mails().split_off(before) {
            let to = self.canaries.found_in(&mail.to).into_iter().next().map(|it| it.owner.clone());
            let name = match to.or_else(|| owner_of(&mail.to)) {
                Some(Owner::Person(name)) => name,
                _ => STRANGER,
            };
            let place = format!("mail {}", mail.kind.as_str());
            let text = [&mail.message.subject, &mail.message.text, &mail.message.html]
                .map(String::as_str)
                .join("\n");
            let text = format!("{text}\n{} {}", mail.message_id, mail.reference);
            self.search(&Sent { name, place: &place, said: "" }, &text);
        }
    }

    /// The log tells of nobody. Statements are left out: those of the tests themselves are full of
    /// canaries, and those of the program have none but bound values, which are not logged.
    pub fn read_log(&mut self, listener: &log::Listener) {
        let heard = listener.heard();
        assert!(heard.contains("answered"), "the log is listened to");
        for line in heard.lines().filter(|it| !it.contains("sqlx::query")) {
            self.search(&Sent { name: OPERATOR, place: "log", said: "" }, line);
        }
    }

    /// No hash of the database was shown, neither as digits nor as text in base 64.
    pub async fn no_hash_was_shown(&self) {
        let mut hashes = 0;
        for row in self.stage.world.rows().await.values().flatten() {
            let runs = row.split(|it: char| !it.is_ascii_hexdigit());
            for digits in runs.filter(|it| it.len() == HASH_DIGITS).map(str::to_lowercase) {
                let pairs = (0..HASH_DIGITS).step_by(2).map(|at| &digits[at..at + 2]);
                let bytes = pairs.map(|it| u8::from_str_radix(it, 16).expect("digits"));
                let text = URL_SAFE_NO_PAD.encode(bytes.collect::<Vec<_>>());
                let shown = self.long_words.contains(&digits) || self.long_words.contains(&text);
                assert!(!shown, "{digits} was shown");
                hashes += 1;
            }
        }
        assert!(hashes > 100, "{hashes}");
    }

    /// A table that allows more than there is does not say where things are.
    pub fn table_is_exact(&self) {
        let mut never = Vec::new();
        for field in FIELDS {
            for (by, places) in field.seen {
                let seen = |it: &&&str| self.seen.contains(&(field.column, format!("{by:?} {it}")));
                never.extend(places.iter().filter(|it| !seen(it)).map(|it| (field.column, by, it)));
            }
        }
        assert!(never.is_empty(), "never seen there: {never:#?}");
    }
}

/// Whether a page has the frame of the console.
fn in_console(place: &str) -> bool {
    let row = ROWS.iter().find(|it| it.kind == Kind::Page && it.name == place);
    row.is_some_and(|it| it.audience != Audience::Anybody && it.name != "/sudo")
}
