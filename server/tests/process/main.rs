//! The whole program, started as its operator starts it: stopped, killed, misconfigured, besieged.

#![expect(clippy::expect_used, reason = "a test that cannot go on says why and fails")]

mod kills;
mod mails;
mod memory;
mod nodes;
mod release;
mod restore;
mod secrets;
mod slow;
mod smtp_down;
mod start;
mod stop;
mod support;
mod uploads;
