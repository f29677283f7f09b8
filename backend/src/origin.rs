//! Who asks, and from where, as far as that can be told before anybody has signed in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use domain::locale::Locale;

use crate::{mail::browser, secret::SecretToken};

/// The far end of a request.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The client's address, proxies already discounted.
    pub address: IpAddr,
    /// The `User-Agent` header as sent; empty if there was none.
    pub user_agent: String,
    /// The language of the page that asks.
    pub locale: Locale,
    /// The session that this browser still holds, if any: a new one takes its place.
    pub session: Option<SecretToken>,
    /// The mark that this browser was given at an earlier sign-in.
    pub device: Option<SecretToken>,
}

impl Origin {
    /// What limits are counted by: an IPv4 address, or the network of a single IPv6 customer.
    pub fn network(&self) -> String {
        match canonical(self.address) {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("{}/64", mask(address, 64)),
        }
    }

    /// The address without its last part, for records that outlive the session.
    pub fn coarse_address(&self) -> String {
        match canonical(self.address) {
            IpAddr::V4(address) => {
                format!("{}/24", Ipv4Addr::from_bits(address.to_bits() & !0xff))
            }
            IpAddr::V6(address) => format!("{}/48", mask(address, 48)),
        }
    }

    /// Browser and system in a few words, such as `Firefox, Linux`; a dash if neither is known.
    pub fn browser(&self) -> String {
        browser::name(&self.user_agent)
    }
}

/// An IPv4 address stays one, also when a dual-stack socket wraps it.
fn canonical(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

fn mask(address: Ipv6Addr, prefix: u32) -> Ipv6Addr {
    Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - prefix)))
}

/// The most bytes kept of a `User-Agent` header.
const MAX_AGENT_BYTES: usize = 256;

/// The header as far as it is kept: printable ASCII, cut to length.
pub(crate) fn kept_agent(user_agent: &str) -> String {
    user_agent.chars().filter(|it| matches!(it, ' '..='~')).take(MAX_AGENT_BYTES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(address: &str) -> Origin {
        Origin {
            address: address.parse().expect("an address"),
            user_agent: String::new(),
            locale: Locale::En,
            session: None,
            device: None,
        }
    }

    #[test]
    fn one_customer_is_one_network() {
        assert_eq!(from("203.0.113.7").network(), "203.0.113.7");
        assert_eq!(from("::ffff:203.0.113.7").network(), "203.0.113.7");
        assert_eq!(from("2001:db8:1:2:3:4:5:6").network(), "2001:db8:1:2::/64");
        assert_eq!(from("2001:db8:1:2:ffff::1").network(), "2001:db8:1:2::/64");
        assert_eq!(from("2001:db8:1:3::1").network(), "2001:db8:1:3::/64");
    }

    #[test]
    fn records_keep_only_the_neighbourhood() {
        assert_eq!(from("203.0.113.7").coarse_address(), "203.0.113.0/24");
        assert_eq!(from("2001:db8:1:2:3:4:5:6").coarse_address(), "2001:db8:1::/48");
    }

    #[test]
    fn a_hostile_header_is_kept_harmless_and_short() {
        assert_eq!(kept_agent("a\u{1b}[31m\r\nb\u{202e}c"), "a[31mbc");
        assert_eq!(kept_agent(&"x".repeat(9000)).len(), 256);
    }
}
