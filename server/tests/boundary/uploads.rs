//! Pictures: what is sent, by whom, and who gets to see it.

use std::time::Instant;

use app::words::Words;
use domain::{
    locale::Locale,
    rights::{Role, decide},
};
use http::StatusCode;
use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};

use crate::{
    rights_cast::{ACTORS, Seat, cast},
    rights_table::{Audience, Kind, ROWS},
    support::{
        Answer, Browser, both, calls, html,
        multipart::{body, send, send_as},
        scenes::Setting,
    },
};

/// A picture of one colour.
fn png(width: u32, height: u32) -> Vec<u8> {
    let pixels = vec![90; (width * height) as usize];
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(&pixels, width, height, ExtendedColorType::L8)
        .expect("written");
    file
}

async fn send_logo(browser: &mut Browser<'_>, org: &str, file: &[u8]) -> Answer {
    let parts = [
        ("form", false, b"change_logo".as_slice()),
        ("org", false, org.as_bytes()),
        ("file", true, file),
    ];
    send(browser, &format!("/o/{org}/settings/logo"), &parts).await
}

#[test]
fn a_logo_is_shown_on_every_page_and_read_with_headers_that_let_it_be_nothing_else() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let mut browser = setting.browser_for("change_details").await;
        let org = setting.org.clone();
        let sent = send_logo(&mut browser, &org, &png(800, 100)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        assert_eq!(sent.location(), Some(&*format!("/o/{org}/settings")));
        let page = browser.open(&format!("/o/{org}/settings")).await;
        let said = html::visible(page.text());
        assert!(said.contains(Words::new(Locale::En).picture().logo_saved()), "{said}");

        let logos = html::tags(page.text());
        let logo = logos.iter().find(|it| it.attribute("class") == Some("logo")).expect("a logo");
        assert_eq!(logo.attribute("alt"), Some("Harbour Press Ltd"));
        let src = logo.attribute("src").expect("an address").to_owned();
        let file = browser.get(&src).await;
        for (name, value) in [
            ("content-type", "image/png"),
            ("x-content-type-options", "nosniff"),
            ("content-disposition", "inline; filename=\"logo.png\""),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("cache-control", "private, max-age=31536000, immutable"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(file.header(name), Some(value), "{name}");
        }
        let picture = image::load_from_memory(&file.body).expect("a picture");
        assert_eq!((picture.width(), picture.height()), (270, 33));

        // Without a version it may have changed.
        let now = browser.get(&format!("/logo/{org}")).await;
        assert_eq!(now.header("cache-control"), Some("private, no-cache"));
    });
}

#[test]
fn what_is_no_picture_is_refused_quickly_in_every_language_and_changes_nothing() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let mut browser = setting.browser_for("change_details").await;
        let whole = png(300, 300);
        let mut bomb = png(1, 1);
        // The width in the head; its checksum does not fit any more, which is found out later.
        bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        let before = stage.digest().await;
        for locale in Locale::ALL.iter().copied() {
            browser.set_cookie("locale", locale.tag());
            for file in [&svg[..], b"GIF89a\x01\0\x01\0", b"\x89PNG", &whole[..300], &bomb, b""] {
                let began = Instant::now();
                let answer = send_logo(&mut browser, &setting.org, file).await;
                assert!(began.elapsed().as_millis() < 1000, "{:?}", began.elapsed());
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
                let problem = html::by_id(answer.text(), "file-problem").expect("a problem");
                let told = html::text_of(answer.text(), &problem);
                let texts = Words::new(locale).form();
                let named = ["PNG", "JPEG", "WebP"].iter().all(|it| told.contains(it));
                assert!(named || told == texts.problem_missing(), "{told}");
            }
        }
        assert_eq!(stage.digest().await, before);
    });
}

#[test]
fn a_body_that_no_page_of_ours_sends_is_a_bad_request() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let mut browser = setting.browser_for("change_details").await;
        let (org, file) = (setting.org.as_bytes(), png(9, 9));
        let path = format!("/o/{}/settings/logo", setting.org);
        let form = ("form", false, b"change_logo".as_slice());
        let (org, file) = (("org", false, org), ("file", true, &*file));
        let long = [b'x'; 65];
        let before = stage.digest().await;
        for parts in [
            &[org, file][..],
            &[form, form, org, file],
            &[form, org, org, file],
            &[form, org, file, file],
            &[form, org, file, ("role", false, b"admin")],
            &[form, org, file, ("left", false, b"-1")],
            &[form, org, file, ("left", false, b"60"), ("right", false, b"40")],
            &[form, org, file, ("top", false, b"1"), ("top", false, b"1")],
            &[form, org, file, ("bottom", false, &long)],
            &[("form", false, b"change_picture"), org, file],
            &[("form", false, b"change_details"), org, file],
        ] {
            let answer = send(&mut browser, &path, parts).await;
            let names: Vec<_> = parts.iter().map(|it| it.0).collect();
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{names:?}");
        }
        let whole = body(&[form, org, file]);
        for (kind, body) in [
            ("multipart/form-data", whole.clone()),
            ("multipart/form-data; boundary=", whole.clone()),
            ("multipart/form-data; boundary=other", whole.clone()),
            ("multipart/mixed; boundary=----harbour7", whole.clone()),
            ("text/plain", whole.clone()),
            ("multipart/form-data; boundary=----harbour7", whole[..whole.len() - 30].to_vec()),
            ("multipart/form-data; boundary=----harbour7", Vec::new()),
        ] {
            let answer = send_as(&mut browser, &path, kind, body).await;
            assert!(answer.status.is_client_error(), "{kind}: {}", answer.status);
        }
        let large = vec![b'x'; 2 * 1024 * 1024 + 64 * 1024];
        let answer = send(&mut browser, &path, &[form, org, ("file", true, &large)]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        let large = vec![b'x'; 2 * 1024 * 1024 + 1];
        let answer = send(&mut browser, &path, &[form, org, ("file", true, &large)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Elsewhere a form stays small.
        let login = send(&mut browser, "/login", &[("file", true, &large)]).await;
        assert_eq!(login.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(stage.digest().await, before);
    });
}

#[test]
fn a_logo_sent_from_the_page_of_another_organization_does_nothing() {
    both(async |stage| {
        let setting = Setting::new(stage).await;
        let mut browser = setting.browser_for("change_details").await;
        let create = calls::of("create_organization");
        let summary = create.page(&setting.org).expect("a page");
        let founded =
            browser.post(&summary, create.function, &create.about(&setting.org, "")).await;
        let other = founded.location().and_then(|it| it.strip_prefix("/o/")).expect("founded");
        let before = stage.digest().await;
        let parts = [
            ("form", false, b"change_logo".as_slice()),
            ("org", false, setting.org.as_bytes()),
            ("file", true, &png(9, 9)),
        ];
        let answer = send(&mut browser, &format!("/o/{other}/settings/logo"), &parts).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text());
        assert_eq!(stage.digest().await, before);
    });
}

#[test]
fn only_who_may_change_the_details_sends_a_logo_and_only_members_see_it() {
    both(async |stage| {
        let cast = cast(stage).await;
        let representative = ACTORS.iter().find(|it| it.name == "representative").expect("one");
        let mut seat = Seat::take(stage, &cast, *representative, true).await;
        let sent = send_logo(&mut seat.browser, &cast.harbour, &png(20, 20)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let portrait =
            [("form", false, b"change_picture".as_slice()), ("file", true, &png(20, 20))];
        let sent = send(&mut seat.browser, "/profile/picture", &portrait).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let settings = format!("/o/{}", cast.harbour);
        let dashboard = seat.browser.get(&settings).await;
        let tags = html::tags(dashboard.text());
        let sources: Vec<_> = tags.iter().filter_map(|it| it.attribute("src")).collect();
        let picture = sources.iter().find(|it| it.contains("/users/")).expect("of a member");

        for actor in ACTORS {
            let role = actor.role.filter(|_| actor.known);
            for row in ROWS.iter().filter(|it| it.kind == Kind::File) {
                let Audience::Org(action) = &row.audience else { continue };
                let path = if row.name.contains("{user}") {
                    (*picture).to_owned()
                } else {
                    row.name.replace("{org}", &cast.harbour)
                };
                let may = role.is_some_and(|it: Role| decide(&actor.standing(it), action).is_ok());
                let mut seat = Seat::take(stage, &cast, actor, false).await;
                let answer = seat.browser.get(&path).await;
                let wanted = if may { StatusCode::OK } else { StatusCode::NOT_FOUND };
                assert_eq!(answer.status, wanted, "{path} by {actor:?}");
            }
            let change = domain::rights::Action::ChangeDetails;
            let may = role.is_some_and(|it| decide(&actor.standing(it), &change).is_ok());
            let mut seat = Seat::take(stage, &cast, actor, false).await;
            let before = stage.digest().await;
            let answer = send_logo(&mut seat.browser, &cast.harbour, &png(20, 20)).await;
            let changed = stage.digest().await != before;
            assert_eq!(changed, may, "{actor:?}: {}", answer.status);
            assert!(!answer.status.is_success() && !answer.status.is_server_error());
        }
    });
}
