//! Asking whether a mail is really ours.

use domain::{email::Email, time::Timestamp};

use crate::{
    Backend, StoreError,
    mail::{MailKind, read_reference},
    store,
};

/// What is told about a mail to whoever knows its reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMail {
    /// What it is about.
    pub kind: MailKind,
    /// When it was written.
    pub written_at: Timestamp,
    /// The recipient's address, mostly left out.
    pub recipient_masked: String,
}

/// Looks up a mail by the reference printed in it, however it was typed.
pub async fn check_reference(
    backend: &Backend,
    typed: &str,
) -> Result<Option<SentMail>, StoreError> {
    let Some(reference) = read_reference(typed) else { return Ok(None) };
    let mut tx = backend.store.read().await?;
    let Some(mail) = store::outbox::find_by_reference(&mut tx, &reference).await? else {
        return Ok(None);
    };
    let recipient = Email::from_stored(mail.recipient.clone(), mail.recipient);
    Ok(Some(SentMail {
        kind: MailKind::parse(&mail.kind).ok_or(StoreError::Corrupt("outbox.kind"))?,
        written_at: mail.created_at,
        recipient_masked: recipient.masked(),
    }))
}
