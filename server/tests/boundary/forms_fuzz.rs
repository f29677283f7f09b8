//! Forms as nobody fills them in: mutated bodies never break a function or its page.

use std::env;

use http::StatusCode;

use crate::support::{
    Stage, both,
    browser::{HTML, JSON},
    calls::{self, Call},
    chance::Chance,
    mutation::mutated,
    scenes::Setting,
};

/// Mutated bodies for each database, shared by all functions: their number grows, minutes do not.
const BODIES: usize = 20_000;

/// Mutated bodies for each function and database: as many as `ATRIO_FUZZ` says, else its share.
fn per_function() -> usize {
    let share = BODIES / calls::ALL.len();
    env::var("ATRIO_FUZZ").map_or(share, |it| it.parse().expect("ATRIO_FUZZ is a number"))
}

/// After so many bodies somebody else goes on, because a session may ask only so often in a minute,
/// and the counters of other limits are emptied: reading them takes longer each time.
const TRIES: usize = 90;

/// Sends the bodies of one function, by script and by page.
async fn fuzz(stage: &Stage, call: &Call, chance: &mut Chance) {
    let mut setting = Setting::for_function(stage, call.function).await;
    let mut browser = setting.browser_for(call.function).await;
    let fields = call.about("0000000000", "00000000-0000-7000-8000-000000000000");
    let (bodies, mut refusals) = (per_function(), 0);
    // Among refusals, every so many-th is checked to have changed nothing.
    let checked = (bodies / 30).clamp(10, 200);
    for round in 0..bodies {
        browser.address = stage.new_address();
        let body = mutated(&fields, chance);
        if round % TRIES == TRIES - 1 {
            for counters in ["limits", "sign_in_failures"] {
                stage.world.tamper(&format!("DELETE FROM {counters}")).await;
            }
            browser = setting.browser_for(call.function).await;
        }
        let before = if refusals % checked == 0 { Some(stage.digest().await) } else { None };
        let accept = if round % 2 == 0 { HTML } else { JSON };
        let answer = match (call.page(&setting.org), round % 3) {
            (Some(page), 0) => {
                let form = format!("form={}&", call.function).into_bytes();
                let request =
                    browser.post_request(&page, accept).body([form, body.clone()].concat().into());
                browser.send(request.expect("a request")).await
            }
            _ => {
                let target = format!("/api/{}", call.function);
                let request = browser.post_request(&target, accept).body(body.clone().into());
                browser.send(request.expect("a request")).await
            }
        };
        let what = format!("{} {:?}", call.function, String::from_utf8_lossy(&body));
        assert!(!answer.status.is_server_error(), "{} {what}: {}", answer.status, answer.text());
        if answer.status.is_client_error() {
            refusals += 1;
            if let Some(before) = before {
                assert!(stage.digest().await == before, "{what} changed something");
            }
        } else {
            assert!([StatusCode::OK, StatusCode::SEE_OTHER].contains(&answer.status), "{what}");
            // What worked may have used up the session or the link, or changed the password.
            if ["change_password", "accept_invitation", "join_organization"]
                .contains(&call.function)
            {
                let next = format!("{}{round}", call.function);
                setting = Setting::for_function(stage, &next).await;
            }
            browser = setting.browser_for(call.function).await;
        }
    }
    println!("{}: {refusals} of {bodies} refused", call.function);
}

#[test]
fn no_mutated_body_breaks_a_function_or_its_page() {
    both(async |stage| {
        let mut chance = Chance::from_env();
        for call in calls::ALL {
            // Everything fresh for each function: some end what others need.
            stage.world.clock.advance_days(8);
            fuzz(stage, call, &mut chance).await;
        }
    });
}
