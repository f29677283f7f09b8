//! Atrio's server: configuration, edge, routes and command line around the application.

pub mod cli;
pub mod commands;
pub mod config;
mod downloads;
pub mod edge;
pub mod forms;
mod functions;
pub mod health;
mod log;
pub mod pace;
mod page_post;
mod pages;
mod proof;
pub mod router;
pub mod serve;
mod site;
mod state;
mod upload;
mod visitor;
pub mod web;
