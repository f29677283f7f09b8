//! Taking legal responsibility on.

use domain::{
    handover::{Afterwards, HandoverEnding, HandoverRefusal, acceptable},
    history::Act,
    id::{HandoverId, PublicId, UserId},
    membership::representatives_change,
    rights::{Action, MemberState, Permit, Place, Role},
    time::Timestamp,
};

use super::{Error, authorize, offered_to, present, tell, tell_each};
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    mail::{Mail, salutation},
    store::{self, OrgLock, Tx, membership::Membership, places::When, retrying},
    usecase::request,
};

/// Takes responsibility on: whoever accepts becomes a legal representative, whoever offered it what was
/// said, in one step; and tells both and the other representatives.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`]; [`HandoverRefusal::NotOpen`],
/// [`HandoverRefusal::NoLongerTheirs`], [`HandoverRefusal::NotEligible`].
pub async fn accept(
    backend: &Backend,
    identity: &Identity,
    (organization, id): (PublicId, HandoverId),
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let (lock, permit) =
            authorize::lock(&mut tx, identity, organization, &Action::SeeOrganization).await?;
        let org = lock.org();
        let open = offered_to(backend, &mut tx, (org, id), identity.user).await?;
        let giver = store::membership::find(&mut tx, org, open.giver.0).await?;
        let receiver = store::membership::find(&mut tx, org, identity.user).await?;
        let (from, to) = (present(giver.as_ref()), present(receiver.as_ref()));
        acceptable(from, to, open.expires_at, now).map_err(UseCaseError::Refused)?;
        let no_longer = UseCaseError::Refused(HandoverRefusal::NoLongerTheirs);
        let (Some(giver), Some(receiver)) = (giver, receiver) else { return Err(no_longer) };

        // Who is told is asked before anybody changes.
        let informed = store::members::informed(&mut tx, org, giver.user).await?;
        let at = store::members::instant(&mut tx, &lock, now).await?;
        let swap = Swap { backend, lock, permit, at };
        swap.becomes(&mut tx, &receiver, Some(Place::of(Role::LegalRepresentative))).await?;
        let by = identity.user;
        request::settle(&mut tx, &swap.lock, &swap.permit, (receiver.user, by), now).await?;
        swap.becomes(&mut tx, &giver, open.afterwards.place()).await?;
        let ending = (HandoverEnding::Accepted, by);
        store::handovers::end(&mut tx, &swap.lock, &swap.permit, open.id, ending, now).await?;

        let name = tell::name(&mut tx, org).await?;
        let mail = |reader: &Membership| Mail::HandoverAccepted {
            name: salutation(reader.first_name.as_str(), &reader.email),
            who: giver.name(),
            person: receiver.name(),
            organization: name.clone(),
        };
        let users: Vec<_> = informed.iter().map(|it| it.user).collect();
        tell_each(backend, &mut tx, identity, (org, &users), &mail).await?;
        if open.afterwards == Afterwards::Leaves {
            // Whoever has left is no member who could be found.
            tell::send(backend, &mut tx, identity, &giver, mail(&giver)).await?;
        }
        let event = Event::new(&swap.lock, &swap.permit, Act::HandedOver)
            .about("user", giver.user.as_uuid())
            .detail("person", giver.name())
            .detail("afterwards", open.afterwards.as_str());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}

/// What both changes share.
struct Swap<'a> {
    backend: &'a Backend,
    lock: OrgLock,
    permit: Permit,
    at: Timestamp,
}

impl Swap<'_> {
    /// Makes a member this, or none, and keeps count of legal representatives.
    async fn becomes(
        &self,
        tx: &mut Tx,
        member: &Membership,
        place: Option<Place>,
    ) -> Result<(), Error> {
        let Self { backend, lock, permit, at } = self;
        let (org, user): (_, UserId) = (lock.org(), member.user);
        let active = store::membership::representatives(tx, org).await?;
        let after = place.as_ref().map(|it| (it.role, MemberState::Active));
        // Somebody takes it on before anybody puts it down: one is always left.
        let change = representatives_change(active, present(Some(member)), after)
            .map_err(|_| UseCaseError::Refused(HandoverRefusal::NoLongerTheirs))?;
        store::membership::count_representatives(tx, lock, permit, change).await?;
        match place {
            None => store::membership::end(tx, lock, permit, user, user, *at).await?,
            Some(place) => {
                let before = store::places::find(tx, org, user).await?;
                let before = before.ok_or(UseCaseError::NotFound)?;
                let after = Place { teams: before.teams.clone(), ..place };
                let when = When { at: *at, entropy: &*backend.entropy };
                let change = (&before, &after);
                store::places::change(tx, lock, permit, user, change, when).await?;
                store::membership::touch(tx, lock, user, *at).await?;
            }
        }
        Ok(())
    }
}
