//! Invitations: sent, opened, answered, managed; a membership only ever for the exact person with the
//! exact rights.

mod accepting;
mod asking;
mod cast;
mod declining;
mod joining;
mod link;
mod managing;
mod races;
mod sending;
