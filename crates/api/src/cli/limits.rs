//! How much may be asked, by whom, for how long.

use std::time::Duration;

use clap::Args;

use crate::http::Network;

/// What bounds requests.
#[derive(Args, Clone, Debug)]
pub struct LimitArgs {
    /// Seconds after which a request is given up
    #[arg(
        long,
        env = "UPM_REQUEST_TIMEOUT",
        default_value_t = 30,
        value_parser = clap::value_parser!(u64).range(1..=600)
    )]
    pub request_timeout: u64,
    /// Requests a second that each person may send in the long run, and each address that asks for what needs no
    /// sign-in; 0 for no limit
    #[arg(
        long,
        env = "UPM_RATE_LIMIT_PER_SECOND",
        default_value_t = 50,
        value_parser = clap::value_parser!(u32).range(..=100_000)
    )]
    pub rate_limit_per_second: u32,
    /// Requests that they may send at once: an import of 100,000 people sends some 800 as fast as they are answered
    #[arg(
        long,
        env = "UPM_RATE_LIMIT_BURST",
        default_value_t = 2_000,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000)
    )]
    pub rate_limit_burst: u32,
    /// Proxies, as addresses or networks (`10.2.0.0/16`), whose word on where a request comes from is believed
    /// (`X-Forwarded-For`)
    #[arg(long = "trusted-proxy", env = "UPM_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<Network>,
}

impl LimitArgs {
    /// After how long a request is given up.
    pub fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_timeout)
    }
}
