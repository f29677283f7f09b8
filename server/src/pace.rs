//! The first tier of limits: in memory, loose, per node. It keeps a single client from taking all the
//! time of the database; what passes is counted by the second tier, which all nodes share.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use domain::id::SessionId;
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, MonotonicClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};

/// How fast clients may ask.
#[derive(Debug, Clone, Copy)]
pub struct PaceLimits {
    /// Requests per minute of one session.
    pub per_session: NonZeroU32,
    /// Requests per minute of one address (IPv6: of one /64 network).
    pub per_network: NonZeroU32,
}

impl Default for PaceLimits {
    fn default() -> Self {
        const PER_SESSION: NonZeroU32 = NonZeroU32::new(300).unwrap();
        const PER_NETWORK: NonZeroU32 = NonZeroU32::new(600).unwrap();
        Self { per_session: PER_SESSION, per_network: PER_NETWORK }
    }
}

/// How many checks pass between two looks for clients that are forgotten.
const SWEEP_EVERY: u32 = 10_000;

type Limiter<K> = RateLimiter<K, DashMapStateStore<K>, MonotonicClock, NoOpMiddleware<Instant>>;
type Instant = <MonotonicClock as governor::clock::Clock>::Instant;

/// Counts requests of sessions and networks.
pub struct Pace {
    sessions: Limiter<SessionId>,
    networks: Limiter<IpAddr>,
    checks: AtomicU32,
}

fn limiter<K: std::hash::Hash + Eq + Clone>(per_minute: NonZeroU32) -> Limiter<K> {
    RateLimiter::new(Quota::per_minute(per_minute), DashMapStateStore::default(), MonotonicClock)
}

impl Pace {
    /// Nobody has asked yet.
    pub fn new(limits: PaceLimits) -> Self {
        Self {
            sessions: limiter(limits.per_session),
            networks: limiter(limits.per_network),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts a request of this address. `Err` says after how many seconds the next one passes.
    pub fn network(&self, address: IpAddr) -> Result<(), u64> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.networks.retain_recent();
            self.sessions.retain_recent();
        }
        check(&self.networks, &network_of(address))
    }

    /// Counts a request of this session, as [`Pace::network`].
    pub fn session(&self, session: SessionId) -> Result<(), u64> {
        check(&self.sessions, &session)
    }
}

fn check<K: std::hash::Hash + Eq + Clone>(limiter: &Limiter<K>, key: &K) -> Result<(), u64> {
    limiter.check_key(key).map_err(|it| it.wait_time_from(MonotonicClock.now()).as_secs() + 1)
}

/// One customer has a whole /64 of IPv6 to take addresses from.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A minute passes before anything is earned back.
    fn pace() -> Pace {
        let [per_session, per_network] = [2, 3].map(|it| NonZeroU32::new(it).expect("not zero"));
        Pace::new(PaceLimits { per_session, per_network })
    }

    #[test]
    fn a_network_gets_as_much_as_it_may_and_no_more() {
        let pace = pace();
        let at = |text: &str| pace.network(text.parse().expect("an address"));
        for _ in 0..3 {
            assert_eq!(at("2001:db8::1"), Ok(()));
        }
        let wait = at("2001:db8::2").expect_err("one /64 is one customer");
        assert!((15..=20).contains(&wait), "{wait} s until the next of three a minute");
        assert_eq!(at("2001:db8:0:1::1"), Ok(()));
        assert_eq!(at("203.0.113.7"), Ok(()));
        for _ in 1..3 {
            assert_eq!(at("::ffff:203.0.113.7"), Ok(()), "an IPv4 address stays one");
        }
        assert!(at("203.0.113.7").is_err());
    }

    #[test]
    fn a_session_is_counted_by_itself() {
        let pace = pace();
        let id = |last: u8| format!("00000000-0000-7000-8000-0000000000{last:02}");
        let [one, other] = [1, 2].map(|it| id(it).parse::<SessionId>().expect("an id"));
        for _ in 0..2 {
            assert_eq!(pace.session(one), Ok(()));
        }
        assert!(pace.session(one).is_err());
        assert_eq!(pace.session(other), Ok(()));
    }
}
