//! Background work: whatever must not make anybody wait, and whatever timing must not tell.
//!
//! Jobs and mails are rows written by use cases. A worker leases one, does it, and takes it off in
//! the transaction that does it; a worker that dies loses its lease and another one tries again.

mod deliver;
mod note_password_off;
mod purge;
mod resolve_sign_up;
mod send_reset;
mod sign_heads;

pub use purge::purge;

use std::time::Duration;

use domain::{
    id::{JobId, SignUpId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

use crate::{
    Backend, StoreError,
    commit::Technical,
    mail::Post,
    store::{self, jobs::Claimed},
};

const LEASE_SECONDS: i64 = 60;
const GIVE_UP_HOURS: i64 = 24;
const BACKOFF_SECONDS: i64 = 30;
const MAX_BACKOFF_SECONDS: i64 = 6 * 60 * 60;
/// Work is announced; looking by oneself is for what other nodes announced, and for retries.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A slow mail server holds up one mail, not all.
const MAIL_LANES: usize = 3;

/// Something to be done by a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Job {
    /// Finds out whether the address of a sign-up has an account, and mails accordingly.
    ResolveSignUp {
        /// The sign-up.
        sign_up: SignUpId,
    },
    /// Mails a link to choose a new password, if the address has an account.
    SendReset {
        /// The address in its canonical form.
        email: String,
    },
    /// Notes in the history of whoever has this address that their password is off.
    NotePasswordOff {
        /// The address in its canonical form.
        email: String,
    },
    /// Forgets what has expired; comes back by itself.
    Purge,
    /// Signs what histories are today; comes back by itself.
    SignHeads,
}

/// What is always on the list. Each is there once, so that several nodes share it.
const STANDING: [(JobId, Job); 2] = [
    (JobId::from_uuid(Uuid::from_u128(1)), Job::Purge),
    (JobId::from_uuid(Uuid::from_u128(2)), Job::SignHeads),
];

/// Puts on the list what is always there.
pub(crate) async fn schedule(backend: &Backend) -> Result<(), StoreError> {
    let now = backend.now();
    let mut tx = backend.store.begin().await?;
    for (id, job) in &STANDING {
        store::jobs::insert(&mut tx, *id, job, now, now).await?;
    }
    backend.commit_technical(tx, Technical::Lease).await
}

impl Job {
    /// The stable name, as stored.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::ResolveSignUp { .. } => "resolve_sign_up",
            Self::SendReset { .. } => "send_reset",
            Self::NotePasswordOff { .. } => "note_password_off",
            Self::Purge => "purge",
            Self::SignHeads => "sign_heads",
        }
    }
}

/// Does everything that is due now, jobs first, and returns when nothing is left.
pub async fn run_due(backend: &Backend, post: &Post) -> Result<(), StoreError> {
    while run_next(backend).await? {}
    while deliver::deliver_next(backend, post).await? {}
    Ok(())
}

/// The tasks that keep doing what is due.
pub struct Worker {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Worker {
    /// Begins to work.
    pub fn start(backend: &Backend, post: &Post) -> Self {
        let worker = Self { stop: CancellationToken::new(), tasks: TaskTracker::new() };
        let (services, stop) = (backend.clone(), worker.stop.clone());
        worker.tasks.spawn(async move {
            if let Err(error) = schedule(&services).await {
                tracing::warn!(%error, "nothing was scheduled; the next start tries again");
            }
            work(services, stop, Lane::Jobs).await;
        });
        for _ in 0..MAIL_LANES {
            let lane = Lane::Mails(post.clone());
            worker.tasks.spawn(work(backend.clone(), worker.stop.clone(), lane));
        }
        worker.tasks.close();
        worker
    }

    /// Waits until everybody has finished the item at hand.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}

/// What one task of the worker does.
#[derive(Clone)]
enum Lane {
    Jobs,
    Mails(Post),
}

impl Lane {
    /// Does one thing that is due; says whether there was one.
    async fn next(self, backend: Backend) -> Result<bool, StoreError> {
        match self {
            Self::Jobs => run_next(&backend).await,
            Self::Mails(post) => deliver::deliver_next(&backend, &post).await,
        }
    }
}

/// Works whenever there is news, and at least once a second, until told to stop: then what is at hand
/// is finished and nothing more begun.
async fn work(backend: Backend, stop: CancellationToken, lane: Lane) {
    let mut news = backend.news.subscribe();
    while !stop.is_cancelled() {
        news.mark_unchanged();
        // A task of its own: a panic costs the item, whose lease runs out, and not the lane.
        let more = match tokio::spawn(lane.clone().next(backend.clone())).await {
            Ok(Ok(more)) => more,
            Ok(Err(error)) => {
                tracing::warn!(%error, "background work was interrupted");
                false
            }
            Err(error) => {
                tracing::error!(%error, "background work panicked");
                false
            }
        };
        if more {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            _ = news.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Does the next due job; says whether there was one.
async fn run_next(backend: &Backend) -> Result<bool, StoreError> {
    let now = backend.now();
    let mut tx = backend.store.read().await?;
    if !store::jobs::is_due(&mut tx, now).await? {
        return Ok(false);
    }
    drop(tx);
    let mut tx = backend.store.begin().await?;
    let claimed = store::jobs::claim(&mut tx, now, now.plus_seconds(LEASE_SECONDS)).await?;
    let Some(claimed) = claimed else { return Ok(false) };
    backend.commit_technical(tx, Technical::Lease).await?;

    let outcome = match &claimed.job {
        Some(Job::ResolveSignUp { sign_up }) => {
            resolve_sign_up::run(backend, &claimed, *sign_up).await
        }
        Some(Job::SendReset { email }) => send_reset::run(backend, &claimed, email).await,
        Some(Job::NotePasswordOff { email }) => {
            note_password_off::run(backend, &claimed, email).await
        }
        Some(Job::Purge) => purge::run(backend, &claimed).await,
        Some(Job::SignHeads) => sign_heads::run(backend, &claimed).await,
        None => put_off(backend, &claimed, now, "unknown job").await,
    };
    if let Err(error) = outcome {
        tracing::warn!(job.id = %claimed.id, attempt = claimed.attempt, %error, "job failed");
        put_off(backend, &claimed, now, "storage").await?;
    }
    Ok(true)
}

async fn put_off(
    backend: &Backend,
    claimed: &Claimed,
    now: Timestamp,
    error: &str,
) -> Result<(), StoreError> {
    let (id, attempt): (JobId, i64) = (claimed.id, claimed.attempt);
    let mut tx = backend.store.begin().await?;
    let gives_up_at = claimed.created_at.plus_hours(GIVE_UP_HOURS);
    if now >= gives_up_at && !is_standing(id) {
        tracing::error!(job.id = %id, error, "job given up");
        store::jobs::mark_dead(&mut tx, id, attempt, now, error).await?;
    } else {
        let again = now.plus_seconds(backoff_seconds(attempt));
        store::jobs::mark_later(&mut tx, id, attempt, again, Some(error)).await?;
    }
    backend.commit_technical(tx, Technical::Lease).await
}

fn is_standing(id: JobId) -> bool {
    STANDING.iter().any(|(it, _)| *it == id)
}

/// Seconds to wait after so many attempts: half a minute, doubling up to six hours.
fn backoff_seconds(attempt: i64) -> i64 {
    let doublings = attempt.clamp(1, 30) - 1;
    (BACKOFF_SECONDS << doublings).min(MAX_BACKOFF_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_six_hours() {
        let waits: Vec<_> = (1..=12).map(|it| backoff_seconds(it) / 30).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 720, 720]);
        assert_eq!(backoff_seconds(i64::MAX), MAX_BACKOFF_SECONDS);
    }

    #[test]
    fn a_job_is_read_back_by_the_name_it_is_filed_under() {
        let job = Job::SendReset { email: "olivia@harbour.example".to_owned() };
        let json = serde_json::to_value(&job).expect("JSON");
        assert_eq!(json["kind"], job.kind());
        assert_eq!(serde_json::from_value::<Job>(json).expect("own output"), job);
    }
}
