//! Delivering mails: at least once, always under the same Message-ID.

use crate::{
    Backend, StoreError,
    commit::Technical,
    failpoint::failpoint,
    mail::{Mail, MailKind, Outgoing, Post, SendFailure},
    store::{self, outbox::Claimed},
};

use super::{LEASE_SECONDS, backoff_seconds};

/// Sends the next due mail; says whether there was one.
pub(super) async fn deliver_next(backend: &Backend, post: &Post) -> Result<bool, StoreError> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    if !store::outbox::is_due(&mut tx, now).await? {
        return Ok(false);
    }
    drop(tx);
    let mut tx = backend.store.begin().await?;
    let claimed = store::outbox::claim(&mut tx, now, now.plus_seconds(LEASE_SECONDS)).await?;
    let Some(claimed) = claimed else { return Ok(false) };
    backend.commit_technical(tx, Technical::Lease).await?;

    let outcome = if now >= claimed.gives_up_at {
        Err(SendFailure("too late"))
    } else {
        send(backend, post, &claimed).await
    };
    failpoint!("mail_sent");
    settle(backend, &claimed, outcome).await?;
    Ok(true)
}

async fn send(backend: &Backend, post: &Post, claimed: &Claimed) -> Result<(), SendFailure> {
    let owner = claimed.id.as_uuid();
    let clear = backend.keys.open(owner.as_bytes(), &claimed.payload_sealed);
    let clear = clear.map_err(|_| SendFailure("sealed by another key"))?;
    let mail: Mail = serde_json::from_slice(&clear).map_err(|_| SendFailure("payload"))?;
    let kind = MailKind::parse(&claimed.kind).ok_or(SendFailure("kind"))?;
    let message = backend
        .mailroom
        .render(&backend.site, claimed.locale, &claimed.reference, &mail)
        .map_err(|_| SendFailure("template"))?;
    let outgoing = Outgoing {
        to: claimed.recipient.clone(),
        kind,
        reference: claimed.reference.clone(),
        message_id: claimed.message_id.clone(),
        written_at: claimed.created_at,
        message,
    };
    post.send(&outgoing).await
}

async fn settle(
    backend: &Backend,
    claimed: &Claimed,
    outcome: Result<(), SendFailure>,
) -> Result<(), StoreError> {
    let (id, attempt) = (claimed.id, claimed.attempt);
    let now = backend.now();
    let mut tx = backend.store.begin().await?;
    match outcome {
        Ok(()) => store::outbox::mark_sent(&mut tx, id, attempt, now).await?,
        Err(SendFailure(class)) if now >= claimed.gives_up_at => {
            tracing::error!(mail.id = %id, mail.kind = claimed.kind, class, "mail given up");
            store::outbox::mark_dead(&mut tx, id, attempt, now, class).await?;
        }
        Err(SendFailure(class)) => {
            tracing::warn!(mail.id = %id, mail.kind = claimed.kind, attempt, class, "mail put off");
            let again = now.plus_seconds(backoff_seconds(attempt)).min(claimed.gives_up_at);
            store::outbox::mark_later(&mut tx, id, attempt, again, class).await?;
        }
    }
    backend.commit_technical(tx, Technical::Delivery).await
}
