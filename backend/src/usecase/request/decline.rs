//! Saying no to a request.

use domain::{
    history::Act,
    id::{PublicId, RequestId},
    rights::{self, Action, RequestEnding, RequestRefusal},
    text::Reason,
};

use super::{Error, about, authorize, code, product};
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    mail::{Mail, NOTHING, salutation},
    store::{self, names::Names, retrying},
    usecase::people::tell,
};

/// Declines a request, and tells whoever asked.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`] for who could not give the right either,
/// [`RequestRefusal::Ended`].
pub async fn decline(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    id: RequestId,
    reason: Option<&Reason>,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = authorize::hold(&mut tx, identity, organization).await?;
        let actor = authorize::standing(&mut tx, identity, organization).await?;
        // Who may not answer learns nothing about which requests there are.
        rights::decide(&actor, &Action::AnswerRequests)?;
        let org = lock.org();
        let found = store::requests::find(&mut tx, org, id).await?;
        let found = found.ok_or(UseCaseError::NotFound)?;
        let permit = rights::decide(&actor, &found.wish.answer(found.user, found.role))?;
        let ending = (RequestEnding::Declined, identity.user);
        if !store::requests::end(&mut tx, &lock, &permit, id, ending, now).await? {
            return Err(UseCaseError::Refused(RequestRefusal::Ended));
        }
        let member = store::membership::find(&mut tx, org, found.user).await?;
        let member = member.ok_or(UseCaseError::NotFound)?;
        let names = Names::find(&mut tx, org, member.locale, [&about(found.wish)]).await?;
        let mail = Mail::RightDeclined {
            name: salutation(member.first_name.as_str(), &member.email),
            who: identity.profile.name(),
            organization: tell::name(&mut tx, org).await?,
            right: code(found.wish).to_owned(),
            product: product(found.wish, &names),
            reason: reason.map_or(NOTHING, Reason::as_str).to_owned(),
        };
        tell::send(backend, &mut tx, identity, &member, mail).await?;
        let mut event = Event::new(&lock, &permit, Act::RightDeclined)
            .about("user", found.user.as_uuid())
            .detail("person", found.name)
            .detail("right", code(found.wish));
        if let Some(reason) = reason {
            event = event.detail("reason", reason.as_str());
        }
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
