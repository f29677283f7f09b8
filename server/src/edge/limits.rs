//! All limits of the edge in one place; tests use small ones.

use std::time::Duration;

use super::{body::BodyLimits, request_shape::HeadLimits};
use crate::config::TrustedProxies;

/// How much the edge takes from everybody together, from one client, and from one connection.
#[derive(Debug, Clone)]
pub struct EdgeLimits {
    /// Open connections.
    pub connections: usize,
    /// Open connections of one address (IPv6: of one /64 network).
    pub connections_per_client: u32,
    /// Peers that speak for many people and are not held to `connections_per_client`.
    pub trusted_proxies: TrustedProxies,
    /// HTTP/2 streams of one connection.
    pub streams: u32,
    /// Bytes of a request head; hyper accepts no less than 8 KiB.
    pub head_bytes: u32,
    /// Longest time a request head may take to arrive.
    pub head_read: Duration,
    /// Longest silence between two requests of a connection.
    pub keep_alive: Duration,
    /// Longest time from a request's head to the last byte of its answer.
    pub exchange: Duration,
    /// Longest time a client may leave our answer unread.
    pub write_stall: Duration,
    /// Longest wait for a client's last words after our own.
    pub linger: Duration,
    /// Time that open requests get to finish once the program stops.
    pub drain: Duration,
    /// Requests worked on at once.
    pub requests: usize,
    /// Longest time from a request's head to its answer's.
    pub request_time: Duration,
    pub head: HeadLimits,
    pub body: BodyLimits,
}

impl Default for EdgeLimits {
    fn default() -> Self {
        Self {
            connections: 4096,
            connections_per_client: 64,
            trusted_proxies: TrustedProxies::default(),
            streams: 100,
            head_bytes: 8 * 1024,
            head_read: Duration::from_secs(10),
            keep_alive: Duration::from_mins(1),
            exchange: Duration::from_mins(3),
            write_stall: Duration::from_secs(30),
            linger: Duration::from_secs(1),
            drain: Duration::from_secs(20),
            requests: 512,
            request_time: Duration::from_secs(30),
            head: HeadLimits { uri_bytes: 2 * 1024, headers: 100 },
            body: BodyLimits {
                bytes: 64 * 1024,
                // A file, and the little that is sent with it.
                file_bytes: 2 * 1024 * 1024 + 64 * 1024,
                takes_files: |_| false,
                idle: Duration::from_secs(10),
            },
        }
    }
}
