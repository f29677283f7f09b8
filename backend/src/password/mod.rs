//! Passwords: hashed off the async threads, by a few at a time.

mod argon;
mod strength;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use domain::password::{Password, PasswordProblem};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, oneshot},
    time,
};
use zeroize::Zeroizing;

pub use strength::judge_strength;

use self::argon::{Argon, Cost, STANDARD};
use crate::entropy::{Entropy, draw};

/// Those who may wait for a turn; whoever comes later is sent away at once.
const MAX_WAITING: usize = 64;
const MAX_WAIT: Duration = Duration::from_secs(2);
const SLOW_WAIT: Duration = Duration::from_millis(500);

/// Too many passwords wait to be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords wait to be hashed")]
pub struct HasherBusy;

/// A password hash in PHC form, with the normalisation that the password had gone through.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash {
    pub(crate) phc: String,
    pub(crate) normalisation: i64,
}

/// What came of comparing a password with a hash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    Wrong,
    Right,
    /// Right, and hashed at a lower cost than is asked for today.
    RightButWeak,
}

/// Hashes and verifies passwords with Argon2id.
#[derive(Clone)]
pub struct Hasher(Arc<Inner>);

struct Inner {
    argon: Argon,
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// Stands in for the hash of somebody who has none, so that the answer takes as long.
    dummy: PasswordHash,
}

impl Hasher {
    /// Hashes with the standard cost, one password per core at a time.
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self::with_cost(STANDARD, entropy)
    }

    /// Hashes at next to no cost: for tests about anything but hashing.
    #[cfg(feature = "testing")]
    pub fn cheap(entropy: &dyn Entropy) -> Self {
        Self::with_cost(Cost { memory_kib: 8, passes: 1, lanes: 1 }, entropy)
    }

    fn with_cost(cost: Cost, entropy: &dyn Entropy) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        // By another one: until somebody signs in, no memory is kept for it.
        let dummy = Argon::new(cost).hash(&draw::<32>(entropy), draw(entropy));
        let argon = Argon::new(cost);
        Self(Arc::new(Inner {
            argon,
            turns: Arc::new(Semaphore::new(cores)),
            waiting: AtomicUsize::new(0),
            dummy,
        }))
    }

    /// Hashes a new password.
    pub(crate) async fn hash(
        &self,
        entropy: &dyn Entropy,
        password: Password,
    ) -> Result<PasswordHash, HasherBusy> {
        let salt = draw(entropy);
        let clear = Zeroizing::new(password.into_exposed());
        self.in_turn(move |argon| argon.hash(clear.as_bytes(), salt)).await
    }

    /// Judges a new password and, if it will do, hashes it; see [`judge_strength`].
    pub(crate) async fn judge_and_hash(
        &self,
        entropy: &dyn Entropy,
        password: Password,
        own_words: Vec<String>,
    ) -> Result<Result<PasswordHash, PasswordProblem>, HasherBusy> {
        let salt = draw(entropy);
        self.in_turn(move |argon| {
            let own_words: Vec<_> = own_words.iter().map(String::as_str).collect();
            let judged = judge_strength(&password, &own_words);
            let clear = Zeroizing::new(password.into_exposed());
            judged.map(|()| argon.hash(clear.as_bytes(), salt))
        })
        .await
    }

    /// Compares a password with a hash; without one, takes as long and says no.
    pub(crate) async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<Verdict, HasherBusy> {
        let clear = Zeroizing::new(password.expose().to_owned());
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.0.dummy).phc.clone();
        let verdict = self.in_turn(move |argon| argon.verify(clear.as_bytes(), &hash)).await?;
        Ok(if known { verdict } else { Verdict::Wrong })
    }

    /// How many passwords wait for their turn.
    pub fn waiting(&self) -> usize {
        self.0.waiting.load(Ordering::Relaxed)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon) -> T + Send + 'static,
    ) -> Result<T, HasherBusy> {
        let turn = self.turn().await?;
        let inner = Arc::clone(&self.0);
        let (done, outcome) = oneshot::channel();
        // A thread of its own each time, which costs a thousandth of what it does: one that has
        // stepped back may not come forward again.
        let thread = thread::Builder::new().name("password".to_owned()).spawn(move || {
            step_back();
            let outcome = work(&inner.argon);
            // Given back here, not by the caller: a caller who leaves does not stop the work.
            drop(turn);
            // Whoever has left needs no answer.
            let _ = done.send(outcome);
        });
        thread.map_err(|_| HasherBusy)?;
        outcome.await.map_err(|_| HasherBusy)
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, HasherBusy> {
        let turns = Arc::clone(&self.0.turns);
        if let Ok(turn) = Arc::clone(&turns).try_acquire_owned() {
            return Ok(turn);
        }
        let _place = Place::take(&self.0.waiting).ok_or(HasherBusy)?;
        let began = Instant::now();
        let turn = time::timeout(MAX_WAIT, turns.acquire_owned()).await;
        let waited = began.elapsed();
        if waited > SLOW_WAIT {
            tracing::warn!(waited_ms = waited.as_millis(), "a password waited to be hashed");
        }
        turn.map_err(|_| HasherBusy)?.map_err(|_| HasherBusy)
    }
}

/// How far passwords stand back behind pages, which take a hundredth of the time.
const NICENESS: i32 = 10;

/// Lets everything else go first. On Linux this is about the thread that asks, not the process.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "passwords do not stand back");
    }
}

/// A place in the queue, given back when dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Option<Self> {
        let place = Self(waiting);
        (waiting.fetch_add(1, Ordering::Relaxed) < MAX_WAITING).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    fn password(text: &str) -> Password {
        Password::read(text).expect("a password")
    }

    #[tokio::test]
    async fn the_standard_cost_is_what_owasp_asks_for() {
        let hasher = Hasher::new(&OsEntropy);
        let hash = hasher.hash(&OsEntropy, password("alpine meadow")).await.expect("hash");
        assert!(hash.phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.phc);
        let parsed = argon2::password_hash::phc::PasswordHash::new(&hash.phc).expect("PHC");
        assert_eq!(parsed.salt.map(|it| it.len()), Some(16));
        assert_eq!(parsed.hash.map(|it| it.len()), Some(32));
    }

    #[tokio::test]
    async fn only_the_same_password_is_right() {
        let hasher = Hasher::cheap(&OsEntropy);
        let hash = hasher.hash(&OsEntropy, password("Äpfel")).await.expect("hash");
        let try_it = async |text| hasher.verify(&password(text), Some(&hash)).await;
        assert_eq!(try_it("Äpfel").await, Ok(Verdict::Right));
        assert_eq!(try_it("A\u{308}pfel").await, Ok(Verdict::Right), "the other keyboard");
        assert_eq!(try_it("äpfel").await, Ok(Verdict::Wrong));
        assert_eq!(try_it("Äpfel ").await, Ok(Verdict::Wrong));
    }

    #[tokio::test]
    async fn a_hash_made_at_a_lower_cost_is_due_for_renewal() {
        let weak = Hasher::cheap(&OsEntropy);
        let hash = weak.hash(&OsEntropy, password("alpine meadow")).await.expect("hash");
        let strong = Hasher::new(&OsEntropy);
        let verdict = strong.verify(&password("alpine meadow"), Some(&hash)).await;
        assert_eq!(verdict, Ok(Verdict::RightButWeak));
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        let hasher = Hasher::cheap(&OsEntropy);
        assert_eq!(hasher.verify(&password("anything"), None).await, Ok(Verdict::Wrong));
    }

    #[tokio::test]
    async fn the_queue_is_bounded() {
        let hasher = Hasher::cheap(&OsEntropy);
        let places: Vec<_> =
            (0..MAX_WAITING).map_while(|_| Place::take(&hasher.0.waiting)).collect();
        assert_eq!(places.len(), MAX_WAITING);
        assert!(Place::take(&hasher.0.waiting).is_none());

        let all = u32::try_from(hasher.0.turns.available_permits()).expect("a few cores");
        let busy = Arc::clone(&hasher.0.turns).acquire_many_owned(all).await.expect("all turns");
        let answer = hasher.verify(&password("anything"), None).await;
        assert_eq!(answer, Err(HasherBusy), "a full queue sends away at once");

        drop((places, busy));
        assert_eq!(hasher.verify(&password("anything"), None).await, Ok(Verdict::Wrong));
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_longer_than_two_seconds() {
        let hasher = Hasher::cheap(&OsEntropy);
        let all = u32::try_from(hasher.0.turns.available_permits()).expect("a few cores");
        let _busy = Arc::clone(&hasher.0.turns).acquire_many_owned(all).await.expect("all turns");
        let began = time::Instant::now();
        let answer = hasher.verify(&password("anything"), None).await;
        assert_eq!(answer, Err(HasherBusy));
        assert_eq!(began.elapsed().as_secs(), 2);
    }
}
