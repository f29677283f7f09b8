//! Changing the details of an organization.

use std::convert::Infallible;

use domain::{
    details::{Details, PostalAddress},
    history::Act,
    id::{OrgId, PublicId},
    rights::Action,
    time::Timestamp,
};

use super::authorize;
use crate::{
    Backend, Identity, StoreError, UseCaseError,
    history::Event,
    mail::{Letter, Mail, date, queue, salutation},
    store::{self, Tx, retrying},
};

/// Replaces the details and mails a summary to the legal representatives and to whoever did it.
/// Returns whether anything differed; if not, nothing happens.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn change_details(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    details: &Details,
) -> Result<bool, UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let (lock, permit) =
            authorize::lock(&mut tx, identity, organization, &Action::ChangeDetails).await?;
        let org = lock.org();
        let before = store::details::find(&mut tx, &permit, org).await?;
        let changes = before.changes(details);
        if changes.is_empty() {
            return Ok(false);
        }
        store::details::update(&mut tx, &lock, &permit, details).await?;
        tell(backend, &mut tx, identity, (org, organization), details, now).await?;
        let mut event = Event::new(&lock, &permit, Act::OrganizationDetailsChanged)
            .about("organization", org.as_uuid());
        for (field, before, after) in changes {
            event = event.change(field, before, after);
        }
        backend.commit(tx, now, event).await?;
        Ok(true)
    })
    .await
}

async fn tell(
    backend: &Backend,
    tx: &mut Tx,
    identity: &Identity,
    (org, public_id): (OrgId, PublicId),
    details: &Details,
    now: Timestamp,
) -> Result<(), StoreError> {
    let text = |it: Option<String>| it.unwrap_or_else(|| "–".to_owned());
    for reader in store::members::informed(tx, org, identity.user).await? {
        let mail = Mail::DetailsChanged {
            name: salutation(reader.first_name.as_str(), &reader.email),
            who: identity.profile.name(),
            when: date::moment(reader.locale, now, &reader.zone),
            organization: details.name.to_string(),
            org_kind: details.kind.as_str().to_owned(),
            address: text(details.address.as_ref().map(PostalAddress::line)),
            phone: text(details.phone.as_ref().map(|it| it.as_str().to_owned())),
            tax_number: text(details.tax_number.as_ref().map(ToString::to_string)),
            website: text(details.website.as_ref().map(|it| it.as_str().to_owned())),
            settings_url: backend.site.link(&format!("/o/{public_id}/settings")),
        };
        let letter = Letter {
            user: Some(reader.user),
            to: &reader.email,
            locale: reader.locale,
            mail,
            expires_at: None,
        };
        queue(backend, tx, letter, now).await?;
    }
    Ok(())
}
