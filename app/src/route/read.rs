//! Reading an address back.

use std::str::FromStr;

use domain::id::{PublicId, TeamId, UserId};

use super::{NEW, NEW_WITH_ID, Route};

impl Route {
    /// Reads where somebody who signs in wants to go: to a page of the console, or to their invitation.
    pub fn after_sign_in(text: &str) -> Option<Self> {
        Self::in_console(text).or_else(|| (text == "/invitation").then_some(Self::Invited))
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
                    "/requests" => Some(Self::Requests(org)),
                    "/handover" => Some(Self::Handover(org)),
                    _ => Self::about_user(org, section)
                        .or_else(|| Self::about_invitations(org, section))
                        .or_else(|| Self::about_team(org, section))
                        .or_else(|| Self::about_request(org, section))
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
            ("/handover", _) => Some(Self::HandOver(org, user)),
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
            (.., Some((draft, "/summary"))) => Some(Self::TeamMembersSummary(org, team, draft)),
            _ => None,
        }
    }

    /// The same for a page about a request.
    fn about_request(org: PublicId, section: &str) -> Option<Self> {
        let section = section.strip_prefix("/requests/")?;
        match section.strip_prefix("ask/") {
            Some(wish) => exact(wish).map(|it| Self::Ask(org, it)),
            None => exact(section).map(|it| Self::Request(org, it)),
        }
    }

    /// The same for a page about invitations.
    fn about_invitations(org: PublicId, section: &str) -> Option<Self> {
        match section {
            "/users/invite" => return Some(Self::Invite(org)),
            "/users/invitations" => return Some(Self::Invitations(org)),
            _ => {}
        }
        if let Some((draft, step)) = id_after(section, "/users/invite/") {
            return match step {
                "" => Some(Self::InviteAgain(org, draft)),
                "/role" => Some(Self::InviteRole(org, draft)),
                "/products" => Some(Self::InviteProducts(org, draft)),
                "/messages" => Some(Self::InviteMessages(org, draft)),
                "/summary" => Some(Self::InviteSummary(org, draft)),
                _ => None,
            };
        }
        let rest = section.strip_prefix("/users/invitations/")?;
        match rest.split_once('/') {
            None => Some(Self::Invitation(org, exact(rest)?)),
            Some((id, "change")) => Some(Self::InvitationChange(org, exact(id)?)),
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
