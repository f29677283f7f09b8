//! Names, language, time zone and colours of a person.

use std::convert::Infallible;

use domain::{history::Act, rights};

use crate::{
    Backend, Identity, Profile, StoreError, UseCaseError,
    history::Event,
    store::{self, retrying},
};

/// Replaces what the person has set. Returns whether anything differed; if not, nothing happens.
pub async fn change_profile(
    backend: &Backend,
    identity: &Identity,
    profile: &Profile,
) -> Result<bool, UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = tx.lock_user(identity.user).await?;
        let user = store::users::find(&mut tx, identity.user).await?.ok_or(StoreError::Gone)?;
        let changes = changes(&user.profile, profile);
        if changes.is_empty() {
            return Ok(false);
        }
        let permit = rights::own_account(identity.user);
        store::users::update_profile(&mut tx, &lock, &permit, profile).await?;
        let keys = profile.name_keys();
        store::members::update_name(&mut tx, &permit, identity.user, &keys).await?;
        let mut event = Event::new(&lock, &permit, Act::ProfileChanged);
        for (field, before, after) in changes {
            event = event.change(field, before, after);
        }
        backend.commit(tx, now, event).await?;
        Ok(true)
    })
    .await
}

/// What differs: field, before, after.
fn changes(before: &Profile, after: &Profile) -> Vec<(&'static str, String, String)> {
    let fields = |it: &Profile| {
        [
            ("first_name", it.first_name.to_string()),
            ("last_name", it.last_name.to_string()),
            ("language", it.locale.tag().to_owned()),
            ("time_zone", it.zone.name().to_owned()),
            ("theme", it.theme.name().to_owned()),
        ]
    };
    fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| (field, before, after))
        .collect()
}
