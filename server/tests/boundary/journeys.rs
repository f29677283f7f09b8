//! Whole journeys: the same roads without script and with it.

use app::{api::session::Place, words::Words};
use backend::{mail::MailKind, testing::code};
use domain::{locale::Locale, theme::Theme};
use http::StatusCode;

use crate::support::{Browser, PASSWORD, Stage, both, browser::sign_up_fields, html};

const OLIVIA: &str = "olivia@harbour.example";
const OTHER_PASSWORD: &str = "violet harbour lantern 77";

fn words() -> Words {
    Words::new(Locale::En)
}

/// How a form reaches the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Page,
    Script,
}

const WAYS: [Way; 2] = [Way::Page, Way::Script];

impl Way {
    /// Sends a form that is expected to work; gives the page that it leads to.
    async fn send(
        self,
        browser: &mut Browser<'_>,
        page: &str,
        form: &str,
        fields: &[(&str, &str)],
    ) -> String {
        let (answer, expected) = match self {
            Self::Page => (browser.post(page, form, fields).await, StatusCode::SEE_OTHER),
            Self::Script => (browser.call(form, fields).await, StatusCode::OK),
        };
        assert_eq!(answer.status, expected, "{self:?} {form}: {}", answer.text());
        answer.location().unwrap_or(page).to_owned()
    }

    /// Signs up completely; gives the path of the dashboard.
    async fn sign_up(self, stage: &Stage, browser: &mut Browser<'_>, email: &str) -> String {
        let sent = self.send(browser, "/signup", "sign_up", &sign_up_fields(email, PASSWORD)).await;
        assert_eq!(sent, "/signup/sent");
        assert!(browser.get(&sent).await.text().contains(email), "the address can be checked");
        stage.world.work().await;

        let link = stage.mailed_link(MailKind::ConfirmSignUp, email);
        let taken = browser.get(&link).await;
        assert_eq!((taken.status, taken.location()), (StatusCode::SEE_OTHER, Some("/verify")));
        assert_eq!(taken.header("referrer-policy"), Some("no-referrer"));
        let page = browser.get("/verify").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains(email));
        self.send(browser, "/verify", "verify_sign_up", &[("password", PASSWORD)]).await
    }
}

#[test]
fn somebody_signs_up_and_reaches_the_dashboard() {
    both(async |stage| {
        for (way, email) in WAYS.into_iter().zip([OLIVIA, "otto@harbour.example"]) {
            let mut browser = stage.browser();
            let dashboard = way.sign_up(stage, &mut browser, email).await;
            let page = browser.get(&dashboard).await;
            assert_eq!(page.status, StatusCode::OK, "{way:?}: {}", page.text());
            assert!(page.text().contains("Harbour Press Ltd"));
            assert!(page.text().contains("Olivia Hart"));
            assert_eq!(browser.get("/").await.location(), Some(dashboard.as_str()));
            for gone in ["verify-link", "sent", "staff-link"] {
                assert_eq!(browser.cookie(gone), None, "{gone}");
            }
        }
    });
}

#[test]
fn a_page_that_needs_somebody_is_reached_after_signing_in() {
    both(async |stage| {
        for (way, email) in WAYS.into_iter().zip([OLIVIA, "otto@harbour.example"]) {
            let mut browser = stage.browser();
            let dashboard = way.sign_up(stage, &mut browser, email).await;
            let login = way.send(&mut browser, "/logout", "sign_out", &[]).await;
            assert_eq!(login, "/login");
            assert_eq!(browser.cookie("session"), None);
            if way == Way::Page {
                let page = browser.get(&login).await;
                assert!(page.text().contains(words().door().login_signed_out()));
                let page = browser.get(&login).await;
                assert!(!page.text().contains(words().door().login_signed_out()), "said once");
            }
            let away = browser.get(&dashboard).await;
            let login = format!("/login?next={dashboard}");
            assert_eq!(away.location(), Some(login.as_str()));
            let page = browser.get(&login).await;
            assert!(page.text().contains(words().door().login_needed()));
            let next = html::tags(page.text());
            let next = next.iter().find(|it| it.attribute("name") == Some("next"));
            assert_eq!(next.and_then(|it| it.attribute("value")), Some(dashboard.as_str()));

            let fields = [("email", email), ("password", PASSWORD), ("next", &dashboard)];
            assert_eq!(way.send(&mut browser, "/login", "sign_in", &fields).await, dashboard);
            assert_eq!(browser.get(&dashboard).await.status, StatusCode::OK);
        }
    });
}

#[test]
fn sessions_are_listed_and_ended_after_a_fresh_proof() {
    both(async |stage| {
        for (way, email) in WAYS.into_iter().zip([OLIVIA, "otto@harbour.example"]) {
            let mut here = stage.browser();
            way.sign_up(stage, &mut here, email).await;
            let mut phone = stage.signed_in(email).await;
            let mut tablet = stage.signed_in(email).await;

            stage.world.clock.advance_minutes(10);
            let asked = here.get("/profile/sessions").await;
            assert_eq!(asked.location(), Some("/sudo?next=/profile/sessions"));
            assert!(here.get("/sudo?next=/profile/sessions").await.text().contains(email));
            let fields = [("password", PASSWORD), ("next", "/profile/sessions")];
            let back = way.send(&mut here, "/sudo", "confirm_identity", &fields).await;
            assert_eq!(back, "/profile/sessions");

            let listed = here.call("list_sessions", &[]).await.json();
            let places: Vec<Place> = serde_json::from_value(listed).expect("a list");
            assert_eq!(places.len(), 3);
            let current: Vec<_> = places.iter().filter(|it| it.current).collect();
            assert_eq!(current, [&places[0]], "the present one first");
            let page = here.get(&back).await;
            assert_eq!(page.status, StatusCode::OK);
            assert_eq!(page.text().matches(r#"value="end_session""#).count(), 2);

            let session = places[1].id.as_str();
            way.send(&mut here, &back, "end_session", &[("session", session)]).await;
            let alive = [phone.is_signed_in().await, tablet.is_signed_in().await];
            assert_eq!(alive.iter().filter(|it| **it).count(), 1, "{alive:?}");

            way.send(&mut here, &back, "end_other_sessions", &[]).await;
            assert!(!phone.is_signed_in().await && !tablet.is_signed_in().await);
            assert!(here.is_signed_in().await);
            if way == Way::Page {
                let page = here.get(&back).await;
                assert!(page.text().contains(&words().sessions().others_ended(1)));
            }
        }
    });
}

#[test]
fn a_forgotten_password_is_replaced_and_every_session_ends() {
    both(async |stage| {
        for (way, email) in WAYS.into_iter().zip([OLIVIA, "otto@harbour.example"]) {
            let mut owner = stage.signed_up(email).await;
            let mut browser = stage.browser();
            let sent =
                way.send(&mut browser, "/forgot", "request_reset", &[("email", email)]).await;
            assert_eq!(sent, "/forgot/sent");
            stage.world.clock.advance_minutes(2);
            stage.world.work().await;

            let link = stage.mailed_link(MailKind::ResetPassword, email);
            let page = browser.open(&link).await;
            assert!(page.text().contains(email), "{}", page.text());
            let fields = [("password", OTHER_PASSWORD)];
            let login = way.send(&mut browser, "/reset", "reset_password", &fields).await;
            assert_eq!(login, "/login");
            assert_eq!(browser.cookie("reset-link"), None);
            assert!(!owner.is_signed_in().await, "every session has ended");

            let old = [("email", email), ("password", PASSWORD)];
            let refused = browser.post("/login", "sign_in", &old).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.text().contains(words().door().refusal_sign_in()));
            browser.sign_in(email, OTHER_PASSWORD).await;
            assert!(browser.is_signed_in().await);
            stage.world.work().await;
            stage.world.last_mail(MailKind::PasswordChanged, email);
        }
    });
}

#[test]
fn a_wrong_password_does_not_confirm_a_sign_up() {
    both(async |stage| {
        let mut browser = stage.browser();
        browser.post("/signup", "sign_up", &sign_up_fields(OLIVIA, PASSWORD)).await;
        stage.world.work().await;
        browser.open(&stage.mailed_link(MailKind::ConfirmSignUp, OLIVIA)).await;
        let fields = [("password", OTHER_PASSWORD)];
        let refused = browser.post("/verify", "verify_sign_up", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(words().form().problem_wrong_password()));
        assert_eq!(stage.world.count("users").await, 0);

        let answer = browser.post("/verify", "verify_sign_up", &[("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "the link still works");
    });
}

#[test]
fn the_owner_of_an_address_discards_a_sign_up_that_somebody_else_made() {
    both(async |stage| {
        for (way, email) in WAYS.into_iter().zip([OLIVIA, "otto@harbour.example"]) {
            stage.world.request_sign_up(email, PASSWORD).await;
            let mut owner = stage.browser();
            let link = stage.mailed_link(MailKind::ConfirmSignUp, email);
            let code = code(&stage.world.last_mail(MailKind::ConfirmSignUp, email)).grouped();
            owner.open(&link).await;
            let login =
                way.send(&mut owner, "/verify", "discard_sign_up", &[("code", &code)]).await;
            assert_eq!(login, "/login");
            assert_eq!(stage.world.count("pending_sign_ups").await, 0);
            let page = owner.open(&link).await;
            assert_eq!(page.status, StatusCode::GONE, "as if there had never been a link");
        }
    });
}

#[test]
fn whoever_signs_up_twice_is_told_by_mail_and_nowhere_else() {
    both(async |stage| {
        stage.signed_up(OLIVIA).await;
        stage.world.clock.advance_minutes(2);
        let mut again = stage.browser();
        let answer = again.post("/signup", "sign_up", &sign_up_fields(OLIVIA, PASSWORD)).await;
        assert_eq!(answer.location(), Some("/signup/sent"));
        stage.world.work().await;
        stage.world.last_mail(MailKind::HasLogin, OLIVIA);
        assert_eq!(stage.world.count("pending_sign_ups").await, 0);
    });
}

#[test]
fn the_language_of_pages_and_mails_is_the_one_that_was_chosen() {
    both(async |stage| {
        for locale in Locale::ALL.iter().copied() {
            let email = format!("{}@harbour.example", locale.tag());
            let door = Words::new(locale).door();
            let mut browser = stage.browser();
            for page in ["/signup", "/login", "/forgot"] {
                let fields = [("locale", locale.tag())];
                let chosen = browser.post(page, "choose_language", &fields).await;
                assert_eq!(chosen.location(), Some(page));
            }
            let page = browser.get("/signup").await;
            assert!(html::title(page.text()).contains(door.sign_up_title()));
            assert!(page.text().contains(&format!(r#"lang="{}""#, locale.tag())));

            let dashboard = browser.sign_up(&email, PASSWORD).await;
            browser.jar.remove(&browser.cookie_name("locale"));
            let page = browser.get(&dashboard).await;
            assert!(page.text().contains(Words::new(locale).shell().sign_out()), "{locale:?}");
        }
    });
}

#[test]
fn the_colours_of_every_page_are_those_that_were_chosen_from_its_first_byte() {
    both(async |stage| {
        let mut browser = stage.signed_up(OLIVIA).await;
        let root = |theme: &str| format!(r#"data-theme="{theme}""#);
        let pages = ["/login", "/profile/sessions", "/nowhere"];
        for page in pages {
            assert!(browser.get(page).await.text().contains(&root("system")), "{page}");
        }
        for theme in Theme::ALL.iter().map(|it| it.name()).rev() {
            for page in pages {
                let chosen = browser.post(page, "choose_theme", &[("theme", theme)]).await;
                assert_eq!(chosen.location(), Some(page));
            }
            for page in pages {
                assert!(browser.get(page).await.text().contains(&root(theme)), "{page} {theme}");
            }
        }
    });
}

#[test]
fn opening_an_address_never_acts() {
    both(async |stage| {
        let mut browser = stage.signed_up(OLIVIA).await;
        stage.world.request_sign_up("pending@harbour.example", PASSWORD).await;
        let link = stage.mailed_link(MailKind::ConfirmSignUp, "pending@harbour.example");
        stage.world.clock.advance_minutes(2);
        let reset = stage.world.request_reset(OLIVIA).await;
        let before = stage.digest().await;
        let mut robot = stage.browser();
        for page in server::router::PAGES {
            for form in server::forms::ALL {
                let query = format!("{page}?form={}&password={PASSWORD}&locale=fr", form.name);
                browser.get(&query.replace(' ', "+")).await;
            }
        }
        for _ in 0..3 {
            robot.open(&link).await;
            robot.open(&format!("/reset?t={}", reset.expose())).await;
        }
        assert_eq!(stage.digest().await, before);
    });
}
