//! One page of a history.

use std::convert::Infallible;

use domain::rights::Permit;

use super::{Activity, ActivityFilter, Place, Whose};
use crate::{
    Backend, Identity, StoreError, UseCaseError,
    store::{
        self, Tx,
        activity::{Found, Order, Wanted},
    },
};

/// How many entries a page shows.
pub const ENTRIES_PER_PAGE: i64 = 50;

/// Shows a part of a history to somebody who may read it, all from one state of the database. Who is
/// looked for without being a member is not looked for.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn show_activity(
    backend: &Backend,
    identity: &Identity,
    whose: Whose,
    filter: ActivityFilter,
    place: Place,
) -> Result<Activity, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let permit = whose.permit(&mut tx, identity).await?;
    let people = whose.people(&mut tx, identity).await?;
    let filter = filter.among(&people);
    let wanted = filter.wanted(&mut tx, &permit, &identity.profile.zone).await?;
    let Part { found, older, newer } = part(&mut tx, &permit, &wanted, place).await?;
    let entries = found.into_iter().map(Into::into).collect();
    Ok(Activity { entries, older, newer, people, filter })
}

struct Part {
    found: Vec<Found>,
    older: Option<i64>,
    newer: Option<i64>,
}

async fn part(
    tx: &mut Tx,
    permit: &Permit,
    wanted: &Wanted,
    place: Place,
) -> Result<Part, StoreError> {
    if let Place::After(number) = place {
        let above = Wanted { after: wanted.after.max(number), ..wanted.clone() };
        let mut found =
            store::activity::entries(tx, permit, &above, Order::Oldest, ENTRIES_PER_PAGE + 1)
                .await?;
        // With fewer than a page the newest ones are shown: the first page is always full.
        if more_than_a_page(&mut found) {
            found.reverse();
            let (newer, older) = ends(&found);
            return Ok(Part { found, older, newer });
        }
    }
    let before = match place {
        Place::Before(number) => wanted.before.min(number),
        Place::Newest | Place::After(_) => wanted.before,
    };
    let below = Wanted { before, ..wanted.clone() };
    let mut found =
        store::activity::entries(tx, permit, &below, Order::Newest, ENTRIES_PER_PAGE + 1).await?;
    let more = more_than_a_page(&mut found);
    let (newest, oldest) = ends(&found);
    let above = Wanted { after: newest.unwrap_or(before.saturating_sub(1)), ..wanted.clone() };
    let newer = match place {
        Place::Before(_) => {
            let next = store::activity::entries(tx, permit, &above, Order::Oldest, 1).await?;
            (!next.is_empty()).then_some(above.after)
        }
        Place::Newest | Place::After(_) => None,
    };
    Ok(Part { found, older: oldest.filter(|_| more), newer })
}

/// Drops what does not fit on the page any more.
fn more_than_a_page(found: &mut Vec<Found>) -> bool {
    let fit = usize::try_from(ENTRIES_PER_PAGE).unwrap_or(usize::MAX);
    let more = found.len() > fit;
    found.truncate(fit);
    more
}

/// The numbers of the first and the last.
fn ends(found: &[Found]) -> (Option<i64>, Option<i64>) {
    (found.first().map(|it| it.seq), found.last().map(|it| it.seq))
}
