//! All forms: their server function, the pages they stand on, and their secrets.

use domain::id::PublicId;

/// A form that can be posted to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The name of its server function.
    pub name: &'static str,
    /// The paths of its pages; `*` stands for every page, `{org}` for an organization.
    pub pages: &'static [&'static str],
    /// Fields that never come back to the browser.
    pub secrets: &'static [&'static str],
}

const fn form(name: &'static str, pages: &'static [&'static str]) -> Form {
    Form { name, pages, secrets: &["password", "current_password", "code"] }
}

/// The list. A form that is not in it cannot be posted.
pub const ALL: &[Form] = &[
    form("sign_up", &["/signup"]),
    form("verify_sign_up", &["/verify"]),
    form("discard_sign_up", &["/verify"]),
    form("renew_sign_up_link", &["/verify"]),
    form("sign_in", &["/login"]),
    form("sign_out", &["/logout"]),
    form("request_reset", &["/forgot"]),
    form("reset_password", &["/reset"]),
    form("confirm_identity", &["/sudo"]),
    form("end_session", &["/profile/sessions"]),
    form("end_other_sessions", &["/profile/sessions"]),
    form("change_details", &["/o/{org}/settings"]),
    form("remove_logo", &["/o/{org}/settings/logo"]),
    form("change_profile", &["/profile"]),
    form("remove_picture", &["/profile/picture"]),
    form("change_password", &["/profile/security"]),
    form("create_organization", &["/profile/organizations/new"]),
    form("choose_language", &["*"]),
    form("choose_theme", &["*"]),
];

/// Forms that send a file, with the pages that they stand on.
pub const UPLOADS: &[Form] = &[
    form("change_logo", &["/o/{org}/settings/logo"]),
    form("change_picture", &["/profile/picture"]),
];

/// The form that sends a file to the page at `path`, if there is one.
pub fn upload_at(path: &str) -> Option<Form> {
    UPLOADS.iter().find(|it| it.pages.iter().any(|page| is_at(page, path))).copied()
}

/// The form `name`, if it stands on the page at `path`.
pub fn on_page(name: &str, path: &str) -> Option<Form> {
    ALL.iter()
        .find(|it| it.name == name && it.pages.iter().any(|page| *page == "*" || is_at(page, path)))
        .copied()
}

/// Whether a path is one that a pattern stands for.
fn is_at(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some("{org}"), Some(part)) if part.parse::<PublicId>().is_ok() => {}
            (Some(pattern), Some(part)) if pattern == part => {}
            _ => return false,
        }
    }
}
