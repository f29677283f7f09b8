//! A browser in front of each form, in the state in which the form could work.

use backend::mail::MailKind;
use serde_json::json;

use super::{
    Browser, PASSWORD, Stage,
    browser::sign_up_fields,
    calls,
    stand_ins::{
        self, INVITE_DRAFT, JOIN_DRAFT, KIND, MEMBER, ON_HOLD, PRODUCT, RIGHTS_DRAFT, TEAM,
        TEAM_DRAFT,
    },
};

/// Gives somebody a draft of an organization under this id, for so many days.
pub async fn draft(stage: &Stage, email: &str, id: &str, days: i64) {
    let body = r#"{"name":"Harbour Rowing Club","kind":"association","language":"en"}"#;
    keep(stage, email, ("organization", id, body), days).await;
}

/// Gives somebody drafts about the member and the team in question of this organization: of other
/// rights, and of who is to join.
pub async fn rights_draft(stage: &Stage, email: &str, org: &str) {
    let place: serde_json::Value = serde_json::from_str(&stand_ins::offer()).expect("an offer");
    let look = json!({ "beginning": "", "behind": null });
    let body = json!({ "org": org, "user": MEMBER, "seen": 0, "place": place, "look": look });
    keep(stage, email, ("rights", RIGHTS_DRAFT, &body.to_string()), 7).await;
    let product = json!({ "product": { "id": PRODUCT, "kind": KIND } });
    let place = json!({
        "role": "external",
        "money": [],
        "grants": [{ "scope": product, "right": "statistics" }],
        "teams": [],
    });
    let body = json!({ "org": org, "team": TEAM, "seen": 0, "place": place, "look": look });
    keep(stage, email, ("team_rights", TEAM_DRAFT, &body.to_string()), 7).await;
    let body = json!({ "org": org, "team": TEAM, "joins": [ON_HOLD], "leaves": [], "look": look });
    keep(stage, email, ("team_members", JOIN_DRAFT, &body.to_string()), 7).await;
}

/// Gives somebody a draft of invitations to this organization.
pub async fn invite_draft(stage: &Stage, email: &str, org: &str) {
    let place: serde_json::Value = serde_json::from_str(&stand_ins::offer()).expect("an offer");
    let body = json!({
        "org": org,
        "changing": null,
        "addresses": "newcomer@quist.example",
        "place": place,
        "contact": { "billing_reminders": false, "product_events": true },
        "language": "en",
        "look": { "beginning": "", "behind": null },
    });
    keep(stage, email, ("invitations", INVITE_DRAFT, &body.to_string()), 7).await;
}

async fn keep(stage: &Stage, email: &str, (kind, id, body): (&str, &str, &str), days: i64) {
    let email = email.to_ascii_lowercase();
    let found = format!("FROM users WHERE email_canonical = '{email}'");
    let present = format!("public_id = '{id}' AND user_id IN (SELECT user_id {found})");
    stage.world.tamper(&format!("DELETE FROM drafts WHERE {present}")).await;
    let end = stage.world.backend.now().plus_days(days).as_millis();
    let insert = format!(
        "INSERT INTO drafts (user_id, public_id, kind, body, created_at, expires_at)
         SELECT user_id, '{id}', '{kind}', '{body}', 1, {end} {found}"
    );
    assert_eq!(stage.world.tamper(&insert).await, 1, "{email}");
}

/// Whose account the scenes are about.
pub const OWNER: &str = "olivia@harbour.example";
/// Whose sign-up waits.
pub const PENDING: &str = "pia@harbour.example";

/// What all scenes need: an account, a waiting sign-up, the links to both, and other members.
pub struct Setting<'a> {
    stage: &'a Stage,
    /// Whose account it is about.
    pub owner: String,
    /// The public id of that person's organization.
    pub org: String,
    /// That person's id.
    user: String,
    verify: String,
    reset: String,
}

impl<'a> Setting<'a> {
    pub async fn new(stage: &'a Stage) -> Self {
        Self::about(stage, OWNER.to_owned(), PENDING).await
    }

    /// A setting with people of its own, for one function among many.
    pub async fn for_function(stage: &'a Stage, function: &str) -> Self {
        let owner = format!("owner.{function}@harbour.example");
        Self::about(stage, owner, &format!("pending.{function}@harbour.example")).await
    }

    async fn about(stage: &'a Stage, owner: String, pending: &str) -> Self {
        let home = stage.signed_up(&owner).await.get("/").await;
        let org =
            home.location().and_then(|it| it.strip_prefix("/o/")).expect("a dashboard").to_owned();
        let mut browser = stage.browser();
        browser.post("/signup", "sign_up", &sign_up_fields(pending, PASSWORD)).await;
        browser.post("/forgot", "request_reset", &[("email", &owner)]).await;
        stage.world.clock.advance_minutes(1);
        stage.world.work().await;
        let verify = stage.mailed_link(MailKind::ConfirmSignUp, pending);
        let reset = stage.mailed_link(MailKind::ResetPassword, &owner);
        stand_ins::join(stage, &org).await;
        draft(stage, &owner, &org, 7).await;
        rights_draft(stage, &owner, &org).await;
        invite_draft(stage, &owner, &org).await;
        let user = stand_ins::id_of(stage, &owner).await;
        Self { stage, owner, org, user, verify, reset }
    }

    /// The page on which the owner of the account finds the form of this function: whoever leaves
    /// is asked on a page about themselves.
    pub fn page(&self, function: &str) -> String {
        let call = calls::of(function);
        let own = call.pattern().filter(|_| function == "leave_organization");
        let own = own.map(|it| calls::path_about(it, &self.org, &self.user));
        own.or_else(|| call.page(&self.org)).expect("a page")
    }

    /// The link of the invitation to the organization, for this address.
    async fn invitation(&self, address: &str) -> String {
        let org = &self.org;
        let to = format!(
            "UPDATE invitations SET email = '{address}', email_canonical = '{address}'
             WHERE org_id IN (SELECT org_id FROM organizations WHERE public_id = '{org}')"
        );
        assert_eq!(self.stage.world.tamper(&to).await, 1, "{to}");

        // Mails to one address are few in an hour.
        self.stage.world.tamper("DELETE FROM limits WHERE bucket LIKE 'mail_per_recipient%'").await;
        let mut owner = self.stage.browser();
        owner.sign_in(&self.owner, PASSWORD).await;
        let call = calls::of("send_invitation_again");
        let answer = owner.call(call.function, &call.about(&self.org, "")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        self.stage.world.work().await;
        self.stage.mailed_link(MailKind::Invitation, address)
    }

    /// A browser in which this function could work: signed in with a fresh proof, or holding the
    /// link, or neither where neither is needed.
    pub async fn browser_for(&self, function: &str) -> Browser<'a> {
        let mut browser = self.stage.browser();
        let stranger = stand_ins::invited(&self.org);
        match function {
            "verify_sign_up" | "discard_sign_up" | "renew_sign_up_link" => {
                browser.open(&self.verify).await;
            }
            "reset_password" => {
                browser.open(&self.reset).await;
            }
            "join_organization" | "decline_invitation" => {
                browser.open(&self.invitation(&stranger).await).await;
            }
            "accept_invitation" => {
                let invited = format!("known.{stranger}");
                let account = format!("users WHERE email_canonical = '{invited}'");
                if self.stage.world.count(&account).await == 0 {
                    browser.sign_up(&invited, PASSWORD).await;
                } else {
                    browser.sign_in(&invited, PASSWORD).await;
                }
                browser.open(&self.invitation(&invited).await).await;
            }
            // Signed in as somebody else.
            "switch_person" | "ask_for_invitation" => {
                let link = self.invitation(&stranger).await;
                browser.sign_in(&self.owner, PASSWORD).await;
                browser.open(&link).await;
            }
            "sign_up" | "sign_in" | "request_reset" | "choose_language" | "choose_theme" => {}
            _ => {
                browser.sign_in(&self.owner, PASSWORD).await;
                browser.confirm(PASSWORD).await;
            }
        }
        browser
    }
}
