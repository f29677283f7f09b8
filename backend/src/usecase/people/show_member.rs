//! One member, and what the one who asks may do about them.

use std::convert::Infallible;

use domain::{
    handover,
    id::{PublicId, UserId},
    locale::Locale,
    membership::Contact,
    rights::{self, Action, Denial, MemberState, Place, Role},
    text::PersonName,
    time::Timestamp,
};

use super::authorize;
use crate::{
    Backend, Identity, StoreError, UseCaseError,
    store::{self, names::Names},
};

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberDetails {
    /// The person.
    pub user: UserId,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// The address that they sign in with.
    pub email: String,
    /// Since when they have their picture, if they have one.
    pub picture_at: Option<Timestamp>,
    /// What they are.
    pub role: Role,
    /// Whether the membership counts.
    pub state: MemberState,
    /// Why it does not, if it does not: for themselves and for administrators.
    pub reason: Option<String>,
    /// Since when they belong to the organization.
    pub since: Timestamp,
    /// When any of this changed last.
    pub changed_at: Timestamp,
    /// What they have been given, for themselves and for administrators.
    pub place: Option<Place>,
    /// What the products, kinds and teams in it are called.
    pub names: Names,
    /// Which messages reach them, likewise.
    pub contact: Option<Contact>,
    /// Whether they are the only active legal representative.
    pub only_representative: bool,
    /// Whether it is the person who asks.
    pub you: bool,
    /// What the one who asks may make of them.
    pub roles: Vec<Role>,
    /// What the one who asks may do.
    pub possible: Possible,
}

/// What somebody may do about a member, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible {
    /// Change role, rights and teams.
    pub change: Result<(), Denial>,
    /// Put on hold, or lift that.
    pub suspend: Result<(), Denial>,
    /// Remove; leave, if it is the person who asks.
    pub remove: Result<(), Denial>,
    /// Decide which messages reach them.
    pub contact: Result<(), Denial>,
    /// Offer them legal responsibility, which they could take on.
    pub hand_over: bool,
}

/// Shows a member to other members, kinds of products called as in `locale`.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and for somebody who is no member,
/// [`UseCaseError::Denied`].
pub async fn show_member(
    backend: &Backend,
    identity: &Identity,
    (organization, user): (PublicId, UserId),
    locale: Locale,
) -> Result<MemberDetails, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing(&mut tx, identity, organization).await?;
    let you = user == identity.user;
    // Everybody sees themselves, even on hold: from here one leaves.
    rights::decide(&standing, if you { &Action::Leave } else { &Action::SeeMembers })?;
    let found = store::membership::find(&mut tx, standing.org, user).await?;
    let member = found.ok_or(UseCaseError::NotFound)?;
    let target = member.target();
    let may = |action: Action| rights::decide(&standing, &action).map(drop);
    let own = if you { Action::ChangeOwnContact } else { Action::ChangeContact(target) };
    let sees_all = you || may(Action::SeeAccess).is_ok();
    let place = if sees_all {
        let place = store::places::find(&mut tx, standing.org, user).await?;
        Some(place.ok_or(StoreError::Corrupt("a member without a role"))?)
    } else {
        None
    };
    let names = Names::find(&mut tx, standing.org, locale, &place).await?;
    let active = store::membership::representatives(&mut tx, standing.org).await?;
    let possible = |role: &Role| may(Action::ChangeMember(target, *role)).is_ok();
    Ok(MemberDetails {
        roles: Role::ALL.iter().copied().filter(possible).collect(),
        possible: Possible {
            change: may(Action::ChangeMember(target, target.role)),
            suspend: may(Action::Suspend(target)),
            remove: may(if you { Action::Leave } else { Action::Remove(target) }),
            contact: may(own),
            hand_over: may(Action::HandOver).is_ok()
                && handover::eligible(Some((member.role, member.state))).is_ok(),
        },
        only_representative: active == 1
            && member.role == Role::LegalRepresentative
            && member.state == MemberState::Active,
        contact: sees_all.then_some(member.contact),
        place,
        names,
        you,
        user,
        first_name: member.first_name,
        last_name: member.last_name,
        email: member.email.typed().to_owned(),
        picture_at: member.picture_at,
        role: member.role,
        state: member.state,
        reason: member.reason.filter(|_| sees_all),
        since: member.since,
        changed_at: member.changed_at,
    })
}
