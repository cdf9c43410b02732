//! From where a request comes. Who is connected is known; whom a proxy says it speaks for is believed only of
//! proxies that the operator named, since anyone can send the header.

use std::{
    net::{AddrParseError, IpAddr, Ipv6Addr},
    num::ParseIntError,
    str::FromStr,
};

use axum::http::{HeaderMap, HeaderName};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Addresses that begin with the same bits: `10.2.0.0/16`, or one alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: u128,
    mask: u128,
}

/// Why a text names no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// What stands before the slash.
    #[error(transparent)]
    Address(#[from] AddrParseError),
    /// What stands behind it.
    #[error("the length after the slash: {0}")]
    Length(#[from] ParseIntError),
    /// An address has fewer bits.
    #[error("there are not so many bits in an address")]
    TooLong,
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>()?)),
            None => (text, None),
        };
        let address = address.parse::<IpAddr>()?;
        let bits: u32 = if address.is_ipv4() { 32 } else { 128 };
        // What is not said is the whole address; the bits of IPv4 are the last of its form in IPv6.
        let others = bits.checked_sub(length.unwrap_or(bits)).ok_or(NetworkError::TooLong)?;
        let mask = u128::MAX.checked_shl(others).unwrap_or(0);
        Ok(Self { address: number(address) & mask, mask })
    }
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        number(address) & self.mask == self.address
    }
}

/// Where a request comes from: the peer, or, where that is a proxy of ours, the last address before our proxies
/// that they vouch for.
pub(super) fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_ours = |address: IpAddr| proxies.iter().any(|network| network.holds(address));
    let mut client = peer;
    let forwarded = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let mut before = forwarded.flat_map(|value| value.split(',')).collect::<Vec<_>>();
    while is_ours(client) {
        match before.pop().and_then(|text| text.trim().parse().ok()) {
            Some(address) => client = address,
            None => break,
        }
    }
    client
}

/// Whoever has one address of IPv6 has all that begin with its first half.
pub(super) fn household(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => number(address.into()),
        IpAddr::V6(address) => address.to_bits() & !u128::from(u64::MAX),
    }
}

/// An address as IPv6 writes it.
fn number(address: IpAddr) -> u128 {
    let address: Ipv6Addr = match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    };
    address.to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let headers = forwarded.iter().map(|value| (FORWARDED_FOR, value.parse().unwrap()));
        let proxies = proxies.iter().map(|network| network.parse().unwrap()).collect::<Vec<_>>();
        client(peer.parse().unwrap(), &headers.collect(), &proxies).to_string()
    }

    #[test]
    fn a_header_is_believed_of_our_proxies_only() {
        let claimed = ["192.0.2.9, 198.51.100.7"];
        assert_eq!(from("203.0.113.5", &claimed, &[]), "203.0.113.5");
        assert_eq!(from("203.0.113.5", &claimed, &["10.0.0.0/8"]), "203.0.113.5");
        // Of what the client itself claimed nothing is believed.
        assert_eq!(from("10.1.2.3", &claimed, &["10.0.0.0/8"]), "198.51.100.7");
        let through_two = ["192.0.2.9", "198.51.100.7, 10.9.9.9"];
        assert_eq!(from("10.1.2.3", &through_two, &["10.0.0.0/8"]), "198.51.100.7");
        assert_eq!(from("::ffff:10.1.2.3", &through_two, &["10.0.0.0/8"]), "198.51.100.7");
        assert_eq!(from("10.1.2.3", &[], &["10.0.0.0/8"]), "10.1.2.3");
        assert_eq!(from("10.1.2.3", &["unknown"], &["10.0.0.0/8"]), "10.1.2.3");
    }

    #[test]
    fn networks_are_read() {
        let holds = |network: &str, address: &str| {
            network.parse::<Network>().unwrap().holds(address.parse().unwrap())
        };
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("10.2.0.0/16", "10.2.3.4") && !holds("10.2.0.0/16", "10.3.3.4"));
        assert!(holds("fd00::/8", "fd12::1") && !holds("fd00::/8", "fe80::1"));
        assert!(holds("::/0", "10.2.3.4") && holds("0.0.0.0/0", "10.2.3.4"));
        assert!(!holds("0.0.0.0/0", "fd12::1"));
        for text in ["", "10.0.0.0/33", "fd00::/129", "10.0.0.0/x", "proxy.example"] {
            text.parse::<Network>().unwrap_err();
        }
    }

    #[test]
    fn the_addresses_of_one_line_count_as_one() {
        let of = |text: &str| household(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.1"));
    }
}
