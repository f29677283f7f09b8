//! One call of each server function that could work, if only the right person made it.

use server::router::PAGES;

use super::{
    browser::Fields,
    stand_ins::{
        INVITATION, INVITE_DRAFT, JOIN_DRAFT, KIND, MEMBER, ON_HOLD, PRODUCT, REMOVED, REQUEST,
        RIGHTS_DRAFT, TEAM, TEAM_DRAFT,
    },
};

/// Stands for a public id of an organization.
pub const ORG: &str = "{org}";
/// Stands for the public id of a draft. The examples have one of the same id as the organization.
pub const DRAFT: &str = "{draft}";
/// Stands for the id of a session.
pub const SESSION: &str = "{session}";
/// Stands for the id of a person, in addresses. The examples are about people of fixed ids.
pub const USER: &str = "{user}";

/// Stands for the id of an invitation, in addresses.
pub const INVITATION_IN_PATH: &str = "{invitation}";
/// Stands for a kind of products, in addresses.
pub const KIND_IN_PATH: &str = "{kind}";
/// Stands for the id of a product, in addresses.
pub const PRODUCT_IN_PATH: &str = "{product}";

/// Stands for the id of a team, in addresses.
pub const TEAM_IN_PATH: &str = "{team}";

/// A call: the function's name, the page that its form stands on, and its fields.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    pub function: &'static str,
    page: Option<&'static str>,
    pub fields: Fields<'static>,
}

const fn call(function: &'static str, page: Option<&'static str>, fields: Fields<'static>) -> Call {
    Call { function, page, fields }
}

const SECRET: (&str, &str) = ("password", super::PASSWORD);

/// The member in question is still as they were at first.
const UNCHANGED: (&str, &str) = ("seen", "0");

/// A step of giving the member in question other rights.
const RIGHTS: Fields<'static> = &[("org", ORG), ("user", MEMBER), ("draft", RIGHTS_DRAFT)];

/// A step of inviting people.
const INVITE: Fields<'static> = &[("org", ORG), ("draft", INVITE_DRAFT)];

/// About the invitation in question.
const INVITED: Fields<'static> = &[("org", ORG), ("invitation", INVITATION)];

/// About the request in question.
const REQUESTED: Fields<'static> = &[("org", ORG), ("request", REQUEST)];

/// A handover that is not there.
const HANDOVER: Fields<'static> = &[("org", ORG), ("handover", REQUEST)];

/// The page of the invitation.
const OF_INVITATION: Option<&str> = Some("/o/{org}/users/invitations/{invitation}");

/// A step of giving the team in question other rights.
const TEAM_RIGHTS: Fields<'static> = &[("org", ORG), ("team", TEAM), ("draft", TEAM_DRAFT)];
const TEAM_MEMBERS: Fields<'static> = &[("org", ORG), ("team", TEAM), ("draft", JOIN_DRAFT)];

/// Every server function once.
pub const ALL: &[Call] = &[
    call(
        "sign_up",
        Some("/signup"),
        &[
            ("kind", "company"),
            ("first_name", "Nora"),
            ("last_name", "Quist"),
            ("org_name", "Quist Boats Ltd"),
            ("email", "nora@quist.example"),
            SECRET,
        ],
    ),
    call("verify_sign_up", Some("/verify"), &[SECRET]),
    call("discard_sign_up", Some("/verify"), &[("code", "123456")]),
    call("renew_sign_up_link", Some("/verify"), &[]),
    call("sign_in", Some("/login"), &[("email", "nobody@quist.example"), SECRET]),
    call("sign_out", Some("/logout"), &[]),
    call("accept_invitation", Some("/invitation"), &[]),
    call(
        "join_organization",
        Some("/invitation"),
        &[("first_name", "Nora"), ("last_name", "Quist"), SECRET],
    ),
    call("switch_person", Some("/invitation"), &[]),
    call("decline_invitation", Some("/invitation"), &[("code", "123456")]),
    call("ask_for_invitation", Some("/invitation"), &[]),
    call("request_reset", Some("/forgot"), &[("email", "nobody@quist.example")]),
    call("reset_password", Some("/reset"), &[SECRET]),
    call("confirm_identity", Some("/sudo"), &[SECRET]),
    call("choose_language", Some("/login"), &[("locale", "fr")]),
    call("choose_theme", Some("/login"), &[("theme", "dark")]),
    call("list_organizations", None, &[]),
    call(
        "name_organization",
        Some("/profile/organizations/new"),
        &[("kind", "association"), ("org_name", "Harbour Rowing Club")],
    ),
    call("show_plan", None, &[("draft", DRAFT)]),
    call(
        "locate_organization",
        Some("/profile/organizations/new/{draft}/address"),
        &[
            ("draft", DRAFT),
            ("street", "Rue du Lac 1"),
            ("postal_code", "1800"),
            ("city", "Vevey"),
            ("country", "CH"),
            ("tax_number", ""),
        ],
    ),
    call(
        "create_organization",
        Some("/profile/organizations/new/{draft}/summary"),
        &[("draft", DRAFT)],
    ),
    call("show_dashboard", None, &[("org", ORG)]),
    call("show_activity", None, &[("org", ORG), ("query", "group=organization&from=2026-11-01")]),
    call("show_own_activity", None, &[("query", "")]),
    call("show_settings", None, &[("org", ORG)]),
    call(
        "change_details",
        Some("/o/{org}/settings"),
        &[
            ("org", ORG),
            ("org_name", "Harbour Press Ltd"),
            ("kind", "company"),
            ("street", "Rue du Lac 1"),
            ("postal_code", "1800"),
            ("city", "Vevey"),
            ("country", "CH"),
            ("phone", "+41 21 555 00 00"),
            ("website", "https://harbour.example"),
            ("tax_number", "CHE-116.281.710"),
            ("language", "en"),
        ],
    ),
    call("show_logo", None, &[("org", ORG)]),
    call("remove_logo", Some("/o/{org}/settings/logo"), &[("org", ORG)]),
    call("search", None, &[("org", ORG), ("query", "q=settings")]),
    call("list_kinds", None, &[("org", ORG)]),
    call("list_products", None, &[("org", ORG), ("kind", KIND), ("query", "")]),
    call("show_product", None, &[("org", ORG), ("kind", KIND), ("product", PRODUCT)]),
    call("list_invitations", None, &[("org", ORG), ("query", "")]),
    call("show_invitation", None, INVITED),
    call("send_invitation_again", OF_INVITATION, INVITED),
    call("cancel_invitation", OF_INVITATION, INVITED),
    call("show_invite", None, &[("org", ORG)]),
    call("show_invite_again", None, INVITE),
    call("show_invited_role", None, INVITE),
    call("show_invited_products", None, INVITE),
    call("show_invited_messages", None, INVITE),
    call("show_invite_summary", None, INVITE),
    call("show_invitation_change", None, INVITED),
    call(
        "name_invited",
        Some("/o/{org}/users/invite"),
        &[("org", ORG), ("addresses", "guest@quist.example")],
    ),
    call(
        "choose_invited_role",
        Some("/o/{org}/users/invite/{draft}/role"),
        &[("org", ORG), ("draft", INVITE_DRAFT), ("role", "collaborator")],
    ),
    call(
        "choose_invited_products",
        Some("/o/{org}/users/invite/{draft}/products"),
        &[("org", ORG), ("draft", INVITE_DRAFT), ("shown", "mail")],
    ),
    call(
        "choose_invited_messages",
        Some("/o/{org}/users/invite/{draft}/messages"),
        &[("org", ORG), ("draft", INVITE_DRAFT), ("language", "en")],
    ),
    call("send_invitations", Some("/o/{org}/users/invite/{draft}/summary"), INVITE),
    call("list_users", None, &[("org", ORG), ("query", "")]),
    call("show_user", None, &[("org", ORG), ("user", MEMBER)]),
    call("show_rights", None, &[("org", ORG), ("user", MEMBER)]),
    call("show_rights_again", None, RIGHTS),
    call("show_rights_products", None, RIGHTS),
    call("show_rights_summary", None, RIGHTS),
    call(
        "choose_role",
        Some("/o/{org}/users/{user}/rights"),
        &[("org", ORG), ("user", MEMBER), UNCHANGED, ("role", "collaborator")],
    ),
    call(
        "choose_products",
        Some("/o/{org}/users/{user}/rights/{draft}/products"),
        &[("org", ORG), ("user", MEMBER), ("draft", RIGHTS_DRAFT), ("shown", "mail")],
    ),
    call(
        "change_member",
        Some("/o/{org}/users/{user}/rights/{draft}/summary"),
        &[("org", ORG), ("user", MEMBER), ("draft", RIGHTS_DRAFT), UNCHANGED],
    ),
    call("change_contact", Some("/o/{org}/users/{user}"), &[("org", ORG), ("user", MEMBER)]),
    call("show_suspension", None, &[("org", ORG), ("user", MEMBER)]),
    call(
        "suspend_member",
        Some("/o/{org}/users/{user}/suspend"),
        &[("org", ORG), ("user", MEMBER), UNCHANGED, ("reason", "On leave until spring")],
    ),
    call("lift_suspension", Some("/o/{org}/users/{user}"), &[("org", ORG), ("user", ON_HOLD)]),
    call("show_removal", None, &[("org", ORG), ("user", MEMBER)]),
    call(
        "remove_member",
        Some("/o/{org}/users/{user}/remove"),
        &[("org", ORG), ("user", MEMBER), UNCHANGED],
    ),
    call("undo_removal", Some("/o/{org}/users"), &[("org", ORG), ("user", REMOVED)]),
    call("leave_organization", Some("/o/{org}/users/{user}/remove"), &[("org", ORG)]),
    call("list_teams", None, &[("org", ORG)]),
    call("show_team", None, &[("org", ORG), ("team", TEAM), ("query", "")]),
    call("show_new_team", None, &[("org", ORG)]),
    call(
        "create_team",
        Some("/o/{org}/teams/new"),
        &[("org", ORG), ("name", "Harbour crew"), ("colour", "red")],
    ),
    call("show_team_edit", None, &[("org", ORG), ("team", TEAM)]),
    call(
        "change_team",
        Some("/o/{org}/teams/{team}/edit"),
        &[
            ("org", ORG),
            ("team", TEAM),
            UNCHANGED,
            ("name", "Harbour web"),
            ("colour", "orange"),
            ("leader", MEMBER),
        ],
    ),
    call("show_team_rights", None, &[("org", ORG), ("team", TEAM)]),
    call("show_team_rights_again", None, TEAM_RIGHTS),
    call("show_team_rights_summary", None, TEAM_RIGHTS),
    call(
        "choose_team_products",
        Some("/o/{org}/teams/{team}/rights"),
        &[("org", ORG), ("team", TEAM), UNCHANGED, ("shown", "mail")],
    ),
    call(
        "change_team_rights",
        Some("/o/{org}/teams/{team}/rights/{draft}/summary"),
        &[("org", ORG), ("team", TEAM), ("draft", TEAM_DRAFT), UNCHANGED],
    ),
    call("show_team_members", None, &[("org", ORG), ("team", TEAM)]),
    call("show_team_members_again", None, TEAM_MEMBERS),
    call("show_team_members_summary", None, TEAM_MEMBERS),
    call(
        "choose_team_members",
        Some("/o/{org}/teams/{team}/members"),
        &[("org", ORG), ("team", TEAM), ("shown", ON_HOLD)],
    ),
    call(
        "change_team_members",
        Some("/o/{org}/teams/{team}/members/{draft}/summary"),
        &[("org", ORG), ("team", TEAM), ("draft", JOIN_DRAFT), UNCHANGED],
    ),
    call("show_dissolution", None, &[("org", ORG), ("team", TEAM)]),
    call(
        "dissolve_team",
        Some("/o/{org}/teams/{team}/dissolve"),
        &[("org", ORG), ("team", TEAM), UNCHANGED],
    ),
    call("list_requests", None, &[("org", ORG)]),
    call("show_asking", None, &[("org", ORG), ("wish", WISH)]),
    call(
        "ask_for_right",
        Some("/o/{org}/requests/ask/{wish}"),
        &[("org", ORG), ("wish", WISH), ("message", "I answer for it from now on")],
    ),
    call("withdraw_request", Some("/o/{org}/requests"), REQUESTED),
    call("show_request", None, REQUESTED),
    call("answer_request", Some("/o/{org}/requests/{request}"), REQUESTED),
    call(
        "decline_request",
        Some("/o/{org}/requests/{request}"),
        &[("org", ORG), ("request", REQUEST), ("reason", "Adam looks after them")],
    ),
    call("show_handover", None, &[("org", ORG)]),
    call("show_handing_over", None, &[("org", ORG), ("user", MEMBER)]),
    call(
        "offer_handover",
        Some("/o/{org}/users/{user}/handover"),
        &[("org", ORG), ("user", MEMBER), ("afterwards", "administrator")],
    ),
    call("cancel_handover", Some("/o/{org}/handover"), HANDOVER),
    call("accept_handover", Some("/o/{org}/handover"), HANDOVER),
    call(
        "decline_handover",
        Some("/o/{org}/handover"),
        &[("org", ORG), ("handover", REQUEST), ("reason", "I answer for enough already")],
    ),
    call("show_profile", None, &[]),
    call(
        "change_profile",
        Some("/profile"),
        &[
            ("first_name", "Nora"),
            ("last_name", "Quist"),
            ("language", "en"),
            ("time_zone", "Europe/Zurich"),
            ("theme", "system"),
        ],
    ),
    call(
        "change_password",
        Some("/profile/security"),
        // The same again, so that whoever asks can go on.
        &[("current_password", super::PASSWORD), SECRET],
    ),
    call("show_picture", None, &[]),
    call("remove_picture", Some("/profile/picture"), &[]),
    call("list_sessions", None, &[]),
    call("end_session", Some("/profile/sessions"), &[("session", SESSION)]),
    call("end_other_sessions", Some("/profile/sessions"), &[]),
];

/// Stands for the id of a request, in addresses.
pub const REQUEST_IN_PATH: &str = "{request}";
/// Stands for a right that somebody asks for, in addresses.
pub const WISH_IN_PATH: &str = "{wish}";
/// The right that examples ask for: the one that is hardest to have.
const WISH: &str = "legal_representative";

/// Every page, with the organization of this dashboard and the drafts of the examples.
pub fn pages_from(home: &str) -> impl Iterator<Item = String> {
    let org = home.trim_start_matches("/o/");
    PAGES.iter().map(move |it| path(it, org))
}

/// The address behind a route of the router, in this organization, or of this draft if it belongs
/// to one; about the member in question.
pub fn path(route: &str, org: &str) -> String {
    path_about(route, org, MEMBER)
}

/// The same about somebody else.
pub fn path_about(route: &str, org: &str, user: &str) -> String {
    let draft = match route {
        _ if route.contains("{team}/rights/") => TEAM_DRAFT,
        _ if route.contains("{team}/members/") => JOIN_DRAFT,
        _ if route.contains("/rights/") => RIGHTS_DRAFT,
        _ if route.contains("/invite/") => INVITE_DRAFT,
        _ => org,
    };
    let route = route.replace(KIND_IN_PATH, KIND).replace(PRODUCT_IN_PATH, PRODUCT);
    let route = route.replace(TEAM_IN_PATH, TEAM).replace(INVITATION_IN_PATH, INVITATION);
    let route = route.replace(REQUEST_IN_PATH, REQUEST).replace(WISH_IN_PATH, WISH);
    route.replace(ORG, org).replace(DRAFT, draft).replace(USER, user)
}

/// The call of this function.
pub fn of(function: &str) -> Call {
    let found = ALL.iter().find(|it| it.function == function);
    *found.unwrap_or_else(|| panic!("no call of {function} among the examples"))
}

impl Call {
    /// The page that its form stands on, as the router writes it.
    pub const fn pattern(&self) -> Option<&'static str> {
        self.page
    }

    /// The page that its form stands on, in this organization or of this draft if it belongs to one.
    pub fn page(&self, org: &str) -> Option<String> {
        let user = self.fields.iter().find(|(key, _)| *key == "user");
        let user = user.map_or(MEMBER, |(_, it)| *it);
        self.page.map(|it| path_about(it, org, user))
    }

    /// The fields with the ids of these objects.
    pub fn about<'a>(&self, org: &'a str, session: &'a str) -> Vec<(&'static str, &'a str)> {
        let value = |it: &'static str| match it {
            ORG | DRAFT => org,
            SESSION => session,
            other => other,
        };
        self.fields.iter().map(|(key, it)| (*key, value(it))).collect()
    }
}

#[test]
fn there_is_an_example_for_each_function_and_for_no_other() {
    let mut examples: Vec<_> = ALL.iter().map(|it| format!("/api/{}", it.function)).collect();
    let paths = server_fn::axum::server_fn_paths();
    let mut functions: Vec<_> = paths
        .map(|(path, method)| {
            assert_eq!(method, http::Method::POST, "{path}");
            path.to_owned()
        })
        .collect();
    examples.sort();
    functions.sort();
    assert_eq!(examples, functions);
}
