//! Forms as nobody fills them in: mutated bodies never break a function or its page.

use http::StatusCode;

use crate::support::{
    Stage, both,
    browser::{HTML, JSON, encoded},
    calls::{self, Call},
    chance::Chance,
    scenes::Setting,
};

/// Mutated bodies for each function and database.
const PER_FUNCTION: usize = 300;
/// Among refusals, every so many-th is checked to have changed nothing.
const CHECKED: usize = 10;

/// Values at the edges of what a parser may expect.
const VALUES: [&str; 24] = [
    "",
    "0",
    "-1",
    "1e309",
    "9223372036854775808",
    "18446744073709551616",
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "%00",
    "%",
    "%zz",
    "%ff%fe",
    "%ed%a0%80",
    "%c0%af",
    "%f4%90%80%80",
    "%E2%80%AE",
    "+",
    "=",
    ";",
    "..%2f..%2f",
    "%0d%0aSet-Cookie:%20a=b",
];

fn mutated(call: &Call, chance: &Chance) -> Vec<u8> {
    let fields = call.about("0000000000", "00000000-0000-7000-8000-000000000000");
    let mut pairs: Vec<String> =
        fields.iter().map(|field| encoded(std::slice::from_ref(field))).collect();
    for _ in 0..=chance.below(3) {
        mutate(&mut pairs, chance);
    }
    let separator = *chance.pick(&["&", "&", "&", "&&", ";", "\n"]);
    let mut body = pairs.join(separator).into_bytes();
    if chance.below(8) == 0 && !body.is_empty() {
        let at = chance.below(body.len());
        body[at] = u8::try_from(chance.below(256)).expect("a byte");
    }
    if chance.below(12) == 0 {
        body.truncate(chance.below(body.len() + 1));
    }
    body
}

fn mutate(pairs: &mut Vec<String>, chance: &Chance) {
    if pairs.is_empty() {
        pairs.push("x=1".to_owned());
    }
    let at = chance.below(pairs.len());
    let (key, value) = pairs[at].split_once('=').unwrap_or((&pairs[at], ""));
    let (key, value) = (key.to_owned(), value.to_owned());
    let strange = *chance.pick(&VALUES);
    match chance.below(12) {
        0 => drop(pairs.remove(at)),
        1 => pairs.insert(at, pairs[at].clone()),
        2 => pairs[at] = format!("{key}={strange}"),
        3 => pairs[at] = format!("{strange}={value}"),
        4 => pairs[at] = format!("{key}{}={value}", "[a]".repeat(1 + chance.below(20))),
        5 => pairs[at] = format!("{key}[{}]={value}", usize::MAX - chance.below(2)),
        6 => pairs[at] = format!("{key}[]={value}"),
        7 => pairs.extend(["a", ""].map(|it| it.repeat(1 + chance.below(100)))),
        8 => pairs.push((0..chance.below(60_000)).map(|it| format!("{it}&")).collect()),
        9 => pairs[at] = format!("{key}={}", strange.repeat(chance.below(3_000))),
        10 => pairs[at] = format!("{key}{strange}={value}{strange}"),
        _ => pairs.reverse(),
    }
}

/// Sends the bodies of one function, by script and by page.
async fn fuzz(stage: &Stage, setting: &Setting<'_>, call: &Call, chance: &Chance) {
    let mut browser = setting.browser_for(call.function).await;
    let mut refusals = 0;
    for round in 0..PER_FUNCTION {
        browser.address = stage.new_address();
        let body = mutated(call, chance);
        let before = if refusals % CHECKED == 0 { Some(stage.digest().await) } else { None };
        let accept = if round % 2 == 0 { HTML } else { JSON };
        let answer = match (call.page, round % 3) {
            (Some(page), 0) => {
                let form = format!("form={}&", call.function).into_bytes();
                let request =
                    browser.post_request(page, accept).body([form, body.clone()].concat().into());
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
            // What worked may have used up the session or the link.
            browser = setting.browser_for(call.function).await;
        }
    }
    println!("{}: {refusals} of {PER_FUNCTION} refused", call.function);
}

#[test]
fn no_mutated_body_breaks_a_function_or_its_page() {
    both(async |stage| {
        let chance = Chance::from_env();
        for call in calls::ALL {
            // Everything fresh for each function: some end what others need.
            stage.world.clock.advance_days(8);
            let setting = Setting::for_function(stage, call.function).await;
            fuzz(stage, &setting, call, &chance).await;
        }
    });
}
