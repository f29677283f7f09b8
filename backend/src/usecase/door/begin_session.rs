//! The beginning of a session, shared by all ways in.

use domain::{
    email::Email,
    id::{DeviceId, PublicId, SessionId, UserId},
    session::{SessionFacts, Stay, absolute_end},
    time::Timestamp,
};

use crate::{
    Backend, Origin, SecretToken, SignedIn,
    origin::kept_agent,
    store::{self, StoreError, Tx, UserLock, sessions::NewSession},
};

/// A session that has begun in this transaction.
pub(in crate::usecase) struct Begun {
    pub(in crate::usecase) id: SessionId,
    pub(super) token: SecretToken,
    pub(super) expires_at: Timestamp,
    /// The browser's mark, new or as it was.
    pub(super) mark: SecretToken,
    /// Whether the person has signed in from this browser before.
    pub(super) known_browser: bool,
    /// Sessions of this person that made room: those beyond the most one may have, and the one that
    /// this browser held.
    pub(super) ended: u64,
}

impl Begun {
    /// What the browser is handed.
    pub(in crate::usecase) fn signed_in(
        self,
        user: UserId,
        stay: Stay,
        organization: Option<PublicId>,
    ) -> SignedIn {
        let Self { token, expires_at, mark, .. } = self;
        SignedIn { session: token, stay, expires_at, device: mark, user, organization }
    }
}

/// Begins a session of the person whose row is locked, in the browser that asks.
pub(in crate::usecase) async fn begin_session(
    backend: &Backend,
    tx: &mut Tx,
    lock: &UserLock,
    origin: &Origin,
    email: &Email,
    stay: Stay,
    now: Timestamp,
) -> Result<Begun, StoreError> {
    let mut known_browser = false;
    let mut mark = None;
    if let Some(held) = &origin.device {
        let hash = held.hash();
        known_browser = store::devices::find(tx, hash, email.canonical(), now).await?.is_some();
        // A mark that we gave to this browser for somebody else serves this person too. One that
        // we never gave is not taken over.
        if known_browser || store::devices::exists(tx, hash, now).await? {
            mark = Some(held.clone());
        }
    }
    let mark = mark.unwrap_or_else(|| SecretToken::mint(&*backend.entropy));
    let device = DeviceId::mint(now, backend.draw());
    let device = store::devices::remember(tx, lock, device, mark.hash(), now).await?;

    let token = SecretToken::mint(&*backend.entropy);
    let id = SessionId::mint(now, backend.draw());
    let session = NewSession {
        id,
        token_hash: token.hash(),
        stay,
        device,
        address: origin.address.to_canonical().to_string(),
        agent: kept_agent(&origin.user_agent),
    };
    let mut ended = 0;
    if let Some(held) = &origin.session {
        // Whose it was does not matter: whoever holds its secret may end it.
        ended += store::sessions::delete_held(tx, lock, held.hash()).await?;
    }
    ended += store::sessions::insert(tx, lock, &session, now).await?;
    let facts = SessionFacts::begun(stay, now);
    Ok(Begun { id, token, expires_at: absolute_end(&facts), mark, known_browser, ended })
}
