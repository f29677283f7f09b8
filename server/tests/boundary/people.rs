//! Members and what they may do: what is taken away is gone at once, and nobody who may not see
//! members finds out who is one.

use app::words::Words;
use backend::mail::MailKind;
use domain::locale::Locale;
use http::StatusCode;

use crate::{
    rights_cast::{ACTORS, Cast, Seat, cast},
    support::{
        Answer, Browser, Stage, both,
        browser::Fields,
        calls, html,
        scenes::{Setting, rights_draft},
        stand_ins::{KIND, MEMBER, OTHER_KIND, OTHER_TEAM, REMOVED, RIGHTS_DRAFT, TEAM, id_of},
    },
};

/// An id that nobody has.
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// A browser in which somebody of the cast has just signed in and proved who they are.
async fn browser_of<'a>(stage: &'a Stage, cast: &Cast, name: &str) -> Browser<'a> {
    let actor = ACTORS.into_iter().find(|it| it.name == name).expect("an actor");
    Seat::take(stage, cast, actor, true).await.browser
}

/// The id of somebody of the cast.
async fn id_in_cast(stage: &Stage, name: &str) -> String {
    id_of(stage, &format!("{name}@harbour.example")).await
}

/// What a form on a page sends unseen under this key.
async fn unseen(browser: &mut Browser<'_>, page: &str, key: &str) -> String {
    let answer = browser.get(page).await;
    assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
    let tags = html::tags(answer.text());
    let found = tags.iter().find(|it| it.attribute("name") == Some(key));
    found.and_then(|it| it.attribute("value")).expect("a value").to_owned()
}

/// Sends a form that works; gives the page that it leads to.
async fn send(browser: &mut Browser<'_>, page: &str, form: &str, fields: Fields<'_>) -> String {
    let answer = browser.post(page, form, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form}: {}", answer.text());
    answer.location().expect("a page").to_owned()
}

/// Gives a member another role, up to the last step; gives the page of that and the draft.
async fn choose_role(
    browser: &mut Browser<'_>,
    (org, user): (&str, &str),
    role: &str,
) -> (String, String) {
    let page = format!("/o/{org}/users/{user}/rights");
    let seen = unseen(browser, &page, "seen").await;
    let fields = [("org", org), ("user", user), ("seen", &seen), ("role", role)];
    let products = send(browser, &page, "choose_role", &fields).await;
    let draft = products.split('/').nth(6).expect("a draft").to_owned();
    let fields = [("org", org), ("user", user), ("draft", &draft), ("shown", "")];
    (send(browser, &products, "choose_products", &fields).await, draft)
}

/// Gives a member another role, step by step.
async fn change_role(browser: &mut Browser<'_>, (org, user): (&str, &str), role: &str) {
    let (summary, draft) = choose_role(browser, (org, user), role).await;
    let seen = unseen(browser, &summary, "seen").await;
    let fields = [("org", org), ("user", user), ("draft", &draft), ("seen", &seen)];
    send(browser, &summary, "change_member", &fields).await;
}

/// The example of a function, about somebody.
fn fields_about<'a>(function: &str, org: &'a str, user: &'a str) -> Vec<(&'static str, &'a str)> {
    let mut fields = calls::of(function).about(org, "");
    for (key, value) in &mut fields {
        if *key == "user" {
            *value = user;
        }
    }
    fields
}

/// An answer of this status without the id that was asked about.
fn without_id(answer: &Answer, status: StatusCode, user: &str) -> String {
    assert_eq!(answer.status, status, "{user}: {}", answer.text());
    answer.lasting().replace(user, NOBODY)
}

#[test]
fn a_right_that_was_taken_away_is_gone_with_the_next_request_of_an_open_session() {
    both(async |stage| {
        let cast = cast(stage).await;
        let org = cast.harbour.as_str();
        let mut administrator = browser_of(stage, &cast, "administrator").await;
        let mut representative = browser_of(stage, &cast, "representative").await;
        let user = id_in_cast(stage, "administrator").await;
        let [home, activity, users] = ["", "/activity", "/users"].map(|it| format!("/o/{org}{it}"));
        assert_eq!(administrator.get(&activity).await.status, StatusCode::OK);

        change_role(&mut representative, (org, &user), "collaborator").await;
        let before = stage.digest().await;
        assert_eq!(administrator.get(&activity).await.status, StatusCode::FORBIDDEN);
        for function in ["show_activity", "change_details", "change_member", "suspend_member"] {
            let fields = calls::of(function).about(org, "");
            let answer = administrator.call(function, &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{function}: {}", answer.text());
        }
        assert_eq!(stage.digest().await, before);
        assert_eq!(administrator.get(&users).await.status, StatusCode::OK, "what is left");

        let page = format!("{users}/{user}/suspend");
        let seen = unseen(&mut representative, &page, "seen").await;
        let fields = [("org", org), ("user", &user), ("seen", &seen), ("reason", "On leave")];
        send(&mut representative, &page, "suspend_member", &fields).await;
        for path in [&home, &users] {
            assert_eq!(administrator.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        for path in [format!("{users}/{user}"), format!("{users}/{user}/remove")] {
            assert_eq!(administrator.get(&path).await.status, StatusCode::OK, "one may leave");
        }
        assert_eq!(administrator.get("/").await.location(), Some("/profile/organizations"));
        assert!(administrator.is_signed_in().await, "the account stays as it is");
    });
}

#[test]
fn whoever_is_no_member_is_not_there_whether_unknown_elsewhere_or_removed() {
    both(async |stage| {
        let cast = cast(stage).await;
        let org = cast.harbour.as_str();
        let mut browser = browser_of(stage, &cast, "representative").await;
        let mut people = vec![NOBODY.to_owned(), REMOVED.to_owned()];
        for name in ["foreigner", "removed"] {
            people.push(id_in_cast(stage, name).await);
        }
        let before = stage.digest().await;
        for page in ["", "/suspend", "/remove", "/rights"] {
            let mut said = Vec::new();
            for user in &people {
                let answer = browser.get(&format!("/o/{org}/users/{user}{page}")).await;
                said.push(without_id(&answer, StatusCode::NOT_FOUND, user));
            }
            said.dedup();
            assert_eq!(said.len(), 1, "{page}: {said:#?}");
        }
        for function in [
            "show_user",
            "show_suspension",
            "show_removal",
            "show_rights",
            "choose_role",
            "change_contact",
            "suspend_member",
            "lift_suspension",
            "remove_member",
        ] {
            let mut said = Vec::new();
            for user in &people {
                let answer = browser.call(function, &fields_about(function, org, user)).await;
                said.push(without_id(&answer, StatusCode::NOT_FOUND, user));
            }
            said.dedup();
            assert_eq!(said.len(), 1, "{function}: {said:#?}");
        }
        assert_eq!(stage.digest().await, before);
    });
}

#[test]
fn an_external_finds_themselves_and_learns_of_nobody_else_whether_they_are_a_member() {
    both(async |stage| {
        let cast = cast(stage).await;
        let org = cast.harbour.as_str();
        let mut browser = browser_of(stage, &cast, "external").await;
        let own = id_in_cast(stage, "external").await;
        for page in ["", "/remove"] {
            let answer = browser.get(&format!("/o/{org}/users/{own}{page}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
        }
        assert_eq!(browser.get(&format!("/o/{org}/users")).await.status, StatusCode::FORBIDDEN);
        let representative = id_in_cast(stage, "representative").await;
        for function in [
            "show_user",
            "show_suspension",
            "show_removal",
            "show_rights",
            "choose_role",
            "change_contact",
            "suspend_member",
            "lift_suspension",
            "remove_member",
            "undo_removal",
        ] {
            let mut said = Vec::new();
            for user in [MEMBER, representative.as_str(), REMOVED, NOBODY] {
                let answer = browser.call(function, &fields_about(function, org, user)).await;
                said.push(without_id(&answer, StatusCode::FORBIDDEN, user));
            }
            said.dedup();
            assert_eq!(said.len(), 1, "{function}: {said:#?}");
        }
    });
}

#[test]
fn an_administrator_neither_touches_a_legal_representative_nor_makes_one() {
    both(async |stage| {
        let cast = cast(stage).await;
        let org = cast.harbour.as_str();
        let mut browser = browser_of(stage, &cast, "administrator").await;
        let user = id_in_cast(stage, "representative").await;
        let before = stage.digest().await;
        for function in [
            "show_suspension",
            "show_removal",
            "show_rights",
            "choose_role",
            "change_contact",
            "suspend_member",
            "lift_suspension",
            "remove_member",
        ] {
            let answer = browser.call(function, &fields_about(function, org, &user)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{function}: {}", answer.text());
        }
        assert_eq!(stage.digest().await, before);

        // What is kept between the steps gives nobody anything.
        let page = format!("/o/{org}/users/{MEMBER}/rights");
        let seen = unseen(&mut browser, &page, "seen").await;
        let role = "legal_representative";
        let fields = [("org", org), ("user", MEMBER), ("seen", &seen), ("role", role)];
        let answer = browser.post(&page, "choose_role", &fields).await;
        if let Some(products) = answer.location().map(str::to_owned) {
            let draft = products.split('/').nth(6).expect("a draft");
            let fields = [("org", org), ("user", MEMBER), ("draft", draft), ("seen", &seen)];
            let answer = browser.call("change_member", &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
        }
        let own = id_in_cast(stage, "administrator").await;
        let fields = [("org", org), ("user", &own), ("seen", "0"), ("role", role)];
        let answer = browser.call("choose_role", &fields).await;
        if let Some(products) = answer.location().map(str::to_owned) {
            let draft = products.split('/').nth(6).expect("a draft");
            let fields = [("org", org), ("user", &own), ("draft", draft), ("seen", "0")];
            let answer = browser.call("change_member", &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
        }
        let raised = format!("role_spans WHERE role = '{role}' AND valid_from > 1");
        let founders = stage.world.count("organizations").await;
        assert_eq!(stage.world.count(&raised).await, founders, "only who founded one");
    });
}

#[test]
fn what_somebody_has_begun_to_change_is_not_there_for_others() {
    both(async |stage| {
        let cast = cast(stage).await;
        let org = cast.harbour.as_str();
        let mut administrator = browser_of(stage, &cast, "administrator").await;
        let mut representative = browser_of(stage, &cast, "representative").await;
        let (summary, draft) = choose_role(&mut representative, (org, MEMBER), "external").await;
        assert_eq!(representative.get(&summary).await.status, StatusCode::OK);

        let foreign = administrator.get(&summary).await;
        let none = administrator.get(&summary.replace(&draft, "0000000000")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        assert_eq!(foreign.lasting().replace(&draft, "0000000000"), none.lasting());
        // One about another member is none about this one either.
        let other = summary.replace(MEMBER, &id_in_cast(stage, "collaborator").await);
        assert_eq!(representative.get(&other).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn who_was_removed_is_listed_only_for_those_who_can_take_it_back() {
    both(async |stage| {
        let cast = cast(stage).await;
        let users = format!("/o/{}/users", cast.harbour);
        let title = Words::new(Locale::En).people().removed_title();
        for (name, listed) in
            [("representative", true), ("administrator", true), ("collaborator", false)]
        {
            let page = browser_of(stage, &cast, name).await.get(&users).await;
            assert_eq!(page.status, StatusCode::OK, "{name}");
            assert_eq!(page.text().contains(REMOVED), listed, "{name}");
            assert_eq!(html::visible(page.text()).contains(title), listed, "{name}");
        }
    });
}

#[test]
fn whoever_leaves_is_out_at_once_and_the_legal_representatives_are_told() {
    both(async |stage| {
        let cast = cast(stage).await;
        let (org, home) = (cast.harbour.as_str(), format!("/o/{}", cast.harbour));
        let mut leaver = browser_of(stage, &cast, "collaborator").await;
        let own = id_in_cast(stage, "collaborator").await;
        let page = format!("{home}/users/{own}/remove");
        let next = send(&mut leaver, &page, "leave_organization", &[("org", org)]).await;
        assert_eq!(next, "/profile/organizations");
        assert_eq!(leaver.get(&home).await.status, StatusCode::NOT_FOUND);
        assert!(leaver.is_signed_in().await);
        stage.world.work().await;
        stage.world.last_mail(MailKind::MemberLeft, "representative@harbour.example");

        let mut only = browser_of(stage, &cast, "representative").await;
        let before = stage.digest().await;
        let answer = only.call("leave_organization", &[("org", org)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
        assert_eq!(stage.digest().await, before);
    });
}

/// The boxes of lists on a page that are ticked.
async fn ticked(browser: &mut Browser<'_>, page: &str) -> Vec<(String, String)> {
    let answer = browser.get(page).await;
    assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
    let boxes = html::tags(answer.text()).into_iter().filter_map(|tag| {
        tag.attribute("checked")?;
        let key = tag.attribute("name").filter(|it| it.ends_with("[]"))?;
        Some((key.to_owned(), tag.attribute("value")?.to_owned()))
    });
    let mut boxes: Vec<_> = boxes.collect();
    boxes.sort();
    boxes
}

#[test]
fn a_list_is_taken_as_a_whole_and_a_single_field_sent_twice_is_not() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let (form, org) = ("choose_products", setting.org.as_str());
        let mut browser = setting.browser_for(form).await;
        let page = setting.page(form);
        let shown = format!("{OTHER_KIND} {KIND}");
        let about = [("org", org), ("user", MEMBER), ("draft", RIGHTS_DRAFT), ("shown", &shown)];
        let ticks = [
            ("teams[]", TEAM),
            ("teams[]", OTHER_TEAM),
            ("technical[]", OTHER_KIND),
            ("technical[]", KIND),
        ];
        let fields = [&about[..], &ticks].concat();
        let bare: Vec<_> = fields.iter().map(|(key, it)| format!("{key}={it}")).collect();
        let bare = bare.join("&").replace(' ', "+");
        for way in ["page", "script", "script with bare brackets"] {
            rights_draft(stage, &setting.owner, org).await;
            let (answer, works) = match way {
                "page" => (browser.post(&page, form, &fields).await, StatusCode::SEE_OTHER),
                "script" => (browser.call(form, &fields).await, StatusCode::OK),
                _ => (browser.call_raw(form, bare.clone()).await, StatusCode::OK),
            };
            assert_eq!(answer.status, works, "{way}: {}", answer.text());
            let kept = ticked(&mut browser, &page).await;
            let statistics = kept.iter().filter(|(key, _)| key == "statistics[]");
            assert_eq!(statistics.count(), 1, "{way}: what was not shown stays");
            let kept = kept.iter().filter(|(key, _)| key != "statistics[]");
            let kept: Vec<_> = kept.map(|(key, it)| (key.as_str(), it.as_str())).collect();
            assert_eq!(kept, ticks, "{way}");
        }

        let before = stage.digest().await;
        for twice in [("shown", shown.as_str()), ("user", MEMBER), ("q", "a")] {
            // The last one is not among the fields so far.
            let times = if twice.0 == "q" { 2 } else { 1 };
            let fields = [fields.clone(), vec![twice; times]].concat();
            let posted = browser.post(&page, form, &fields).await;
            assert_eq!(posted.status, StatusCode::UNPROCESSABLE_ENTITY, "{twice:?}");
            let called = browser.call(form, &fields).await;
            assert_eq!(called.status, StatusCode::BAD_REQUEST, "{twice:?}");
        }
        assert_eq!(stage.digest().await, before);
    });
}
