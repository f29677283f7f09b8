//! The boundary: the whole web application as strangers meet it, in process, on both databases.

#![cfg(test)]

mod forms;
mod forms_corpus;
mod forms_fuzz;
mod journeys;
mod journeys_links;
mod journeys_sessions;
mod rights;
mod rights_table;
mod support;
