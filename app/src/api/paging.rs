//! Long lists in parts: the address names the entry behind which a part begins.

use std::str::FromStr;

use super::strict_form;
use crate::sheet::{Link, Part};

/// The key of that entry.
const AFTER: &str = "after";

/// The entry that the address names as the one to go on behind; none if it is broken.
pub fn behind<T: FromStr>(query: &str) -> Option<T> {
    let pairs = strict_form::pairs(query.as_bytes()).ok()?;
    pairs.into_iter().find(|(key, _)| key == AFTER)?.1.parse().ok()
}

/// The links to the beginning, unless this is it, and to the next part, if there is one.
pub fn links(
    path: &str,
    (further, first): (bool, &str),
    next: Option<(impl ToString, &str)>,
) -> Option<Part> {
    let first = further.then(|| Link::new(first, path.to_owned()));
    let next = next
        .map(|(after, label)| Link::new(label, format!("{path}?{AFTER}={}", after.to_string())));
    let links: Vec<_> = first.into_iter().chain(next).collect();
    (!links.is_empty()).then_some(Part::Links { links })
}
