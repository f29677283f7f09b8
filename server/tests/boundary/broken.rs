//! A broken database shows nothing of itself: without one of its tables, with tables that refuse what
//! is written, and gone altogether.

use std::{
    fs::OpenOptions,
    io::Write as _,
    path::{Path, PathBuf},
};

use backend::{Store, usecase::setup};
use server::forms;

use crate::support::{
    Answer, Browser, Stage, both, calls, inside::inside_word, multipart::send, scenes::Setting,
};

/// One red pixel.
const PIXEL: &[u8] = include_bytes!("../../../backend/src/tests/pixel.png");

fn check_nothing_inside(what: &str, answer: &Answer) {
    let headers = format!("{:?}", answer.headers);
    // A list to choose from is no statement.
    let page = answer.text().replace("<select ", "<");
    for text in [&page, &headers] {
        assert_eq!(inside_word(text), None, "{what}: {text}");
    }
}

/// Somebody in front of every page and function, and what they ask about.
struct Crowd<'a> {
    browsers: Vec<Browser<'a>>,
    home: String,
}

impl<'a> Crowd<'a> {
    /// Everybody afresh: what still works signs people out and uses links up.
    async fn gather(stage: &'a Stage, name: &str) -> Self {
        let setting = Setting::for_function(stage, name).await;
        let mut member = setting.browser_for("end_session").await;
        let home = member.get("/").await.location().expect("a dashboard").to_owned();
        let link = setup::first_staff_link(&stage.world.backend).await.expect("asked");
        let mut first_staff = stage.browser();
        first_staff.set_cookie("staff-link", link.expect("nobody is staff").expose());
        // A new password ends the member's session, so that comes last.
        let browsers = vec![
            stage.browser(),
            first_staff,
            member,
            setting.browser_for("verify_sign_up").await,
            setting.browser_for("reset_password").await,
        ];
        Self { browsers, home }
    }

    /// Asks for every page and function, by script and by page; counts the errors that are ours.
    async fn ask_everything(&mut self, stage: &Stage) -> usize {
        let mut errors = 0;
        for browser in &mut self.browsers {
            browser.address = stage.new_address();
            for (what, answer) in ask_as(browser, &self.home).await {
                check_nothing_inside(&what, &answer);
                errors += usize::from(answer.status.is_server_error());
            }
        }
        errors
    }
}

async fn ask_as(browser: &mut Browser<'_>, home: &str) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for page in calls::pages_from(home) {
        answers.push((page.clone(), browser.get(&page).await));
    }
    for page in [
        "/readyz",
        "/picture",
        &home.replacen("/o/", "/logo/", 1),
        "/check?reference=ABCD-EFGH-JKMN",
        "/nowhere",
    ] {
        answers.push((page.to_owned(), browser.get(page).await));
    }
    let org = home.trim_start_matches("/o/");
    answers.extend(send_pictures(browser, home, org).await);
    // Signing out comes last: it ends the session that the others are asked with.
    let leaving = |call: &&calls::Call| ["sign_out", "switch_person"].contains(&call.function);
    let others = calls::ALL.iter().filter(|it| !leaving(it));
    for call in others.chain(calls::ALL.iter().filter(leaving)) {
        let fields = call.about(org, "00000000-0000-7000-8000-000000000000");
        let called = browser.call(call.function, &fields).await;
        answers.push((call.function.to_owned(), called));
        if let Some(page) = call.page(org) {
            let posted = browser.post(&page, call.function, &fields).await;
            answers.push((format!("{} on {page}", call.function), posted));
        }
    }
    answers
}

/// Sends the same small picture to each page that takes one.
async fn send_pictures(browser: &mut Browser<'_>, home: &str, org: &str) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for form in forms::UPLOADS {
        let page = form.pages[0].replace("/o/{org}", home);
        let mut parts = vec![("form", false, form.name.as_bytes()), ("file", true, PIXEL)];
        if page.starts_with("/o/") {
            parts.push(("org", false, org.as_bytes()));
        }
        answers.push((page.clone(), send(browser, &page, &parts).await));
    }
    answers
}

async fn tables(stage: &Stage) -> Vec<String> {
    let tables: Vec<String> = stage.world.rows().await.into_keys().collect();
    assert!(tables.len() > 15, "{tables:?}");
    tables
}

async fn tamper_all(stage: &Stage, statements: &[String]) {
    for sql in statements {
        stage.world.tamper(sql).await;
    }
}

/// Tables that no request reads: only workers do.
const UNREAD: [&str; 1] = ["history_signatures"];

#[test]
fn a_missing_table_shows_nothing_of_itself() {
    both(async |stage| {
        for (index, table) in tables(stage).await.iter().enumerate() {
            let mut crowd = Crowd::gather(stage, &format!("table{index}")).await;
            let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
            let gone = format!("{table}_gone");
            stage.world.tamper(&rename(table, &gone)).await;
            let errors = crowd.ask_everything(stage).await;
            println!("without {table}: {errors} errors");
            assert_eq!(errors == 0, UNREAD.contains(&table.as_str()), "{table}: {errors}");
            stage.world.backend.settled().await;
            stage.world.tamper(&rename(&gone, table)).await;
            assert_eq!(stage.browser().get("/check?reference=x").await.status, 200);
        }
    });
}

/// What makes a table refuse each new or changed row, and what takes that back.
fn refusal(store: &Store, table: &str) -> [Vec<String>; 2] {
    match store {
        Store::Sqlite(_) => {
            let makes = ["INSERT", "UPDATE"].map(|act| {
                format!(
                    "CREATE TRIGGER refuse_{act} BEFORE {act} ON {table} BEGIN
                     SELECT RAISE(ABORT, 'CHECK constraint failed: refuse_{table}'); END"
                )
            });
            let takes_back = ["INSERT", "UPDATE"].map(|act| format!("DROP TRIGGER refuse_{act}"));
            [makes.to_vec(), takes_back.to_vec()]
        }
        Store::Postgres(_) => {
            let alter = |how: &str| vec![format!("ALTER TABLE {table} {how}")];
            [
                // Rows that are there already are let be.
                alter("ADD CONSTRAINT refuse_all CHECK (FALSE) NOT VALID"),
                alter("DROP CONSTRAINT refuse_all"),
            ]
        }
    }
}

/// Tables that no request writes to.
const UNWRITTEN: [&str; 5] =
    ["history_signatures", "installation", "product_kind_names", "product_kinds", "products"];

#[test]
fn a_refused_row_shows_nothing_of_its_constraint() {
    both(async |stage| {
        for (index, table) in tables(stage).await.iter().enumerate() {
            let mut crowd = Crowd::gather(stage, &format!("table{index}")).await;
            let [makes, takes_back] = refusal(&stage.world.backend.store, table);
            tamper_all(stage, &makes).await;
            let errors = crowd.ask_everything(stage).await;
            println!("{table} refuses: {errors} errors");
            assert_eq!(errors == 0, UNWRITTEN.contains(&table.as_str()), "{table}: {errors}");
            stage.world.backend.settled().await;
            tamper_all(stage, &takes_back).await;
            // It goes on where it was, as if nothing had happened.
            let email = format!("after{index}@harbour.example");
            stage.signed_up(&email).await;
        }
    });
}

/// What still answers when there is no database: what needs none.
async fn check_dead(stage: &Stage, crowd: &mut Crowd<'_>) {
    let errors = crowd.ask_everything(stage).await;
    println!("{errors} errors");
    assert!(errors > 40, "the database is still used: {errors}");
    let mut stranger = stage.browser();
    for (page, status) in [("/login", 200), ("/signup", 200), ("/healthz", 200), ("/readyz", 503)] {
        assert_eq!(stranger.get(page).await.status, status, "{page}");
    }
}

#[test]
fn a_closed_database_shows_nothing_of_itself() {
    both(async |stage| {
        let mut crowd = Crowd::gather(stage, "closed").await;
        stage.world.backend.settled().await;
        stage.world.backend.store.close().await;
        check_dead(stage, &mut crowd).await;
    });
}

#[test]
fn a_database_that_is_lost_while_in_use_shows_nothing_of_itself() {
    both(async |stage| {
        let mut crowd = Crowd::gather(stage, "lost").await;
        stage.world.backend.settled().await;
        match &stage.world.backend.store {
            Store::Sqlite(store) => overwrite(store.path()),
            Store::Postgres(_) => stage.world.shut_out().await,
        }
        check_dead(stage, &mut crowd).await;
    });
}

/// Puts something else where the file, its log and the log's index were. Without the index, what a
/// connection has read before would still count.
fn overwrite(path: &Path) {
    let [log, index] = ["wal", "shm"].map(|it| PathBuf::from(format!("{}-{it}", path.display())));
    for path in [path, &log, &index] {
        let length = path.metadata().expect("a file").len();
        let mut file = OpenOptions::new().write(true).open(path).expect("opened");
        let noise: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        file.write_all(&noise).expect("written");
    }
}
