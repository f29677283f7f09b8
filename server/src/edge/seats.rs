//! Counts open connections, altogether and by client, so that nobody takes all of them.

use std::{
    collections::{HashMap, hash_map::Entry},
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::config::TrustedProxies;

/// The places for connections.
#[derive(Debug)]
pub struct Seats {
    total: usize,
    per_client: u32,
    trusted_proxies: TrustedProxies,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_client: HashMap<IpAddr, u32>,
}

/// One taken place, given back when dropped.
#[derive(Debug)]
pub struct Seat {
    seats: Arc<Seats>,
    client: IpAddr,
}

impl Seats {
    pub fn new(total: usize, per_client: u32, trusted_proxies: TrustedProxies) -> Arc<Self> {
        Arc::new(Self { total, per_client, trusted_proxies, taken: Mutex::default() })
    }

    /// A place for a connection from `peer`, or none if all, or all of this client's, are taken.
    pub fn take(self: &Arc<Self>, peer: IpAddr) -> Option<Seat> {
        let client = client_key(peer);
        let unlimited = self.trusted_proxies.contains(peer);
        let mut taken = self.lock();
        if taken.all >= self.total {
            return None;
        }
        let own = taken.by_client.entry(client).or_default();
        if *own >= self.per_client && !unlimited {
            return None;
        }
        *own += 1;
        taken.all += 1;
        Some(Seat { seats: Arc::clone(self), client })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        // The counts are changed together and nothing between them can panic.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.lock();
        taken.all = taken.all.saturating_sub(1);
        if let Entry::Occupied(mut own) = taken.by_client.entry(self.client) {
            match own.get().saturating_sub(1) {
                0 => drop(own.remove()),
                left => *own.get_mut() = left,
            }
        }
    }
}

/// One customer of a network provider has one IPv4 address, but a whole /64 of IPv6.
fn client_key(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect(text)
    }

    #[test]
    fn one_client_cannot_take_all_places() {
        let seats = Seats::new(10, 2, TrustedProxies::default());
        let own = address("192.0.2.1");
        let first = seats.take(own).expect("a place");
        let _second = seats.take(own).expect("a place");
        assert!(seats.take(own).is_none());
        let _other = seats.take(address("192.0.2.2")).expect("others are not concerned");
        drop(first);
        let _third = seats.take(own).expect("given back");
    }

    #[test]
    fn a_network_of_ipv6_is_one_client_and_a_wrapped_ipv4_address_is_itself() {
        let seats = Seats::new(10, 1, TrustedProxies::default());
        let _v6 = seats.take(address("2001:db8:1:2::1")).expect("a place");
        assert!(seats.take(address("2001:db8:1:2:ffff::")).is_none());
        assert!(seats.take(address("2001:db8:1:3::1")).is_some());
        let _v4 = seats.take(address("::ffff:192.0.2.1")).expect("a place");
        assert!(seats.take(address("192.0.2.1")).is_none());
    }

    #[test]
    fn proxies_are_held_only_to_the_common_limit() {
        let seats = Seats::new(3, 1, TrustedProxies::parse("10.0.0.1").expect("valid"));
        let proxy = address("10.0.0.1");
        let taken: Vec<_> = (0..3).map_while(|_| seats.take(proxy)).collect();
        assert_eq!(taken.len(), 3);
        assert!(seats.take(proxy).is_none());
        assert!(seats.take(address("192.0.2.1")).is_none());
        drop(taken);
        assert!(seats.lock().by_client.is_empty(), "nobody is remembered");
        assert_eq!(seats.lock().all, 0);
    }
}
