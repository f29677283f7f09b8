//! Every address that a redirect may name. Nothing else ever becomes a `Location`.

use domain::id::PublicId;

/// Where organizations are created.
const NEW: &str = "/profile/organizations/new";

/// The same, in front of the id of a draft.
const NEW_WITH_ID: &str = "/profile/organizations/new/";

/// A page of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// `/`: leads on to the start page of the last organization.
    Home,
    /// `/login`
    Login,
    /// `/logout`
    Logout,
    /// `/signup`
    SignUp,
    /// `/signup/sent`: what to do with the mail that is on its way.
    SignUpSent,
    /// `/verify`
    Verify,
    /// `/forgot`
    Forgot,
    /// `/forgot/sent`: what to do with the mail that is on its way, if there is one.
    ForgotSent,
    /// `/reset`
    Reset,
    /// `/sudo`
    Sudo,
    /// `/check`
    Check,
    /// `/help`
    Help,
    /// `/profile`
    Profile,
    /// `/profile/picture`
    Picture,
    /// `/profile/security`
    Security,
    /// `/profile/sessions`
    Sessions,
    /// `/profile/activity`
    OwnActivity,
    /// `/profile/organizations`
    Organizations,
    /// `/profile/organizations/new`
    NewOrganization,
    /// `/profile/organizations/new/{draft}`
    Plan(PublicId),
    /// `/profile/organizations/new/{draft}/address`
    PlanAddress(PublicId),
    /// `/profile/organizations/new/{draft}/summary`
    PlanSummary(PublicId),
    /// `/o/{org}`
    Dashboard(PublicId),
    /// `/search`
    Search,
    /// `/o/{org}/search`
    SearchIn(PublicId),
    /// `/o/{org}/activity`
    Activity(PublicId),
    /// `/o/{org}/settings`
    Settings(PublicId),
    /// `/o/{org}/settings/logo`
    Logo(PublicId),
}

impl Route {
    /// The path, always ASCII without control characters.
    pub fn path(self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Login => "/login".to_owned(),
            Self::Logout => "/logout".to_owned(),
            Self::SignUp => "/signup".to_owned(),
            Self::SignUpSent => "/signup/sent".to_owned(),
            Self::Verify => "/verify".to_owned(),
            Self::Forgot => "/forgot".to_owned(),
            Self::ForgotSent => "/forgot/sent".to_owned(),
            Self::Reset => "/reset".to_owned(),
            Self::Sudo => "/sudo".to_owned(),
            Self::Check => "/check".to_owned(),
            Self::Help => "/help".to_owned(),
            Self::Profile => "/profile".to_owned(),
            Self::Picture => "/profile/picture".to_owned(),
            Self::Security => "/profile/security".to_owned(),
            Self::Sessions => "/profile/sessions".to_owned(),
            Self::OwnActivity => "/profile/activity".to_owned(),
            Self::Organizations => "/profile/organizations".to_owned(),
            Self::NewOrganization => NEW.to_owned(),
            Self::Plan(draft) => format!("{NEW}/{draft}"),
            Self::PlanAddress(draft) => format!("{NEW}/{draft}/address"),
            Self::PlanSummary(draft) => format!("{NEW}/{draft}/summary"),
            Self::Search => "/search".to_owned(),
            Self::SearchIn(org) => format!("/o/{org}/search"),
            Self::Dashboard(org) => format!("/o/{org}"),
            Self::Activity(org) => format!("/o/{org}/activity"),
            Self::Settings(org) => format!("/o/{org}/settings"),
            Self::Logo(org) => format!("/o/{org}/settings/logo"),
        }
    }

    /// The organization in the address.
    pub const fn org(self) -> Option<PublicId> {
        match self {
            Self::Dashboard(org)
            | Self::Activity(org)
            | Self::SearchIn(org)
            | Self::Settings(org)
            | Self::Logo(org) => Some(org),
            _ => None,
        }
    }

    /// The draft in the address.
    pub const fn draft(self) -> Option<PublicId> {
        match self {
            Self::Plan(draft) | Self::PlanAddress(draft) | Self::PlanSummary(draft) => Some(draft),
            _ => None,
        }
    }

    /// The page of the menu that this one belongs to.
    #[must_use]
    pub const fn section(self) -> Self {
        match self {
            Self::Logo(org) => Self::Settings(org),
            Self::Picture | Self::Security => Self::Profile,
            Self::NewOrganization | Self::Plan(_) | Self::PlanAddress(_) | Self::PlanSummary(_) => {
                Self::Organizations
            }
            Self::Home
            | Self::Login
            | Self::Logout
            | Self::SignUp
            | Self::SignUpSent
            | Self::Verify
            | Self::Forgot
            | Self::ForgotSent
            | Self::Reset
            | Self::Sudo
            | Self::Check
            | Self::Help
            | Self::Profile
            | Self::Sessions
            | Self::OwnActivity
            | Self::Organizations
            | Self::Dashboard(_)
            | Self::Search
            | Self::SearchIn(_)
            | Self::Activity(_)
            | Self::Settings(_) => self,
        }
    }

    /// The same section of another organization, for whoever changes over to it: from a page of
    /// details to the page that leads there.
    #[must_use]
    pub const fn in_organization(self, org: PublicId) -> Self {
        match self {
            Self::Activity(_) => Self::Activity(org),
            Self::SearchIn(_) => Self::SearchIn(org),
            Self::Settings(_) | Self::Logo(_) => Self::Settings(org),
            _ => Self::Dashboard(org),
        }
    }

    /// Reads the exact path of a page of the console, which is one that a person can come back to:
    /// also what the `next` of a form may be. `None` for every other text.
    ///
    /// Being a parser of known paths, it needs no list of tricks (`//host`, `/\host`, control
    /// characters, schemes): none of them is such a path.
    pub fn in_console(text: &str) -> Option<Self> {
        match text {
            "/search" => Some(Self::Search),
            "/profile" => Some(Self::Profile),
            "/profile/picture" => Some(Self::Picture),
            "/profile/security" => Some(Self::Security),
            "/profile/sessions" => Some(Self::Sessions),
            "/profile/activity" => Some(Self::OwnActivity),
            "/profile/organizations" => Some(Self::Organizations),
            NEW => Some(Self::NewOrganization),
            "/" => Some(Self::Home),
            _ => match (id_after(text, "/o/"), id_after(text, NEW_WITH_ID)) {
                (Some((org, section)), _) => match section {
                    "" => Some(Self::Dashboard(org)),
                    "/search" => Some(Self::SearchIn(org)),
                    "/activity" => Some(Self::Activity(org)),
                    "/settings" => Some(Self::Settings(org)),
                    "/settings/logo" => Some(Self::Logo(org)),
                    _ => None,
                },
                (_, Some((draft, step))) => match step {
                    "" => Some(Self::Plan(draft)),
                    "/address" => Some(Self::PlanAddress(draft)),
                    "/summary" => Some(Self::PlanSummary(draft)),
                    _ => None,
                },
                _ => None,
            },
        }
    }
}

/// The id that follows `before`, and what follows the id.
fn id_after<'a>(text: &'a str, before: &str) -> Option<(PublicId, &'a str)> {
    let (id, rest) = text.strip_prefix(before)?.split_at_checked(PublicId::LENGTH)?;
    Some((id.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_next_is_one_of_our_pages_or_nothing() {
        for path in [
            "/",
            "/search",
            "/o/abcdefgh12/search",
            "/profile",
            "/profile/picture",
            "/profile/security",
            "/profile/sessions",
            "/profile/activity",
            "/profile/organizations",
            "/profile/organizations/new",
            "/profile/organizations/new/abcdefgh12",
            "/profile/organizations/new/abcdefgh12/address",
            "/profile/organizations/new/abcdefgh12/summary",
            "/o/abcdefgh12",
            "/o/abcdefgh12/activity",
            "/o/abcdefgh12/settings",
            "/o/abcdefgh12/settings/logo",
        ] {
            assert_eq!(Route::in_console(path).map(Route::path).as_deref(), Some(path));
        }
        let tricks = [
            "",
            "//e",
            "/\\e",
            "/%5ce",
            "https:e",
            "https://e",
            "/o/",
            "/profile/organizations/new/",
            "/profile/organizations/new/abcdefgh12/",
            "/o/abcdefgh12/..",
            "/o/abcdefgh12/settings/",
            "/o/abcdefghé2",
            "/login",
            "/o/abcdefgh12?x",
            "/o/abcdefgh12\r\nSet-Cookie: a=b",
            "\t/",
            "/ ",
            "／",
            "/o/ABCDEFGH12",
            "/@e",
            "/logout",
            "javascript:alert(1)",
            "/o/abcdefgh12#x",
        ];
        for trick in tricks {
            assert_eq!(Route::in_console(trick), None, "{trick:?}");
        }
    }
}
