//! The boundary: the whole web application as strangers meet it, in process, on both databases.

#![cfg(test)]
#![expect(clippy::pedantic, reason = "a test says what it means in the fewest words")]

mod csrf;
mod enumeration;
mod forms;
mod forms_corpus;
mod forms_fuzz;
mod headers;
mod hosts;
mod journeys;
mod journeys_links;
mod journeys_sessions;
mod leaks;
mod redirects;
mod rights;
mod rights_table;
mod shape;
mod support;
