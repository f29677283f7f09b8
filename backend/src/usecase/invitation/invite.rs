//! Inviting people to become members.

use domain::{
    draft::DraftKind,
    history::Act,
    id::{InvitationId, OrgId, PublicId},
    invitation::{Ending, InvitationRefusal, MOST_AT_ONCE, Outcome, Typed},
    limit::Limited,
    locale::Locale,
    membership::Contact,
    rights::{Action, Permit, Place},
    time::Timestamp,
};

use super::{
    Error,
    judge::{Predicted, budget, judge},
    mails,
};
use crate::{
    Backend, Identity, UseCaseError, guard,
    history::{Event, Events},
    store::{self, OrgLock, Tx, invitations::Offer, names::Names, retrying},
    usecase::{
        organization::authorize,
        people::{existing, given},
    },
};

/// Whom to invite, and to what.
#[derive(Debug, Clone)]
pub struct InviteAsked {
    /// What was typed.
    pub typed: Vec<Typed>,
    /// What is offered to each of them.
    pub place: Place,
    /// Which messages would reach them.
    pub contact: Contact,
    /// The language of the mails.
    pub locale: Locale,
    /// The draft that it was typed into, which ends with it.
    pub draft: PublicId,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// For each line that was typed.
    pub rows: Vec<Predicted>,
}

impl Invited {
    /// How many invitations were sent.
    pub fn sent(&self) -> usize {
        self.rows.iter().filter(|it| it.outcome.sends()).count()
    }
}

/// Invites everybody who can be invited, all in one go.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`],
/// [`InvitationRefusal::Nobody`] if no invitation would be sent, [`InvitationRefusal::TooMany`].
pub async fn invite(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &InviteAsked,
) -> Result<Invited, Error> {
    let now = backend.now();
    let offered = asked.place.clone().tidy();
    if asked.typed.len() > MOST_AT_ONCE {
        return Err(UseCaseError::Refused(InvitationRefusal::TooMany));
    }
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        // Persons are locked before organizations.
        let own_lock = tx.lock_user(identity.user).await?;
        if is_made(&mut tx, identity, asked.draft, now).await? {
            return Ok(Invited { rows: Vec::new() });
        }
        let action = Action::Invite(offered.role);
        let (lock, permit) = authorize::lock(&mut tx, identity, organization, &action).await?;
        let nothing = Place::of(offered.role);
        let place = existing(&mut tx, lock.org(), &nothing, offered.clone()).await?;
        let names = Names::find(&mut tx, lock.org(), Locale::En, [&place]).await?;
        let told = given(&place, &names);
        let mut inviting = Inviting { backend, identity, lock, permit, now, told, events: None };
        let mut rows = Vec::with_capacity(asked.typed.len());
        let mut budget = budget(&mut tx, inviting.lock.org(), now).await?;
        for typed in &asked.typed {
            let row = judge(&mut tx, inviting.lock.org(), typed, &mut budget, now).await?;
            if let (true, Ok(email)) = (row.outcome.sends(), &typed.email) {
                let (place, invited_by) = (&place, identity.user);
                let (locale, contact) = (asked.locale, asked.contact);
                let offer = Offer { email, locale, place, contact, invited_by };
                inviting.one(&mut tx, &offer, row.outcome).await?;
            }
            rows.push(row);
        }
        let nobody = UseCaseError::Refused(InvitationRefusal::Nobody);
        let events = inviting.events.ok_or(nobody)?;
        store::drafts::finish(&mut tx, &own_lock, asked.draft, organization).await?;
        backend.commit(tx, now, events).await?;
        Ok(Invited { rows })
    })
    .await
}

/// Everything that the invitations of one transaction share.
struct Inviting<'a> {
    backend: &'a Backend,
    identity: &'a Identity,
    lock: OrgLock,
    permit: Permit,
    now: Timestamp,
    /// What is offered, as it stands in the history.
    told: [(&'static str, String); 5],
    events: Option<Events>,
}

impl Inviting<'_> {
    async fn one(&mut self, tx: &mut Tx, offer: &Offer<'_>, outcome: Outcome) -> Result<(), Error> {
        let Self { backend, lock, permit, now, .. } = self;
        draw(tx, lock.org(), offer, *now).await?;
        if let Some(expired) = store::invitations::find_open(tx, lock.org(), offer.email).await? {
            let ending = (Ending::Replaced, Some(offer.invited_by));
            store::invitations::end(tx, lock, permit, expired.id, ending, *now).await?;
        }
        let id = InvitationId::mint(*now, backend.draw());
        store::invitations::insert(tx, lock, permit, id, offer, *now).await?;
        let who = self.identity.profile.name();
        mails::invitation(backend, tx, lock, (id, offer), &who, *now).await?;
        let mut event = Event::new(lock, permit, Act::MemberInvited)
            .about("invitation", id.as_uuid())
            .detail("person", offer.email.typed());
        for (field, given) in self.told.iter().filter(|(_, given)| !given.is_empty()) {
            event = event.detail(field, given.as_str());
        }
        tracing::info!(event = "member_invited", ?outcome);
        self.events = Some(match self.events.take() {
            None => Events::from(event),
            Some(events) => events.and(Some(event)),
        });
        Ok(())
    }
}

/// Whether what a draft prepares was sent already: sent twice, it happens once.
///
/// # Errors
/// [`UseCaseError::NotFound`] if it is somebody else's, or expired.
pub(super) async fn is_made(
    tx: &mut Tx,
    identity: &Identity,
    draft: PublicId,
    now: Timestamp,
) -> Result<bool, Error> {
    let kind = DraftKind::Invitations;
    let draft = store::drafts::find(tx, identity.user, draft, kind, now).await?;
    Ok(draft.ok_or(UseCaseError::NotFound)?.made.is_some())
}

/// Draws on the limits of the organization and of whoever gets the mail.
pub(super) async fn draw(
    tx: &mut Tx,
    org: OrgId,
    offer: &Offer<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let whose = org.to_string();
    guard::draw(tx, Limited::InvitationPerOrganization, &whose, now).await?;
    let wait = guard::mail_to(tx, offer.email.canonical(), now).await?;
    wait.map_err(guard::limited)
}
