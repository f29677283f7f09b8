//! A history as a file.

use std::convert::Infallible;

use domain::{
    history::{Act, Chain},
    id::UserId,
    limit::Limited,
    rights::{self, Action, Permit},
    time::Timestamp,
};

use super::{ActivityFilter, ENTRIES_PER_FILE, Format, Whose, file};
use crate::{
    Backend, Identity, StoreError, UseCaseError, guard,
    history::Event,
    store::{
        self, Locked,
        activity::{Order, Wanted},
        retrying,
    },
    usecase::organization::authorize,
};

/// Entries that are read and written at once: what a file of any length needs of memory.
const ENTRIES_PER_READ: i64 = 1_000;

/// A file that is on its way. What was there when it was asked for is in it, and nothing later.
pub struct Export {
    backend: Backend,
    permit: Permit,
    wanted: Wanted,
    format: Format,
    /// How many entries are in it so far; empty before its beginning.
    written: Option<i64>,
    done: bool,
}

/// Writes down that somebody takes a copy of a history, then begins it. Who is looked for without
/// being a member is not looked for.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`], [`UseCaseError::Limited`].
pub async fn export_activity(
    backend: &Backend,
    identity: &Identity,
    whose: Whose,
    filter: &ActivityFilter,
    format: Format,
) -> Result<Export, UseCaseError<Infallible>> {
    let now = backend.now();
    retrying(&*backend.entropy, || begin(backend, identity, whose, filter, format, now)).await
}

async fn begin(
    backend: &Backend,
    identity: &Identity,
    whose: Whose,
    filter: &ActivityFilter,
    format: Format,
    now: Timestamp,
) -> Result<Export, UseCaseError<Infallible>> {
    let mut tx = backend.store.begin().await?;
    let (permit, event, filter) = match whose {
        Whose::Organization(org) => {
            let (lock, permit) =
                authorize::lock(&mut tx, identity, org, &Action::SeeActivity).await?;
            let people = whose.people(&mut tx, identity).await?;
            let filter = filter.among(&people);
            let event = note(&lock, &permit, &filter, &people, format);
            (permit, event, filter)
        }
        Whose::Own => {
            let lock = tx.lock_user(identity.user).await?;
            let permit = rights::own_account(identity.user);
            let filter = filter.among(&[]);
            let event = note(&lock, &permit, &filter, &[], format);
            (permit, event, filter)
        }
    };
    guard::draw(&mut tx, Limited::ExportPerUser, &identity.user.to_string(), now).await?;
    let mut wanted = filter.wanted(&mut tx, &permit, &identity.profile.zone).await?;
    let head = store::history::head(&mut tx, event.chain).await?;
    wanted.before = wanted.before.min(head.seq + 1);
    let by_chain = match event.chain {
        Chain::Org(_) => "organization",
        Chain::User(_) => "own",
    };
    backend.commit(tx, now, event).await?;
    tracing::info!(event = "activity_exported", user.id = %identity.user, history = by_chain);
    let backend = backend.clone();
    Ok(Export { backend, permit, wanted, format, written: None, done: false })
}

/// What is written down: the kind of file and what was looked for.
fn note(
    lock: &impl Locked,
    permit: &Permit,
    filter: &ActivityFilter,
    people: &[(UserId, String)],
    format: Format,
) -> Event {
    let mut event = Event::new(lock, permit, Act::ActivityExported).detail("format", format.name());
    let ActivityFilter { group, person, from, to } = filter;
    if let Some(group) = group {
        event = event.detail("group", group.as_str());
    }
    if let Some((id, name)) = people.iter().find(|(id, _)| Some(*id) == *person) {
        event = event.about("person", id.as_uuid()).detail("person", name);
    }
    for (name, day) in [("from", from), ("to", to)] {
        if let Some(day) = day {
            event = event.detail(name, day.to_string());
        }
    }
    event
}

impl Export {
    /// The next piece of the file; `None` at its end.
    pub async fn next(&mut self) -> Result<Option<String>, StoreError> {
        if self.done {
            return Ok(None);
        }
        let left = ENTRIES_PER_FILE - self.written.unwrap_or(0);
        let limit = left.min(ENTRIES_PER_READ);
        // No transaction outlives a piece: a slow reader holds nothing.
        let mut tx = self.backend.store.read().await?;
        let found =
            store::activity::entries(&mut tx, &self.permit, &self.wanted, Order::Newest, limit)
                .await?;
        drop(tx);
        let mut piece = String::new();
        if self.written.is_none() {
            piece.push_str(&self.format.begin());
        }
        let mut written = self.written.unwrap_or(0);
        if let Some(last) = found.last() {
            self.wanted.before = last.seq;
        }
        let all_read = i64::try_from(found.len()).unwrap_or(i64::MAX) < limit;
        for entry in found {
            piece.push_str(&file::entry(self.format, &entry.into(), written == 0));
            written += 1;
        }
        self.written = Some(written);
        if all_read || written >= ENTRIES_PER_FILE {
            self.done = true;
            piece.push_str(self.format.end());
        }
        Ok(Some(piece))
    }
}
