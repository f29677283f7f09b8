//! Every row of the rights table, asked for by everybody: only whom it names gets through.

use std::collections::{BTreeMap, BTreeSet};

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

/// Everything that can be asked for, with what the table says about it.
fn questions(actor: Actor, fresh: bool) -> impl Iterator<Item = (&'static Row, Target, Verdict)> {
    let rows = ROWS.iter().filter(|it| ASKED.contains(&it.kind));
    rows.flat_map(move |row| {
        let targets = if has_target(row) { &TARGETS[..] } else { &TARGETS[..1] };
        targets.iter().map(move |target| (row, *target, expected(row, actor, fresh, *target)))
    })
}

/// Asks for every row about every target; gives the number of requests.
async fn sweep(stage: &Stage, cast: &Cast, actor: Actor, fresh: bool) -> usize {
    let refused = refusals(stage, cast, actor, fresh).await;
    let mut through = 0;
    let mut seat: Option<Seat<'_>> = None;
    for (row, target, wanted) in questions(actor, fresh) {
        if wanted != Verdict::Through {
            continue;
        }
        let mut at = match seat.take() {
            Some(seat) => seat,
            None => Seat::take(stage, cast, actor, fresh).await,
        };
        asks(&mut at, row, cast, (target, wanted)).await;
        through += 1;
        // Looking at a page changes nothing; a function may change who one is.
        seat = (row.kind == Kind::Page).then_some(at);
    }
    refused + through
}

/// Asks for all that is refused, one after the other, after which nothing has changed; gives the number.
async fn refusals(stage: &Stage, cast: &Cast, actor: Actor, fresh: bool) -> usize {
    let mut seat = Seat::take(stage, cast, actor, fresh).await;
    let before = stage.digest().await;
    let mut said: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut asked = 0;
    for (row, target, wanted) in questions(actor, fresh) {
        if wanted == Verdict::Through {
            continue;
        }
        let answer = asks(&mut seat, row, cast, (target, wanted)).await;
        post_all_the_same(&mut seat, row, cast, target).await;
        asked += 1;
        if target != Target::Own {
            // The address that was asked for may come back, and nothing else.
            let text = answer.lasting().replace(&cast.foreign, NOTHING);
            said.entry(row.name).or_default().insert(text.replace(&cast.closed, NOTHING));
        }
    }
    assert!(stage.digest().await == before, "something refused to {actor:?} changed something");
    for (name, different) in said {
        assert!(different.len() == 1, "{name}: a stranger can tell {different:#?}");
    }
    asked
}

async fn asks(
    seat: &mut Seat<'_>,
    row: &Row,
    cast: &Cast,
    (target, wanted): (Target, Verdict),
) -> Answer {
    let answer = ask(seat, row, cast, target).await;
    assert_eq!(verdict(row, &answer), wanted, "{}, {target:?}: {}", row.name, answer.text());
    answer
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
