//! A request of the demo that waits for an answer.

use domain::{
    history::Act,
    id::{OrgId, RequestId},
    rights::{self, MoneyRight, Wish},
};

use super::{
    Error,
    cast::{ASKING, Asker},
};
use crate::{
    Backend,
    history::Event,
    store::{self, members::After},
};

/// Has the members of this organization ask for what they lack.
pub(super) async fn ask(backend: &Backend, name: &str, org: OrgId) -> Result<(), Error> {
    for it in ASKING.iter().filter(|it| it.owner == name) {
        send(backend, it, org).await?;
    }
    Ok(())
}

async fn send(backend: &Backend, it: &Asker, org: OrgId) -> Result<(), Error> {
    let now = backend.now();
    let permit = rights::system("demo", Some(org));
    let mut tx = backend.store.begin().await?;
    let lock = tx.lock_organization(org).await?;
    let members = store::members::list(&mut tx, &permit, &After::default(), 100).await?;
    let Some(member) = members.into_iter().find(|member| member.email == it.email) else {
        return Ok(());
    };
    let id = (RequestId::mint(now, backend.draw()), member.user);
    let wish = (Wish::Money(MoneyRight::SeeInvoices), it.message);
    store::requests::insert(&mut tx, &lock, &permit, id, wish, now).await?;
    let event = Event::new(&lock, &permit, Act::RightWanted)
        .by(member.user)
        .about("user", member.user.as_uuid())
        .detail("person", format!("{} {}", member.first_name, member.last_name))
        .detail("right", MoneyRight::SeeInvoices.as_str());
    backend.commit(tx, now, event).await?;
    Ok(())
}
