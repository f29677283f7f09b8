//! The pages before sign-in: plain HTML from the server, without router and WebAssembly.

mod check;
mod dev_mail;
mod document;
mod fallible;
mod forgot;
mod help;
mod invitation;
mod link_state;
mod login;
mod logout;
mod reset;
mod sign_up;
mod sudo;
mod verify;

use leptos::prelude::*;

pub use check::CheckPage;
pub use dev_mail::{DevMail, DevMailList, DevMailPage};
pub use document::render;
pub use fallible::{Problem, ProblemPage};
pub use forgot::{ForgotPage, ForgotSentPage};
pub use help::HelpPage;
pub use invitation::{Asking, InvitationPage, title as invitation_title};
pub use link_state::{LinkPage, title as link_title};
pub use login::LoginPage;
pub use logout::LogoutPage;
pub use reset::ResetPage;
pub use sign_up::{SignUpPage, SignUpSentPage};
pub use sudo::SudoPage;
pub use verify::{VerifyPage, VerifyRenewedPage};

use crate::{api::look::Look, assets::Assets, flash::Flash, form::Echo};

/// What every page of the door needs to be rendered.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The language and the colours.
    pub look: Look,
    /// Where the style sheet lies.
    pub assets: Assets,
    /// What has just been done, if the page is to say it.
    pub flash: Option<Flash>,
    /// What a post to this page left behind.
    pub echo: Option<Echo>,
}

/// Says what has just been done.
#[component]
fn FlashNotice() -> impl IntoView {
    let words = crate::words::Words::here();
    use_context::<Option<Flash>>().flatten().map(|flash| {
        let tone = match flash {
            Flash::SignInNeeded => crate::ui::Tone::Info,
            _ => crate::ui::Tone::Good,
        };
        view! { <crate::ui::Notice tone>{flash.sentence(words)}</crate::ui::Notice> }
    })
}
