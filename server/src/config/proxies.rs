//! The reverse proxies whose word about a client's address is believed.

use std::{fmt, net::IpAddr, sync::Arc};

use ipnet::IpNet;

/// Networks of trusted proxies; empty when people connect directly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    /// Reads a list of addresses and networks, separated by commas.
    ///
    /// # Errors
    /// A sentence that names the entry and says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.split(',').map(|entry| parse_network(entry.trim())).collect::<Result<_, _>>().map(Self)
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl fmt::Display for TrustedProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, network) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            write!(f, "{network}")?;
        }
        Ok(())
    }
}

fn parse_network(entry: &str) -> Result<IpNet, String> {
    let network = match entry.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address.to_canonical()),
        Err(_) => entry
            .parse::<IpNet>()
            .map_err(|_| format!("has an entry {entry:?} that is no address or network"))?,
    };
    if network.prefix_len() == 0 {
        return Err(format!("has an entry {entry:?} that lets everybody claim any address"));
    }
    Ok(network.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_listed_network_are_trusted_and_nobody_else() {
        let proxies = TrustedProxies::parse("127.0.0.1, 10.1.2.3/8,fd00::/8").expect("valid");
        assert_eq!(proxies.to_string(), "127.0.0.1/32,10.0.0.0/8,fd00::/8");
        for (address, trusted) in [
            ("127.0.0.1", true),
            ("127.0.0.2", false),
            ("10.255.0.1", true),
            ("::ffff:10.0.0.1", true),
            ("fd12::1", true),
            ("::1", false),
            ("192.0.2.1", false),
        ] {
            assert_eq!(proxies.contains(address.parse().expect(address)), trusted, "{address}");
        }
        assert!(!TrustedProxies::default().contains(IpAddr::from([127, 0, 0, 1])));
    }

    #[test]
    fn a_list_that_trusts_everybody_or_cannot_be_read_is_refused() {
        for text in
            ["0.0.0.0/0", "::/0", "10.0.0.0/33", "localhost", "10.0.0.1,,", "10.0.0.1;10.0.0.2"]
        {
            assert!(TrustedProxies::parse(text).is_err(), "{text} was accepted");
        }
    }
}
