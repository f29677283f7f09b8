//! Mails about invitations.

use domain::{email::Email, id::PublicId, time::Timestamp, token::Purpose};

use super::open::Opened;
use crate::{
    Backend, SecretToken, StoreError, Zone, code,
    mail::{Letter, Mail, date, queue, salutation},
    store::{
        self, OrgLock, Tx,
        invitations::{Invitation, Offer},
        tokens::Subject,
        users::User,
    },
};

/// Makes a link for an invitation, in place of any before, and mails it.
pub(in crate::usecase) async fn invitation(
    backend: &Backend,
    tx: &mut Tx,
    lock: &OrgLock,
    (id, offer): (domain::id::InvitationId, &Offer<'_>),
    who: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let subject = Subject::Invitation(lock.org(), id);
    let token = SecretToken::mint(&*backend.entropy);
    store::tokens::replace_of(tx, subject, now).await?;
    store::tokens::insert(tx, token.hash(), Purpose::Invitation, subject, now).await?;
    let expires_at = now.plus_millis(Purpose::Invitation.lifetime_ms());
    let account = store::users::find_by_email(tx, offer.email.canonical()).await?;
    let name = account.as_ref().map_or_else(
        || offer.email.typed().to_owned(),
        |it| salutation(it.profile.first_name.as_str(), &it.email),
    );
    let host = store::organizations::find(tx, lock.org()).await?.ok_or(StoreError::Gone)?;
    let mail = Mail::Invitation {
        name,
        who: salutation(who, offer.email),
        organization: host.name.to_string(),
        role: offer.place.role.as_str().to_owned(),
        link: backend.site.link(&format!("/invitation?t={}", token.expose())),
        code: code::beside(&backend.keys, token.hash()).grouped(),
        expires_on: date::moment(offer.locale, expires_at, &Zone::default()),
    };
    let user = account.as_ref().map(|it| it.id);
    let (to, locale) = (offer.email, offer.locale);
    let letter = Letter { user, to, locale, mail, expires_at: Some(expires_at) };
    queue(backend, tx, letter, now).await
}

/// Tells whoever sent an invitation that it was accepted.
pub(super) async fn accepted(
    backend: &Backend,
    tx: &mut Tx,
    opened: &Opened,
    person: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tell(backend, tx, opened, now, |inviter, organization, address| Mail::InvitationAccepted {
        name: salutation(inviter.profile.first_name.as_str(), &inviter.email),
        who: salutation(person, address),
        email: address.typed().to_owned(),
        organization,
        users_url: users(backend, opened.host.public_id, ""),
    })
    .await
}

/// Tells whoever sent an invitation that it was declined.
pub(super) async fn declined(
    backend: &Backend,
    tx: &mut Tx,
    opened: &Opened,
    now: Timestamp,
) -> Result<(), StoreError> {
    tell(backend, tx, opened, now, |inviter, organization, address| Mail::InvitationDeclined {
        name: salutation(inviter.profile.first_name.as_str(), &inviter.email),
        email: address.typed().to_owned(),
        organization,
    })
    .await
}

/// Tells whoever sent an invitation that its person asks for another one, perhaps elsewhere.
pub(super) async fn wanted(
    backend: &Backend,
    tx: &mut Tx,
    opened: &Opened,
    elsewhere: Option<&Email>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Invitation { id, .. } = opened.invitation;
    tell(backend, tx, opened, now, |inviter, organization, address| Mail::InvitationWanted {
        name: salutation(inviter.profile.first_name.as_str(), &inviter.email),
        email: address.typed().to_owned(),
        wanted: elsewhere.unwrap_or(address).typed().to_owned(),
        organization,
        invitation_url: users(backend, opened.host.public_id, &format!("/invitations/{id}")),
    })
    .await
}

/// Mails whoever sent the invitation; if they may not invite any more, the legal representatives.
async fn tell(
    backend: &Backend,
    tx: &mut Tx,
    opened: &Opened,
    now: Timestamp,
    mail: impl Fn(&User, String, &Email) -> Mail,
) -> Result<(), StoreError> {
    let inviter = opened.invitation.invited_by.0;
    let mut readers = vec![inviter];
    if opened.permit.is_none() {
        let informed = store::members::informed(tx, opened.org, inviter).await?;
        // Whoever may not invite any more has nothing to decide.
        readers = informed.into_iter().map(|it| it.user).filter(|it| *it != inviter).collect();
    }
    for reader in readers {
        let Some(reader) = store::users::find(tx, reader).await? else { continue };
        let mail = mail(&reader, opened.host.name.to_string(), &opened.invitation.email);
        queue(backend, tx, Letter::to_user(&reader, mail), now).await?;
    }
    Ok(())
}

fn users(backend: &Backend, organization: PublicId, further: &str) -> String {
    backend.site.link(&format!("/o/{organization}/users{further}"))
}
