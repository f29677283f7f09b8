//! Every address that a redirect may name. Nothing else ever becomes a `Location`.

mod read;
#[cfg(test)]
mod tests;

use domain::{
    catalogue::{KindId, ProductRef},
    id::{InvitationId, ProductId, PublicId, RequestId, TeamId, UserId},
    rights::Wish,
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
    /// `/invitation`
    Invited,
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
    /// `/o/{org}/users/invite`
    Invite(PublicId),
    /// `/o/{org}/users/invite/{draft}`
    InviteAgain(PublicId, PublicId),
    /// `/o/{org}/users/invite/{draft}/role`
    InviteRole(PublicId, PublicId),
    /// `/o/{org}/users/invite/{draft}/products`
    InviteProducts(PublicId, PublicId),
    /// `/o/{org}/users/invite/{draft}/messages`
    InviteMessages(PublicId, PublicId),
    /// `/o/{org}/users/invite/{draft}/summary`
    InviteSummary(PublicId, PublicId),
    /// `/o/{org}/users/invitations`
    Invitations(PublicId),
    /// `/o/{org}/users/invitations/{invitation}`
    Invitation(PublicId, InvitationId),
    /// `/o/{org}/users/invitations/{invitation}/change`
    InvitationChange(PublicId, InvitationId),
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
    /// `/o/{org}/teams/{team}/members`: who belongs to it.
    TeamMembers(PublicId, TeamId),
    /// `/o/{org}/teams/{team}/members/{draft}`: the same again.
    TeamMembersAgain(PublicId, TeamId, PublicId),
    /// `/o/{org}/teams/{team}/members/{draft}/summary`
    TeamMembersSummary(PublicId, TeamId, PublicId),
    /// `/o/{org}/requests`
    Requests(PublicId),
    /// `/o/{org}/requests/ask/{wish}`: asking for a right.
    Ask(PublicId, Wish),
    /// `/o/{org}/requests/{request}`
    Request(PublicId, RequestId),
    /// `/o/{org}/handover`
    Handover(PublicId),
    /// `/o/{org}/users/{user}/handover`: offering it.
    HandOver(PublicId, UserId),
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
            Self::Invited => "/invitation".to_owned(),
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
            Self::Invite(org) => format!("/o/{org}/users/invite"),
            Self::InviteAgain(org, draft) => format!("/o/{org}/users/invite/{draft}"),
            Self::InviteRole(org, draft) => format!("/o/{org}/users/invite/{draft}/role"),
            Self::InviteProducts(org, draft) => {
                format!("/o/{org}/users/invite/{draft}/products")
            }
            Self::InviteMessages(org, draft) => {
                format!("/o/{org}/users/invite/{draft}/messages")
            }
            Self::InviteSummary(org, draft) => format!("/o/{org}/users/invite/{draft}/summary"),
            Self::Invitations(org) => format!("/o/{org}/users/invitations"),
            Self::Invitation(org, id) => format!("/o/{org}/users/invitations/{id}"),
            Self::InvitationChange(org, id) => format!("/o/{org}/users/invitations/{id}/change"),
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
            Self::TeamMembersSummary(org, team, draft) => {
                format!("/o/{org}/teams/{team}/members/{draft}/summary")
            }
            Self::Requests(org) => format!("/o/{org}/requests"),
            Self::Ask(org, wish) => format!("/o/{org}/requests/ask/{wish}"),
            Self::Request(org, request) => format!("/o/{org}/requests/{request}"),
            Self::Handover(org) => format!("/o/{org}/handover"),
            Self::HandOver(org, user) => format!("/o/{org}/users/{user}/handover"),
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
            | Self::Invite(org)
            | Self::InviteAgain(org, _)
            | Self::InviteRole(org, _)
            | Self::InviteProducts(org, _)
            | Self::InviteMessages(org, _)
            | Self::InviteSummary(org, _)
            | Self::Invitations(org)
            | Self::Invitation(org, _)
            | Self::InvitationChange(org, _)
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
            | Self::TeamMembersSummary(org, ..)
            | Self::Requests(org)
            | Self::Ask(org, _)
            | Self::Request(org, _)
            | Self::Handover(org)
            | Self::HandOver(org, _)
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
            | Self::InviteAgain(_, draft)
            | Self::InviteRole(_, draft)
            | Self::InviteProducts(_, draft)
            | Self::InviteMessages(_, draft)
            | Self::InviteSummary(_, draft)
            | Self::RightsAgain(.., draft)
            | Self::RightsProducts(.., draft)
            | Self::RightsSummary(.., draft)
            | Self::TeamRightsAgain(.., draft)
            | Self::TeamRightsSummary(.., draft)
            | Self::TeamMembersAgain(.., draft)
            | Self::TeamMembersSummary(.., draft) => Some(draft),
            _ => None,
        }
    }

    /// The person in the address.
    pub const fn user(self) -> Option<UserId> {
        match self {
            Self::User(_, user)
            | Self::Suspend(_, user)
            | Self::Remove(_, user)
            | Self::HandOver(_, user)
            | Self::Rights(_, user)
            | Self::RightsAgain(_, user, _)
            | Self::RightsProducts(_, user, _)
            | Self::RightsSummary(_, user, _) => Some(user),
            _ => None,
        }
    }

    /// The invitation in the address.
    pub const fn invitation(self) -> Option<InvitationId> {
        match self {
            Self::Invitation(_, id) | Self::InvitationChange(_, id) => Some(id),
            _ => None,
        }
    }

    /// The right in the address.
    pub const fn wish(self) -> Option<Wish> {
        match self {
            Self::Ask(_, wish) => Some(wish),
            _ => None,
        }
    }

    /// The request in the address.
    pub const fn request(self) -> Option<RequestId> {
        match self {
            Self::Request(_, request) => Some(request),
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
            | Self::TeamMembersAgain(_, team, _)
            | Self::TeamMembersSummary(_, team, _) => Some(team),
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

    /// The product in the address, with its kind.
    pub fn product_in_kind(self) -> Option<ProductRef> {
        let (id, kind) = self.product().zip(self.kind())?;
        Some(ProductRef { id, kind })
    }

    /// The page of the menu that this one belongs to.
    #[must_use]
    pub const fn section(self) -> Self {
        match self {
            Self::Logo(org) => Self::Settings(org),
            Self::ProductsOf(org, _) | Self::Product(org, ..) => Self::Products(org),
            Self::User(org, _)
            | Self::Invite(org)
            | Self::InviteAgain(org, _)
            | Self::InviteRole(org, _)
            | Self::InviteProducts(org, _)
            | Self::InviteMessages(org, _)
            | Self::InviteSummary(org, _)
            | Self::Invitations(org)
            | Self::Invitation(org, _)
            | Self::InvitationChange(org, _)
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
            | Self::TeamMembersSummary(org, ..)
            | Self::Requests(org)
            | Self::Ask(org, _)
            | Self::Request(org, _)
            | Self::Handover(org)
            | Self::HandOver(org, _) => Self::Users(org),
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
            | Self::Invited
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
}
