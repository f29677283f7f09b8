//! Counters of the edge, in the text format that Prometheus reads.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
};

use http::StatusCode;

use super::refusal::Refusal;

/// Counts since the start. No label ever names a person or an address.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: AtomicU64,
    server_errors: AtomicU64,
    refusals: [AtomicU64; Refusal::ALL.len()],
    connections: AtomicU64,
    refused_connections: AtomicU64,
}

impl Metrics {
    /// One answered request.
    pub fn count(&self, status: StatusCode, refusal: Option<Refusal>) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if status.is_server_error() {
            self.server_errors.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(counter) = refusal.and_then(|it| self.refusals.get(it as usize)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One accepted connection, or one turned away because too many are open.
    pub fn count_connection(&self, accepted: bool) {
        let counter = if accepted { &self.connections } else { &self.refused_connections };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// All counters as text.
    pub fn expose(&self) -> String {
        let mut text = String::new();
        for (name, counter) in [
            ("atrio_requests_total", &self.requests),
            ("atrio_server_errors_total", &self.server_errors),
            ("atrio_connections_total", &self.connections),
            ("atrio_refused_connections_total", &self.refused_connections),
        ] {
            expose(&mut text, name, "counter", counter.load(Ordering::Relaxed));
        }
        // Writing into a String cannot fail, here and below.
        let _ = writeln!(text, "# TYPE atrio_refusals_total counter");
        for (refusal, counter) in Refusal::ALL.into_iter().zip(&self.refusals) {
            let (reason, count) = (refusal.name(), counter.load(Ordering::Relaxed));
            let _ = writeln!(text, "atrio_refusals_total{{reason=\"{reason}\"}} {count}");
        }
        text
    }
}

/// Appends one value with its type (`counter` or `gauge`).
pub fn expose(text: &mut String, name: &str, kind: &str, value: u64) {
    let _ = writeln!(text, "# TYPE {name} {kind}\n{name} {value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_counter() {
        let metrics = Metrics::default();
        for (times, refusal) in Refusal::ALL.into_iter().enumerate() {
            assert_eq!(refusal as usize, times, "the list is in the order of the variants");
            for _ in 0..times {
                metrics.count(refusal.status(), Some(refusal));
            }
        }
        let text = metrics.expose();
        for (times, refusal) in Refusal::ALL.into_iter().enumerate() {
            let line = format!("atrio_refusals_total{{reason=\"{}\"}} {times}\n", refusal.name());
            assert!(text.contains(&line), "{text}");
        }
    }

    #[test]
    fn connections_are_counted_apart_from_requests() {
        let metrics = Metrics::default();
        metrics.count_connection(true);
        metrics.count_connection(false);
        metrics.count(StatusCode::OK, None);
        let text = metrics.expose();
        for line in [
            "# TYPE atrio_requests_total counter\natrio_requests_total 1\n",
            "atrio_connections_total 1\n",
            "atrio_refused_connections_total 1\n",
            "atrio_server_errors_total 0\n",
        ] {
            assert!(text.contains(line), "{text}");
        }
    }
}
