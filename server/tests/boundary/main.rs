//! The boundary: the whole web application as strangers meet it, in process, on both databases.

#![cfg(test)]
#![expect(clippy::pedantic, reason = "a test says what it means in the fewest words")]

mod activity;
mod broken;
mod canaries;
mod canary_crawl;
mod canary_seed;
mod canary_table;
mod csrf;
mod enumeration;
mod forms;
mod forms_corpus;
mod forms_fuzz;
mod forms_modes;
mod headers;
mod headers_rare;
mod hosts;
mod invitations;
mod journeys;
mod journeys_links;
mod journeys_sessions;
mod leaks;
mod outgoing;
mod people;
mod readers;
mod redirects;
mod resets;
mod rights;
mod rights_cast;
mod rights_table;
mod shape;
mod support;
mod uploads;
