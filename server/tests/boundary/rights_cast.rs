//! Everybody who asks, and everything they ask about.

use std::collections::BTreeMap;

use backend::{
    Origin, SecretToken,
    mail::MailKind,
    testing::{PASSWORD, World, origin_at},
    usecase::door,
};
use domain::{
    id::{OrgId, SessionId, UserId},
    rights::{MoneyRight, Role, Standing},
    time::Timestamp,
};

use crate::support::{
    Browser, Stage,
    browser::sign_up_fields,
    scenes::{draft, invite_draft, rights_draft},
    stand_ins,
};

/// Somebody, and what they are in Harbour Press.
#[derive(Debug, Clone, Copy)]
pub struct Actor {
    pub name: &'static str,
    /// Whether they are signed in.
    pub known: bool,
    pub role: Option<Role>,
    pub suspended: bool,
    /// Whether they have all rights about money.
    money: bool,
}

const fn actor(name: &'static str, role: Option<Role>) -> Actor {
    Actor { name, known: true, role, suspended: false, money: false }
}

pub const ACTORS: [Actor; 11] = [
    Actor { known: false, ..actor("anonymous", None) },
    // Has signed up and opened the link, but not confirmed.
    Actor { known: false, ..actor("unverified", None) },
    actor("representative", Some(Role::LegalRepresentative)),
    actor("administrator", Some(Role::Administrator)),
    actor("collaborator", Some(Role::Collaborator)),
    Actor { money: true, ..actor("billing", Some(Role::Collaborator)) },
    actor("external", Some(Role::External)),
    Actor { suspended: true, ..actor("suspended", Some(Role::Administrator)) },
    actor("removed", None),
    actor("staff", None),
    // The legal representative of another organization.
    actor("foreigner", None),
];

/// Those whom requests about members are about: they never ask, but mails are written to them. What
/// they are in Harbour Press they are in the foreigner's organization too.
pub const STAND_INS: [Actor; 3] = [
    actor(stand_ins::CLERK, Some(Role::Collaborator)),
    actor(stand_ins::HELD, Some(Role::Collaborator)),
    actor(stand_ins::FORMER, Some(Role::Collaborator)),
];

impl Actor {
    fn email(self) -> String {
        format!("{}@harbour.example", self.name)
    }

    /// What is true of them in an organization in which they have this role.
    pub fn standing(self, role: Role) -> Standing {
        let zero = Timestamp::from_millis(0);
        let (org, user) = (OrgId::mint(zero, [0; 10]), UserId::mint(zero, [0; 10]));
        let standing = Standing::member(org, user, role);
        let standing = if self.suspended { standing.suspended() } else { standing };
        if self.money { standing.with_money(MoneyRight::ALL.iter().copied()) } else { standing }
    }
}

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Harbour Press; a session and drafts of the actor's own.
    Own,
    /// The foreigner's organization; a session of theirs, somebody else's draft.
    Foreign,
    /// An organization that was closed, in which everybody was what they are in Harbour Press; a
    /// session of the actor's own that has ended, a draft that has expired.
    Gone,
    /// Nothing that ever existed.
    Nothing,
}

pub const TARGETS: [Target; 4] = [Target::Own, Target::Foreign, Target::Gone, Target::Nothing];

/// A public id that nothing has.
pub const NOTHING: &str = "0000000000";

/// Everybody and everything in place.
pub struct Cast {
    pub harbour: String,
    pub foreign: String,
    pub closed: String,
    foreign_session: SessionId,
    /// Who is signed in, by name.
    people: BTreeMap<&'static str, Person>,
}

/// What lasts while an actor comes and goes.
struct Person {
    /// A browser from which they have signed in before, so that no mail tells them of a new one.
    device: SecretToken,
    ended_session: SessionId,
}

/// Makes all actors members of Harbour Press, or not.
pub async fn cast(stage: &Stage) -> Cast {
    let world = &stage.world;
    let (mut organizations, mut people) = (BTreeMap::new(), BTreeMap::new());
    let mut foreign_session = None;
    let known = ACTORS.iter().filter(|it| it.known);
    for (name, email) in
        known.map(|it| (it.name, it.email())).chain([("closed", "closed@old.example".to_owned())])
    {
        let origin = origin_at(&stage.new_address());
        let guest = world.sign_up_from(&origin, &email).await;
        organizations.insert(name, guest.organization.to_string());
        if name == "foreigner" {
            foreign_session = Some(guest.identity.session);
        }
        let ended = world.sign_in_from(&origin, &email).await.identity;
        door::sign_out(&world.backend, &ended).await.expect("signed out");
        let device = guest.signed_in.device;
        people.insert(name, Person { device, ended_session: ended.session });
        world.clock.advance_ms(1);
    }
    let harbour = organizations["representative"].clone();
    let closed = organizations["closed"].clone();
    for actor in ACTORS {
        let Some(role) = actor.role else { continue };
        if actor.name != "representative" {
            join(world, &harbour, &actor.email(), role).await;
        }
        join(world, &closed, &actor.email(), role).await;
    }
    join(world, &harbour, "removed@harbour.example", Role::Administrator).await;
    change(world, &close("member_spans"), 1).await;
    change(world, &close("role_spans"), 1).await;
    change(world, &suspend(&harbour), 1).await;
    give_rights_about_money(world, &harbour).await;
    let staff = "UPDATE users SET staff = TRUE WHERE email_canonical = 'staff@harbour.example'";
    change(world, staff, 1).await;
    let end = format!("UPDATE organizations SET status = 'closed' WHERE public_id = '{closed}'");
    change(world, &end, 1).await;
    draft(stage, "closed@old.example", &organizations["foreigner"], 7).await;
    for org in [&harbour, &closed, &organizations["foreigner"]] {
        stand_ins::join(stage, org).await;
    }
    Cast {
        harbour,
        closed,
        foreign: organizations["foreigner"].clone(),
        foreign_session: foreign_session.expect("the foreigner has signed up"),
        people,
    }
}

async fn change(world: &World, sql: &str, rows: u64) {
    assert_eq!(world.tamper(sql).await, rows, "{sql}");
}

/// The ids of an organization and a person, for `INSERT … SELECT`.
fn pair(org: &str, email: &str) -> String {
    format!(
        "FROM organizations o, users u
         WHERE o.public_id = '{org}' AND u.email_canonical = '{email}'"
    )
}

async fn join(world: &World, org: &str, email: &str, role: Role) {
    let role = format!("'{}'", role.as_str());
    for (table, columns, values) in [
        ("members", "created_at", "1"),
        ("member_spans", "valid_from", "1"),
        ("role_spans", "valid_from, role", &format!("1, {role}")),
    ] {
        let sql = format!(
            "INSERT INTO {table} (org_id, user_id, {columns})
             SELECT o.org_id, u.user_id, {values} {}",
            pair(org, email)
        );
        change(world, &sql, 1).await;
    }
}

/// Ends what the removed member once was in Harbour Press.
fn close(table: &str) -> String {
    format!(
        "UPDATE {table} SET valid_to = 2 WHERE valid_from = 1 AND user_id IN
         (SELECT user_id FROM users WHERE email_canonical = 'removed@harbour.example')"
    )
}

fn suspend(org: &str) -> String {
    format!(
        "INSERT INTO suspension_spans (org_id, user_id, suspended_by, reason, valid_from)
         SELECT o.org_id, u.user_id, u.user_id, 'test', 2 {}",
        pair(org, "suspended@harbour.example")
    )
}

async fn give_rights_about_money(world: &World, org: &str) {
    for right in MoneyRight::ALL {
        let sql = format!(
            "INSERT INTO money_spans (org_id, user_id, money_right, valid_from)
             SELECT o.org_id, u.user_id, '{}', 1 {}",
            right.as_str(),
            pair(org, "billing@harbour.example")
        );
        change(world, &sql, 1).await;
    }
}

/// A browser in which an actor has just come, and other sessions of theirs.
pub struct Seat<'a> {
    pub browser: Browser<'a>,
    own_session: String,
    ended_session: String,
}

impl<'a> Seat<'a> {
    /// Lets an actor sign in, if they can; `fresh`: with a proof of identity just now. Everybody is
    /// again what they were in the organizations.
    pub async fn take(stage: &'a Stage, cast: &Cast, actor: Actor, fresh: bool) -> Self {
        stand_ins::restore(stage).await;
        let mut browser = stage.browser();
        if actor.name == "unverified" {
            open_sign_up_link(stage, &mut browser).await;
        }
        let Some(person) = cast.people.get(actor.name) else {
            return Self { browser, own_session: random_id(), ended_session: random_id() };
        };
        let session = async || {
            let device = Some(person.device.clone());
            let origin = Origin { device, ..origin_at(&stage.new_address()) };
            // One session a millisecond, so that the oldest ones make room.
            stage.world.clock.advance_ms(1);
            stage.world.sign_in_from(&origin, &actor.email()).await
        };
        let own_session = session().await.identity.session.to_string();
        let token: SecretToken = session().await.signed_in.session;
        browser.set_cookie("session", token.expose());
        // Signing in is a proof of identity too.
        stage.world.tamper("UPDATE sessions SET sudo_at = 0").await;
        if fresh {
            browser.confirm(PASSWORD).await;
        }
        draft(stage, &actor.email(), &cast.harbour, 7).await;
        draft(stage, &actor.email(), &cast.closed, -1).await;
        let own = if actor.name == "foreigner" { &cast.foreign } else { &cast.harbour };
        rights_draft(stage, &actor.email(), own).await;
        invite_draft(stage, &actor.email(), own).await;
        Self { browser, own_session, ended_session: person.ended_session.to_string() }
    }

    /// The ids of an organization and a session that a request is about.
    pub fn objects(&self, cast: &Cast, target: Target) -> (String, String) {
        let (org, session) = match target {
            Target::Own => (cast.harbour.as_str(), self.own_session.clone()),
            Target::Foreign => (cast.foreign.as_str(), cast.foreign_session.to_string()),
            Target::Gone => (cast.closed.as_str(), self.ended_session.clone()),
            Target::Nothing => (NOTHING, random_id()),
        };
        (org.to_owned(), session)
    }
}

/// Signs up as somebody new each time: whoever confirms is no longer waiting.
async fn open_sign_up_link(stage: &Stage, browser: &mut Browser<'_>) {
    let name = browser.address.replace(':', "-");
    let email = format!("unverified.{name}@harbour.example");
    browser.post("/signup", "sign_up", &sign_up_fields(&email, PASSWORD)).await;
    stage.world.work().await;
    browser.open(&stage.mailed_link(MailKind::ConfirmSignUp, &email)).await;
    assert!(browser.cookie("verify-link").is_some(), "the link was opened");
}

/// An id that nothing has.
fn random_id() -> String {
    SessionId::mint(Timestamp::from_millis(0), [7; 10]).to_string()
}
