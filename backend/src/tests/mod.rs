//! What the crate promises, on both databases.

mod activity;
mod address_pairs;
mod backup;
mod dashboard;
mod demo;
mod details;
mod drafts;
mod first_staff;
mod handover;
mod history;
mod indistinguishable;
mod invariants;
mod invitations;
mod limits;
mod locks;
mod member_list;
mod member_races;
mod members;
mod organizations;
mod outbox;
mod pictures;
mod products;
mod profile;
mod purge;
mod requests;
mod reset;
mod search;
mod sessions;
mod sign_in;
mod sign_up;
mod teams;

use tokio::task::JoinSet;

/// Runs all attempts at the same time and collects what became of them.
async fn at_once<T: Send + 'static>(
    attempts: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let attempts: JoinSet<T> = attempts.into_iter().collect();
    attempts.join_all().await
}
