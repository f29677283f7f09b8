//! Ending somebody's membership: what that would do, and doing it.

use std::convert::Infallible;

use domain::{
    history::Act,
    id::{PublicId, UserId},
    locale::Locale,
    rights::{self, Action, Place, Preview, Standing},
    time::Timestamp,
};

use super::{Error, Held, authorize, tell};
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    mail::{Mail, salutation},
    store::{self, membership::Membership, names::Names, retrying},
};

/// What a removal would do.
#[derive(Debug, Clone)]
pub struct RemovalPreview {
    /// First and last name of the member.
    pub name: String,
    /// What they have.
    pub place: Place,
    /// What they could do no longer.
    pub preview: Preview,
    /// What the products, kinds and teams in question are called.
    pub names: Names,
    /// When the member had last changed.
    pub seen: Timestamp,
}

/// Says what ending a membership would do, somebody else's or one's own, kinds of products called as
/// in `locale`, and changes nothing.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`].
pub async fn preview_removal(
    backend: &Backend,
    identity: &Identity,
    (organization, user): (PublicId, UserId),
    locale: Locale,
) -> Result<RemovalPreview, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing(&mut tx, identity, organization).await?;
    let own = user == identity.user;
    rights::decide(&actor, if own { &Action::Leave } else { &Action::SeeMembers })?;
    let found = store::membership::find(&mut tx, actor.org, user).await?;
    let member = found.ok_or(UseCaseError::NotFound)?;
    if !own {
        rights::decide(&actor, &Action::Remove(member.target()))?;
    }
    let place = store::places::find(&mut tx, actor.org, user).await?;
    let place = place.ok_or(UseCaseError::NotFound)?;
    let standing = Standing {
        state: member.state,
        money: place.money.clone(),
        grants: store::places::held(&mut tx, actor.org, user).await?,
        ..Standing::member(actor.org, user, member.role)
    };
    let preview = rights::preview(Some(&standing), None);
    let names = Names::find(&mut tx, actor.org, locale, [&place]).await?;
    Ok(RemovalPreview { name: member.name(), place, preview, names, seen: member.changed_at })
}

/// Ends somebody's membership. Their account, their sessions and what they are elsewhere stay; for
/// some days it can be taken back.
///
/// # Errors
/// As [`super::change_member`].
pub async fn remove_member(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    (user, seen): (UserId, Timestamp),
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let action = |it: &Membership| Action::Remove(it.target());
        let whom = (organization, user);
        let held = Held::begin(backend, &mut tx, identity, whom, Some(seen), action).await?;
        held.count(&mut tx, None).await?;
        let by = identity.user;
        store::membership::end(&mut tx, &held.lock, &held.permit, user, by, held.at).await?;
        let mail = Mail::MemberRemoved {
            name: salutation(held.member.first_name.as_str(), &held.member.email),
            who: identity.profile.name(),
            organization: tell::name(&mut tx, held.lock.org()).await?,
        };
        tell::send(backend, &mut tx, identity, &held.member, mail).await?;
        let event = Event::new(&held.lock, &held.permit, Act::MemberRemoved)
            .about("user", user.as_uuid())
            .detail("person", held.member.name())
            .detail("role", held.member.role.as_str());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
