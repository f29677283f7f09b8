//! Offering legal responsibility to a member.

use std::convert::Infallible;

use domain::{
    handover::{Afterwards, HandoverEnding, HandoverRefusal, VALID_DAYS, eligible},
    history::Act,
    id::{HandoverId, PublicId, UserId},
    rights::{self, Action, Preview, Standing},
};

use super::{Error, authorize, present, tell, tell_each};
use crate::{
    Backend, Identity, UseCaseError, Zone,
    history::Event,
    mail::{Mail, date, salutation},
    store::{self, handovers::Offer, retrying},
};

/// What there is to know before responsibility is offered.
#[derive(Debug, Clone)]
pub struct OfferPreview {
    /// First and last name of whoever is to take it on.
    pub name: String,
    /// Whether they can; or why not.
    pub eligible: Result<(), HandoverRefusal>,
    /// What the one who asks loses, by what they become.
    pub losses: Vec<(Afterwards, Preview)>,
}

/// Says what handing over to this member would mean, and changes nothing.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and where there is no such member,
/// [`UseCaseError::Denied`].
pub async fn preview_offer(
    backend: &Backend,
    identity: &Identity,
    (organization, user): (PublicId, UserId),
) -> Result<OfferPreview, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing_with_products(&mut tx, identity, organization).await?;
    rights::decide(&actor, &Action::HandOver)?;
    let found = store::membership::find(&mut tx, actor.org, user).await?;
    let member = found.ok_or(UseCaseError::NotFound)?;
    let loses = |it: &Afterwards| {
        let after = it.place().map(|place| {
            let plain = Standing::member(actor.org, identity.user, place.role);
            // Teams stay, and what comes with them.
            let held = actor.grants.iter().copied().filter(|it| it.team.is_some());
            Standing { state: actor.state, ..plain.with_grants(held) }
        });
        (*it, rights::preview(Some(&actor), after.as_ref()))
    };
    let open = store::handovers::open(&mut tx, actor.org).await?;
    let waits = open.is_some_and(|it| backend.now() < it.expires_at);
    let eligible =
        if waits { Err(HandoverRefusal::AlreadyOpen) } else { eligible(present(Some(&member))) };
    Ok(OfferPreview {
        name: member.name(),
        eligible,
        losses: Afterwards::ALL.iter().map(loses).collect(),
    })
}

/// Offers legal responsibility to a member, and tells them and the other representatives.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`]; [`HandoverRefusal::AlreadyOpen`],
/// [`HandoverRefusal::NotEligible`].
pub async fn offer(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    (receiver, afterwards): (UserId, Afterwards),
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let (lock, permit) =
            authorize::lock(&mut tx, identity, organization, &Action::HandOver).await?;
        let org = lock.org();
        let found = store::membership::find(&mut tx, org, receiver).await?;
        let member = found.ok_or(UseCaseError::NotFound)?;
        eligible(present(Some(&member))).map_err(UseCaseError::Refused)?;
        if let Some(open) = store::handovers::open(&mut tx, org).await? {
            if now < open.expires_at {
                return Err(UseCaseError::Refused(HandoverRefusal::AlreadyOpen));
            }
            let ending = (HandoverEnding::Expired, identity.user);
            store::handovers::end(&mut tx, &lock, &permit, open.id, ending, now).await?;
        }
        let id = HandoverId::mint(now, backend.draw());
        let expires_at = now.plus_days(VALID_DAYS);
        let offer = Offer { id, giver: identity.user, receiver, afterwards, expires_at };
        store::handovers::insert(&mut tx, &lock, &permit, &offer, now).await?;
        let name = tell::name(&mut tx, org).await?;
        let url = backend.site.link(&format!("/o/{organization}/handover"));
        let informed = store::members::informed(&mut tx, org, identity.user).await?;
        let users: Vec<_> =
            std::iter::once(receiver).chain(informed.iter().map(|it| it.user)).collect();
        tell_each(backend, &mut tx, identity, (org, &users), |reader| Mail::HandoverOffered {
            name: salutation(reader.first_name.as_str(), &reader.email),
            who: identity.profile.name(),
            person: member.name(),
            organization: name.clone(),
            expires_on: date::moment(reader.locale, expires_at, &Zone::default()),
            handover_url: url.clone(),
        })
        .await?;
        let event = Event::new(&lock, &permit, Act::HandoverOffered)
            .about("user", receiver.as_uuid())
            .detail("person", member.name());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
