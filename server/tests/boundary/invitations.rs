//! The page behind the link of an invitation, as strangers, robots and the wrong people meet it.

use app::words::Words;
use backend::mail::MailKind;
use domain::locale::Locale;
use http::StatusCode;

use crate::support::{
    Answer, Browser, PASSWORD, both, browser::sign_up_fields, calls, html, scenes::Setting,
    stand_ins,
};

/// What robots fill in, besides nothing.
const GUESSES: [&str; 4] = ["", "x", "123456", "password"];

/// The functions of the forms on a page.
fn forms_on(page: &str) -> Vec<String> {
    let names = html::tags(page).into_iter().filter(|it| it.attribute("name") == Some("form"));
    let mut names: Vec<_> =
        names.filter_map(|it| it.attribute("value").map(str::to_owned)).collect();
    names.sort();
    names.dedup();
    names
}

/// The fields of a form that a person would see, or that its script would send.
fn fields_of<'a>(page: &str, form: &str, guess: &'a str) -> Vec<(String, &'a str)> {
    let begin = page.find(&format!("id=\"{form}\"")).unwrap_or_default();
    let end = page[begin..].find("</form>").map_or(page.len(), |it| begin + it);
    let tags = html::tags(&page[begin..end]);
    let names = tags.into_iter().filter_map(|it| it.attribute("name").map(str::to_owned));
    names.filter(|it| it != "form").map(|it| (it, guess)).collect()
}

/// Sends every form of the page, filled in with this.
async fn send_all(browser: &mut Browser<'_>, page: &Answer, guess: &str) -> usize {
    let forms = forms_on(page.text());
    // Choices of language and colours are the visitor's own.
    let forms: Vec<_> = forms.into_iter().filter(|it| !it.starts_with("choose_")).collect();
    for form in &forms {
        let fields = fields_of(page.text(), form, guess);
        let fields: Vec<_> = fields.iter().map(|(key, value)| (key.as_str(), *value)).collect();
        let answer = browser.post("/invitation", form, &fields).await;
        assert_ne!(answer.status, StatusCode::SEE_OTHER, "{form} {guess:?} worked");
    }
    forms.len()
}

#[test]
fn a_robot_that_follows_the_link_and_sends_every_form_changes_nothing() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        for function in ["join_organization", "decline_invitation"] {
            for guess in GUESSES {
                let mut robot = setting.browser_for(function).await;
                let page = robot.get("/invitation").await;
                let before = stage.digest().await;
                let sent = send_all(&mut robot, &page, guess).await;
                assert!(sent >= 2, "{}", page.text());
                assert_eq!(stage.digest().await, before, "{function} {guess:?}");
            }
        }
    });
}

#[test]
fn whoever_has_no_account_creates_it_and_belongs_to_the_organization() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let mut guest = setting.browser_for("join_organization").await;
        let call = calls::of("join_organization");
        let answer = guest.post("/invitation", call.function, &call.about("", "")).await;
        assert_eq!(answer.location(), Some(format!("/o/{}", setting.org).as_str()));
        let words = Words::new(Locale::En);
        let home = guest.get(&format!("/o/{}", setting.org)).await;
        assert!(html::visible(home.text()).contains(words.invitations().joined()));
        let users = guest.get(&format!("/o/{}/users", setting.org)).await;
        assert!(html::visible(users.text()).contains("Nora Quist"));
        assert!(guest.cookie("invitation-link").is_none(), "the link has done its work");
    });
}

#[test]
fn the_wrong_person_goes_on_as_the_right_one_without_losing_the_link() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let mut browser = setting.browser_for("switch_person").await;
        let texts = Words::new(Locale::En).invitations();
        let page = browser.get("/invitation").await;
        assert!(html::title(page.text()).contains(texts.wrong_person_title()));
        let refused = browser.post("/invitation", "accept_invitation", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

        let switched = browser.post("/invitation", "switch_person", &[]).await;
        assert_eq!(switched.location(), Some("/invitation"));
        assert!(!browser.is_signed_in().await);
        let page = browser.get("/invitation").await;
        assert!(forms_on(page.text()).contains(&"join_organization".to_owned()));
    });
}

#[test]
fn a_sign_up_by_somebody_else_with_the_invited_address_comes_to_nothing() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let invited = stand_ins::invited(&setting.org);
        let mut attacker = stage.browser();
        let theirs = "what the attacker has chosen";
        attacker.post("/signup", "sign_up", &sign_up_fields(&invited, theirs)).await;
        stage.world.work().await;
        let link = stage.mailed_link(MailKind::ConfirmSignUp, &invited);
        let mut guest = setting.browser_for("join_organization").await;
        let call = calls::of("join_organization");
        let joined = guest.post("/invitation", call.function, &call.about("", "")).await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());

        attacker.open(&link).await;
        let fields = [("password", theirs)];
        let verified = attacker.post("/verify", "verify_sign_up", &fields).await;
        assert_ne!(verified.status, StatusCode::SEE_OTHER);
        let fields = [("email", invited.as_str()), ("password", theirs)];
        let signed_in = attacker.post("/login", "sign_in", &fields).await;
        assert_eq!(signed_in.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut owner = stage.browser();
        owner.sign_in(&invited, PASSWORD).await;
        assert!(owner.is_signed_in().await);
    });
}

#[test]
fn without_a_link_the_page_says_what_to_do() {
    both(async |stage| {
        for locale in Locale::ALL.iter().copied() {
            let page = stage.browser_in(locale).get("/invitation").await;
            let wanted = Words::new(locale).invitations().missing_title();
            assert!(html::title(page.text()).contains(wanted), "{}", page.text());
        }
        let mut browser = stage.browser();
        let nobodys = browser.get(&format!("/invitation?t={}", "A".repeat(43))).await;
        assert_eq!(nobodys.location(), Some("/invitation"));
        browser.set_cookie("invitation-link", &"A".repeat(43));
        assert_eq!(browser.get("/invitation").await.status, StatusCode::GONE);
    });
}
