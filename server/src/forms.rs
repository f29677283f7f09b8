//! All forms: their server function, the pages they stand on, and their secrets.

use app::{
    api::{
        NoRefusal,
        details::DetailsField,
        door::{
            DiscardField, ForgotField, InvitationCodeField, JoinField, LinkRefused, NoField,
            ResetField, SignInField, SignInRefused, SignUpField, SudoField, VerifyField,
        },
        handover::HandoverField,
        invitations::InvitationField,
        look::{LanguageField, ThemeField},
        people::MemberField,
        picture::{LogoField, PictureField},
        place::PlaceField,
        profile::{PasswordField, PasswordRefused, ProfileField},
        requests::RequestField,
        session::EndField,
        teams::TeamField,
    },
    form::{Field, FormKind, PROOF_KEY, Sentence},
};
use domain::{
    handover::HandoverRefusal,
    id::{InvitationId, PublicId, RequestId, TeamId, UserId},
    invitation::InvitationRefusal,
    membership::MemberRefusal,
    rights::{RequestRefusal, Wish},
    team::TeamRefusal,
};
use serde::de::DeserializeOwned;

/// A form that can be posted to a page.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The name of its server function.
    pub name: &'static str,
    /// The paths of its pages; `*` stands for every page, words in braces for ids.
    pub pages: &'static [&'static str],
    /// Its fields and refusals in words.
    pub kind: FormKind,
}

/// Fields that never come back to the browser.
pub const SECRETS: &[&str] = &["password", "current_password", "code", PROOF_KEY];

/// A form with the fields `F`, which is refused as a whole by `W`.
const fn form<F, W>(name: &'static str, pages: &'static [&'static str]) -> Form
where
    F: Field,
    W: Sentence + DeserializeOwned,
{
    Form { name, pages, kind: FormKind::of::<F, W>() }
}

impl Form {
    const fn proving(self) -> Self {
        Self { kind: self.kind.proving(), ..self }
    }
}

/// The list. A form that is not in it cannot be posted.
pub const ALL: &[Form] = &[
    form::<SignUpField, NoRefusal>("sign_up", &["/signup"]),
    form::<VerifyField, LinkRefused>("verify_sign_up", &["/verify"]),
    form::<DiscardField, LinkRefused>("discard_sign_up", &["/verify"]),
    form::<NoField, LinkRefused>("renew_sign_up_link", &["/verify"]),
    form::<SignInField, SignInRefused>("sign_in", &["/login", "/invitation"]),
    form::<NoField, NoRefusal>("sign_out", &["/logout"]),
    form::<ForgotField, NoRefusal>("request_reset", &["/forgot"]),
    form::<ResetField, LinkRefused>("reset_password", &["/reset"]),
    form::<SudoField, SignInRefused>("confirm_identity", &["/sudo"]),
    form::<EndField, NoRefusal>("end_session", &["/profile/sessions"]),
    form::<NoField, NoRefusal>("end_other_sessions", &["/profile/sessions"]).proving(),
    form::<DetailsField, NoRefusal>("change_details", &["/o/{org}/settings"]),
    form::<LogoField, NoRefusal>("remove_logo", &["/o/{org}/settings/logo"]),
    form::<ProfileField, NoRefusal>("change_profile", &["/profile"]),
    form::<NoField, NoRefusal>("remove_picture", &["/profile/picture"]),
    form::<PasswordField, PasswordRefused>("change_password", &["/profile/security"]),
    form::<DetailsField, NoRefusal>(
        "name_organization",
        &["/profile/organizations/new", "/profile/organizations/new/{draft}"],
    ),
    form::<DetailsField, NoRefusal>(
        "locate_organization",
        &["/profile/organizations/new/{draft}/address"],
    ),
    form::<DetailsField, NoRefusal>(
        "create_organization",
        &["/profile/organizations/new/{draft}/summary"],
    ),
    form::<NoField, LinkRefused>("accept_invitation", &["/invitation"]),
    form::<JoinField, LinkRefused>("join_organization", &["/invitation"]),
    form::<NoField, NoRefusal>("switch_person", &["/invitation"]),
    form::<InvitationCodeField, LinkRefused>("decline_invitation", &["/invitation"]),
    form::<InvitationCodeField, LinkRefused>("ask_for_invitation", &["/invitation"]),
    form::<InvitationField, InvitationRefusal>(
        "name_invited",
        &["/o/{org}/users/invite", "/o/{org}/users/invite/{draft}"],
    ),
    form::<PlaceField, InvitationRefusal>(
        "choose_invited_role",
        &["/o/{org}/users/invite/{draft}/role", "/o/{org}/users/invitations/{invitation}/change"],
    ),
    form::<PlaceField, InvitationRefusal>(
        "choose_invited_products",
        &["/o/{org}/users/invite/{draft}/products"],
    ),
    form::<InvitationField, InvitationRefusal>(
        "choose_invited_messages",
        &["/o/{org}/users/invite/{draft}/messages"],
    ),
    form::<InvitationField, InvitationRefusal>(
        "send_invitations",
        &["/o/{org}/users/invite/{draft}/summary"],
    ),
    form::<InvitationField, InvitationRefusal>(
        "send_invitation_again",
        &["/o/{org}/users/invitations/{invitation}"],
    ),
    form::<InvitationField, InvitationRefusal>(
        "cancel_invitation",
        &["/o/{org}/users/invitations/{invitation}"],
    ),
    form::<MemberField, MemberRefusal>("undo_removal", &["/o/{org}/users"]),
    form::<MemberField, MemberRefusal>("lift_suspension", &["/o/{org}/users/{user}"]),
    form::<MemberField, MemberRefusal>("change_contact", &["/o/{org}/users/{user}"]),
    form::<MemberField, MemberRefusal>("suspend_member", &["/o/{org}/users/{user}/suspend"]),
    form::<MemberField, MemberRefusal>("remove_member", &["/o/{org}/users/{user}/remove"])
        .proving(),
    form::<MemberField, MemberRefusal>("leave_organization", &["/o/{org}/users/{user}/remove"])
        .proving(),
    form::<PlaceField, MemberRefusal>(
        "choose_role",
        &["/o/{org}/users/{user}/rights", "/o/{org}/users/{user}/rights/{draft}"],
    ),
    form::<PlaceField, MemberRefusal>(
        "choose_products",
        &["/o/{org}/users/{user}/rights/{draft}/products"],
    ),
    form::<PlaceField, MemberRefusal>(
        "change_member",
        &["/o/{org}/users/{user}/rights/{draft}/summary"],
    ),
    form::<TeamField, TeamRefusal>("create_team", &["/o/{org}/teams/new"]),
    form::<TeamField, TeamRefusal>("change_team", &["/o/{org}/teams/{team}/edit"]),
    form::<TeamField, TeamRefusal>("dissolve_team", &["/o/{org}/teams/{team}/dissolve"]),
    form::<TeamField, TeamRefusal>(
        "choose_team_products",
        &["/o/{org}/teams/{team}/rights", "/o/{org}/teams/{team}/rights/{draft}"],
    ),
    form::<TeamField, TeamRefusal>(
        "change_team_rights",
        &["/o/{org}/teams/{team}/rights/{draft}/summary"],
    ),
    form::<TeamField, TeamRefusal>(
        "choose_team_members",
        &["/o/{org}/teams/{team}/members", "/o/{org}/teams/{team}/members/{draft}"],
    ),
    form::<TeamField, TeamRefusal>(
        "change_team_members",
        &["/o/{org}/teams/{team}/members/{draft}/summary"],
    ),
    form::<HandoverField, HandoverRefusal>("offer_handover", &["/o/{org}/users/{user}/handover"])
        .proving(),
    form::<HandoverField, HandoverRefusal>("cancel_handover", &["/o/{org}/handover"]),
    form::<HandoverField, HandoverRefusal>("accept_handover", &["/o/{org}/handover"]).proving(),
    form::<HandoverField, HandoverRefusal>("decline_handover", &["/o/{org}/handover"]),
    form::<RequestField, RequestRefusal>("ask_for_right", &["/o/{org}/requests/ask/{wish}"]),
    form::<RequestField, RequestRefusal>("withdraw_request", &["/o/{org}/requests"]),
    form::<RequestField, RequestRefusal>("answer_request", &["/o/{org}/requests/{request}"]),
    form::<RequestField, RequestRefusal>("decline_request", &["/o/{org}/requests/{request}"]),
    form::<LanguageField, NoRefusal>("choose_language", &["*"]),
    form::<ThemeField, NoRefusal>("choose_theme", &["*"]),
];

/// Forms that send a file, with the pages that they stand on.
pub const UPLOADS: &[Form] = &[
    form::<PictureField, NoRefusal>("change_logo", &["/o/{org}/settings/logo"]),
    form::<PictureField, NoRefusal>("change_picture", &["/profile/picture"]),
];

/// The form that sends a file to the page at `path`, if there is one.
pub fn upload_at(path: &str) -> Option<Form> {
    UPLOADS.iter().find(|it| it.pages.iter().any(|page| is_at(page, path))).copied()
}

/// The form `name`.
pub fn named(name: &str) -> Option<&'static Form> {
    ALL.iter().find(|it| it.name == name)
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
            (Some("{org}" | "{draft}"), Some(part)) if part.parse::<PublicId>().is_ok() => {}
            (Some("{user}"), Some(part)) if part.parse::<UserId>().is_ok() => {}
            (Some("{invitation}"), Some(part)) if part.parse::<InvitationId>().is_ok() => {}
            (Some("{team}"), Some(part)) if part.parse::<TeamId>().is_ok() => {}
            (Some("{request}"), Some(part)) if part.parse::<RequestId>().is_ok() => {}
            (Some("{wish}"), Some(part)) if part.parse::<Wish>().is_ok() => {}
            (Some(pattern), Some(part)) if pattern == part => {}
            _ => return false,
        }
    }
}
