//! Members ask for rights that they lack, and those who can give them answer.

mod ask;
mod decline;
mod list;
mod show;
mod withdraw;

use domain::{
    catalogue::ProductRef,
    id::{OrgId, UserId},
    rights::{Grant, Permit, Place, RequestEnding, RequestRefusal, Role, Scope, Standing, Wish},
    time::Timestamp,
};

use super::organization::authorize;
use crate::{
    StoreError, UseCaseError,
    mail::NOTHING,
    store::{self, OrgLock, Tx, names::Names},
};

pub use ask::{Asking, ask, preview_ask};
pub use decline::decline;
pub use list::{RequestLine, RequestsView, list};
pub use show::{RequestDetails, show};
pub use withdraw::withdraw;

type Error = UseCaseError<RequestRefusal>;

/// The place that names a wish: what it is about, for those who look names up.
pub(super) fn about(wish: Wish) -> Place {
    let mut place = Place::of(Role::External);
    if let Wish::Product(product, right) = wish {
        place.grants.insert(Grant { scope: Scope::Product(product), right });
    }
    place
}

/// The stable name of the right that a wish is for, without what it is on.
const fn code(wish: Wish) -> &'static str {
    match wish {
        Wish::Role(role) => role.as_str(),
        Wish::Money(right) => right.as_str(),
        Wish::Product(_, right) => right.as_str(),
    }
}

/// What the product of a wish is called, if it is for one.
fn product(wish: Wish, names: &Names) -> String {
    match wish {
        Wish::Product(product, _) => names.scope(Scope::Product(product)),
        Wish::Role(_) | Wish::Money(_) => NOTHING.to_owned(),
    }
}

/// Whether a product is there to be asked for.
async fn exists(tx: &mut Tx, org: OrgId, product: ProductRef) -> Result<bool, StoreError> {
    let found = store::products::find(tx, org, product.id).await?;
    Ok(found.is_some_and(|it| it.about == product))
}

/// Ends the requests of a member that are fulfilled by what they have now.
pub(super) async fn settle(
    tx: &mut Tx,
    lock: &OrgLock,
    permit: &Permit,
    (user, by): (UserId, UserId),
    now: Timestamp,
) -> Result<(), StoreError> {
    let open = store::requests::of_user(tx, lock.org(), user).await?;
    if open.is_empty() {
        return Ok(());
    }
    let Some(place) = store::places::find(tx, lock.org(), user).await? else { return Ok(()) };
    let standing = Standing::member(lock.org(), user, place.role)
        .with_money(place.money)
        .with_grants(store::places::held(tx, lock.org(), user).await?);
    for request in open.iter().filter(|it| it.wish.is_granted(&standing)) {
        let ending = (RequestEnding::Granted, by);
        store::requests::end(tx, lock, permit, request.id, ending, now).await?;
    }
    Ok(())
}
