//! Every address that a redirect may name. Nothing else ever becomes a `Location`.

use std::str::FromStr;

use domain::{
    catalogue::KindId,
    id::{ProductId, PublicId, TeamId, UserId},
};

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
    /// `/o/{org}/products`
    Products(PublicId),
    /// `/o/{org}/products/{kind}`
    ProductsOf(PublicId, KindId),
    /// `/o/{org}/products/{kind}/{product}`
    Product(PublicId, KindId, ProductId),
    /// `/o/{org}/users`
    Users(PublicId),
    /// `/o/{org}/users/{user}`
    User(PublicId, UserId),
    /// `/o/{org}/users/{user}/suspend`
    Suspend(PublicId, UserId),
    /// `/o/{org}/users/{user}/remove`: leaving, if it is oneself.
    Remove(PublicId, UserId),
    /// `/o/{org}/users/{user}/rights`: the first step.
    Rights(PublicId, UserId),
    /// `/o/{org}/users/{user}/rights/{draft}`: the first step again.
    RightsAgain(PublicId, UserId, PublicId),
    /// `/o/{org}/users/{user}/rights/{draft}/products`
    RightsProducts(PublicId, UserId, PublicId),
    /// `/o/{org}/users/{user}/rights/{draft}/summary`
    RightsSummary(PublicId, UserId, PublicId),
    /// `/o/{org}/teams`
    Teams(PublicId),
    /// `/o/{org}/teams/new`
    NewTeam(PublicId),
    /// `/o/{org}/teams/{team}`
    Team(PublicId, TeamId),
    /// `/o/{org}/teams/{team}/edit`
    EditTeam(PublicId, TeamId),
    /// `/o/{org}/teams/{team}/dissolve`
    DissolveTeam(PublicId, TeamId),
    /// `/o/{org}/teams/{team}/rights`: the first step.
    TeamRights(PublicId, TeamId),
    /// `/o/{org}/teams/{team}/rights/{draft}`: the first step again.
    TeamRightsAgain(PublicId, TeamId, PublicId),
    /// `/o/{org}/teams/{team}/rights/{draft}/summary`
    TeamRightsSummary(PublicId, TeamId, PublicId),
    /// `/o/{org}/teams/{team}/members`: who is to join.
    TeamMembers(PublicId, TeamId),
    /// `/o/{org}/teams/{team}/members/{draft}`: the same again.
    TeamMembersAgain(PublicId, TeamId, PublicId),
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
            Self::Products(org) => format!("/o/{org}/products"),
            Self::ProductsOf(org, kind) => format!("/o/{org}/products/{kind}"),
            Self::Product(org, kind, product) => format!("/o/{org}/products/{kind}/{product}"),
            Self::Users(org) => format!("/o/{org}/users"),
            Self::User(org, user) => format!("/o/{org}/users/{user}"),
            Self::Suspend(org, user) => format!("/o/{org}/users/{user}/suspend"),
            Self::Remove(org, user) => format!("/o/{org}/users/{user}/remove"),
            Self::Rights(org, user) => format!("/o/{org}/users/{user}/rights"),
            Self::RightsAgain(org, user, draft) => format!("/o/{org}/users/{user}/rights/{draft}"),
            Self::RightsProducts(org, user, draft) => {
                format!("/o/{org}/users/{user}/rights/{draft}/products")
            }
            Self::RightsSummary(org, user, draft) => {
                format!("/o/{org}/users/{user}/rights/{draft}/summary")
            }
            Self::Teams(org) => format!("/o/{org}/teams"),
            Self::NewTeam(org) => format!("/o/{org}/teams/new"),
            Self::Team(org, team) => format!("/o/{org}/teams/{team}"),
            Self::EditTeam(org, team) => format!("/o/{org}/teams/{team}/edit"),
            Self::DissolveTeam(org, team) => format!("/o/{org}/teams/{team}/dissolve"),
            Self::TeamRights(org, team) => format!("/o/{org}/teams/{team}/rights"),
            Self::TeamRightsAgain(org, team, draft) => {
                format!("/o/{org}/teams/{team}/rights/{draft}")
            }
            Self::TeamRightsSummary(org, team, draft) => {
                format!("/o/{org}/teams/{team}/rights/{draft}/summary")
            }
            Self::TeamMembers(org, team) => format!("/o/{org}/teams/{team}/members"),
            Self::TeamMembersAgain(org, team, draft) => {
                format!("/o/{org}/teams/{team}/members/{draft}")
            }
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
            | Self::Products(org)
            | Self::ProductsOf(org, _)
            | Self::Product(org, ..)
            | Self::Users(org)
            | Self::User(org, _)
            | Self::Suspend(org, _)
            | Self::Remove(org, _)
            | Self::Rights(org, _)
            | Self::RightsAgain(org, ..)
            | Self::RightsProducts(org, ..)
            | Self::RightsSummary(org, ..)
            | Self::Teams(org)
            | Self::NewTeam(org)
            | Self::Team(org, _)
            | Self::EditTeam(org, _)
            | Self::DissolveTeam(org, _)
            | Self::TeamRights(org, _)
            | Self::TeamRightsAgain(org, ..)
            | Self::TeamRightsSummary(org, ..)
            | Self::TeamMembers(org, _)
            | Self::TeamMembersAgain(org, ..)
            | Self::Settings(org)
            | Self::Logo(org) => Some(org),
            _ => None,
        }
    }

    /// The draft in the address.
    pub const fn draft(self) -> Option<PublicId> {
        match self {
            Self::Plan(draft)
            | Self::PlanAddress(draft)
            | Self::PlanSummary(draft)
            | Self::RightsAgain(.., draft)
            | Self::RightsProducts(.., draft)
            | Self::RightsSummary(.., draft)
            | Self::TeamRightsAgain(.., draft)
            | Self::TeamRightsSummary(.., draft)
            | Self::TeamMembersAgain(.., draft) => Some(draft),
            _ => None,
        }
    }

    /// The person in the address.
    pub const fn user(self) -> Option<UserId> {
        match self {
            Self::User(_, user)
            | Self::Suspend(_, user)
            | Self::Remove(_, user)
            | Self::Rights(_, user)
            | Self::RightsAgain(_, user, _)
            | Self::RightsProducts(_, user, _)
            | Self::RightsSummary(_, user, _) => Some(user),
            _ => None,
        }
    }

    /// The team in the address.
    pub const fn team(self) -> Option<TeamId> {
        match self {
            Self::Team(_, team)
            | Self::EditTeam(_, team)
            | Self::DissolveTeam(_, team)
            | Self::TeamRights(_, team)
            | Self::TeamRightsAgain(_, team, _)
            | Self::TeamRightsSummary(_, team, _)
            | Self::TeamMembers(_, team)
            | Self::TeamMembersAgain(_, team, _) => Some(team),
            _ => None,
        }
    }

    /// The kind of product in the address.
    pub const fn kind(self) -> Option<KindId> {
        match self {
            Self::ProductsOf(_, kind) | Self::Product(_, kind, _) => Some(kind),
            _ => None,
        }
    }

    /// The product in the address.
    pub const fn product(self) -> Option<ProductId> {
        match self {
            Self::Product(.., product) => Some(product),
            _ => None,
        }
    }

    /// The page of the menu that this one belongs to.
    #[must_use]
    pub const fn section(self) -> Self {
        match self {
            Self::Logo(org) => Self::Settings(org),
            Self::ProductsOf(org, _) | Self::Product(org, ..) => Self::Products(org),
            Self::User(org, _)
            | Self::Suspend(org, _)
            | Self::Remove(org, _)
            | Self::Rights(org, _)
            | Self::RightsAgain(org, ..)
            | Self::RightsProducts(org, ..)
            | Self::RightsSummary(org, ..)
            | Self::Teams(org)
            | Self::NewTeam(org)
            | Self::Team(org, _)
            | Self::EditTeam(org, _)
            | Self::DissolveTeam(org, _)
            | Self::TeamRights(org, _)
            | Self::TeamRightsAgain(org, ..)
            | Self::TeamRightsSummary(org, ..)
            | Self::TeamMembers(org, _)
            | Self::TeamMembersAgain(org, ..) => Self::Users(org),
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
            | Self::Products(_)
            | Self::Users(_)
            | Self::Settings(_) => self,
        }
    }

    /// The same section of another organization, for whoever changes over to it: from a page of
    /// details to the page that leads there.
    #[must_use]
    pub const fn in_organization(self, org: PublicId) -> Self {
        match self.section() {
            Self::Activity(_) => Self::Activity(org),
            Self::SearchIn(_) => Self::SearchIn(org),
            Self::Products(_) => Self::Products(org),
            Self::Users(_) => Self::Users(org),
            Self::Settings(_) => Self::Settings(org),
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
                    "/products" => Some(Self::Products(org)),
                    "/users" => Some(Self::Users(org)),
                    "/teams" => Some(Self::Teams(org)),
                    "/teams/new" => Some(Self::NewTeam(org)),
                    _ => Self::about_user(org, section)
                        .or_else(|| Self::about_team(org, section))
                        .or_else(|| Self::about_product(org, section)),
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

/// How many characters the id of a person or a team has.
const ID_LENGTH: usize = 36;

/// Reads an id that is written in the one way in which addresses write it.
fn exact<T: FromStr + ToString>(text: &str) -> Option<T> {
    text.parse().ok().filter(|it: &T| it.to_string() == text)
}

impl Route {
    /// Reads what follows the organization in the path of a page about a member.
    fn about_user(org: PublicId, section: &str) -> Option<Self> {
        let (id, page) = section.strip_prefix("/users/")?.split_at_checked(ID_LENGTH)?;
        let user: UserId = exact(id)?;
        match (page, id_after(page, "/rights/")) {
            ("", _) => Some(Self::User(org, user)),
            ("/suspend", _) => Some(Self::Suspend(org, user)),
            ("/remove", _) => Some(Self::Remove(org, user)),
            ("/rights", _) => Some(Self::Rights(org, user)),
            (_, Some((draft, ""))) => Some(Self::RightsAgain(org, user, draft)),
            (_, Some((draft, "/products"))) => Some(Self::RightsProducts(org, user, draft)),
            (_, Some((draft, "/summary"))) => Some(Self::RightsSummary(org, user, draft)),
            _ => None,
        }
    }

    /// The same for a page about a team.
    fn about_team(org: PublicId, section: &str) -> Option<Self> {
        let (id, page) = section.strip_prefix("/teams/")?.split_at_checked(ID_LENGTH)?;
        let team: TeamId = exact(id)?;
        match (page, id_after(page, "/rights/"), id_after(page, "/members/")) {
            ("", ..) => Some(Self::Team(org, team)),
            ("/edit", ..) => Some(Self::EditTeam(org, team)),
            ("/dissolve", ..) => Some(Self::DissolveTeam(org, team)),
            ("/rights", ..) => Some(Self::TeamRights(org, team)),
            ("/members", ..) => Some(Self::TeamMembers(org, team)),
            (_, Some((draft, "")), _) => Some(Self::TeamRightsAgain(org, team, draft)),
            (_, Some((draft, "/summary")), _) => Some(Self::TeamRightsSummary(org, team, draft)),
            (.., Some((draft, ""))) => Some(Self::TeamMembersAgain(org, team, draft)),
            _ => None,
        }
    }

    /// The same for a page about products.
    fn about_product(org: PublicId, section: &str) -> Option<Self> {
        let rest = section.strip_prefix("/products/")?;
        match rest.split_once('/') {
            None => Some(Self::ProductsOf(org, exact(rest)?)),
            Some((kind, product)) => Some(Self::Product(org, exact(kind)?, exact(product)?)),
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
            "/o/abcdefgh12/products",
            "/o/abcdefgh12/products/web-hosting",
            "/o/abcdefgh12/products/mail/01890a5d-ac96-774b-bcce-b302099a8057",
            "/o/abcdefgh12/users",
            "/o/abcdefgh12/users/01890a5d-ac96-774b-bcce-b302099a8057",
            "/o/abcdefgh12/users/01890a5d-ac96-774b-bcce-b302099a8057/suspend",
            "/o/abcdefgh12/users/01890a5d-ac96-774b-bcce-b302099a8057/remove",
            "/o/abcdefgh12/users/01890a5d-ac96-774b-bcce-b302099a8057/rights",
            "/o/abcdefgh12/users/01890a5d-ac96-774b-bcce-b302099a8057/rights/abcdefgh12",
            "/o/abcdefgh12/users/01890a5d-ac96-774b-bcce-b302099a8057/rights/abcdefgh12/products",
            "/o/abcdefgh12/users/01890a5d-ac96-774b-bcce-b302099a8057/rights/abcdefgh12/summary",
            "/o/abcdefgh12/teams",
            "/o/abcdefgh12/teams/new",
            "/o/abcdefgh12/teams/01890a5d-ac96-774b-bcce-b302099a8057",
            "/o/abcdefgh12/teams/01890a5d-ac96-774b-bcce-b302099a8057/edit",
            "/o/abcdefgh12/teams/01890a5d-ac96-774b-bcce-b302099a8057/dissolve",
            "/o/abcdefgh12/teams/01890a5d-ac96-774b-bcce-b302099a8057/rights",
            "/o/abcdefgh12/teams/01890a5d-ac96-774b-bcce-b302099a8057/rights/abcdefgh12",
            "/o/abcdefgh12/teams/01890a5d-ac96-774b-bcce-b302099a8057/rights/abcdefgh12/summary",
            "/o/abcdefgh12/teams/01890a5d-ac96-774b-bcce-b302099a8057/members",
            "/o/abcdefgh12/teams/01890a5d-ac96-774b-bcce-b302099a8057/members/abcdefgh12",
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
            "/o/abcdefgh12/users/",
            "/o/abcdefgh12/products/",
            "/o/abcdefgh12/products/Mail",
            "/o/abcdefgh12/products/mail/",
            "/o/abcdefgh12/users/01890A5D-AC96-774B-BCCE-B302099A8057",
            "/o/abcdefgh12/users/01890a5dac96774bbcceb302099a8057",
            "/o/abcdefgh12/users/01890a5d-ac96-774b-bcce-b302099a8057/",
        ];
        for trick in tricks {
            assert_eq!(Route::in_console(trick), None, "{trick:?}");
        }
    }
}
