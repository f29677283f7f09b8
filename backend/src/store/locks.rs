//! The two rows that everything else is locked by.
//!
//! Raising `version` makes a second transaction wait for the first on both databases. To exclude
//! deadlocks, people are locked before organizations, each in the order of their ids.

use domain::{
    history::Chain,
    id::{OrgId, UserId},
};

use super::{StoreError, Tx, on, statements};

statements! {
    LOCK_USER = "UPDATE users SET version = version + 1 WHERE user_id = $1";

    LOCK_ORGANIZATION = "
        UPDATE organizations SET version = version + 1 WHERE org_id = $1 AND status <> 'closed'";
}

/// Whose row a transaction has locked, in the order of locking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LockKey {
    User(UserId),
    Organization(OrgId),
}

/// Proof that this transaction holds the row of a person.
#[derive(Debug)]
pub struct UserLock(UserId);

/// Proof that this transaction holds the row of an organization.
#[derive(Debug)]
pub struct OrgLock(OrgId);

/// A lock that guards a history.
pub(crate) trait Locked {
    /// The history that may be appended to while the lock is held.
    fn chain(&self) -> Chain;
}

impl UserLock {
    /// The person.
    pub const fn user(&self) -> UserId {
        self.0
    }
}

impl Locked for UserLock {
    fn chain(&self) -> Chain {
        Chain::User(self.0)
    }
}

impl OrgLock {
    /// The organization.
    pub const fn org(&self) -> OrgId {
        self.0
    }
}

impl Locked for OrgLock {
    fn chain(&self) -> Chain {
        Chain::Org(self.0)
    }
}

impl Tx {
    /// Waits for and holds the row of a person; [`StoreError::Gone`] if there is none.
    pub async fn lock_user(&mut self, user: UserId) -> Result<UserLock, StoreError> {
        self.in_order(LockKey::User(user))?;
        let locked = on!(self, |conn| {
            sqlx::query(LOCK_USER).bind(user.as_uuid()).execute(conn).await?.rows_affected()
        });
        if locked == 0 {
            return Err(StoreError::Gone);
        }
        Ok(UserLock(user))
    }

    /// Waits for and holds the row of an organization; [`StoreError::Gone`] if there is none.
    pub async fn lock_organization(&mut self, org: OrgId) -> Result<OrgLock, StoreError> {
        self.in_order(LockKey::Organization(org))?;
        let locked = on!(self, |conn| {
            sqlx::query(LOCK_ORGANIZATION).bind(org.as_uuid()).execute(conn).await?.rows_affected()
        });
        if locked == 0 {
            return Err(StoreError::Gone);
        }
        Ok(OrgLock(org))
    }

    /// Holds the row of a person that this transaction has just inserted.
    pub(super) fn lock_new_user(&mut self, user: UserId) -> Result<UserLock, StoreError> {
        self.in_order(LockKey::User(user))?;
        Ok(UserLock(user))
    }

    /// Holds the row of an organization that this transaction has just inserted.
    pub(super) fn lock_new_organization(&mut self, org: OrgId) -> Result<OrgLock, StoreError> {
        self.in_order(LockKey::Organization(org))?;
        Ok(OrgLock(org))
    }

    fn in_order(&mut self, key: LockKey) -> Result<(), StoreError> {
        if self.last_lock.is_some_and(|last| key < last) {
            return Err(StoreError::LockOrder);
        }
        self.last_lock = Some(key);
        Ok(())
    }
}
