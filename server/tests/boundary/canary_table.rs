//! The one table of fields: every text that the database keeps, where it may be seen, and by whom.
//! Whatever a row does not name, nobody sees.

use domain::rights::{
    Action::{
        self, AnswerRequests, HandOver, ManageTeams, SeeAccess, SeeActivity, SeeDetails,
        SeeMembers, SeeOrganization,
    },
    Role,
};

/// Whose eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// Whose membership there is on hold.
    OnHold,
    /// The person whom it tells of.
    Oneself,
    /// Whoever has the organization among their own, also while their membership is suspended: they
    /// have to see where it is.
    Listed,
    /// A member who may do this: in the organization that it tells of, or in one that the person whom
    /// it tells of belongs to.
    Member(Action),
    /// A member who may do this in an organization that the person whom it tells of belonged to
    /// until lately.
    Formerly(Action),
    /// Whoever runs the program.
    Operator,
    /// Whoever is invited, and has no account.
    Invited,
}

/// Which rows of the database are given canaries in this column, and so whose they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Those of organizations.
    Organizations,
    /// Those of people.
    Users,
    /// The sessions of people, of which each has several.
    Sessions,
    /// What people have begun.
    Drafts,
    /// The suspensions in organizations.
    Suspensions,
    /// What organizations have bought.
    Products,
    /// The teams of organizations.
    Teams,
    /// Who is invited to organizations.
    Invitations,
    /// What is asked for in organizations.
    Requests,
    /// The memberships of people.
    Members,
    /// Sign-ups that wait.
    SignUps,
    /// A row of its own that tells of nobody.
    Nobodys,
    /// Rows that a use case has written, or that nobody can choose: their values are looked up.
    AsTheyAre,
    /// Files of organizations: bytes, not text.
    Logos,
    /// Files of people.
    Pictures,
}

/// Places, and who may see it there. A place is a function, the route of a page or a file, or the
/// kind of a mail.
pub type Seen = (By, &'static [&'static str]);

/// A column.
pub struct Field {
    pub column: &'static str,
    pub rows: Rows,
    /// What is written around the canary.
    pub spelled: &'static str,
    pub seen: &'static [Seen],
}

/// All pages behind sign-in: what their frame shows.
pub const CONSOLE: &str = "console";

const ACTIVITY: &[&str] =
    &["/o/{org}/activity", "/o/{org}/activity.csv", "/o/{org}/activity.json", "show_activity"];
const OWN_ACTIVITY: &[&str] =
    &["/profile/activity", "/profile/activity.csv", "/profile/activity.json", "show_own_activity"];
const SETTINGS: &[&str] = &["/o/{org}/settings", "show_settings"];
/// Their place is in the mail as well that sums up a change.
const SETTINGS_AND_MAIL: &[&str] = &["/o/{org}/settings", "show_settings", "mail details_changed"];
const PLAN: &[&str] = &[
    "show_plan",
    "/profile/organizations/new/{draft}",
    "/profile/organizations/new/{draft}/address",
    "/profile/organizations/new/{draft}/summary",
];
const MEMBERS: &[&str] = &["/o/{org}", "show_dashboard"];
const USERS: &[&str] = &["/o/{org}/users", "list_users", "/o/{org}/users/{user}", "show_user"];
/// Where people and products are found.
const SEARCH: &[&str] = &["/o/{org}/search", "search"];
/// What one is asked before something is done about a member.
const CHANGES: &[&str] = &[
    "/o/{org}/users/{user}/rights",
    "show_rights",
    "/o/{org}/users/{user}/rights/{draft}",
    "show_rights_again",
    "/o/{org}/users/{user}/rights/{draft}/products",
    "show_rights_products",
    "/o/{org}/users/{user}/rights/{draft}/summary",
    "show_rights_summary",
    "/o/{org}/users/{user}/suspend",
    "show_suspension",
    "/o/{org}/users/{user}/remove",
    "show_removal",
];
/// What a member has been given, or is to be given.
const GIVEN: &[&str] = &[
    "/o/{org}/users/{user}",
    "show_user",
    "/o/{org}/users/{user}/rights/{draft}/products",
    "show_rights_products",
    "/o/{org}/users/{user}/rights/{draft}/summary",
    "show_rights_summary",
];
/// Where products stand for whoever may see them all.
const PRODUCTS: &[&str] = &[
    "/o/{org}/products/{kind}",
    "list_products",
    "/o/{org}/products/{kind}/{product}",
    "show_product",
];
/// Where the teams of a member stand.
const TEAMS: &[&str] = &[
    "/o/{org}/users/{user}",
    "show_user",
    "/o/{org}/users/{user}/rights/{draft}/products",
    "show_rights_products",
    "/o/{org}/users/{user}/rights/{draft}/summary",
];
/// What is offered to whoever is invited, and what could be.
const OFFERED: &[&str] = &[
    "/o/{org}/users/invite/{draft}/products",
    "show_invited_products",
    "/o/{org}/users/invite/{draft}/summary",
    "show_invite_summary",
    "/o/{org}/users/invitations/{invitation}",
    "show_invitation",
];
/// Where an invitation stands.
const INVITATIONS: &[&str] = &[
    "/o/{org}/users/invitations",
    "list_invitations",
    "/o/{org}/users/invitations/{invitation}",
    "show_invitation",
    "/o/{org}/users/invitations/{invitation}/change",
    "show_invitation_change",
];
/// What only its own page tells.
const INVITATION: &[&str] = &["/o/{org}/users/invitations/{invitation}", "show_invitation"];
/// Where teams stand for everybody who sees members, and their members with them.
const TEAM_LISTS: &[&str] = &["/o/{org}/teams", "list_teams"];
const TEAM_PAGES: &[&str] = &["/o/{org}/teams/{team}", "show_team"];
/// Where members of a team stand by name.
const TEAM_NAMES: &[&str] = &[
    "/o/{org}/teams/{team}/edit",
    "show_team_edit",
    "/o/{org}/teams/{team}/rights/{draft}/summary",
    "show_team_rights_summary",
    "/o/{org}/teams/{team}/members/{draft}/summary",
    "show_team_members_summary",
];
/// And with those who could join it, and their addresses.
const TEAM_JOINING: &[&str] = &[
    "/o/{org}/teams/{team}/members",
    "show_team_members",
    "/o/{org}/teams/{team}/members/{draft}",
    "show_team_members_again",
];
/// What else is asked about a team.
const TEAM_STEPS: &[&str] = &[
    "/o/{org}/teams/{team}/rights",
    "show_team_rights",
    "/o/{org}/teams/{team}/rights/{draft}",
    "show_team_rights_again",
    "/o/{org}/teams/{team}/dissolve",
    "show_dissolution",
];
/// What a team has been given, or could be.
const TEAM_GRANTS: &[&str] = &[
    "/o/{org}/teams/{team}/rights",
    "show_team_rights",
    "/o/{org}/teams/{team}/rights/{draft}",
    "show_team_rights_again",
    "/o/{org}/teams/{team}/rights/{draft}/summary",
    "show_team_rights_summary",
];
const REMOVAL: &[&str] = &["/o/{org}/users/{user}/remove", "show_removal"];
const MEMBER_MAILS: &[&str] = &[
    "mail member_changed",
    "mail member_suspended",
    "mail member_restored",
    "mail member_removed",
    "mail member_left",
    "mail right_wanted",
    "mail right_declined",
    "mail handover_offered",
];
/// Who asks for what, for those who answer; and who answers, for those who ask.
const REQUEST: &[&str] = &["/o/{org}/requests/{request}", "show_request"];
const REQUESTS: &[&str] = &["/o/{org}/requests", "list_requests"];
const ASKING: &[&str] = &["/o/{org}/requests/ask/{wish}", "show_asking"];

/// Who offers responsibility to whom.
const HANDOVER: &[&str] =
    &["/o/{org}/handover", "/o/{org}/users/{user}/handover", "show_handing_over"];

use By::{Formerly, Invited, Listed, Member, OnHold, Oneself, Operator};
use Rows::{
    AsTheyAre, Drafts, Invitations, Logos, Members, Nobodys, Organizations, Pictures, Products,
    Requests, Sessions, SignUps, Suspensions, Teams, Users,
};

const fn field(column: &'static str, rows: Rows, seen: &'static [Seen]) -> Field {
    Field { column, rows, spelled: "{}", seen }
}

const fn spelled(spelled: &'static str, field: Field) -> Field {
    Field { spelled, ..field }
}

const NOWHERE: &[Seen] = &[];

/// The table.
pub const FIELDS: &[Field] = &[
    // Organizations.
    field(
        "organizations.public_id",
        AsTheyAre,
        &[
            (Listed, &[CONSOLE, "list_organizations", "show_profile", "search"]),
            (Member(SeeDetails), &["mail details_changed"]),
            (Listed, &["mail member_changed", "mail member_restored", "mail member_left"]),
            (Listed, &["mail right_wanted", "mail handover_offered"]),
            // It stands in the addresses of pages.
            (Operator, &["log"]),
        ],
    ),
    field(
        "organizations.name",
        Organizations,
        &[
            (Listed, &[CONSOLE, "list_organizations", "show_profile", "search"]),
            (Listed, MEMBER_MAILS),
            (Invited, &["mail invitation"]),
            (Member(SeeOrganization), &["show_dashboard"]),
            (Member(SeeDetails), SETTINGS_AND_MAIL),
            (Member(SeeActivity), ACTIVITY),
        ],
    ),
    field(
        "organizations.street",
        Organizations,
        &[(Member(SeeDetails), SETTINGS_AND_MAIL), (Member(SeeActivity), ACTIVITY)],
    ),
    field("organizations.postal_code", Organizations, &[(Member(SeeDetails), SETTINGS)]),
    field(
        "organizations.city",
        Organizations,
        &[(Member(SeeDetails), SETTINGS_AND_MAIL), (Member(SeeActivity), ACTIVITY)],
    ),
    field("organizations.phone", Organizations, &[(Member(SeeDetails), SETTINGS)]),
    field("organizations.tax_number", Organizations, &[(Member(SeeDetails), SETTINGS)]),
    spelled(
        "https://{}.example",
        field(
            "organizations.website",
            Organizations,
            &[(Member(SeeDetails), SETTINGS_AND_MAIL), (Member(SeeActivity), ACTIVITY)],
        ),
    ),
    field("organization_logos.png", Logos, &[(Member(SeeOrganization), &["/logo/{org}"])]),
    field(
        "products.name",
        Products,
        &[
            (Member(SeeAccess), PRODUCTS),
            (Member(SeeAccess), SEARCH),
            (Member(SeeAccess), GIVEN),
            (Member(SeeAccess), OFFERED),
            (Member(ManageTeams), TEAM_GRANTS),
            (Member(SeeAccess), &["/o/{org}/teams/{team}"]),
            (Member(SeeAccess), REMOVAL),
            (Member(SeeActivity), ACTIVITY),
            (Member(SeeOrganization), &["mail member_changed"]),
        ],
    ),
    field("products.sort_key", Products, NOWHERE),
    field(
        "teams.name",
        Teams,
        &[
            (Member(SeeAccess), TEAMS),
            (Member(SeeAccess), OFFERED),
            (Member(SeeMembers), TEAM_LISTS),
            (Member(SeeMembers), TEAM_PAGES),
            (Member(ManageTeams), TEAM_NAMES),
            (Member(ManageTeams), TEAM_JOINING),
            (Member(ManageTeams), TEAM_STEPS),
            (Member(SeeActivity), ACTIVITY),
            (Member(SeeOrganization), &["mail member_changed"]),
        ],
    ),
    field(
        "suspension_spans.reason",
        Suspensions,
        &[
            (Member(SeeAccess), &["/o/{org}/users/{user}", "show_user"]),
            (OnHold, &["/o/{org}/users/{user}", "show_user"]),
            (Member(SeeActivity), ACTIVITY),
            (Member(SeeOrganization), &["mail member_suspended"]),
        ],
    ),
    field("requests.message", Requests, &[(Member(AnswerRequests), REQUEST)]),
    spelled(
        "{}@quist.example",
        field(
            "invitations.email",
            Invitations,
            &[
                (Member(Action::Invite(Role::Collaborator)), INVITATIONS),
                (Member(SeeActivity), ACTIVITY),
                // What happened last.
                (Member(SeeActivity), MEMBERS),
                (Invited, &["mail invitation"]),
            ],
        ),
    ),
    spelled("{}@quist.example", field("invitations.email_canonical", Invitations, NOWHERE)),
    spelled(
        "{}@quist.example",
        field(
            "invitations.wanted_email",
            Invitations,
            &[(Member(Action::Invite(Role::Collaborator)), INVITATION)],
        ),
    ),
    spelled("{}@quist.example", field("invitations.wanted_email_canonical", Invitations, NOWHERE)),
    // People.
    spelled(
        "{}@harbour.example",
        field(
            "users.email",
            Users,
            &[
                (Oneself, &[CONSOLE, "/sudo", "show_profile", "show_user"]),
                (Member(SeeMembers), USERS),
                (Member(SeeMembers), SEARCH),
                (Member(SeeMembers), TEAM_PAGES),
                (Member(ManageTeams), TEAM_JOINING),
                // The page that one comes to after taking a removal back.
                (Formerly(SeeAccess), &["/o/{org}/users"]),
            ],
        ),
    ),
    // It was what they signed up with, which the history of their organization tells.
    field("users.email_canonical", AsTheyAre, &[(Member(SeeActivity), ACTIVITY)]),
    field(
        "users.first_name",
        Users,
        &[
            (Oneself, &[CONSOLE, "show_profile", "mail password_changed"]),
            (Oneself, &["mail reset_password", "mail has_login", "mail details_changed"]),
            (Oneself, MEMBER_MAILS),
            (Oneself, OWN_ACTIVITY),
            (Oneself, &["show_user", "show_handing_over"]),
            (Member(HandOver), HANDOVER),
            (Member(SeeMembers), MEMBERS),
            (Member(SeeMembers), USERS),
            (Member(SeeMembers), SEARCH),
            (Member(SeeMembers), TEAM_PAGES),
            (Member(ManageTeams), TEAM_NAMES),
            (Member(ManageTeams), TEAM_JOINING),
            (Member(SeeMembers), MEMBER_MAILS),
            (Member(AnswerRequests), REQUEST),
            (Member(AnswerRequests), REQUESTS),
            (Member(SeeMembers), ASKING),
            (Member(SeeAccess), CHANGES),
            (Member(SeeAccess), INVITATION),
            (Invited, &["mail invitation"]),
            (Formerly(SeeAccess), &["/o/{org}/users", "list_users"]),
            (Member(SeeActivity), ACTIVITY),
            (Member(SeeDetails), &["mail details_changed"]),
        ],
    ),
    field(
        "users.last_name",
        Users,
        &[
            (Oneself, &[CONSOLE, "show_profile"]),
            (Oneself, OWN_ACTIVITY),
            (Oneself, &["show_user", "show_handing_over"]),
            (Member(HandOver), HANDOVER),
            (Member(SeeMembers), MEMBERS),
            (Member(SeeMembers), USERS),
            (Member(SeeMembers), SEARCH),
            (Member(SeeMembers), TEAM_PAGES),
            (Member(ManageTeams), TEAM_NAMES),
            (Member(ManageTeams), TEAM_JOINING),
            (Member(SeeMembers), MEMBER_MAILS),
            (Member(AnswerRequests), REQUEST),
            (Member(AnswerRequests), REQUESTS),
            (Member(SeeMembers), ASKING),
            (Member(SeeAccess), CHANGES),
            (Member(SeeAccess), INVITATION),
            (Invited, &["mail invitation"]),
            (Formerly(SeeAccess), &["/o/{org}/users", "list_users"]),
            (Member(SeeActivity), ACTIVITY),
            (Member(SeeDetails), &["mail details_changed"]),
        ],
    ),
    field(
        "user_pictures.png",
        Pictures,
        &[(Oneself, &["/picture"]), (Member(SeeMembers), &["/o/{org}/users/{user}/picture"])],
    ),
    // The name again, as lists are ordered by it.
    field("members.sort_key", Members, NOWHERE),
    field("members.given_key", Members, NOWHERE),
    field("users.password_hash", AsTheyAre, NOWHERE),
    field("sessions.address", Sessions, &[(Oneself, &["/profile/sessions", "list_sessions"])]),
    // Shown as browser and system only.
    field("sessions.agent", Sessions, NOWHERE),
    spelled(
        r#"{"name":"{}","kind":"association","language":"en"}"#,
        field(
            "drafts.body",
            Drafts,
            &[
                (Oneself, PLAN),
                // What products were looked for by.
                (Oneself, &["/o/{org}/users/{user}/rights/{draft}/products"]),
                (Oneself, &["show_rights_products"]),
                (Oneself, &["/o/{org}/users/invite/{draft}/products"]),
                (Oneself, &["show_invited_products"]),
                (Oneself, &["/o/{org}/teams/{team}/rights/{draft}", "show_team_rights_again"]),
                // What members were looked for by.
                (Oneself, &["/o/{org}/teams/{team}/members/{draft}", "show_team_members_again"]),
            ],
        ),
    ),
    // Sign-ups.
    spelled(
        "{}@harbour.example",
        field("pending_sign_ups.email", SignUps, &[(Oneself, &["/verify"])]),
    ),
    // What was typed just now comes back, so that a slip is seen.
    field(
        "pending_sign_ups.email_canonical",
        AsTheyAre,
        &[(Oneself, &["/signup/sent", "/forgot/sent"])],
    ),
    field("pending_sign_ups.first_name", SignUps, &[(Oneself, &["mail confirm_sign_up"])]),
    field("pending_sign_ups.last_name", SignUps, NOWHERE),
    field("pending_sign_ups.org_name", SignUps, NOWHERE),
    field("pending_sign_ups.password_hash", AsTheyAre, NOWHERE),
    // Histories.
    field(
        "history.objects",
        AsTheyAre,
        &[(Member(SeeActivity), &["/o/{org}/activity.csv", "/o/{org}/activity.json"])],
    ),
    field(
        "history_details.body",
        AsTheyAre,
        &[(Oneself, OWN_ACTIVITY), (Member(SeeActivity), ACTIVITY)],
    ),
    // The machinery.
    field("limits.bucket", Nobodys, NOWHERE),
    spelled("{}@harbour.example", field("outbox.recipient", Nobodys, NOWHERE)),
    field("outbox.reference", Nobodys, NOWHERE),
    field("outbox.message_id", Nobodys, NOWHERE),
    field("outbox.last_error", Nobodys, NOWHERE),
    field("jobs.payload", Nobodys, NOWHERE),
    field("jobs.last_error", Nobodys, NOWHERE),
];

/// Columns of text that cannot hold a canary, and why nothing is missed by that.
pub const EXEMPT: &[(&str, &str)] = &[
    ("devices.last_org", "a public id; everybody's names the foreigner's organization"),
    ("drafts.kind", "one of a closed list"),
    ("drafts.made", "a public id, among those of the organizations that one has"),
    (
        "drafts.public_id",
        "stands in the addresses of its pages only; those of the examples are others' too",
    ),
    ("grant_spans.kind", "one of the list of what the provider sells"),
    ("grant_spans.product_right", "one of a closed list"),
    ("handovers.afterwards", "one of a closed list"),
    ("handovers.ending", "one of a closed list"),
    ("history.act", "one of a closed list"),
    ("history.act_group", "one of a closed list"),
    ("history.chain", "one of a closed list"),
    ("invitations.ending", "one of a closed list"),
    ("invitations.locale", "one of a closed list"),
    ("invitations.place", "names of rights and ids"),
    ("jobs.kind", "one of a closed list"),
    ("money_spans.money_right", "one of a closed list"),
    ("organizations.country", "one of a closed list"),
    ("organizations.kind", "one of a closed list"),
    ("organizations.locale", "one of a closed list"),
    ("organizations.status", "one of a closed list"),
    ("outbox.kind", "one of a closed list"),
    ("outbox.locale", "one of a closed list"),
    ("pending_sign_ups.kind", "one of a closed list"),
    ("pending_sign_ups.locale", "one of a closed list"),
    ("product_kind_names.kind", "one of the list of what the provider sells"),
    ("product_kind_names.locale", "one of a closed list"),
    ("product_kind_names.name", "what the provider sells, which is no secret of any customer's"),
    ("product_kinds.kind", "the list of what the provider sells"),
    ("products.kind", "one of the list of what the provider sells"),
    ("requests.ending", "one of a closed list"),
    ("requests.wish", "the name of a right, perhaps with the id of a product"),
    ("role_spans.role", "one of a closed list"),
    ("sessions.credential", "one of a closed list"),
    ("sessions.stay", "one of a closed list"),
    ("teams.colour", "one of a closed list"),
    ("tokens.purpose", "one of a closed list"),
    ("users.locale", "one of a closed list"),
    ("users.theme", "one of a closed list"),
    ("users.time_zone", "one of a list that the page of the profile shows as a whole"),
];

/// The row of a column.
pub fn of(column: &str) -> &'static Field {
    let found = FIELDS.iter().find(|it| it.column == column);
    found.unwrap_or_else(|| panic!("no row for {column}"))
}
