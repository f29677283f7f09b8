//! Mails to members about their membership.

use domain::{
    id::PublicId,
    rights::{Place, ProductRight},
};

use super::Held;
use crate::{
    Backend, Identity, StoreError,
    mail::{Letter, Mail, NOTHING, queue, salutation},
    store::{self, Tx, membership::Membership, names::Names},
};

/// Tells a member what they are and have now; nobody is told of what they did themselves.
pub(super) async fn changed(
    backend: &Backend,
    tx: &mut Tx,
    identity: &Identity,
    organization: PublicId,
    held: &Held,
    place: &Place,
) -> Result<(), StoreError> {
    let member = &held.member;
    let names = Names::find(tx, held.lock.org(), member.locale, [place]).await?;
    let products = |right: ProductRight| {
        let granted = place.grants.iter().filter(|it| it.right == right);
        list(granted.map(|it| names.scope(it.scope)))
    };
    let path = format!("/o/{organization}/users/{}", member.user);
    let mail = Mail::MemberChanged {
        name: salutation(member.first_name.as_str(), &member.email),
        who: identity.profile.name(),
        organization: name(tx, held).await?,
        role: place.role.as_str().to_owned(),
        money: place.money.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(" "),
        technical: products(ProductRight::Technical),
        statistics: products(ProductRight::Statistics),
        teams: list(place.teams.iter().map(|it| names.team(*it))),
        member_url: backend.site.link(&path),
    };
    send(backend, tx, identity, member, mail).await
}

/// Sends a mail to the member, unless it was they who acted.
pub(super) async fn send(
    backend: &Backend,
    tx: &mut Tx,
    identity: &Identity,
    member: &Membership,
    mail: Mail,
) -> Result<(), StoreError> {
    if member.user == identity.user {
        return Ok(());
    }
    let letter = Letter {
        user: Some(member.user),
        to: &member.email,
        locale: member.locale,
        mail,
        expires_at: None,
    };
    queue(backend, tx, letter, backend.now()).await
}

/// What the organization is called.
pub(super) async fn name(tx: &mut Tx, held: &Held) -> Result<String, StoreError> {
    let found = store::organizations::find(tx, held.lock.org()).await?;
    Ok(found.ok_or(StoreError::Gone)?.name.to_string())
}

fn list(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { NOTHING.to_owned() } else { parts.join(", ") }
}
