//! The first page of an organization.

use std::{collections::BTreeMap, convert::Infallible};

use domain::{
    history::Act,
    id::{PublicId, UserId},
    rights::{self, Action, Denial, Role, Standing},
    text::PersonName,
    time::Timestamp,
};

use super::{OrganizationView, authorize};
use crate::{
    Backend, Identity, StoreError, UseCaseError,
    store::{self, handovers::Handover, members::After},
};

const RECENT_ACTIVITY: i64 = 20;

/// How many members a dashboard shows; the others stand on a page of their own.
const MEMBERS: i64 = 12;

/// What the first page of an organization shows to one of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dashboard {
    /// The organization.
    pub organization: OrganizationView,
    /// When it was created.
    pub created_at: Timestamp,
    /// Who belongs to it, by name, or why the person may not see that.
    pub members: Result<Vec<MemberView>, Denial>,
    /// What happened last, newest first, or why the person may not see that.
    pub activity: Result<Vec<ActivityView>, Denial>,
    /// The handover that waits, for those who take part in it.
    pub handover: Option<Waiting>,
}

/// A handover that waits for an answer, as the one who looks takes part in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// They are to answer it; first and last name of who offers it.
    ToAnswer(String),
    /// They represent the organization; first and last name of who is to answer.
    Offered(String),
}

/// A member as shown to the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    /// The person.
    pub user: UserId,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// Since when they have their picture, if they have one.
    pub picture_at: Option<Timestamp>,
    /// What they are to the organization.
    pub role: Role,
    /// Whether it is the person who asks.
    pub you: bool,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityView {
    /// When.
    pub at: Timestamp,
    /// What.
    pub act: Act,
    /// First and last name of who did it; empty if Atrio did it by itself.
    pub actor: Option<String>,
    /// To whom, where it says so.
    pub person: Option<String>,
}

/// Shows an organization to one of its members, all from one state of the database. For outsiders
/// it is not found, as if it did not exist.
pub async fn dashboard(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<Dashboard, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::SeeOrganization)?;
    let found = store::organizations::find(&mut tx, standing.org).await?.ok_or(StoreError::Gone)?;
    let members = match rights::decide(&standing, &Action::SeeMembers) {
        Ok(permit) => Ok(store::members::list(&mut tx, &permit, &After::default(), MEMBERS).await?),
        Err(denial) => Err(denial),
    };
    let activity = match rights::decide(&standing, &Action::SeeActivity) {
        Ok(permit) => Ok(store::history::recent(&mut tx, &permit, RECENT_ACTIVITY).await?),
        Err(denial) => Err(denial),
    };
    let handover = store::handovers::open(&mut tx, standing.org).await?;
    let handover = handover.filter(|it| backend.now() < it.expires_at);
    Ok(Dashboard {
        handover: handover.and_then(|it| waiting(it, &standing)),
        organization: OrganizationView {
            public_id: found.public_id,
            name: found.name,
            kind: found.kind,
            logo: found.logo,
            role: standing.role,
        },
        created_at: found.created_at,
        members: members.map(|all| all.into_iter().map(|it| member(it, identity)).collect()),
        activity: activity.map(|all| all.into_iter().map(entry).collect()),
    })
}

fn waiting(handover: Handover, reader: &Standing) -> Option<Waiting> {
    if handover.receiver.0 == reader.user {
        Some(Waiting::ToAnswer(handover.giver.1))
    } else {
        let may = rights::decide(reader, &Action::HandOver).is_ok();
        may.then_some(Waiting::Offered(handover.receiver.1))
    }
}

fn member(it: store::members::Member, identity: &Identity) -> MemberView {
    MemberView {
        you: it.user == identity.user,
        user: it.user,
        first_name: it.first_name,
        last_name: it.last_name,
        picture_at: it.picture_at,
        role: it.role,
    }
}

fn entry(it: store::history::Recent) -> ActivityView {
    let actor = it.actor.map(|(first, last)| format!("{first} {last}"));
    let details: Option<BTreeMap<String, String>> =
        it.body.and_then(|it| serde_json::from_str(&it).ok());
    let person = details.and_then(|mut it| it.remove("person"));
    ActivityView { at: it.at, act: it.act, actor, person }
}
