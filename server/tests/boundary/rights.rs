//! Every row of the rights table, asked for by everybody: only whom it names gets through.

use backend::{
    SecretToken,
    testing::{PASSWORD, World, origin_at},
};
use domain::{
    id::{OrgId, SessionId, UserId},
    rights::{Role, Standing, decide},
    time::Timestamp,
};
use http::StatusCode;

use crate::{
    rights_table::{Audience, Kind, ROWS, Row},
    support::{Answer, Browser, Stage, both, calls},
};

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It was let through; what the rule behind it says is another matter.
    Through,
    SignInFirst,
    ConfirmFirst,
    Denied,
    NotFound,
}

/// Somebody, and what they are in Harbour Press.
#[derive(Debug, Clone, Copy)]
struct Actor {
    name: &'static str,
    /// Whether they are signed in.
    known: bool,
    role: Option<Role>,
    suspended: bool,
}

const fn actor(name: &'static str, role: Option<Role>) -> Actor {
    Actor { name, known: true, role, suspended: false }
}

const ACTORS: [Actor; 9] = [
    Actor { known: false, ..actor("anonymous", None) },
    actor("representative", Some(Role::LegalRepresentative)),
    actor("administrator", Some(Role::Administrator)),
    actor("collaborator", Some(Role::Collaborator)),
    actor("external", Some(Role::External)),
    Actor { suspended: true, ..actor("suspended", Some(Role::Administrator)) },
    actor("removed", None),
    actor("staff", None),
    // The legal representative of another organization.
    actor("foreigner", None),
];

impl Actor {
    fn email(self) -> String {
        format!("{}@harbour.example", self.name)
    }
}

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// Harbour Press; a session of the actor's own.
    Own,
    /// The foreigner's organization; a session of theirs.
    Foreign,
    /// Nothing that exists.
    Nothing,
}

const TARGETS: [Target; 3] = [Target::Own, Target::Foreign, Target::Nothing];

/// A public id that nothing has.
const NOTHING: &str = "0000000000";

/// Everybody and everything in place.
struct Cast {
    harbour: String,
    foreign: String,
    foreign_session: SessionId,
}

/// Makes all actors members of Harbour Press, or not.
async fn cast(stage: &Stage) -> Cast {
    let world = &stage.world;
    let mut organizations = std::collections::BTreeMap::new();
    let mut foreign_session = None;
    for actor in ACTORS.iter().filter(|it| it.known) {
        let guest = world.sign_up_from(&origin_at(&stage.new_address()), &actor.email()).await;
        organizations.insert(actor.name, guest.organization.to_string());
        foreign_session = Some(guest.identity.session);
        world.clock.advance_ms(1);
    }
    let harbour = organizations["representative"].clone();
    for actor in ACTORS.iter().filter(|it| it.name != "representative") {
        if let Some(role) = actor.role {
            join(world, &harbour, &actor.email(), role).await;
        }
    }
    join(world, &harbour, "removed@harbour.example", Role::Administrator).await;
    world.tamper(&close("member_spans")).await;
    world.tamper(&close("role_spans")).await;
    let insert = "INSERT INTO suspension_spans (org_id, user_id, suspended_by, reason, valid_from)
        SELECT m.org_id, m.user_id, m.user_id, 'test', 2 FROM members m
        JOIN users u ON u.user_id = m.user_id JOIN organizations o ON o.org_id = m.org_id
        WHERE u.email_canonical = 'suspended@harbour.example'";
    assert_eq!(world.tamper(&format!("{insert} AND o.public_id = '{harbour}'")).await, 1);
    let staff = "UPDATE users SET staff = TRUE WHERE email_canonical = 'staff@harbour.example'";
    assert_eq!(world.tamper(staff).await, 1);
    Cast {
        harbour,
        foreign: organizations["foreigner"].clone(),
        foreign_session: foreign_session.expect("the foreigner came last"),
    }
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
             SELECT o.org_id, u.user_id, {values} FROM organizations o, users u
             WHERE o.public_id = '{org}' AND u.email_canonical = '{email}'"
        );
        assert_eq!(world.tamper(&sql).await, 1, "{email} {table}");
    }
}

/// Ends what the removed member once was in Harbour Press.
fn close(table: &str) -> String {
    format!(
        "UPDATE {table} SET valid_to = 2 WHERE valid_from = 1 AND user_id IN
         (SELECT user_id FROM users WHERE email_canonical = 'removed@harbour.example')"
    )
}

/// What the table says.
fn expected(row: &Row, actor: Actor, fresh: bool, target: Target) -> Verdict {
    if row.audience == Audience::Anybody {
        return Verdict::Through;
    }
    if !actor.known {
        return Verdict::SignInFirst;
    }
    if row.sudo && !fresh {
        return Verdict::ConfirmFirst;
    }
    let Audience::Org(action) = &row.audience else {
        let about_oneself = target == Target::Own || !has_target(row);
        return if about_oneself { Verdict::Through } else { Verdict::NotFound };
    };
    let role = match target {
        Target::Own => actor.role,
        Target::Foreign if actor.name == "foreigner" => Some(Role::LegalRepresentative),
        Target::Foreign | Target::Nothing => None,
    };
    let Some(role) = role else { return Verdict::NotFound };
    let zero = Timestamp::from_millis(0);
    let (org, user) = (OrgId::mint(zero, [0; 10]), UserId::mint(zero, [0; 10]));
    let standing = Standing::member(org, user, role);
    let standing = if actor.suspended { standing.suspended() } else { standing };
    decide(&standing, action).map_or(Verdict::Denied, |_| Verdict::Through)
}

fn has_target(row: &Row) -> bool {
    let fields = if row.kind == Kind::Function { calls::of(row.name).fields } else { &[] };
    row.name.contains(calls::ORG)
        || fields.iter().any(|(_, value)| [calls::ORG, calls::SESSION].contains(value))
}

/// Reads the verdict out of an answer.
fn verdict(row: &Row, answer: &Answer) -> Verdict {
    let what = format!("{}: {} {}", row.name, answer.status, answer.text());
    assert!(!answer.status.is_server_error(), "{what}");
    let (kind, _) = answer.failure();
    match (answer.status.as_u16(), answer.location()) {
        (401, None) => Verdict::SignInFirst,
        (403, None) if kind == "sudo_needed" => Verdict::ConfirmFirst,
        (403, None) => Verdict::Denied,
        (404, None) => Verdict::NotFound,
        (303, Some(to)) if row.kind == Kind::Page && to.starts_with("/login") => {
            Verdict::SignInFirst
        }
        (303, Some(to)) if row.kind == Kind::Page && to.starts_with("/sudo") => {
            Verdict::ConfirmFirst
        }
        (200 | 303 | 410 | 422 | 429, _) => Verdict::Through,
        _ => panic!("{what}"),
    }
}

/// A browser in which this actor has just signed in, and another session of theirs.
async fn signed_in(stage: &Stage, actor: Actor, fresh: bool) -> (Browser<'_>, String) {
    let mut browser = stage.browser();
    if !actor.known {
        return (browser, random_id());
    }
    let session = async || {
        let origin = origin_at(&stage.new_address());
        // One session a millisecond, so that the oldest ones make room.
        stage.world.clock.advance_ms(1);
        stage.world.sign_in_from(&origin, &actor.email()).await
    };
    let other = session().await.identity.session.to_string();
    let token: SecretToken = session().await.signed_in.session;
    browser.set_cookie("session", token.expose());
    // Signing in is a proof of identity too.
    stage.world.tamper("UPDATE sessions SET sudo_at = 0").await;
    if fresh {
        browser.confirm(PASSWORD).await;
    }
    (browser, other)
}

/// Asks for a row and says what the answer was.
async fn ask(
    browser: &mut Browser<'_>,
    row: &Row,
    cast: &Cast,
    target: Target,
    own_session: &str,
) -> Answer {
    let nothing = random_id();
    let foreign = cast.foreign_session.to_string();
    let (org, session) = match target {
        Target::Own => (cast.harbour.as_str(), own_session),
        Target::Foreign => (cast.foreign.as_str(), foreign.as_str()),
        Target::Nothing => (NOTHING, nothing.as_str()),
    };
    match row.kind {
        Kind::Function => {
            let fields = calls::of(row.name).about(org, session);
            browser.call(row.name, &fields).await
        }
        _ => browser.get(&row.name.replace(calls::ORG, org)).await,
    }
}

/// A scene that lasts until something in it was let through, and what lay in the database then.
struct Scene<'a> {
    browser: Browser<'a>,
    own_session: String,
    before: Vec<String>,
}

#[test]
fn everybody_gets_exactly_what_the_table_says() {
    both(async |stage| {
        let cast = cast(stage).await;
        let mut asked = 0;
        for actor in ACTORS {
            for fresh in [false, true] {
                asked += sweep(stage, &cast, actor, fresh).await;
            }
        }
        println!("{asked} requests");
    });
}

/// Asks for every row about every target; gives the number of requests.
async fn sweep(stage: &Stage, cast: &Cast, actor: Actor, fresh: bool) -> usize {
    let mut scene: Option<Scene<'_>> = None;
    let mut asked = 0;
    for row in ROWS.iter().filter(|it| matches!(it.kind, Kind::Function | Kind::Page)) {
        let mut refused = Vec::new();
        let targets = if has_target(row) { &TARGETS[..] } else { &TARGETS[..1] };
        for target in targets.iter().copied() {
            let wanted = expected(row, actor, fresh, target);
            let mut at = match scene.take() {
                Some(scene) => scene,
                None => set(stage, actor, fresh).await,
            };
            let answer = ask(&mut at.browser, row, cast, target, &at.own_session).await;
            let what = format!("{} by {actor:?}, {fresh}, {target:?}", row.name);
            assert_eq!(verdict(row, &answer), wanted, "{what}: {}", answer.text());
            asked += 1;
            if wanted == Verdict::Through {
                continue;
            }
            post_all_the_same(&mut at.browser, row, cast, target, &at.own_session).await;
            assert!(stage.digest().await == at.before, "{what}: something changed");
            scene = Some(at);
            if target != Target::Own {
                // The address that was asked for may come back, and nothing else.
                refused.push(answer.lasting().replace(&cast.foreign, NOTHING));
            }
        }
        refused.dedup();
        assert!(refused.len() <= 1, "{}: a stranger can tell {refused:#?}", row.name);
    }
    asked
}

async fn set(stage: &Stage, actor: Actor, fresh: bool) -> Scene<'_> {
    let (browser, own_session) = signed_in(stage, actor, fresh).await;
    Scene { browser, own_session, before: stage.digest().await }
}

/// Whoever may not call a function gains nothing by posting its form.
async fn post_all_the_same(
    browser: &mut Browser<'_>,
    row: &Row,
    cast: &Cast,
    target: Target,
    own_session: &str,
) {
    let page = calls::ALL.iter().find(|it| it.function == row.name).and_then(|it| it.page);
    let Some(page) = page else { return };
    let foreign = cast.foreign_session.to_string();
    let session = if target == Target::Own { own_session } else { &foreign };
    let fields = calls::of(row.name).about(&cast.foreign, session);
    let answer = browser.post(page, row.name, &fields).await;
    assert!(!answer.status.is_server_error() && !answer.status.is_success(), "{}", row.name);
}

#[test]
fn things_are_the_same_for_everybody() {
    both(async |stage| {
        cast(stage).await;
        let login = stage.browser().get("/login").await;
        let style = login.text().split('"').find(|it| it.ends_with("/door.css")).expect("a style");
        let hash = style.split('/').nth(2).expect("a hash");
        for row in ROWS.iter().filter(|it| it.kind == Kind::Thing) {
            let file = if row.name.contains("words") { "door.json" } else { "door.css" };
            let path = row.name.replace("{hash}", hash).replace("{file}", file);
            let path = path.replace("{language}", "de");
            let mut answers = Vec::new();
            for actor in ACTORS {
                let (mut browser, _) = signed_in(stage, actor, false).await;
                let answer = browser.get(&path).await;
                assert_eq!(answer.status, StatusCode::OK, "{path}");
                assert!(answer.set_cookies().is_empty());
                answers.push(answer.lasting());
            }
            answers.dedup();
            assert_eq!(answers.len(), 1, "{path}");
        }
    });
}

#[test]
fn mails_can_be_read_in_the_browser_only_on_loopback_without_a_mail_server() {
    both(async |stage| {
        let here = Stage::new(&stage.world, "http://127.0.0.1:3000");
        for row in ROWS.iter().filter(|it| it.kind == Kind::Mailbox) {
            let path = row.name.replace("{id}", "1");
            assert_eq!(stage.browser().get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(here.browser().get("/dev/mail").await.status, StatusCode::OK);
        for id in ["1", "..%2f..%2fetc%2fpasswd", "%2e%2e", "x.html", "a%00b"] {
            let answer = here.browser().get(&format!("/dev/mail/{id}")).await;
            assert!(answer.status.is_client_error(), "{id}: {}", answer.status);
        }
    });
}

/// An id that nothing has.
fn random_id() -> String {
    SessionId::mint(Timestamp::from_millis(0), [7; 10]).to_string()
}
