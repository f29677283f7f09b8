//! The one table of who may ask for what: every server function and every route has its row.

use domain::{
    catalogue::ProductRef,
    rights::{Action, ProductRight, Role, Target},
};

use crate::support::{calls, stand_ins};

/// Who may make a request at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Everybody.
    Anybody,
    /// Whoever is signed in, about themselves only.
    Person,
    /// A member of the organization in question who may do this.
    Org(Action),
    /// A member of the organization in question who may do this to a plain collaborator.
    Upon(Deed),
    /// A member of the organization in question who may see the figures of the product in question.
    Product,
}

/// What is done about a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Give them another role or other rights.
    Change,
    /// Put their membership on hold, or lift that.
    Suspend,
    /// End their membership, or take that back.
    Remove,
    /// Decide which messages reach them.
    Contact,
}

impl Audience {
    /// What a member has to be allowed to do; `None` if it is about no organization.
    pub fn action(&self) -> Option<Action> {
        let user = stand_ins::MEMBER.parse().expect("an id");
        let target = Target { user, role: Role::Collaborator };
        match self {
            Self::Anybody | Self::Person => None,
            Self::Org(action) => Some(action.clone()),
            Self::Upon(Deed::Change) => Some(Action::ChangeMember(target, target.role)),
            Self::Upon(Deed::Suspend) => Some(Action::Suspend(target)),
            Self::Upon(Deed::Remove) => Some(Action::Remove(target)),
            Self::Product => {
                let kind = stand_ins::KIND.parse().expect("a kind");
                let product = ProductRef { id: stand_ins::PRODUCT.parse().expect("an id"), kind };
                Some(Action::Product(product, ProductRight::Statistics))
            }
            Self::Upon(Deed::Contact) => Some(Action::ChangeContact(target)),
        }
    }
}

/// How a row is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A server function: `POST /api/{name}`.
    Function,
    /// A page: `GET`.
    Page,
    /// A file: `GET`. Whoever may not have it learns that there is none.
    File,
    /// A form that is answered with a file: `POST`.
    Download,
    /// Something without a person behind it: a file, a health check.
    Thing,
    /// The mailbox of a console on loopback that has no mail server.
    Mailbox,
}

/// A function or a route.
#[derive(Debug, Clone)]
pub struct Row {
    /// The function's name, or the route as the router writes it.
    pub name: &'static str,
    pub kind: Kind,
    pub audience: Audience,
    /// Whether a fresh proof of identity is needed besides.
    pub sudo: bool,
    /// What a page needs at least, where it depends on whom it is about: everybody sees themselves.
    gate: Option<Action>,
}

const fn row(name: &'static str, kind: Kind, audience: Audience) -> Row {
    Row { name, kind, audience, sudo: false, gate: None }
}

/// A page about a member or a product.
const fn about(name: &'static str, audience: Audience, gate: Action) -> Row {
    Row { name, kind: Page, audience, sudo: false, gate: Some(gate) }
}

const fn with_sudo(row: Row) -> Row {
    Row { sudo: true, ..row }
}

use Action::{
    AnswerRequests, AskForRight, ChangeDetails, HandOver, Leave, ManageTeams, SeeAccess,
    SeeActivity, SeeDetails, SeeMembers, SeeOrganization, SeeProducts,
};
use Audience::{Anybody, Org, Person, Product, Upon};
use Deed::{Change, Contact, Remove, Suspend};
use Kind::{Download, File, Function, Mailbox, Page, Thing};

/// A member who may invite plain collaborators.
const INVITE: Audience = Org(Action::Invite(Role::Collaborator));

/// The table. What is not in it is not served.
pub const ROWS: &[Row] = &[
    row("sign_up", Function, Anybody),
    row("verify_sign_up", Function, Anybody),
    row("discard_sign_up", Function, Anybody),
    row("renew_sign_up_link", Function, Anybody),
    row("sign_in", Function, Anybody),
    row("sign_out", Function, Anybody),
    row("accept_invitation", Function, Person),
    row("join_organization", Function, Anybody),
    row("switch_person", Function, Anybody),
    row("decline_invitation", Function, Anybody),
    row("ask_for_invitation", Function, Anybody),
    row("request_reset", Function, Anybody),
    row("reset_password", Function, Anybody),
    row("choose_language", Function, Anybody),
    row("choose_theme", Function, Anybody),
    row("confirm_identity", Function, Person),
    row("list_organizations", Function, Person),
    row("name_organization", Function, Person),
    row("show_plan", Function, Person),
    row("locate_organization", Function, Person),
    row("create_organization", Function, Person),
    row("show_dashboard", Function, Org(SeeOrganization)),
    row("show_activity", Function, Org(SeeActivity)),
    row("show_own_activity", Function, Person),
    row("show_settings", Function, Org(SeeDetails)),
    row("change_details", Function, Org(ChangeDetails)),
    row("show_logo", Function, Org(ChangeDetails)),
    row("remove_logo", Function, Org(ChangeDetails)),
    row("search", Function, Org(SeeOrganization)),
    row("list_kinds", Function, Org(SeeProducts)),
    row("list_products", Function, Org(SeeProducts)),
    row("show_product", Function, Product),
    row("list_invitations", Function, INVITE),
    row("show_invitation", Function, INVITE),
    row("send_invitation_again", Function, INVITE),
    row("cancel_invitation", Function, INVITE),
    row("show_invite", Function, INVITE),
    row("show_invite_again", Function, INVITE),
    row("show_invited_role", Function, INVITE),
    row("show_invited_products", Function, INVITE),
    row("show_invited_messages", Function, INVITE),
    row("show_invite_summary", Function, INVITE),
    row("show_invitation_change", Function, INVITE),
    row("name_invited", Function, INVITE),
    row("choose_invited_role", Function, INVITE),
    row("choose_invited_products", Function, INVITE),
    row("choose_invited_messages", Function, INVITE),
    row("send_invitations", Function, INVITE),
    row("list_users", Function, Org(SeeMembers)),
    row("show_user", Function, Org(SeeMembers)),
    row("show_rights", Function, Upon(Change)),
    row("show_rights_again", Function, Upon(Change)),
    row("show_rights_products", Function, Upon(Change)),
    row("show_rights_summary", Function, Upon(Change)),
    row("choose_role", Function, Upon(Change)),
    row("choose_products", Function, Upon(Change)),
    row("change_member", Function, Upon(Change)),
    row("change_contact", Function, Upon(Contact)),
    row("show_suspension", Function, Upon(Suspend)),
    row("suspend_member", Function, Upon(Suspend)),
    row("lift_suspension", Function, Upon(Suspend)),
    row("show_removal", Function, Upon(Remove)),
    with_sudo(row("remove_member", Function, Upon(Remove))),
    row("undo_removal", Function, Upon(Remove)),
    with_sudo(row("leave_organization", Function, Org(Leave))),
    row("list_teams", Function, Org(SeeMembers)),
    row("show_team", Function, Org(SeeMembers)),
    row("show_new_team", Function, Org(ManageTeams)),
    row("create_team", Function, Org(ManageTeams)),
    row("show_team_edit", Function, Org(ManageTeams)),
    row("change_team", Function, Org(ManageTeams)),
    row("show_team_rights", Function, Org(ManageTeams)),
    row("show_team_rights_again", Function, Org(ManageTeams)),
    row("show_team_rights_summary", Function, Org(ManageTeams)),
    row("choose_team_products", Function, Org(ManageTeams)),
    row("change_team_rights", Function, Org(ManageTeams)),
    row("show_team_members", Function, Org(ManageTeams)),
    row("show_team_members_again", Function, Org(ManageTeams)),
    row("show_team_members_summary", Function, Org(ManageTeams)),
    row("choose_team_members", Function, Org(ManageTeams)),
    row("change_team_members", Function, Org(ManageTeams)),
    row("show_dissolution", Function, Org(ManageTeams)),
    row("dissolve_team", Function, Org(ManageTeams)),
    row("list_requests", Function, Org(AskForRight)),
    row("show_asking", Function, Org(AskForRight)),
    row("ask_for_right", Function, Org(AskForRight)),
    row("withdraw_request", Function, Org(AskForRight)),
    row("show_request", Function, Org(AnswerRequests)),
    row("answer_request", Function, Org(AnswerRequests)),
    row("decline_request", Function, Org(AnswerRequests)),
    row("show_handover", Function, Org(HandOver)),
    row("show_handing_over", Function, Org(HandOver)),
    with_sudo(row("offer_handover", Function, Org(HandOver))),
    row("cancel_handover", Function, Org(HandOver)),
    // To whom nothing is offered, nothing is open.
    with_sudo(row("accept_handover", Function, Org(SeeOrganization))),
    row("decline_handover", Function, Org(SeeOrganization)),
    row("show_profile", Function, Person),
    row("change_profile", Function, Person),
    row("change_password", Function, Person),
    row("show_picture", Function, Person),
    row("remove_picture", Function, Person),
    with_sudo(row("list_sessions", Function, Person)),
    with_sudo(row("end_session", Function, Person)),
    with_sudo(row("end_other_sessions", Function, Person)),
    row("/login", Page, Anybody),
    row("/logout", Page, Anybody),
    row("/signup", Page, Anybody),
    row("/signup/sent", Page, Anybody),
    row("/verify", Page, Anybody),
    row("/forgot", Page, Anybody),
    row("/forgot/sent", Page, Anybody),
    row("/reset", Page, Anybody),
    row("/invitation", Page, Anybody),
    row("/check", Page, Anybody),
    row("/help", Page, Anybody),
    row("/", Page, Person),
    row("/sudo", Page, Person),
    row("/o/{org}", Page, Org(SeeOrganization)),
    row("/o/{org}/activity", Page, Org(SeeActivity)),
    row("/o/{org}/activity.csv", Download, Org(SeeActivity)),
    row("/o/{org}/activity.json", Download, Org(SeeActivity)),
    row("/o/{org}/settings", Page, Org(SeeDetails)),
    row("/o/{org}/settings/logo", Page, Org(ChangeDetails)),
    row("/o/{org}/products", Page, Org(SeeProducts)),
    row("/o/{org}/products/{kind}", Page, Org(SeeProducts)),
    about("/o/{org}/products/{kind}/{product}", Product, SeeProducts),
    row("/o/{org}/users", Page, Org(SeeMembers)),
    row("/o/{org}/users/invite", Page, INVITE),
    row("/o/{org}/users/invite/{draft}", Page, INVITE),
    row("/o/{org}/users/invite/{draft}/role", Page, INVITE),
    row("/o/{org}/users/invite/{draft}/products", Page, INVITE),
    row("/o/{org}/users/invite/{draft}/messages", Page, INVITE),
    row("/o/{org}/users/invite/{draft}/summary", Page, INVITE),
    row("/o/{org}/users/invitations", Page, INVITE),
    row("/o/{org}/users/invitations/{invitation}", Page, INVITE),
    row("/o/{org}/users/invitations/{invitation}/change", Page, INVITE),
    about("/o/{org}/users/{user}", Org(SeeMembers), SeeOrganization),
    about("/o/{org}/users/{user}/suspend", Upon(Suspend), SeeMembers),
    about("/o/{org}/users/{user}/remove", Upon(Remove), SeeOrganization),
    about("/o/{org}/users/{user}/rights", Upon(Change), SeeAccess),
    about("/o/{org}/users/{user}/rights/{draft}", Upon(Change), SeeAccess),
    about("/o/{org}/users/{user}/rights/{draft}/products", Upon(Change), SeeAccess),
    about("/o/{org}/users/{user}/rights/{draft}/summary", Upon(Change), SeeAccess),
    row("/o/{org}/teams", Page, Org(SeeMembers)),
    row("/o/{org}/teams/new", Page, Org(ManageTeams)),
    row("/o/{org}/teams/{team}", Page, Org(SeeMembers)),
    row("/o/{org}/teams/{team}/edit", Page, Org(ManageTeams)),
    row("/o/{org}/teams/{team}/dissolve", Page, Org(ManageTeams)),
    row("/o/{org}/teams/{team}/rights", Page, Org(ManageTeams)),
    row("/o/{org}/teams/{team}/rights/{draft}", Page, Org(ManageTeams)),
    row("/o/{org}/teams/{team}/rights/{draft}/summary", Page, Org(ManageTeams)),
    row("/o/{org}/teams/{team}/members", Page, Org(ManageTeams)),
    row("/o/{org}/teams/{team}/members/{draft}", Page, Org(ManageTeams)),
    row("/o/{org}/teams/{team}/members/{draft}/summary", Page, Org(ManageTeams)),
    row("/o/{org}/requests", Page, Org(AskForRight)),
    row("/o/{org}/requests/ask/{wish}", Page, Org(AskForRight)),
    row("/o/{org}/requests/{request}", Page, Org(AnswerRequests)),
    row("/o/{org}/handover", Page, Org(HandOver)),
    row("/o/{org}/users/{user}/handover", Page, Org(HandOver)),
    row("/search", Page, Person),
    row("/o/{org}/search", Page, Org(SeeOrganization)),
    row("/profile", Page, Person),
    row("/profile/picture", Page, Person),
    row("/profile/security", Page, Person),
    row("/profile/activity", Page, Person),
    row("/profile/activity.csv", Download, Person),
    row("/profile/activity.json", Download, Person),
    row("/profile/organizations", Page, Person),
    row("/profile/organizations/new", Page, Person),
    row("/profile/organizations/new/{draft}", Page, Person),
    row("/profile/organizations/new/{draft}/address", Page, Person),
    row("/profile/organizations/new/{draft}/summary", Page, Person),
    with_sudo(row("/profile/sessions", Page, Person)),
    row("/pkg/{hash}/{file}", Thing, Anybody),
    row("/pkg/{hash}/words/{language}/{file}", Thing, Anybody),
    row("/logo/{org}", File, Org(SeeOrganization)),
    row("/picture", File, Person),
    row("/o/{org}/users/{user}/picture", File, Org(SeeMembers)),
    row("/favicon.svg", Thing, Anybody),
    row("/dev/gallery", Thing, Anybody),
    row("/healthz", Thing, Anybody),
    row("/readyz", Thing, Anybody),
    row("/dev/mail", Mailbox, Anybody),
    row("/dev/mail/{id}", Mailbox, Anybody),
];

/// Menus and search believe what the pages say about themselves.
#[test]
fn a_page_needs_what_its_row_says() {
    for row in ROWS.iter().filter(|it| it.kind == Page) {
        let path = calls::path(row.name, "0000000000");
        let Some(route) = app::route::Route::in_console(&path) else {
            let at_the_door = row.audience == Anybody || path == "/sudo";
            assert!(at_the_door, "{path} is not read by `Route::in_console`");
            continue;
        };
        let page = app::pages::page(route);
        let needs = row.gate.clone().or_else(|| row.audience.action());
        assert_eq!((page.needs, page.sudo), (needs, row.sudo), "{path}");
    }
}

/// Routes that are the way to functions, which have rows of their own.
const WAY_TO_FUNCTIONS: &str = "/api/{function}";

#[test]
fn every_function_has_exactly_one_row() {
    let paths = server_fn::axum::server_fn_paths();
    let served: Vec<_> = paths.filter_map(|(path, _)| path.strip_prefix("/api/")).collect();
    let listed: Vec<_> = names(Kind::Function);
    assert_same(&listed, &served);
}

#[test]
fn every_route_has_exactly_one_row() {
    let mut served = server::router::PAGES.to_vec();
    let sources = [include_str!("../../src/router.rs"), include_str!("../../src/health.rs")];
    served.extend(sources.into_iter().flat_map(routes_in));
    served.retain(|it| *it != WAY_TO_FUNCTIONS);
    let kinds = [Kind::Page, Kind::Download, Kind::File, Kind::Thing, Kind::Mailbox];
    let listed: Vec<_> = kinds.into_iter().flat_map(names).collect();
    assert_same(&listed, &served);
}

#[test]
fn no_other_file_of_the_server_adds_routes_for_strangers() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut folders = vec![std::path::PathBuf::from(folder)];
    let mut with_routes = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("source") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("text");
            // The layers' own tests come after the layers.
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let is_test = path.ends_with("tests.rs");
            if !is_test
                && [".route(", ".nest(", ".route_service("].iter().any(|it| code.contains(it))
            {
                with_routes.push(path.file_name().expect("a name").to_owned());
            }
        }
    }
    with_routes.sort();
    // `serve.rs` serves metrics, on a port of their own.
    assert_eq!(with_routes, ["health.rs", "router.rs", "serve.rs"]);
}

fn names(kind: Kind) -> Vec<&'static str> {
    ROWS.iter().filter(|it| it.kind == kind).map(|it| it.name).collect()
}

/// The literal addresses of a router.
fn routes_in(source: &str) -> Vec<&str> {
    let calls = source.split(".route(\"").skip(1);
    calls.filter_map(|it| it.split_once('"')).map(|(path, _)| path).collect()
}

fn assert_same(listed: &[&str], served: &[&str]) {
    let sorted = |names: &[&str]| {
        let mut names: Vec<_> = names.iter().map(|it| (*it).to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(sorted(listed), sorted(served), "left: rows, right: what is served");
}
