//! Canaries: a word of its own in every text of everybody, by which one finds out where it went.

use std::collections::{BTreeMap, BTreeSet};

use backend::Store;

use crate::{
    canary_table::{FIELDS, Field, Rows},
    rights_cast::{ACTORS, Actor, Cast, STAND_INS, Seat},
    support::{Browser, Stage, browser::Fields, calls},
};

/// Whom a canary tells of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The organization of this public id.
    Organization(String),
    /// An actor; or one who never asks: `closed`, the representative of the organization that was closed,
    /// `waiting`, whose sign-up waits, and those whom requests about members are about.
    Person(&'static str),
    Nobody,
}

/// Where a word belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Canary {
    pub column: &'static str,
    pub owner: Owner,
}

/// What was changed once, and is told of for good.
const HISTORY: &str = "history_details.body";

/// How every canary that can be chosen begins.
const BEGIN: &str = "zq";
const LENGTH: usize = 6;

/// All canaries, by their words.
#[derive(Default)]
pub struct Canaries {
    words: BTreeMap<String, Canary>,
    marks: BTreeMap<Canary, String>,
    /// The founder of each organization, by its public id.
    pub founders: BTreeMap<String, &'static str>,
    /// The ids of the founders, by their names.
    pub ids: BTreeMap<&'static str, String>,
}

/// Everybody who has an account: the name and the address that they sign in with.
fn people() -> impl Iterator<Item = (&'static str, String)> {
    let actors = ACTORS.iter().chain(&STAND_INS).filter(|it| it.known).map(|it| it.name);
    actors
        .map(|it| (it, format!("{it}@harbour.example")))
        .chain([("closed", "closed@old.example".to_owned())])
}

/// An expression that makes a word. The statement itself does not contain it: statements are logged.
fn literal(text: &str) -> String {
    match text.split_once(BEGIN) {
        Some((before, after)) => format!("('{before}zq' || '{after}')"),
        None => format!("'{text}'"),
    }
}

impl Canaries {
    /// The word of a column and an owner, the same each time.
    pub fn mark(&mut self, column: &'static str, owner: Owner) -> String {
        let canary = Canary { column, owner };
        if let Some(mark) = self.marks.get(&canary) {
            return mark.clone();
        }
        let mut rest = self.marks.len();
        let mut mark = BEGIN.to_owned();
        for _ in BEGIN.len()..LENGTH {
            mark.push(char::from(b'a' + u8::try_from(rest % 26).expect("a letter")));
            rest /= 26;
        }
        self.marks.insert(canary.clone(), mark.clone());
        self.words.insert(mark.clone(), canary);
        mark
    }

    fn spelled(&mut self, field: &Field, owner: &Owner) -> String {
        field.spelled.replace("{}", &self.mark(field.column, owner.clone()))
    }

    /// The canaries in a text.
    pub fn found_in(&self, text: &str) -> BTreeSet<&Canary> {
        let mut found = BTreeSet::new();
        for word in text.split(|it: char| !it.is_ascii_alphanumeric()) {
            found.extend(self.words.get(word).filter(|_| word.len() >= LENGTH));
            for (at, _) in word.match_indices(BEGIN) {
                found.extend(word.get(at..at + LENGTH).and_then(|it| self.words.get(it)));
            }
        }
        let is_address = |it: char| it.is_ascii_alphanumeric() || "@.-_".contains(it);
        for (at, _) in text.match_indices('@') {
            let begin = text[..at].rfind(|it| !is_address(it)).map_or(0, |it| it + 1);
            let end = text[at..].find(|it| !is_address(it)).map_or(text.len(), |it| at + it);
            let begin = (begin..=at).find(|it| text.is_char_boundary(*it)).unwrap_or(at);
            found.extend(self.words.get(text[begin..end].trim_end_matches('.')));
        }
        found
    }

    /// Gives every row its canaries, again if they were overwritten.
    pub async fn seed(&mut self, stage: &Stage, cast: &Cast) {
        // Where `/` leads, if that were all that decides.
        let last = format!("UPDATE devices SET last_org = '{}'", cast.foreign);
        stage.world.tamper(&last).await;
        let organizations: Vec<_> = self.founders.keys().cloned().collect();
        for org in organizations {
            let owner = Owner::Organization(org.clone());
            let row = format!("public_id = '{org}'");
            self.update(stage, "organizations", Rows::Organizations, &owner, &row).await;
            let there = format!("org_id IN (SELECT org_id FROM organizations WHERE {row})");
            self.update(stage, "suspension_spans", Rows::Suspensions, &owner, &there).await;
            self.update(stage, "products", Rows::Products, &owner, &there).await;
            self.update(stage, "teams", Rows::Teams, &owner, &there).await;
            self.update(stage, "requests", Rows::Requests, &owner, &there).await;
            self.update(stage, "invitations", Rows::Invitations, &owner, &there).await;
            self.put_file(stage, Rows::Logos, &owner, &row).await;
        }
        self.seed_people(stage).await;
        self.look_up(stage).await;
    }

    /// The same for what tells of people.
    pub async fn seed_people(&mut self, stage: &Stage) {
        for (name, email) in people() {
            let owner = Owner::Person(name);
            let row = format!("email_canonical = '{email}'");
            let theirs = format!("user_id IN (SELECT user_id FROM users WHERE {row})");
            self.update(stage, "users", Rows::Users, &owner, &row).await;
            self.update(stage, "sessions", Rows::Sessions, &owner, &theirs).await;
            let begun = format!("{theirs} AND kind = 'organization'");
            self.update(stage, "drafts", Rows::Drafts, &owner, &begun).await;
            self.mark_rights_draft(stage, &owner, &theirs).await;
            self.update(stage, "members", Rows::Members, &owner, &theirs).await;
            self.put_file(stage, Rows::Pictures, &owner, &row).await;
        }
        for name in ["unverified", "waiting"] {
            let row = format!("email_canonical LIKE '{name}%'");
            let owner = Owner::Person(name);
            self.update(stage, "pending_sign_ups", Rows::SignUps, &owner, &row).await;
        }
    }

    /// What products are looked for by is the one text that is typed in a draft of rights.
    async fn mark_rights_draft(&mut self, stage: &Stage, owner: &Owner, theirs: &str) {
        let typed = format!("\"beginning\":\"{}\"", self.mark("drafts.body", owner.clone()));
        let sql = format!(
            "UPDATE drafts SET body = REPLACE(body, '\"beginning\":\"\"', {})
             WHERE {theirs} AND kind IN ('rights', 'team_rights', 'team_members', 'invitations')",
            literal(&typed)
        );
        stage.world.tamper(&sql).await;
    }

    async fn update(&mut self, stage: &Stage, table: &str, rows: Rows, owner: &Owner, row: &str) {
        let fields: Vec<_> = FIELDS.iter().filter(|it| it.rows == rows).collect();
        let mut columns = Vec::new();
        for field in fields {
            let (_, column) = field.column.split_once('.').expect("a column");
            columns.push(format!("{column} = {}", literal(&self.spelled(field, owner))));
        }
        let sql = format!("UPDATE {table} SET {} WHERE {row}", columns.join(", "));
        stage.world.tamper(&sql).await;
    }

    /// Puts a canary where a picture belongs.
    async fn put_file(&mut self, stage: &Stage, rows: Rows, owner: &Owner, row: &str) {
        let field = FIELDS.iter().find(|it| it.rows == rows).expect("a column");
        let digits: String =
            self.spelled(field, owner).bytes().map(|it| format!("{it:02x}")).collect();
        let bytes = match &stage.world.backend.store {
            Store::Sqlite(_) => format!("x'{digits}'"),
            Store::Postgres(_) => format!("decode('{digits}', 'hex')"),
        };
        let (table, files, id, notes) = match rows {
            Rows::Logos => (
                "organizations",
                "organization_logos",
                "org_id",
                "logo_at = 1, logo_width = 9, logo_height = 9",
            ),
            _ => ("users", "user_pictures", "user_id", "picture_at = 1"),
        };
        let which = format!("(SELECT {id} FROM {table} WHERE {row})");
        for sql in [
            format!("UPDATE {table} SET {notes} WHERE {row}"),
            format!("DELETE FROM {files} WHERE {id} IN {which}"),
            format!("INSERT INTO {files} ({id}, png) VALUES ({which}, {bytes})"),
        ] {
            stage.world.tamper(&sql).await;
        }
    }

    /// Values that nobody can choose are canaries as they are.
    async fn look_up(&mut self, stage: &Stage) {
        let world = &stage.world;
        for org in self.founders.keys() {
            let owner = Owner::Organization(org.clone());
            self.words.insert(org.clone(), Canary { column: "organizations.public_id", owner });
        }
        for (table, columns) in [
            ("users", ["users.email_canonical", "users.password_hash"]),
            (
                "pending_sign_ups",
                ["pending_sign_ups.email_canonical", "pending_sign_ups.password_hash"],
            ),
        ] {
            let sql = format!("SELECT email_canonical || ' ' || password_hash FROM {table}");
            for line in world.texts(&sql).await {
                let (email, hash) = line.split_once(' ').expect("two columns");
                let Some(owner) = owner_of(email) else { continue };
                let canary = |column| Canary { column, owner: owner.clone() };
                self.words.insert(email.to_owned(), canary(columns[0]));
                self.words.insert(longest_word(hash).to_owned(), canary(columns[1]));
            }
        }
        // What an entry is about is the id of the organization that only the database uses.
        let objects = "SELECT o.public_id || ' ' || h.objects FROM history h
             JOIN organizations o ON o.org_id = h.chain_id WHERE h.act = 'signed_up'";
        for line in world.texts(objects).await {
            let (org, objects) = line.split_once(' ').expect("two columns");
            let Some(founder) = self.founders.get(org) else { continue };
            let (_, id) = objects.split_once("organization=").expect("an id");
            let id = id.split(' ').next().and_then(|it| it.rsplit('-').next()).expect("an id");
            let user = objects.split(' ').find_map(|it| it.strip_prefix("user=")).expect("an id");
            self.ids.insert(founder, user.to_owned());
            let owner = Owner::Organization(org.to_owned());
            self.words.insert(id.to_owned(), Canary { column: "history.objects", owner });
        }
    }

    /// Rows that nobody is told of: of limits, of mails and of jobs.
    pub async fn seed_machinery(&mut self, stage: &Stage) {
        let fields: Vec<_> = FIELDS.iter().filter(|it| it.rows == Rows::Nobodys).collect();
        let mut text = BTreeMap::new();
        for field in fields {
            text.insert(field.column, literal(&self.spelled(field, &Owner::Nobody)));
        }
        let id = match &stage.world.backend.store {
            Store::Sqlite(_) => format!("x'{}'", "07".repeat(16)),
            Store::Postgres(_) => format!("CAST('{}' AS UUID)", "07".repeat(16)),
        };
        let never = i64::MAX;
        for sql in [
            format!(
                "INSERT INTO limits (bucket, tokens_milli, updated_at, full_at)
                 VALUES ({}, 1, 1, {never})",
                text["limits.bucket"]
            ),
            format!(
                "INSERT INTO jobs (job_id, kind, payload, created_at, due_at, attempts, last_error)
                 VALUES ({id}, 'send_reset', {}, 1, {never}, 1, {})",
                text["jobs.payload"], text["jobs.last_error"]
            ),
            format!(
                "INSERT INTO outbox (mail_id, kind, locale, recipient, reference, message_id,
                     created_at, due_at, gives_up_at, attempts, last_error, dead_at)
                 VALUES ({id}, 'reset_password', 'en', {}, {}, {}, 1, 1, 1, 1, {}, 1)",
                text["outbox.recipient"],
                text["outbox.reference"],
                text["outbox.message_id"],
                text["outbox.last_error"]
            ),
        ] {
            assert_eq!(stage.world.tamper(&sql).await, 1, "{sql}");
        }
    }

    /// Lets somebody change their own name, so that their history tells of a canary of its own.
    pub async fn rename(&mut self, browser: &mut Browser<'_>, name: &'static str) {
        let told = self.mark(HISTORY, Owner::Person(name));
        let values = [("first_name", told.as_str())];
        call_with(browser, "change_profile", "", &values).await;
    }

    /// Lets somebody change the details of an organization, either to canaries of its history or to
    /// those of its row.
    pub async fn change_details(&mut self, browser: &mut Browser<'_>, org: &str, history: bool) {
        let columns = [
            "organizations.name",
            "organizations.street",
            "organizations.city",
            "organizations.website",
        ];
        let owner = Owner::Organization(org.to_owned());
        let [name, street, city, site] = columns
            .map(|it| if history { HISTORY } else { it })
            .map(|column| self.mark(column, owner.clone()));
        let site = format!("https://{site}.example");
        let values = [
            ("org_name", name.as_str()),
            ("street", &street),
            ("city", &city),
            ("website", &site),
            ("tax_number", ""),
        ];
        call_with(browser, "change_details", org, &values).await;
    }

    /// Lets somebody take a member into a team, give a member other rights, send an invitation again, then put the membership on
    /// hold: the history and mails tell of it all.
    pub async fn act_upon_member(&mut self, stage: &Stage, cast: &Cast, actor: Actor, org: &str) {
        let word = self.mark("suspension_spans.reason", Owner::Organization(org.to_owned()));
        let (nothing, reason): (Fields<'_>, Fields<'_>) = (&[], &[("reason", word.as_str())]);
        for (function, values) in [
            ("change_team_members", nothing),
            ("change_member", nothing),
            ("send_invitation_again", nothing),
            ("suspend_member", reason),
        ] {
            let mut seat = Seat::take(stage, cast, actor, true).await;
            call_with(&mut seat.browser, function, org, values).await;
        }
    }

    /// Notes who founded which organization.
    pub async fn find_founders(&mut self, stage: &Stage, cast: &Cast) {
        let founders = "SELECT o.public_id || ' ' || u.email_canonical FROM members m
             JOIN organizations o ON o.org_id = m.org_id JOIN users u ON u.user_id = m.user_id
             WHERE m.created_at > 1";
        for line in stage.world.texts(founders).await {
            let (org, email) = line.split_once(' ').expect("two columns");
            let (name, _) = people().find(|(_, it)| it == email).expect("an actor");
            self.founders.insert(org.to_owned(), name);
        }
        assert_eq!(self.founders[&cast.foreign], "foreigner");
        assert_eq!(self.founders[&cast.harbour], "representative");
    }
}

/// Who has this address, or has signed up with it.
pub fn owner_of(email: &str) -> Option<Owner> {
    let known = people().find(|(_, it)| it == email).map(|(name, _)| name);
    let pending = ["unverified", "waiting"].into_iter().find(|it| email.starts_with(it));
    known.or(pending).map(Owner::Person)
}

/// The part of a hash that is its own.
fn longest_word(text: &str) -> &str {
    let words = text.split(|it: char| !it.is_ascii_alphanumeric());
    words.max_by_key(|it| it.len()).unwrap_or_default()
}

/// Calls a function as its example does, but for some values.
async fn call_with(browser: &mut Browser<'_>, function: &str, org: &str, values: Fields<'_>) {
    let mut fields = calls::of(function).about(org, "");
    for (key, value) in &mut fields {
        if let Some((_, other)) = values.iter().find(|(it, _)| it == key) {
            *value = other;
        }
    }
    let answer = browser.call(function, &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}
