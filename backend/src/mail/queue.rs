//! Putting a mail into the outbox, in the transaction of the act that causes it.

use domain::{
    email::Email,
    id::{MailId, UserId},
    locale::Locale,
    time::Timestamp,
};
use zeroize::Zeroizing;

use super::{Mail, reference};
use crate::{
    Backend,
    store::{self, StoreError, Tx, users::User},
};

/// After this nobody tries to deliver a mail any longer.
const GIVE_UP_HOURS: i64 = 24;

/// A mail, addressed.
pub(crate) struct Letter<'a> {
    /// The person it is for, if they have an account.
    pub(crate) user: Option<UserId>,
    /// The address, as the database has it.
    pub(crate) to: &'a Email,
    pub(crate) locale: Locale,
    pub(crate) mail: Mail,
    /// When what it says is no longer true; it is then not worth sending.
    pub(crate) expires_at: Option<Timestamp>,
}

impl<'a> Letter<'a> {
    /// A mail to somebody with an account, which stays true.
    pub(crate) const fn to_user(user: &'a User, mail: Mail) -> Self {
        let locale = user.profile.locale;
        Self { user: Some(user.id), to: &user.email, locale, mail, expires_at: None }
    }
}

/// Seals a mail and puts it into the outbox.
pub(crate) async fn queue(
    backend: &Backend,
    tx: &mut Tx,
    letter: Letter<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = MailId::mint(now, backend.draw());
    let clear = serde_json::to_vec(&letter.mail).map(Zeroizing::new);
    let clear = clear.map_err(|_| StoreError::Corrupt("outbox.payload_sealed"))?;
    let sealed = backend.keys.seal(&*backend.entropy, id.as_uuid().as_bytes(), &clear);
    let message_id = format!("<{id}@{}>", backend.site.host());
    let recipient = letter.to.mailbox();
    let last_try = now.plus_hours(GIVE_UP_HOURS);
    let gives_up_at = letter.expires_at.map_or(last_try, |it| it.min(last_try));
    loop {
        let mail = store::outbox::NewMail {
            id,
            org: None,
            user: letter.user,
            kind: letter.mail.kind().as_str(),
            locale: letter.locale,
            recipient: &recipient,
            reference: &reference::mint(&*backend.entropy),
            message_id: &message_id,
            payload_sealed: &sealed,
            gives_up_at,
        };
        // Forty bits are short enough to type and long enough that a second draw is rare.
        if store::outbox::insert(tx, &mail, now).await? {
            return Ok(());
        }
    }
}

/// How a mail addresses its reader: by name, unless the name would be read as a link. Whoever signs
/// up with somebody else's address chooses the name that its owner gets to see.
pub(crate) fn salutation(first_name: &str, to: &Email) -> String {
    let marked = first_name.contains(['/', ':', '@', '\\']);
    let dotted = first_name.split('.').skip(1).any(|after| {
        let run = after.chars().take_while(|it| it.is_alphanumeric());
        run.count() > 1
    });
    if marked || dotted { to.typed().to_owned() } else { first_name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_would_become_a_link_is_not_shown() {
        let to = Email::parse("olivia@harbour.example").expect("address");
        for name in ["Olivia", "J. R.", "J.R.", "Jean-Luc", "Zoë", "O'Hara"] {
            assert_eq!(salutation(name, &to), name);
        }
        for name in
            ["win.example", "see evil.example/x", "https://x", "a@b", "tel:1", "x.y.example"]
        {
            assert_eq!(salutation(name, &to), "olivia@harbour.example");
        }
    }
}
