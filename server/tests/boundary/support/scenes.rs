//! A browser in front of each form, in the state in which the form could work.

use backend::mail::MailKind;

use super::{Browser, PASSWORD, Stage, browser::sign_up_fields};

/// Whose account the scenes are about.
pub const OWNER: &str = "olivia@harbour.example";
/// Whose sign-up waits.
pub const PENDING: &str = "pia@harbour.example";

/// What all scenes need: an account, a waiting sign-up, and the links to both.
pub struct Setting<'a> {
    stage: &'a Stage,
    /// Whose account it is about.
    pub owner: String,
    /// The public id of that person's organization.
    pub org: String,
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
        Self { stage, owner, org, verify, reset }
    }

    /// A browser in which this function could work: signed in with a fresh proof, or holding the
    /// link, or neither where neither is needed.
    pub async fn browser_for(&self, function: &str) -> Browser<'a> {
        let mut browser = self.stage.browser();
        match function {
            "verify_sign_up" | "discard_sign_up" | "renew_sign_up_link" => {
                browser.open(&self.verify).await;
            }
            "reset_password" => {
                browser.open(&self.reset).await;
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
