//! Mails to members about their membership.

use domain::{
    id::{OrgId, PublicId},
    rights::{Place, ProductRight},
};

use crate::{
    Backend, Identity, StoreError,
    mail::{Letter, Mail, NOTHING, queue, salutation},
    store::{self, Tx, membership::Membership, names::Names},
};

/// Tells a member what they are and have now; nobody is told of what they did themselves.
pub(in crate::usecase) async fn changed(
    backend: &Backend,
    tx: &mut Tx,
    identity: &Identity,
    (org, organization): (OrgId, PublicId),
    member: &Membership,
    place: &Place,
) -> Result<(), StoreError> {
    let names = Names::find(tx, org, member.locale, [place]).await?;
    let products = |right: ProductRight| {
        let granted = place.grants.iter().filter(|it| it.right == right);
        list(granted.map(|it| names.scope(it.scope)))
    };
    let path = format!("/o/{organization}/users/{}", member.user);
    let mail = Mail::MemberChanged {
        name: salutation(member.first_name.as_str(), &member.email),
        who: identity.profile.name(),
        organization: name(tx, org).await?,
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
pub(in crate::usecase) async fn send(
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
pub(in crate::usecase) async fn name(tx: &mut Tx, org: OrgId) -> Result<String, StoreError> {
    let found = store::organizations::find(tx, org).await?;
    Ok(found.ok_or(StoreError::Gone)?.name.to_string())
}

fn list(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { NOTHING.to_owned() } else { parts.join(", ") }
}
