//! Where a request comes from: the peer, or what a trusted proxy says.

use actix_web::http::header::HeaderMap;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The client's address: the peer, or behind trusted proxies the rightmost address that is not one.
///
/// Without a peer (a test without a connection) it is the unspecified address.
pub fn client_address(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|network| network.contains(&address));
    let peer = peer.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |address| address.to_canonical());
    if !is_proxy(peer) {
        return peer;
    }
    // A value that is no text is kept as an empty hop, so that nothing to its left is believed.
    let values: Vec<&str> = headers.get_all("x-forwarded-for").map(|value| value.to_str().unwrap_or("")).collect();
    let mut nearest = peer;
    for hop in values.iter().rev().flat_map(|value| value.rsplit(',')) {
        // What can't be read hides everything to its left: the last proxy that is known answers for it.
        let Some(address) = parse_hop(hop.trim()) else { return nearest };
        nearest = address;
        if !is_proxy(address) {
            return address;
        }
    }
    nearest
}

/// An address, with or without a port or brackets.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let address = hop.parse::<IpAddr>().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|a| a.ip()));
    address.or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok()).map(|a| a.to_canonical())
}

/// An address as one counts clients: a household has a /64 of IPv6, not an address.
pub fn by_network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn client(peer: &str, forwarded: &[&'static str]) -> String {
        let proxies: Vec<IpNet> = ["10.0.0.0/8", "::1/128"].iter().map(|net| net.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(value));
        }
        client_address(Some(peer.parse().unwrap()), &headers, &proxies).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(client("203.0.113.9", &["1.2.3.4"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["1.2.3.4"]), "1.2.3.4");
        assert_eq!(client("::1", &["6.6.6.6, 1.2.3.4, 10.9.9.9"]), "1.2.3.4", "the rightmost that is no proxy");
        assert_eq!(client("10.0.0.1", &["6.6.6.6", "1.2.3.4, 10.9.9.9"]), "1.2.3.4", "several headers are one list");
        assert_eq!(client("10.0.0.1", &["1.2.3.4:5678"]), "1.2.3.4");
        assert_eq!(client("10.0.0.1", &["[2001:db8::1]:99"]), "2001:db8::1");
        assert_eq!(client("::ffff:10.0.0.1", &["1.2.3.4"]), "1.2.3.4", "IPv4 in IPv6 is IPv4");
    }

    #[test]
    fn what_cannot_be_read_hides_what_is_left_of_it() {
        assert_eq!(client("10.0.0.1", &["6.6.6.6, unknown"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, unknown, 10.2.2.2"]), "10.2.2.2");
        assert_eq!(client("10.0.0.1", &[""]), "10.0.0.1");
    }

    #[test]
    fn ipv6_counts_by_network() {
        let key = |text: &str| by_network(text.parse().unwrap());
        assert_eq!(key("2001:db8::1"), key("2001:db8::ffff:1"));
        assert_ne!(key("2001:db8:0:1::1"), key("2001:db8:0:2::1"));
        assert_ne!(key("10.0.0.1"), key("10.0.0.2"));
    }
}
