//! Another role, other rights, other teams: what that would do, and doing it.

use std::{collections::BTreeSet, convert::Infallible};

use domain::{
    history::Act,
    id::{OrgId, PublicId, UserId},
    locale::Locale,
    rights::{
        self, Action, Grant, Held as HeldGrant, Place, Preview, ProductRight, Scope, Standing,
    },
    time::Timestamp,
};

use super::{Error, Held, authorize, tell};
use crate::{
    Backend, Identity, StoreError, UseCaseError,
    history::Event,
    store::{self, Tx, names::Names, places::When, retrying},
    usecase::request,
};

/// What a member is to be and to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeAsked {
    /// Who.
    pub user: UserId,
    /// What they are to have.
    pub place: Place,
    /// When the member had last changed as the one who asks saw them.
    pub seen: Timestamp,
    /// The draft that it was typed into, which ends with the change.
    pub draft: Option<PublicId>,
}

/// What a change would do.
#[derive(Debug, Clone)]
pub struct ChangePreview {
    /// First and last name of the member.
    pub name: String,
    /// What they have.
    pub before: Place,
    /// What they would have.
    pub after: Place,
    /// Whether something that was asked for is no longer there to be given.
    pub left_out: bool,
    /// When the member had last changed.
    pub seen: Timestamp,
    /// What they could do then and cannot now, and the other way round.
    pub preview: Preview,
    /// What the products, kinds and teams in question are called.
    pub names: Names,
}

/// Says what a change would do, kinds of products called as in `locale`, and changes nothing.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`].
pub async fn preview_change(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &ChangeAsked,
    locale: Locale,
) -> Result<ChangePreview, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let actor = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&actor, &Action::SeeMembers)?;
    let found = store::membership::find(&mut tx, actor.org, asked.user).await?;
    let member = found.ok_or(UseCaseError::NotFound)?;
    let after = asked.place.clone().tidy();
    rights::decide(&actor, &Action::ChangeMember(member.target(), after.role))?;
    let before = store::places::find(&mut tx, actor.org, asked.user).await?;
    let before = before.ok_or(UseCaseError::NotFound)?;
    let asked_for = after.clone();
    let after = existing(&mut tx, actor.org, &before, after).await?;
    let plain =
        Standing { state: member.state, ..Standing::member(actor.org, asked.user, member.role) };
    let was = with(&mut tx, plain.clone(), &before).await?;
    let will = with(&mut tx, plain, &after).await?;
    let preview = rights::preview(Some(&was), Some(&will));
    let names = Names::find(&mut tx, actor.org, locale, [&before, &after]).await?;
    Ok(ChangePreview {
        name: member.name(),
        left_out: after != asked_for,
        seen: member.changed_at,
        before,
        after,
        preview,
        names,
    })
}

/// The standing of somebody who has this, with the grants that come with the teams.
async fn with(tx: &mut Tx, standing: Standing, place: &Place) -> Result<Standing, StoreError> {
    let own = place.grants.iter().map(|grant| HeldGrant { grant: *grant, team: None });
    let mut grants: BTreeSet<_> = own.collect();
    for team in &place.teams {
        let theirs = store::places::grants_of_team(tx, standing.org, *team).await?;
        grants.extend(theirs.into_iter().map(|grant| HeldGrant { grant, team: Some(*team) }));
    }
    let money = place.money.clone();
    Ok(Standing { role: place.role, money, grants, ..standing })
}

/// Without what is not there to be given: what has gone meanwhile, or is another organization's.
pub(in crate::usecase) async fn existing(
    tx: &mut Tx,
    org: OrgId,
    before: &Place,
    after: Place,
) -> Result<Place, StoreError> {
    let grants = existing_grants(tx, org, &before.grants, after.grants.clone()).await?;
    let mut kept = Place { grants, ..after.clone() };
    for team in after.teams.difference(&before.teams) {
        if store::teams::find(tx, org, *team).await?.is_none() {
            kept.teams.remove(team);
        }
    }
    Ok(kept)
}

/// The same for rights on products alone.
pub(in crate::usecase) async fn existing_grants(
    tx: &mut Tx,
    org: OrgId,
    before: &BTreeSet<Grant>,
    mut after: BTreeSet<Grant>,
) -> Result<BTreeSet<Grant>, StoreError> {
    let added: Vec<_> = after.difference(before).copied().collect();
    for grant in added {
        let exists = match grant.scope {
            Scope::Product(product) => {
                let found = store::products::find(tx, org, product.id).await?;
                found.is_some_and(|it| it.about == product)
            }
            Scope::Kind(kind) => store::products::kind_exists(tx, kind).await?,
        };
        if !exists {
            after.remove(&grant);
        }
    }
    Ok(after)
}

/// Gives a member another role, other rights or other teams, and tells them. Returns whether
/// anything differed; if not, nothing happens.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`];
/// [`domain::membership::MemberRefusal::Changed`] if somebody else
/// was faster, [`domain::membership::MemberRefusal::LastRepresentative`].
pub async fn change_member(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    asked: &ChangeAsked,
) -> Result<bool, Error> {
    let now = backend.now();
    let wanted = asked.place.clone().tidy();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        // Persons are locked before organizations.
        let own_lock = tx.lock_user(identity.user).await?;
        let whom = (organization, asked.user);
        let action =
            |it: &store::membership::Membership| Action::ChangeMember(it.target(), wanted.role);
        let held = Held::begin(backend, &mut tx, identity, whom, Some(asked.seen), action).await?;
        let org = held.lock.org();
        let before = store::places::find(&mut tx, org, asked.user).await?;
        let before = before.ok_or(UseCaseError::NotFound)?;
        let after = existing(&mut tx, org, &before, wanted.clone()).await?;
        if before == after {
            return Ok(false);
        }
        held.count(&mut tx, Some((after.role, held.member.state))).await?;
        let when = When { at: held.at, entropy: &*backend.entropy };
        let change = (&before, &after);
        store::places::change(&mut tx, &held.lock, &held.permit, asked.user, change, when).await?;
        store::membership::touch(&mut tx, &held.lock, asked.user, held.at).await?;
        if let Some(draft) = asked.draft {
            store::drafts::finish(&mut tx, &own_lock, draft, organization).await?;
        }
        let whose = (asked.user, identity.user);
        request::settle(&mut tx, &held.lock, &held.permit, whose, now).await?;
        let ids = (org, organization);
        tell::changed(backend, &mut tx, identity, ids, &held.member, &after).await?;
        let event = event(&mut tx, &held, &before, &after).await?;
        backend.commit(tx, now, event).await?;
        Ok(true)
    })
    .await
}

/// What has changed, as it stands in the history: names as they are now, codes for what has words.
async fn event(tx: &mut Tx, held: &Held, before: &Place, after: &Place) -> Result<Event, Error> {
    // The history is written once, in the language of the catalogue.
    let names = Names::find(tx, held.lock.org(), Locale::En, [before, after]).await?;
    let mut event = Event::new(&held.lock, &held.permit, Act::MemberChanged)
        .about("user", held.member.user.as_uuid())
        .detail("person", held.member.name());
    for ((field, before), (_, after)) in given(before, &names).into_iter().zip(given(after, &names))
    {
        if before != after {
            event = event.change(field, before, after);
        }
    }
    Ok(event)
}

/// What a place gives, as it stands in the history.
pub(in crate::usecase) fn given(place: &Place, names: &Names) -> [(&'static str, String); 5] {
    let products = |right: ProductRight| {
        let granted = place.grants.iter().filter(|it| it.right == right);
        list(granted.map(|it| names.scope(it.scope)))
    };
    [
        ("role", place.role.as_str().to_owned()),
        ("money", list(place.money.iter().map(|it| it.as_str().to_owned()))),
        ("technical", products(ProductRight::Technical)),
        ("statistics", products(ProductRight::Statistics)),
        ("teams", list(place.teams.iter().map(|it| names.team(*it)))),
    ]
}

/// Several names as one text.
pub(in crate::usecase) fn list(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
