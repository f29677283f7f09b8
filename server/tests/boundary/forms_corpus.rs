//! A thousand strings that nobody types, in every text field: stored as the one canonical form or
//! refused at the field, and the same on both databases.

use std::{cell::RefCell, collections::BTreeSet};

use domain::{
    email::Email,
    text::{OrgName, PersonName},
};
use http::StatusCode;

use crate::support::{Stage, both, calls, corpus::corpus, scenes::Setting};

/// Fields that take what people type, or send instead.
const FIELDS: [(&str, &str); 28] = [
    ("sign_up", "first_name"),
    ("sign_up", "last_name"),
    ("sign_up", "org_name"),
    ("sign_up", "email"),
    ("sign_up", "kind"),
    ("sign_up", "password"),
    ("sign_in", "email"),
    ("sign_in", "password"),
    ("request_reset", "email"),
    ("choose_language", "locale"),
    ("choose_theme", "theme"),
    ("name_organization", "kind"),
    ("name_organization", "org_name"),
    ("change_profile", "last_name"),
    ("change_profile", "time_zone"),
    ("change_details", "street"),
    ("change_details", "tax_number"),
    ("change_details", "website"),
    ("confirm_identity", "password"),
    ("end_session", "session"),
    ("show_dashboard", "org"),
    ("show_own_activity", "query"),
    ("show_user", "user"),
    ("suspend_member", "reason"),
    ("choose_products", "shown"),
    ("create_team", "name"),
    ("choose_team_members", "shown"),
    ("search", "query"),
];

/// After a hundred wrong passwords none is looked at any more, and one session may ask only so often.
const TRIES: usize = 90;

/// What a text becomes when it is stored; `None` if it is refused.
fn canonical(field: &str, raw: &str) -> Option<String> {
    match field {
        "first_name" | "last_name" => PersonName::parse(raw).ok().map(|it| it.to_string()),
        "org_name" => OrgName::parse(raw).ok().map(|it| it.to_string()),
        _ => Email::parse(raw).ok().map(|it| it.canonical().to_owned()),
    }
}

/// The column that holds a field of a sign-up.
fn column(field: &str) -> Option<&str> {
    match field {
        "first_name" | "last_name" | "org_name" => Some(field),
        "email" => Some("email_canonical"),
        _ => None,
    }
}

/// Text of a corpus for a field: addresses get a part that makes most of them nearly right.
fn spelled(field: &str, index: usize, text: &str) -> String {
    match (field, index % 3) {
        ("email", 0) => format!("{text}@quist.example"),
        ("email", 1) => format!("nora@{text}.example"),
        _ => text.to_owned(),
    }
}

/// Sends every string in one field; gives one line per string.
async fn verdicts(stage: &Stage, setting: &Setting<'_>, form: &str, field: &str) -> Vec<String> {
    let mut browser = setting.browser_for(form).await;
    let mut verdicts = Vec::new();
    for (index, text) in corpus().iter().enumerate() {
        browser.address = stage.new_address();
        if index % TRIES == 0 {
            stage.world.tamper("DELETE FROM sign_in_failures").await;
            browser = setting.browser_for(form).await;
        }
        let typed = spelled(field, index, text);
        // An address of its own each time, so that none replaces or delays another.
        let address = format!("corpus.{field}.{index}@quist.example");
        let mut fields = calls::of(form).about("0000000000", "nothing");
        for (key, value) in &mut fields {
            match *key {
                it if it == field => *value = &typed,
                "email" => *value = &address,
                _ => {}
            }
        }
        let answer = browser.call(form, &fields).await;
        let what = format!("{form} {field} {typed:?}");
        assert!(!answer.status.is_server_error(), "{what}: {}", answer.text());
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY && form == "sign_up" {
            let faults = answer.failure().1["fields"].clone();
            let only = faults.as_array().is_some_and(|all| all.len() == 1);
            assert!(only && faults[0]["field"] == field, "{what}: {}", answer.text());
        }
        if let (Some(column), "sign_up") = (column(field), form) {
            check_stored(stage, &typed, field, column, answer.status).await;
        }
        let (code, detail) = answer.failure();
        verdicts.push(format!("{what}: {} {code} {detail}", answer.status));
    }
    verdicts
}

async fn check_stored(stage: &Stage, typed: &str, field: &str, column: &str, status: StatusCode) {
    let wanted = canonical(field, typed);
    let what = format!("{field} {typed:?}");
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return;
    }
    assert_eq!(status == StatusCode::OK, wanted.is_some(), "{what}: {status}");
    if let Some(wanted) = wanted {
        let value = wanted.replace('\'', "''");
        let found = format!("pending_sign_ups WHERE {column} = '{value}'");
        assert!(stage.world.count(&found).await >= 1, "{what}: not stored as {wanted:?}");
    }
}

#[test]
fn a_strange_string_gets_the_same_verdict_on_both_databases() {
    assert!(corpus().len() >= 1_000, "{}", corpus().len());
    let runs = RefCell::new(Vec::new());
    both(async |stage| {
        let mut lines = Vec::new();
        for (form, field) in FIELDS {
            // What the field before has caused is nobody's business here.
            stage.world.tamper("DELETE FROM jobs").await;
            let setting = Setting::for_function(stage, &format!("{form}.{field}")).await;
            stage.world.tamper("DELETE FROM pending_sign_ups").await;
            lines.extend(verdicts(stage, &setting, form, field).await);
            if (form, field) == ("sign_up", "email") {
                addresses_agree(stage).await;
            }
        }
        runs.borrow_mut().push(lines);
    });
    let runs = runs.into_inner();
    assert_eq!(runs[0].len(), runs[1].len());
    for (sqlite, postgres) in runs[0].iter().zip(&runs[1]) {
        assert_eq!(sqlite, postgres);
    }
    println!("{} strings in {} fields", corpus().len(), FIELDS.len());
}

/// Two spellings are one address to the database exactly if they are to the rules.
async fn addresses_agree(stage: &Stage) {
    let typed = corpus();
    let typed = typed.iter().enumerate().map(|(index, it)| spelled("email", index, it));
    let different: BTreeSet<_> = typed.filter_map(|it| canonical("email", &it)).collect();
    let stored = stage.world.count("pending_sign_ups").await;
    let stored = usize::try_from(stored).expect("a count");
    assert_eq!(stored, different.len());
}

#[test]
fn what_was_stored_is_shown_as_text() {
    both(async |stage| {
        let shown: Vec<String> = corpus()
            .iter()
            .filter_map(|it| OrgName::parse(it).ok())
            .map(|it| it.as_str().to_owned())
            .step_by(25)
            .collect();
        assert!(shown.len() > 20);
        for (index, name) in shown.iter().enumerate() {
            let email = format!("shown.{index}@quist.example");
            let mut browser = stage.signed_up(&email).await;
            let sql = format!("UPDATE organizations SET name = '{}'", name.replace('\'', "''"));
            stage.world.tamper(&sql).await;
            let page = browser.open("/").await;
            assert_eq!(page.status, StatusCode::OK);
            let heading = crate::support::html::tags(page.text())
                .into_iter()
                .find(|it| it.name == "h1")
                .expect("a heading");
            assert_eq!(&crate::support::html::text_of(page.text(), &heading), name.trim());
        }
    });
}
