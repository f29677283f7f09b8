//! Finds out who really connects when a reverse proxy stands in front.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{Request, State};
use http::{HeaderMap, HeaderName};
use tracing::Span;

use crate::config::TrustedProxies;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The other end of the connection; a request extension set by the accept loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerAddress(pub IpAddr);

/// The person's end of the connection, proxies discounted; a request extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The layer.
pub async fn find(State(proxies): State<TrustedProxies>, mut request: Request) -> Request {
    let peer = request.extensions().get::<PeerAddress>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
    let client = client_address(peer, request.headers(), &proxies);
    Span::current().record("client", tracing::field::display(client));
    request.extensions_mut().insert(ClientAddress(client));
    request
}

/// Walks from the peer towards the client as long as the one who speaks is a trusted proxy. Every
/// proxy appends who it heard; what stands further left was written by whoever liked to.
fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &TrustedProxies) -> IpAddr {
    let lines = headers.get_all(X_FORWARDED_FOR).iter();
    let entries: Vec<&str> = lines
        .flat_map(|line| line.to_str().unwrap_or("unreadable").split(','))
        .map(str::trim)
        .collect();
    let mut client = peer.to_canonical();
    for entry in entries.into_iter().rev() {
        match parse_entry(entry) {
            Some(before) if proxies.contains(client) => client = before,
            _ => break,
        }
    }
    client
}

/// An address; some proxies add a port.
fn parse_entry(entry: &str) -> Option<IpAddr> {
    let address = entry.parse::<IpAddr>().ok();
    let with_port = || entry.parse::<SocketAddr>().ok().map(|address| address.ip());
    address.or_else(with_port).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn found(peer: &str, lines: &[&str]) -> String {
        let proxies = TrustedProxies::parse("10.0.0.0/8,127.0.0.1,fd00::/8").expect("valid");
        let mut headers = HeaderMap::new();
        for line in lines {
            let line = HeaderValue::from_bytes(line.as_bytes()).expect("a header value");
            headers.append(X_FORWARDED_FOR, line);
        }
        client_address(peer.parse().expect(peer), &headers, &proxies).to_string()
    }

    #[test]
    fn the_right_most_untrusted_address_is_the_client() {
        for (peer, lines, client) in [
            // Nobody in front: the header is the client's own invention.
            ("192.0.2.1", &["203.0.113.7"][..], "192.0.2.1"),
            ("192.0.2.1", &[], "192.0.2.1"),
            // One proxy in front.
            ("10.0.0.1", &["203.0.113.7"], "203.0.113.7"),
            ("10.0.0.1", &["1.1.1.1, 203.0.113.7"], "203.0.113.7"),
            ("10.0.0.1", &["127.0.0.1, 203.0.113.7"], "203.0.113.7"),
            ("10.0.0.1", &["1.1.1.1", "203.0.113.7"], "203.0.113.7"),
            ("::ffff:10.0.0.1", &["203.0.113.7"], "203.0.113.7"),
            ("10.0.0.1", &["2001:db8::1"], "2001:db8::1"),
            ("10.0.0.1", &["::ffff:203.0.113.7"], "203.0.113.7"),
            ("10.0.0.1", &["203.0.113.7:5000"], "203.0.113.7"),
            ("10.0.0.1", &["[2001:db8::1]:5000"], "2001:db8::1"),
            // Two proxies, and a client that claims a third.
            ("10.0.0.1", &["203.0.113.7, 10.0.0.2"], "203.0.113.7"),
            ("10.0.0.1", &["10.0.0.9, 203.0.113.7, fd00::2"], "203.0.113.7"),
            // A proxy itself asks, or says nothing that can be read.
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &["unknown"], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.7, é"], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.7, "], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.7, garbage, 10.0.0.2"], "10.0.0.2"),
        ] {
            assert_eq!(found(peer, lines), client, "{peer} {lines:?}");
        }
    }
}
