//! `/dev/mail`: reading the mails that no mail server sends.

use leptos::prelude::*;

use crate::{ui::PageHead, words::Words};

/// A mail, as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DevMail {
    /// Its name in the mailbox.
    pub id: String,
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
}

/// All mails, newest first.
#[component]
pub fn DevMailList(mails: Vec<DevMail>) -> impl IntoView {
    let door = Words::here().door();
    let rows = mails
        .into_iter()
        .map(|mail| {
            view! {
                <li>
                    <a href=format!("/dev/mail/{}", mail.id)>{mail.subject}</a>
                    " "
                    <small>{mail.to}</small>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <PageHead title=door.dev_mail_title() lead=door.dev_mail_lead() />
        {if rows.is_empty() {
            view! { <p>{door.dev_mail_empty()}</p> }.into_any()
        } else {
            view! { <ul>{rows}</ul> }.into_any()
        }}
    }
}

/// One mail, with its links to click.
#[component]
pub fn DevMailPage(mail: DevMail) -> impl IntoView {
    let door = Words::here().door();
    let lines = mail.text.lines().map(line).collect::<Vec<_>>();
    view! {
        <PageHead title=mail.subject lead=mail.to />
        <div class="letter">{lines}</div>
        <p class="links">
            <a href="/dev/mail">{door.dev_mail_back()}</a>
        </p>
    }
}

fn line(text: &str) -> impl IntoView + use<> {
    let address = text.trim().starts_with("http").then(|| text.trim().to_owned());
    let text = text.to_owned();
    match address {
        Some(href) => view! {
            <p>
                <a href=href>{text}</a>
            </p>
        }
        .into_any(),
        None => view! { <p>{text}</p> }.into_any(),
    }
}
