//! Every form empty, broken and well filled in, as a page of plain HTML and as a call by script: the
//! two never differ.

use app::api::session::Place;
use http::StatusCode;
use server::forms;

use crate::support::{
    Answer, Browser, Stage, both,
    calls::{self, Call},
    scenes::Setting,
};

/// How a form is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filled {
    /// Every field is there and holds nothing.
    Empty,
    /// Every field holds what no field takes.
    Broken,
    Well,
}

/// Their examples cannot work: the code is guessed, and a link that still works needs no renewal.
const NEVER_WORK: [&str; 3] = ["discard_sign_up", "renew_sign_up_link", "decline_invitation"];

/// Whom nobody is cannot sign in, and the only legal representative stays, has every right and no
/// request of their own.
const REFUSED: [&str; 7] = [
    "sign_in",
    "leave_organization",
    "ask_for_right",
    "withdraw_request",
    "cancel_handover",
    "accept_handover",
    "decline_handover",
];

/// Nothing in it is typed: what its button names is there or not.
const NOT_TYPED: [&str; 1] = ["end_session"];

/// All that is typed into it may be left out.
const OPTIONAL: [&str; 6] = [
    "decline_request",
    "locate_organization",
    "choose_products",
    "choose_invited_products",
    "choose_team_products",
    "choose_team_members",
];

/// What the page says by itself.
const IDS: [&str; 9] =
    ["org", "draft", "user", "team", "invitation", "request", "handover", "wish", "seen"];

/// What came of it, whichever way it was sent.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Refused,
    Other(StatusCode),
}

fn of_page(answer: &Answer) -> Outcome {
    match answer.status {
        StatusCode::SEE_OTHER => Outcome::Done,
        StatusCode::UNPROCESSABLE_ENTITY => Outcome::Refused,
        other => Outcome::Other(other),
    }
}

fn of_call(answer: &Answer) -> Outcome {
    match answer.status {
        StatusCode::OK => Outcome::Done,
        StatusCode::UNPROCESSABLE_ENTITY => Outcome::Refused,
        other => Outcome::Other(other),
    }
}

/// A session of the same person that is not the one that asks.
async fn other_session(browser: &mut Browser<'_>) -> String {
    let listed = browser.call("list_sessions", &[]).await.json();
    let all: Vec<Place> = serde_json::from_value(listed).unwrap_or_default();
    all.into_iter().find(|it| !it.current).map(|it| it.id).unwrap_or_default()
}

async fn send(stage: &Stage, call: &Call, filled: Filled, script: bool) -> (Outcome, String) {
    let name = format!("{}{filled:?}{script}", call.function);
    let setting = Setting::for_function(stage, &name).await;
    let mut browser = setting.browser_for(call.function).await;
    let session = match call.function {
        "end_session" => other_session(&mut browser).await,
        _ => String::new(),
    };
    let fields = call.about(&setting.org, &session).into_iter();
    let fields: Vec<_> = fields
        .map(|(key, value)| match filled {
            // The page says which organization, member or draft it is about.
            _ if IDS.contains(&key) => (key, value),
            Filled::Empty => (key, ""),
            Filled::Broken => (key, "\u{202e}\u{7}"),
            Filled::Well => (key, value),
        })
        .collect();
    let before = stage.digest().await;
    let (outcome, answer) = if script {
        let answer = browser.call(call.function, &fields).await;
        (of_call(&answer), answer)
    } else {
        let page = setting.page(call.function);
        let answer = browser.post(&page, call.function, &fields).await;
        (of_page(&answer), answer)
    };
    if outcome != Outcome::Done && filled != Filled::Well {
        assert_eq!(stage.digest().await, before, "{name}");
    }
    (outcome, answer.text().chars().take(300).collect())
}

#[test]
fn a_form_comes_to_the_same_with_and_without_script_however_it_is_filled_in() {
    both(async |stage| {
        for form in forms::ALL {
            let call = calls::of(form.name);
            for filled in [Filled::Empty, Filled::Broken, Filled::Well] {
                // Some have nothing but a button.
                let typed = call.fields.iter().any(|(key, _)| !IDS.contains(key));
                if filled != Filled::Well && !typed {
                    continue;
                }
                let (page, shown) = send(stage, &call, filled, false).await;
                let (script, said) = send(stage, &call, filled, true).await;
                let what = format!("{} {filled:?}: {shown} {said}", form.name);
                assert_eq!(page, script, "{what}");
                let works = match filled {
                    Filled::Empty => OPTIONAL.contains(&form.name),
                    Filled::Broken => false,
                    Filled::Well => {
                        !NEVER_WORK.contains(&form.name) && !REFUSED.contains(&form.name)
                    }
                };
                if works {
                    assert_eq!(page, Outcome::Done, "{what}");
                } else if filled != Filled::Well {
                    let wanted = if NOT_TYPED.contains(&form.name) {
                        Outcome::Other(StatusCode::NOT_FOUND)
                    } else {
                        Outcome::Refused
                    };
                    assert_eq!(page, wanted, "{what}");
                }
            }
        }
    });
}
