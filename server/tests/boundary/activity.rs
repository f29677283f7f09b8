//! Histories: looked through by their readers, taken as files, and closed to everybody else.

use app::words::Words;
use axum::body::Body;
use domain::{history::Act, locale::Locale};
use http::StatusCode;
use serde_json::Value;

use crate::support::{
    Answer, Browser, PASSWORD, Stage, both,
    browser::{HTML, encoded, sign_up_fields},
    calls, html,
};

const OLIVIA: &str = "olivia@harbour.example";

/// Somebody whose organization was renamed; gives the path of its history.
async fn renamed<'a>(stage: &'a Stage, name: &str) -> (Browser<'a>, String) {
    let mut browser = stage.browser();
    let home = browser.sign_up(OLIVIA, PASSWORD).await;
    let org = home.strip_prefix("/o/").expect("a dashboard");
    let call = calls::of("change_details");
    let mut fields = call.about(org, "");
    for (key, value) in &mut fields {
        if *key == "org_name" {
            *value = name;
        }
    }
    let answer = browser.post(&format!("{home}/settings"), call.function, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    (browser, format!("{home}/activity"))
}

/// Sends the form of a download.
async fn take(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let request = browser.post_request(path, HTML).body(Body::from(encoded(fields)));
    browser.send(request.expect("a request")).await
}

/// Cells by lines, knowing of quotes only what the standard says.
fn cells(table: &str) -> Vec<Vec<String>> {
    let lines = table.strip_suffix("\"\r\n").expect("a whole line").split("\"\r\n");
    let cell = |it: &str| it.replace("\"\"", "\"");
    lines
        .map(|line| line.strip_prefix('"').expect("a cell").split("\",\"").map(cell).collect())
        .collect()
}

fn acts_of(answer: &Answer) -> Vec<String> {
    let entries = answer.json();
    let entries = entries.as_array().expect("an array").iter();
    entries.map(|it| it["act"].as_str().expect("an act").to_owned()).collect()
}

#[test]
fn a_change_shows_who_made_it_and_both_values_in_the_words_of_the_reader() {
    both(async |stage| {
        let (mut browser, path) = renamed(stage, "Harbour & Sons").await;
        for &locale in Locale::ALL {
            browser.set_cookie("locale", locale.tag());
            let page = browser.get(&path).await;
            assert_eq!(page.status, StatusCode::OK);
            let (words, said) = (Words::new(locale), html::visible(page.text()));
            let act = words.history().act_organization_details_changed("Olivia Hart");
            for text in [
                act.as_str(),
                words.settings().name(),
                "Harbour Press Ltd",
                "Harbour & Sons",
                words.settings().not_given(),
                "Firefox, Linux",
            ] {
                assert!(said.contains(text), "{locale:?} {text}: {said}");
            }
            assert!(!said.contains("1800 Vevey, CH"), "{locale:?}: a country is told in words");
        }
        stage.world.tamper("DELETE FROM history_details").await;
        let said = html::visible(browser.get(&path).await.text());
        let words = Words::new(Locale::Es);
        assert!(said.contains(words.activity().erased()), "{said}");
        assert!(!said.contains("Harbour Press Ltd"), "{said}");
    });
}

#[test]
fn no_filter_breaks_a_page_and_a_wrong_day_is_told_at_its_field() {
    both(async |stage| {
        let (mut browser, path) = renamed(stage, "Harbour & Sons").await;
        let act = Words::new(Locale::En).history().act_organization_details_changed("Olivia Hart");
        for path in [path.as_str(), "/profile/activity"] {
            for query in [
                "group=nothing",
                "group=organization&group=export",
                "person=me&before=&after=-1",
                "before=9223372036854775807&after=-9223372036854775808",
                "from=%ff",
                "%00=%zz",
                "from=0000-01-01&to=9999-12-31",
                "to=-9999-01-01",
                "x[y]=z&utm_source=mail",
            ] {
                let answer = browser.get(&format!("{path}?{query}")).await;
                assert_eq!(answer.status, StatusCode::OK, "{path}?{query}");
            }
        }
        let answer = browser.get(&format!("{path}?from=31.12.2026&group=organization")).await;
        let problem = html::by_id(answer.text(), "from-problem").expect("a problem");
        let texts = Words::new(Locale::En).activity();
        assert_eq!(html::text_of(answer.text(), &problem), texts.day_problem());
        assert!(html::visible(answer.text()).contains(&act));
        let answer = browser.get(&format!("{path}?to=2026-11-21")).await;
        let said = html::visible(answer.text());
        assert!(said.contains(texts.none_fits()) && !said.contains(&act), "{said}");
    });
}

#[test]
fn a_file_has_what_the_page_shows_and_no_formula() {
    both(async |stage| {
        let mut fields = sign_up_fields(OLIVIA, PASSWORD);
        fields[1].1 = "=1+1";
        let mut browser = stage.browser();
        browser.post("/signup", "sign_up", &fields).await;
        stage.world.work().await;
        let kind = backend::mail::MailKind::ConfirmSignUp;
        browser.open(&stage.mailed_link(kind, OLIVIA)).await;
        let answer = browser.post("/verify", "verify_sign_up", &[("password", PASSWORD)]).await;
        let path = format!("{}/activity", answer.location().expect("a dashboard"));

        let csv = take(&mut browser, &format!("{path}.csv"), &[]).await;
        assert_eq!(csv.status, StatusCode::OK, "{}", csv.text());
        for (name, value) in [
            ("content-type", "text/csv; charset=utf-8; header=present"),
            ("content-disposition", "attachment; filename=\"activity.csv\""),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(csv.header(name), Some(value), "{name}");
        }
        let table = cells(csv.text());
        assert_eq!(table[0][..4], ["number", "time", "act", "group"]);
        assert_eq!(table.len(), 2);
        assert_eq!(table[1][1..4], ["2026-11-22T10:29:00.000Z", "signed_up", "organization"]);
        assert_eq!(table[1][5], "'=1+1 Hart");

        // The copy itself was written down, and can be looked for.
        let json = take(&mut browser, &format!("{path}.json"), &[("group", "export")]).await;
        assert_eq!(json.header("content-type"), Some("application/json"));
        let name = "attachment; filename=\"activity.json\"";
        assert_eq!(json.header("content-disposition"), Some(name));
        assert_eq!(acts_of(&json), [Act::ActivityExported.as_str()]);
        assert_eq!(json.json()[0]["details"], serde_json::json!({ "format": "csv" }));
        assert_eq!(json.json()[0]["actor"]["name"], "=1+1 Hart");
        let page = browser.get(&path).await;
        let said = html::visible(page.text().split("<main").last().expect("a page"));
        let act = Words::new(Locale::En).history().act_activity_exported("=1+1 Hart");
        assert_eq!(said.matches(&act).count(), 2, "{said}");

        browser.post("/logout", "sign_out", &[]).await;
        let mut browser = stage.signed_in(OLIVIA).await;
        let own = take(&mut browser, "/profile/activity.json", &[("group", "session")]).await;
        assert_eq!(acts_of(&own), ["signed_in", "signed_out"]);
        assert_eq!(own.json()[0]["network"].as_str().map(|it| it.ends_with("/48")), Some(true));
        assert_eq!(own.json()[0]["erased"], Value::Bool(false));
    });
}

#[test]
fn a_file_is_asked_for_by_a_form_of_ours_only() {
    both(async |stage| {
        let (mut browser, path) = renamed(stage, "Harbour & Sons").await;
        let before = stage.digest().await;
        for path in [format!("{path}.csv"), format!("{path}.json"), "/profile/activity.csv".into()]
        {
            assert_eq!(browser.get(&path).await.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
            for body in ["group=x", "from=1", "person=x", "org=0000000000", "to=&to=", "%ff"] {
                let request = browser.post_request(&path, HTML).body(Body::from(body));
                let answer = browser.send(request.expect("a request")).await;
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {body}");
            }
            for (name, value, status) in [
                ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN),
                ("content-type", "text/plain", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ] {
                let mut request = browser.post_request(&path, HTML);
                let value = value.parse().expect("a value");
                request.headers_mut().expect("headers").insert(name, value);
                let answer = browser.send(request.body(Body::empty()).expect("a request")).await;
                assert_eq!(answer.status, status, "{path} {name}");
            }
        }
        assert_eq!(stage.digest().await, before);

        let mut stranger = stage.browser();
        let answer = take(&mut stranger, &format!("{path}.csv"), &[]).await;
        assert_eq!(answer.location(), Some(format!("/login?next={path}").as_str()));
    });
}

#[test]
fn whoever_is_refused_a_file_sees_why_and_can_still_choose_a_language_there() {
    both(async |stage| {
        let (mut browser, path) = renamed(stage, "Harbour & Sons").await;
        let file = format!("{path}.csv");
        for _ in 0..10 {
            assert_eq!(take(&mut browser, &file, &[]).await.status, StatusCode::OK);
        }
        let answer = take(&mut browser, &file, &[]).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.header("retry-after"), Some("360"));
        let said = html::visible(answer.text());
        assert!(said.contains(&Words::new(Locale::En).form().refusal_wait(6)), "{said}");

        let answer = browser.post(&file, "choose_language", &[("locale", "fr")]).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, Some(path.as_str()))
        );

        stage.world.tamper("UPDATE role_spans SET role = 'collaborator'").await;
        let answer = take(&mut browser, &file, &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let title = Words::new(Locale::Fr).failure().forbidden_title();
        assert!(answer.text().contains(title), "{}", answer.text());

        // What is somebody else's is not there, as if it never had been.
        let mut adam = stage.browser();
        adam.sign_up("adam@office.example", PASSWORD).await;
        let org = path.split('/').nth(2).expect("an id").to_owned();
        let foreign = take(&mut adam, &file, &[]).await;
        let none = take(&mut adam, "/o/0000000000/activity.csv", &[]).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        assert_eq!(foreign.lasting().replace(&org, "0000000000"), none.lasting());
    });
}
