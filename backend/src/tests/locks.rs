//! Locks are taken in one order, and hold.

use domain::{
    id::{OrgId, UserId},
    time::Timestamp,
};

use super::at_once;
use crate::{
    StoreError,
    testing::{both, origin},
    usecase::operate::verify_history,
};

#[test]
fn locks_out_of_order_are_refused_before_they_can_deadlock() {
    both(async |world| {
        let one = world.sign_up("one@harbour.example").await;
        let two = world.sign_up("two@harbour.example").await;
        let (first, second) = (one.identity.user, two.identity.user);
        let (first, second) = (first.min(second), first.max(second));
        let mut tx = world.backend.store.begin().await.expect("begin");
        tx.lock_user(first).await.expect("first");
        tx.lock_user(second).await.expect("second");
        tx.lock_user(second).await.expect("again");
        assert!(matches!(tx.lock_user(first).await, Err(StoreError::LockOrder)));
    });
}

#[test]
fn nobody_can_be_locked_who_is_not_there() {
    both(async |world| {
        let now = Timestamp::default();
        let mut tx = world.backend.store.begin().await.expect("begin");
        let user = tx.lock_user(UserId::mint(now, [1; 10])).await;
        assert!(matches!(user, Err(StoreError::Gone)));
        let org = tx.lock_organization(OrgId::mint(now, [1; 10])).await;
        assert!(matches!(org, Err(StoreError::Gone)));
    });
}

#[test]
fn many_acts_of_one_person_at_once_make_one_history() {
    both(async |world| {
        let guest = world.sign_up("olivia@harbour.example").await;
        let mark = crate::Origin { device: Some(guest.signed_in.device.clone()), ..origin() };
        let guests: Vec<_> = {
            let mut all = Vec::new();
            for _ in 0..9 {
                all.push(world.sign_in_from(&mark, "olivia@harbour.example").await.identity);
            }
            all
        };
        let outcomes = at_once(guests.into_iter().map(|identity| {
            let backend = world.backend.clone();
            async move { crate::usecase::door::sign_out(&backend, &identity).await }
        }))
        .await;
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!(world.count("history WHERE chain = 'user'").await, 18);
        assert_eq!(verify_history(&world.backend.store, None).await.expect("verified"), []);
    });
}

#[test]
fn a_transaction_that_is_dropped_has_not_happened() {
    both(async |world| {
        let guest = world.sign_up("olivia@harbour.example").await;
        let mut tx = world.backend.store.begin().await.expect("begin");
        let lock = tx.lock_user(guest.identity.user).await.expect("locked");
        let session = guest.identity.session;
        assert!(crate::store::sessions::delete(&mut tx, &lock, session).await.expect("deleted"));
        drop(tx);
        assert!(world.identify(&guest.signed_in.session).await.is_some());
    });
}

#[test]
fn readers_cannot_write() {
    both(async |world| {
        let guest = world.sign_up("olivia@harbour.example").await;
        let mut tx = world.backend.store.read().await.expect("read");
        assert!(tx.lock_user(guest.identity.user).await.is_err());
    });
}
