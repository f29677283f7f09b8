//! Every row of the rights table, asked for by everybody: only whom it names gets through.

use axum::body::Body;
use domain::rights::{Role, decide};
use http::StatusCode;

use crate::{
    rights_cast::{ACTORS, Actor, Cast, NOTHING, Seat, TARGETS, Target, cast},
    rights_table::{Audience, Kind, ROWS, Row},
    support::{
        Answer, Stage, both, browser::HTML, calls, on_postgres, on_sqlite, stage::UNHURRIED,
    },
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

/// Rows that somebody asks for.
const ASKED: [Kind; 3] = [Kind::Function, Kind::Page, Kind::Download];

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
    let Some(action) = row.audience.action() else {
        let about_oneself = target == Target::Own || !has_target(row);
        return if about_oneself { Verdict::Through } else { Verdict::NotFound };
    };
    let role = match target {
        Target::Own => actor.role,
        Target::Foreign if actor.name == "foreigner" => Some(Role::LegalRepresentative),
        Target::Foreign | Target::Gone | Target::Nothing => None,
    };
    let Some(role) = role else { return Verdict::NotFound };
    decide(&actor.standing(role), &action).map_or(Verdict::Denied, |_| Verdict::Through)
}

fn has_target(row: &Row) -> bool {
    let fields = if row.kind == Kind::Function { calls::of(row.name).fields } else { &[] };
    let objects = [calls::ORG, calls::DRAFT, calls::SESSION];
    [calls::ORG, calls::DRAFT].iter().any(|it| row.name.contains(it))
        || fields.iter().any(|(_, value)| objects.contains(value))
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
        (303, Some(to)) if row.kind != Kind::Function && to.starts_with("/login") => {
            Verdict::SignInFirst
        }
        (303, Some(to)) if row.kind != Kind::Function && to.starts_with("/sudo") => {
            Verdict::ConfirmFirst
        }
        (200 | 303 | 410 | 422 | 429, _) => Verdict::Through,
        _ => panic!("{what}"),
    }
}

/// Asks for a row and says what the answer was.
async fn ask(seat: &mut Seat<'_>, row: &Row, cast: &Cast, target: Target) -> Answer {
    let (org, session) = seat.objects(cast, target);
    let path = calls::path(row.name, &org);
    match row.kind {
        Kind::Function => {
            let fields = calls::of(row.name).about(&org, &session);
            seat.browser.call(row.name, &fields).await
        }
        Kind::Download => {
            let request = seat.browser.post_request(&path, HTML);
            seat.browser.send(request.body(Body::empty()).expect("a request")).await
        }
        _ => seat.browser.get(&path).await,
    }
}

/// A scene that lasts until something in it was let through, and what lay in the database then.
struct Scene<'a> {
    seat: Seat<'a>,
    before: Vec<String>,
    /// What was refused since the database was looked at last.
    refused: Vec<&'static str>,
}

impl Scene<'_> {
    /// What was refused has changed nothing. Reading the whole database takes longer than being
    /// refused: once for all of it will do.
    async fn is_as_before(&mut self, stage: &Stage) {
        if !self.refused.is_empty() {
            let refused = std::mem::take(&mut self.refused);
            assert!(stage.digest().await == self.before, "one of these changed it: {refused:?}");
        }
    }
}

async fn everybody_gets_exactly_what_the_table_says(stage: &Stage) {
    // Whoever is refused everything asks for all of it from one browser.
    let stage = &Stage::with_pace(&stage.world, &stage.origin, UNHURRIED);
    let cast = cast(stage).await;
    let mut asked = 0;
    for actor in ACTORS {
        for fresh in [false, true] {
            asked += sweep(stage, &cast, actor, fresh).await;
        }
    }
    println!("{asked} requests");
}

#[test]
fn everybody_gets_exactly_what_the_table_says_on_sqlite() {
    on_sqlite(everybody_gets_exactly_what_the_table_says);
}

#[test]
fn everybody_gets_exactly_what_the_table_says_on_postgresql() {
    on_postgres(everybody_gets_exactly_what_the_table_says);
}

/// Asks for every row about every target; gives the number of requests.
async fn sweep(stage: &Stage, cast: &Cast, actor: Actor, fresh: bool) -> usize {
    let mut scene: Option<Scene<'_>> = None;
    let mut asked = 0;
    for row in ROWS.iter().filter(|it| ASKED.contains(&it.kind)) {
        let mut refused = Vec::new();
        let targets = if has_target(row) { &TARGETS[..] } else { &TARGETS[..1] };
        for target in targets.iter().copied() {
            let wanted = expected(row, actor, fresh, target);
            let mut at = match scene.take() {
                Some(scene) => scene,
                None => set(stage, cast, actor, fresh).await,
            };
            if wanted == Verdict::Through {
                at.is_as_before(stage).await;
            }
            let answer = ask(&mut at.seat, row, cast, target).await;
            let what = format!("{} by {actor:?}, {fresh}, {target:?}", row.name);
            assert_eq!(verdict(row, &answer), wanted, "{what}: {}", answer.text());
            asked += 1;
            if wanted == Verdict::Through {
                continue;
            }
            post_all_the_same(&mut at.seat, row, cast, target).await;
            at.refused.push(row.name);
            scene = Some(at);
            if target != Target::Own {
                // The address that was asked for may come back, and nothing else.
                let said = answer.lasting().replace(&cast.foreign, NOTHING);
                refused.push(said.replace(&cast.closed, NOTHING));
            }
        }
        refused.dedup();
        assert!(refused.len() <= 1, "{}: a stranger can tell {refused:#?}", row.name);
    }
    if let Some(at) = &mut scene {
        at.is_as_before(stage).await;
    }
    asked
}

async fn set<'a>(stage: &'a Stage, cast: &Cast, actor: Actor, fresh: bool) -> Scene<'a> {
    let seat = Seat::take(stage, cast, actor, fresh).await;
    Scene { seat, before: stage.digest().await, refused: Vec::new() }
}

/// Whoever may not call a function gains nothing by posting its form.
async fn post_all_the_same(seat: &mut Seat<'_>, row: &Row, cast: &Cast, target: Target) {
    let (org, session) = seat.objects(cast, target);
    let call = calls::ALL.iter().find(|it| it.function == row.name);
    let Some(page) = call.and_then(|it| it.page(&org)) else { return };
    let fields = calls::of(row.name).about(&org, &session);
    let answer = seat.browser.post(&page, row.name, &fields).await;
    assert!(!answer.status.is_server_error() && !answer.status.is_success(), "{}", row.name);
}

#[test]
fn things_are_the_same_for_everybody() {
    both(async |stage| {
        let cast = cast(stage).await;
        let login = stage.browser().get("/login").await;
        let style = login.text().split('"').find(|it| it.ends_with("/door.css")).expect("a style");
        let hash = style.split('/').nth(2).expect("a hash");
        for row in ROWS.iter().filter(|it| it.kind == Kind::Thing) {
            let file = if row.name.contains("words") { "door.json" } else { "door.css" };
            let path = row.name.replace("{hash}", hash).replace("{file}", file);
            let path = path.replace("{language}", "de");
            let mut answers = Vec::new();
            for actor in ACTORS {
                let mut seat = Seat::take(stage, &cast, actor, false).await;
                let answer = seat.browser.get(&path).await;
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
