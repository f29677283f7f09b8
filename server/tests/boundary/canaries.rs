//! Everybody opens everything, and what comes back is searched for what belongs to others, or to
//! themselves and is not needed there.

use std::collections::BTreeSet;

use axum::body::Body;
use http::StatusCode;

use crate::{
    canary_crawl::{Crawl, Sent},
    canary_seed::{Canaries, Owner},
    canary_table::{EXEMPT, FIELDS, Rows},
    rights_cast::{ACTORS, Actor, Cast, Seat, Target, cast},
    rights_table::{Kind, ROWS, Row},
    support::{
        Answer, Browser, PASSWORD, Stage, both,
        browser::{HTML, encoded, sign_up_fields},
        calls, log, multipart,
        stage::UNHURRIED,
        stand_ins::{MEMBER, ON_HOLD, REMOVED},
    },
};

/// What a canary is asked for with.
const QUESTION: &str = "q=zq";

impl Crawl<'_> {
    /// Opens a page or a file.
    async fn open(
        &mut self,
        browser: &mut Browser<'_>,
        name: &'static str,
        place: &str,
        path: &str,
    ) {
        let answer = browser.get(path).await;
        self.look(&Sent { name, place, said: path }, &answer);
    }

    /// Opens everything that changes nothing.
    async fn read_all(&mut self, actor: Actor) {
        let mut seat = Seat::take(self.stage, self.cast, actor, true).await;
        self.canaries.seed(self.stage, self.cast).await;
        let home = self.canaries.founders.iter().find(|(_, it)| **it == actor.name);
        let mut targets =
            vec![self.cast.harbour.clone(), self.cast.foreign.clone(), self.cast.closed.clone()];
        targets.extend(home.map(|(org, _)| org.clone()));
        targets.sort();
        targets.dedup();
        let mail = self.stage.world.mails().pop().expect("a mail");
        let check = format!("/check?reference={}", mail.reference);
        self.open(&mut seat.browser, actor.name, "/check", &check).await;
        for row in ROWS.iter() {
            let about_something = [calls::ORG, calls::DRAFT].iter().any(|it| row.name.contains(it));
            let targets = if about_something || row.kind == Kind::Function {
                &targets[..]
            } else {
                &targets[..1]
            };
            for org in targets {
                self.read(&mut seat.browser, actor.name, row, org).await;
            }
        }
    }

    async fn read(&mut self, browser: &mut Browser<'_>, name: &'static str, row: &Row, org: &str) {
        let filter = self.about_foreigner();
        let queries = ["", QUESTION, filter.as_str()];
        // Pages about a member have no filter.
        let queries = if is_about_member(row) { &queries[..1] } else { &queries[..] };
        for user in self.asked_about(name, row) {
            let path = calls::path_about(row.name, org, &user);
            match row.kind {
                Kind::Function if !changes(row.name) => {
                    for query in queries.iter().copied() {
                        let mut fields = calls::of(row.name).about(org, "");
                        for (key, value) in &mut fields {
                            match *key {
                                "query" => *value = query,
                                "user" => *value = user.as_str(),
                                _ => {}
                            }
                        }
                        let answer = browser.call(row.name, &fields).await;
                        let said = encoded(&fields);
                        self.look(&Sent { name, place: row.name, said: &said }, &answer);
                    }
                }
                Kind::Page => {
                    for query in queries {
                        self.open(browser, name, row.name, &format!("{path}?{query}")).await;
                    }
                }
                Kind::Download => {
                    for body in [filter.clone(), String::new()] {
                        let request = browser.post_request(&path, HTML).body(Body::from(body));
                        let answer = browser.send(request.expect("a request")).await;
                        // Whoever may not have the file gets the page instead.
                        let page = row.name.rsplit_once('.').map_or(row.name, |(page, _)| page);
                        let is_file = answer.header("content-disposition").is_some();
                        let place = if is_file { row.name } else { page };
                        self.look(&Sent { name, place, said: &path }, &answer);
                    }
                }
                Kind::File => self.open(browser, name, row.name, &path).await,
                Kind::Thing | Kind::Mailbox | Kind::Function => {}
            }
        }
    }

    /// Whom somebody asks about: members, somebody who was one until lately, themselves, somebody
    /// whom nobody but themselves should find; and for pictures everybody.
    fn asked_about(&self, name: &str, row: &Row) -> BTreeSet<String> {
        if !is_about_member(row) {
            return BTreeSet::from([MEMBER.to_owned()]);
        }
        let everybody = row.kind == Kind::File;
        let founders = self.canaries.ids.iter();
        let known = founders.filter(|(it, _)| everybody || [name, "foreigner"].contains(*it));
        let stand_ins = [MEMBER, ON_HOLD, REMOVED].map(str::to_owned);
        known.map(|(_, id)| id.clone()).chain(stand_ins).collect()
    }

    /// A filter by somebody whom nobody but themselves should find.
    fn about_foreigner(&self) -> String {
        format!("person={}", self.canaries.ids["foreigner"])
    }

    /// Sends every form, as it could work and with every field empty.
    async fn change_all(&mut self, actor: Actor) {
        let mut seat = None;
        for call in calls::ALL.iter().filter(|it| changes(it.function)) {
            for target in [Target::Own, Target::Foreign, Target::Gone] {
                let objects = [calls::ORG, calls::DRAFT, calls::SESSION];
                let about_something = call.fields.iter().any(|(_, it)| objects.contains(it));
                if target != Target::Own && !about_something {
                    continue;
                }
                for way in [Way::Script, Way::Page, Way::EmptyPage] {
                    let mut at = match seat.take() {
                        Some(seat) => seat,
                        None => Seat::take(self.stage, self.cast, actor, true).await,
                    };
                    let answer = self.send(&mut at, actor.name, (call, target, way)).await;
                    let done = [StatusCode::OK, StatusCode::SEE_OTHER].contains(&answer.status);
                    if !done {
                        seat = Some(at);
                    } else if SEEDED.contains(&call.function) {
                        self.canaries.seed(self.stage, self.cast).await;
                    }
                }
            }
        }
    }

    async fn send(
        &mut self,
        seat: &mut Seat<'_>,
        name: &'static str,
        (call, target, way): (&calls::Call, Target, Way),
    ) -> Answer {
        let (org, session) = seat.objects(self.cast, target);
        let mut fields = call.about(&org, &session);
        let page = call.page(&org).expect("a page");
        if way == Way::EmptyPage {
            for (key, value) in &mut fields {
                if ![
                    "org",
                    "draft",
                    "session",
                    "user",
                    "team",
                    "invitation",
                    "request",
                    "wish",
                    "seen",
                ]
                .contains(key)
                {
                    *value = "";
                }
            }
        }
        let said = format!("{page} {}", encoded(&fields));
        let answer = match way {
            Way::Script => seat.browser.call(call.function, &fields).await,
            Way::Page | Way::EmptyPage => seat.browser.post(&page, call.function, &fields).await,
        };
        let pattern = call.pattern().expect("a page");
        let place = if way == Way::Script { call.function } else { pattern };
        self.look(&Sent { name, place, said: &said }, &answer);
        let next = answer.location().map(str::to_owned);
        // Whoever has just confirmed their sign-up is somebody new.
        if let Some(next) = next.filter(|_| call.function != "verify_sign_up") {
            let place = route(&next);
            self.open(&mut seat.browser, name, &place, &next).await;
        }
        answer
    }

    /// Sends what is no picture where pictures belong.
    async fn upload_all(&mut self, actor: Actor) {
        let mut seat = Seat::take(self.stage, self.cast, actor, true).await;
        for form in server::forms::UPLOADS {
            for org in [&self.cast.harbour, &self.cast.foreign] {
                for pattern in form.pages {
                    let path = pattern.replace(calls::ORG, org);
                    let mut parts = vec![("form", false, form.name.as_bytes())];
                    if pattern.contains(calls::ORG) {
                        parts.push(("org", false, org.as_bytes()));
                    }
                    parts.push(("file", true, b"no picture"));
                    let answer = multipart::send(&mut seat.browser, &path, &parts).await;
                    self.look(&Sent { name: actor.name, place: pattern, said: org }, &answer);
                }
            }
        }
    }
}

/// How a form is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Script,
    Page,
    EmptyPage,
}

/// Functions that overwrite canaries.
const SEEDED: [&str; 5] =
    ["change_details", "change_profile", "change_team", "remove_logo", "remove_picture"];

/// Whether it is about one member, or somebody who is none.
fn is_about_member(row: &Row) -> bool {
    let fields = if row.kind == Kind::Function { calls::of(row.name).fields } else { &[] };
    row.name.contains(calls::USER) || fields.iter().any(|(key, _)| *key == "user")
}

fn changes(function: &str) -> bool {
    !["show_", "list_", "search"].iter().any(|it| function.starts_with(it))
}

/// The route of a path.
fn route(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let mut parts: Vec<_> = path.split('/').collect();
    match &mut parts[..] {
        ["", "o", org, more @ ..] => {
            *org = calls::ORG;
            match more {
                ["users", "invite", draft, ..] => *draft = calls::DRAFT,
                ["users", "invitations", id, ..] => *id = calls::INVITATION_IN_PATH,
                ["users", "invite" | "invitations"] => {}
                ["users", user, ..] => *user = calls::USER,
                ["requests", "ask", wish] => *wish = calls::WISH_IN_PATH,
                ["requests", id] => *id = calls::REQUEST_IN_PATH,
                ["teams", "new"] => {}
                ["teams", team, ..] => *team = calls::TEAM_IN_PATH,
                _ => {}
            }
            if let [_, _, "rights" | "members", draft, ..] = more {
                *draft = calls::DRAFT;
            }
        }
        ["", "profile", "organizations", "new", draft, ..] => *draft = calls::DRAFT,
        _ => {}
    }
    parts.join("/")
}

#[test]
fn every_text_of_the_database_has_a_row_or_a_reason() {
    both(async |stage| {
        let bytes = [Rows::Logos, Rows::Pictures];
        let fields = FIELDS.iter().filter(|it| !bytes.contains(&it.rows)).map(|it| it.column);
        let mut listed: Vec<_> = fields.chain(EXEMPT.iter().map(|(column, _)| *column)).collect();
        listed.sort();
        assert_eq!(listed, stage.world.text_columns().await, "left: rows, right: the database");
    });
}

/// Everything in place: everybody, what they did, and a canary in every text of theirs. Gives the
/// number of mails before the first that is looked at.
async fn prepared<'a>(stage: &'a Stage, cast: &'a Cast) -> (Crawl<'a>, usize) {
    let mut canaries = Canaries::default();
    canaries.find_founders(stage, cast).await;
    // Also somebody of the highest role is nobody while they are suspended.
    let raise = "UPDATE role_spans SET role = 'legal_representative' WHERE valid_from = 1
         AND user_id IN (SELECT user_id FROM users WHERE email_canonical LIKE 'suspended@%')";
    assert_eq!(stage.world.tamper(raise).await, 2);
    let changing = [("representative", &cast.harbour), ("foreigner", &cast.foreign)];
    let mut before = 0;
    for history in [true, false] {
        for actor in ACTORS.into_iter().filter(|it| it.known) {
            let mut seat = Seat::take(stage, cast, actor, true).await;
            let org = changing.iter().find(|(name, _)| *name == actor.name);
            if let Some((_, org)) = org {
                canaries.change_details(&mut seat.browser, org, history).await;
            }
            if history {
                canaries.rename(&mut seat.browser, actor.name).await;
            }
        }
        if history {
            stage.world.work().await;
            before = stage.world.mails().len();
            canaries.seed_people(stage).await;
        }
    }
    wait_for_confirmation(stage, &mut canaries).await;
    canaries.seed(stage, cast).await;
    for (name, org) in changing {
        let actor = ACTORS.into_iter().find(|it| it.name == name).expect("an actor");
        canaries.act_upon_member(stage, cast, actor, org).await;
    }
    canaries.seed_machinery(stage).await;
    let none = BTreeSet::new();
    let crawl = Crawl {
        stage,
        cast,
        canaries,
        faults: none.clone(),
        seen: BTreeSet::new(),
        long_words: none,
        answers: 0,
    };
    (crawl, before)
}

/// Lets somebody sign up who never confirms.
async fn wait_for_confirmation(stage: &Stage, canaries: &mut Canaries) {
    let mut mark = |column| canaries.mark(column, Owner::Person("waiting"));
    let (first, last) = (mark("pending_sign_ups.first_name"), mark("pending_sign_ups.last_name"));
    let org = mark("pending_sign_ups.org_name");
    let mut fields = sign_up_fields("waiting@harbour.example", PASSWORD);
    fields[1].1 = &first;
    fields[2].1 = &last;
    fields[3].1 = &org;
    let answer = stage.browser().post("/signup", "sign_up", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

/// Has mails written that nobody has asked for so far.
async fn ask_for_mails(stage: &Stage) {
    for (form, page) in [("sign_up", "/signup"), ("request_reset", "/forgot")] {
        stage.world.clock.advance_minutes(5);
        for actor in ACTORS.into_iter().filter(|it| it.known) {
            let email = format!("{}@harbour.example", actor.name);
            let fields = sign_up_fields(&email, PASSWORD);
            let fields = if form == "sign_up" { &fields[..] } else { &fields[4..5] };
            let answer = stage.browser().post(page, form, fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        }
        stage.world.work().await;
    }
}

#[test]
fn nobody_sees_what_belongs_to_others_or_more_of_their_own_than_they_need() {
    let listener = log::listen();
    both(async |stage| {
        let stage = &Stage::with_pace(&stage.world, &stage.origin, UNHURRIED);
        let cast = cast(stage).await;
        let (mut crawl, before) = prepared(stage, &cast).await;
        for actor in ACTORS {
            crawl.read_all(actor).await;
        }
        for actor in ACTORS {
            crawl.change_all(actor).await;
            crawl.upload_all(actor).await;
        }
        ask_for_mails(stage).await;
        crawl.read_mails(before);
        crawl.read_log(&listener);
        assert!(crawl.faults.is_empty(), "{:#?}", crawl.faults);
        crawl.table_is_exact();
        crawl.no_hash_was_shown().await;
        println!("{} answers", crawl.answers);
        stage.world.backend.settled().await;
    });
}
