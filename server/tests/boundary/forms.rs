//! Forms: whatever is wrong is said at the field, in words, with the input kept and nothing stored.

use app::words::Words;
use domain::locale::Locale;
use http::StatusCode;
use server::forms;

use crate::support::{
    Answer, PASSWORD, Stage, both,
    browser::{Fields, HTML, encoded},
    calls, html,
    scenes::Setting,
};

const LONG: &str = "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffg";

/// A value that a field refuses, and the words for it.
struct Case {
    form: &'static str,
    field: &'static str,
    value: String,
    words: fn(Words) -> String,
}

fn case(form: &'static str, field: &'static str, value: &str, words: fn(Words) -> String) -> Case {
    Case { form, field, value: value.to_owned(), words }
}

fn missing(words: Words) -> String {
    words.form().problem_missing().to_owned()
}

fn forbidden(words: Words) -> String {
    words.form().problem_forbidden_character().to_owned()
}

fn no_choice(words: Words) -> String {
    words.form().problem_not_a_choice().to_owned()
}

fn no_address(words: Words) -> String {
    words.form().problem_email_malformed().to_owned()
}

fn mixed(words: Words) -> String {
    words.form().problem_email_mixed_scripts().to_owned()
}

fn guessable(words: Words) -> String {
    words.form().problem_password_guessable().to_owned()
}

fn own_words(words: Words) -> String {
    words.form().problem_password_own_words().to_owned()
}

fn no_code(words: Words) -> String {
    words.form().problem_code_malformed().to_owned()
}

fn wrong_code(words: Words) -> String {
    words.form().problem_wrong_code().to_owned()
}

fn wrong_password(words: Words) -> String {
    words.form().problem_wrong_password().to_owned()
}

macro_rules! limit {
    ($text:ident, $number:literal) => {
        |words| words.form().$text($number)
    };
}

/// Wrong values of each field of each form.
fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("sign_up", "kind", "", no_choice),
        case("sign_up", "kind", "robot", no_choice),
        case("sign_up", "kind", "company ", no_choice),
        case("sign_up", "org_name", "", missing),
        case("sign_up", "org_name", "\u{200b}\u{feff} ", missing),
        case("sign_up", "org_name", &LONG.repeat(2), limit!(problem_too_long, "120")),
        case("sign_up", "org_name", "Harbour\r\nPress", forbidden),
        case("sign_up", "password", "short but odd!", limit!(problem_password_too_short, "15")),
        case("sign_up", "password", "passwordpassword", guessable),
        case("sign_up", "password", "nora@quist.example2", own_words),
        case("verify_sign_up", "password", "not the right password", wrong_password),
        case("confirm_identity", "password", "not the right password", wrong_password),
        case("reset_password", "password", "qwertyuiopasdfgh", guessable),
        case(
            "reset_password",
            "password",
            "fourteen chars",
            limit!(problem_password_too_short, "15"),
        ),
        case("change_details", "org_name", "", missing),
        case("change_details", "kind", "robot", no_choice),
        case("change_details", "street", "", missing),
        case("change_details", "postal_code", LONG, limit!(problem_too_long, "16")),
        case("change_details", "city", " ", missing),
        case("change_details", "country", "", missing),
        case("change_details", "country", "XX", no_choice),
        case("change_details", "phone", "call me", |words| words.form().problem_phone().to_owned()),
        case("change_details", "website", "javascript:alert(1)", |words| {
            words.form().problem_website().to_owned()
        }),
        case("change_details", "tax_number", "CHE-116.281.711", |words| {
            words.form().problem_tax_check().to_owned()
        }),
        case("change_details", "tax_number", "DE136695976", |words| {
            words.form().problem_tax_prefix("CHE-116.281.710")
        }),
        case("change_details", "language", "xx", no_choice),
        case("name_organization", "kind", "robot", no_choice),
        case("name_organization", "org_name", " ", missing),
        case("locate_organization", "street", "", missing),
        case("locate_organization", "country", "XX", no_choice),
        case("locate_organization", "tax_number", "CHE-116.281.711", |words| {
            words.form().problem_tax_check().to_owned()
        }),
        case("change_profile", "first_name", "", missing),
        case("change_profile", "last_name", "No\u{202e}ra", forbidden),
        case("change_profile", "language", "xx", no_choice),
        case("change_profile", "time_zone", "Mars/Olympus", no_choice),
        case("change_profile", "theme", "pink", no_choice),
        case("change_password", "current_password", "", missing),
        case("change_password", "current_password", "not the right password", wrong_password),
        case(
            "change_password",
            "password",
            "short but odd!",
            limit!(problem_password_too_short, "15"),
        ),
        case("change_password", "password", "passwordpassword", guessable),
        case("suspend_member", "reason", " ", missing),
        case("suspend_member", "reason", "On\u{202e} leave", forbidden),
        case("suspend_member", "reason", &LONG.repeat(9), limit!(problem_too_long, "500")),
        case("offer_handover", "afterwards", "owner", no_choice),
        case("create_team", "name", " ", missing),
        case("create_team", "name", "We\u{202e}b", forbidden),
        case("create_team", "colour", "pink", no_choice),
        case("change_team", "name", LONG, limit!(problem_too_long, "60")),
        case("change_team", "colour", "", no_choice),
        case("change_team", "leader", "somebody", no_choice),
        case("choose_role", "role", "", no_choice),
        case("choose_invited_role", "role", "", no_choice),
        case("choose_invited_role", "role", "owner", no_choice),
        case("choose_invited_messages", "language", "xx", no_choice),
        case("name_invited", "addresses", "", missing),
        case("name_invited", "addresses", "nora@quist", no_address),
        case("name_invited", "addresses", "p\u{430}ypal@quist.example", mixed),
        case("decline_invitation", "code", "", missing),
        case("decline_invitation", "code", "12345", no_code),
        case("decline_invitation", "code", "123456", wrong_code),
        case("choose_role", "role", "owner", no_choice),
        case("sign_in", "email", "", missing),
        case("sign_in", "password", "", missing),
    ];
    for (form, field) in [
        ("sign_up", "first_name"),
        ("sign_up", "last_name"),
        ("join_organization", "first_name"),
        ("join_organization", "last_name"),
    ] {
        cases.extend([
            case(form, field, "", missing),
            case(form, field, " \u{a0}\u{3000} ", missing),
            case(form, field, LONG, limit!(problem_too_long, "60")),
            case(form, field, "No\u{1}ra", forbidden),
            case(form, field, "No\u{85}ra", forbidden),
            case(form, field, "No\u{202e}ra", forbidden),
            case(form, field, "No\u{fffd}ra", forbidden),
            case(form, field, "No\0ra", forbidden),
        ]);
    }
    for form in ["sign_up", "request_reset"] {
        let long = format!("{}@quist.example", "a".repeat(300));
        cases.extend([
            case(form, "email", "", missing),
            case(form, "email", "nora", no_address),
            case(form, "email", "nora@quist", no_address),
            case(form, "email", "nora@@quist.example", no_address),
            case(form, "email", "Nora <nora@quist.example>", no_address),
            case(form, "email", "nora@quist.example, a@b.example", no_address),
            case(form, "email", "nora@quist.example\r\nBcc: a@b.example", no_address),
            case(form, "email", "nora@quist.example\0", no_address),
            case(form, "email", "<script>alert(1)</script>@quist.example", no_address),
            case(form, "email", "p\u{430}ypal@quist.example", mixed),
            case(form, "email", &long, limit!(problem_too_long, "254")),
        ]);
    }
    for form in
        ["sign_up", "verify_sign_up", "join_organization", "reset_password", "confirm_identity"]
    {
        cases.extend([
            case(form, "password", "", missing),
            case(form, "password", "a secret\u{7}that rings", forbidden),
            case(form, "password", &"long ".repeat(206), limit!(problem_too_long, "1024")),
        ]);
    }
    cases
}

/// The example of a form with one field changed.
fn with(form: &str, org: &str, field: &str, value: &str) -> Vec<(&'static str, String)> {
    let fields = calls::of(form).about(org, "nothing").into_iter();
    fields.map(|(key, it)| (key, if key == field { value } else { it }.to_owned())).collect()
}

/// Checks the page of a refused form: the words at the field, the input kept, the secret gone.
fn check(answer: &Answer, case: &Case, typed: &[(&str, String)], words: Words) {
    let what = format!("{} {} {:?} {:?}", case.form, case.field, case.value, words.locale());
    let page = answer.text();
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {page}");
    let id = format!("{}-problem", case.field);
    let problem = html::by_id(page, &id).unwrap_or_else(|| panic!("{what}: no problem in {page}"));
    assert_eq!(html::text_of(page, &problem), (case.words)(words), "{what}");
    let described = html::tags(page).into_iter().any(|tag| {
        let ids = tag.attribute("aria-describedby").unwrap_or_default();
        ids.split(' ').any(|it| it == id)
    });
    assert!(described, "{what}: nothing is described by {id}");
    let summary = html::visible(page);
    assert!(summary.contains(words.common().problem_title()), "{what}: no summary");
    for (key, value) in typed {
        if key.ends_with("password") || *key == "code" {
            assert!(
                value.len() < 5 || !page.contains(value.as_str()),
                "{what}: the secret came back"
            );
        } else if let Some(tag) = control(page, key).filter(|it| it.name != "button") {
            let choice = tag.attribute("type") == Some("radio") || tag.name == "select";
            let kept = match tag.name.as_str() {
                "textarea" => Some(html::text_of(page, &tag)),
                _ if choice => None,
                _ => tag.attribute("value").map(str::to_owned),
            };
            assert!(kept.as_ref().is_none_or(|it| it == value), "{what}: {key} was {kept:?}");
            assert!(choice || kept.is_some() || value.is_empty(), "{what}: {key} was lost");
        }
    }
}

fn control(page: &str, name: &str) -> Option<html::Tag> {
    html::tags(page).into_iter().find(|tag| tag.attribute("name") == Some(name))
}

#[test]
fn a_wrong_value_is_told_at_its_field_in_every_language() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        for case in cases() {
            let page = setting.page(case.form);
            let mut browser = setting.browser_for(case.form).await;
            let fields = with(case.form, &setting.org, case.field, &case.value);
            let fields: Vec<_> = fields.iter().map(|(key, it)| (*key, it.as_str())).collect();
            let before = stage.digest().await;
            for locale in Locale::ALL.iter().copied() {
                browser.locale = locale;
                browser.address = stage.new_address();
                browser.set_cookie("locale", locale.tag());
                let answer = browser.post(&page, case.form, &fields).await;
                let typed = with(case.form, &setting.org, case.field, &case.value);
                check(&answer, &case, &typed, Words::new(locale));
            }
            let answer = browser.call(case.form, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            let faults = answer.failure().1["fields"].clone();
            let named =
                faults.as_array().is_some_and(|all| all.iter().any(|it| it["field"] == case.field));
            assert!(named, "{} {:?}: {}", case.form, case.value, answer.text());
            assert_eq!(stage.digest().await, before, "{} {:?}", case.form, case.value);
        }
    });
}

/// Choices of language and colours are buttons only, and a link that still works needs no renewal.
const WITHOUT_WORDS: [&str; 3] = ["choose_language", "choose_theme", "renew_sign_up_link"];

#[test]
fn a_misread_form_comes_back_with_words_and_stores_nothing() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        for form in forms::ALL {
            let page = setting.page(form.name);
            let mut browser = setting.browser_for(form.name).await;
            let before = stage.digest().await;
            for (what, body) in misreadings(form.name, &setting.org) {
                let body = format!("form={}&{body}", form.name);
                let request = browser.post_request(&page, HTML).body(body.into());
                let answer = browser.send(request.expect("a request")).await;
                let what = format!("{} with {what}: {}", form.name, answer.text());
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
                assert!(!answer.text().contains(PASSWORD), "{what}");
                let texts = Words::new(Locale::En).form();
                let said = html::visible(answer.text());
                let told =
                    said.contains(texts.refusal_form()) || said.contains(texts.problem_missing());
                assert!(told || WITHOUT_WORDS.contains(&form.name), "{what}");
            }
            assert_eq!(stage.digest().await, before, "{}", form.name);
        }
    });
}

/// Bodies that break the rule that each key comes exactly once.
fn misreadings(form: &str, org: &str) -> Vec<(String, String)> {
    let fields = calls::of(form).about(org, "nothing");
    let whole = encoded(&fields);
    let mut bodies: Vec<(String, String)> = ["role=admin", "%66orm%00=x", "staff=1", "x[y][z]=1"]
        .into_iter()
        .map(|extra| (format!("the key {extra}"), format!("{whole}&{extra}")))
        .collect();
    for (at, (key, value)) in fields.iter().enumerate() {
        let without: Vec<_> = fields.iter().enumerate().filter(|(it, _)| *it != at).collect();
        let without: Vec<_> = without.into_iter().map(|(_, field)| *field).collect();
        let without = encoded(&without);
        let one = encoded(&[(key, value)]);
        let spelled = one.replacen(&key[..1], &format!("%{:02x}", key.as_bytes()[0]), 1);
        bodies.extend([
            (format!("no {key}"), without.clone()),
            (format!("two equal {key}"), format!("{whole}&{one}")),
            (format!("two different {key}"), format!("{key}=other&{whole}")),
            (format!("{key} spelled in two ways"), format!("{whole}&{spelled}")),
            (format!("a list of {key}"), format!("{without}&{key}[]=a&{key}[]=b")),
            (format!("{key} with an index"), format!("{without}&{key}[0]=a")),
            (format!("{key} as a nest"), format!("{without}&{key}[a][b]=c")),
            (format!("{key} in capitals"), format!("{without}&{}=a", key.to_uppercase())),
        ]);
    }
    bodies
}

#[test]
fn a_post_without_exactly_one_form_of_its_page_is_a_bad_request() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        for form in forms::ALL {
            let page = setting.page(form.name);
            let mut browser = setting.browser_for(form.name).await;
            let before = stage.digest().await;
            let whole = encoded(&calls::of(form.name).about(&setting.org, "nothing"));
            let bodies = [
                (&*page, whole.clone()),
                (&page, format!("{whole}&form={0}&form={0}", form.name)),
                (&page, format!("{whole}&form=")),
                (&page, format!("{whole}&form={}x", form.name)),
                (&page, format!("{whole}&form[]={}", form.name)),
                (&page, format!("{whole}&form=../{}", form.name)),
                ("/check", format!("{whole}&form={}", form.name)),
            ];
            for (page, body) in bodies {
                if page == "/check" && form.pages.contains(&"*") {
                    continue;
                }
                let request = browser.post_request(page, HTML).body(body.clone().into());
                let answer = browser.send(request.expect("a request")).await;
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{page} {body}");
                assert!(answer.set_cookies().is_empty(), "{page} {body}");
            }
            assert_eq!(stage.digest().await, before, "{}", form.name);
        }
    });
}

#[test]
fn a_form_of_another_organization_does_nothing_and_says_where_it_belongs() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let foreign = Setting::for_function(stage, "elsewhere").await.org;
        let mut browser = setting.browser_for("change_details").await;
        let create = calls::of("create_organization");
        let summary = create.page(&setting.org).expect("a page");
        let founded =
            browser.post(&summary, create.function, &create.about(&setting.org, "")).await;
        let other = founded.location().and_then(|it| it.strip_prefix("/o/")).expect("founded");
        let call = calls::of("change_details");
        let page = call.page(other).expect("a page");
        let before = stage.digest().await;
        let answer = browser.post(&page, call.function, &call.about(&setting.org, "")).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let (texts, said) = (Words::new(Locale::En).failure(), html::visible(answer.text()));
        assert!(said.contains(texts.other_organization_title()), "{said}");
        assert!(said.contains(&texts.other_organization_next("Harbour Press Ltd")), "{said}");

        // One that is somebody else's is not there.
        let answer = browser.post(&page, call.function, &call.about(&foreign, "")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(stage.digest().await, before);
    });
}

const MARKUP: [&str; 12] = [
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "</title><svg onload=alert(1)>",
    "--><script>alert(1)</script>",
    "<!--",
    "&lt;b&gt; &amp; &#x41;",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "javascript:alert(1)",
    "]]><b>",
    "\u{2028}<\u{ff1c}script\u{ff1e}",
    "'; DROP TABLE users; --",
    "\" autofocus onfocus=alert(1) x=\"",
];

/// The text fields of all forms.
const TEXT_FIELDS: [(&str, &str); 7] = [
    ("sign_up", "first_name"),
    ("sign_up", "last_name"),
    ("sign_up", "org_name"),
    ("sign_up", "email"),
    ("sign_in", "email"),
    ("sign_in", "next"),
    ("request_reset", "email"),
];

#[test]
fn markup_comes_back_as_the_text_that_was_typed() {
    both(async |stage| {
        for (form, field) in TEXT_FIELDS {
            let page = calls::of(form).page("").expect("a page");
            let plain = stage.browser().get(&page).await;
            for markup in MARKUP {
                let answer = post_markup(stage, &page, form, field, markup).await;
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form} {markup}");
                let html = answer.text();
                assert_eq!(count(html, "script"), count(plain.text(), "script"), "{form} {markup}");
                for tag in ["img", "b"] {
                    assert_eq!(count(html, tag), 0, "{form} {field} {markup}");
                }
                let strange = html::tags(html)
                    .into_iter()
                    .any(|tag| tag.attributes.keys().any(|it| it.starts_with("on") || it == "x"));
                assert!(!strange, "{form} {field} {markup}");
                let kept = control(html, field).expect("the field");
                assert_eq!(kept.attribute("value"), Some(markup), "{form} {field}");
            }
        }
    });
}

/// Posts a form in which this field holds markup and something else is wrong.
async fn post_markup(stage: &Stage, page: &str, form: &str, field: &str, markup: &str) -> Answer {
    let mut fields = with(form, "", field, markup);
    if field == "next" {
        fields.push(("next", markup.to_owned()));
    }
    for (key, value) in &mut fields {
        if *key == "password" || (form == "request_reset" && *key != field) {
            value.clear();
        }
    }
    let fields: Vec<_> = fields.iter().map(|(key, it)| (*key, it.as_str())).collect();
    let fields: Fields<'_> = &fields;
    stage.browser().post(page, form, fields).await
}

fn count(html: &str, name: &str) -> usize {
    html::tags(html).iter().filter(|it| it.name == name).count()
}
